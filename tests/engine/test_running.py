"""The engine against the real `mkdocs build`, and its end when whoever started it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpigen.engine.order import Order
from kpigen.engine.running import Engine
from kpigen.errors import MachineError

TIME = 1_600_000_000
SETTINGS = """site_name: 试
use_directory_urls: false
theme: {name: material, language: zh, font: false, custom_dir: theme}
plugins: []
nav: [{首页: index.md}, {下: a/one.md}]
not_in_nav: /a/two.md
"""
PAGES = {
    "index.md": "# 首页\n\n[一](a/one.md)\n",
    "a/one.md": "# 一\n\n[二](two.md)\n",
    "a/two.md": "# 二\n\n文字\n",
}
PRINTS = """
def on_page_markdown(markdown, **kwargs):
    print("done")
    return markdown
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    for name, text in PAGES.items():
        write(folder / "docs" / name, text)
    write(folder / "docs/data.txt", "1")
    write(folder / "theme/main.html", '{% extends "base.html" %}')
    write(folder / "mkdocs.yml", SETTINGS)
    return folder


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as started:
        yield started


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make(engine: Engine, source: Path, only: tuple[str, ...] | None = None) -> dict[str, bytes]:
    target = source.parent / "made"
    engine.begin(Order(str(source), str(target), TIME, only))
    engine.finish(source.parent / "mkdocs.log")
    return contents(target)


def by_mkdocs(source: Path) -> dict[str, bytes]:
    target = source.parent / "by-mkdocs"
    subprocess.run(
        [
            *(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"),
            *("-f", str(source / "mkdocs.yml"), "-d", str(target)),
        ],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(TIME), "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return contents(target)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_site_is_what_mkdocs_makes(engine: Engine, source: Path) -> None:
    assert make(engine, source) == by_mkdocs(source)
    write(
        source / "theme/main.html", '{% extends "base.html" %}{% block announce %}新{% endblock %}'
    )
    write(source / "docs/a/three.md", "# 三\n")
    write(source / "mkdocs.yml", SETTINGS.replace("/a/two.md", "/a/t*.md"))
    assert make(engine, source) == by_mkdocs(source)


def test_only_what_is_asked_for_is_made_and_is_what_mkdocs_makes(
    engine: Engine, source: Path
) -> None:
    make(engine, source)
    write(source / "docs/a/two.md", "# 二\n\n改了\n")
    write(source / "docs/data.txt", "2")
    made = make(engine, source, ("a/two.md", "data.txt"))
    assert set(made) == {"a/two.html", "data.txt", "404.html", "sitemap.xml", "sitemap.xml.gz"}
    whole = by_mkdocs(source)
    assert made == {name: whole[name] for name in made}


def test_with_a_plugin_all_is_made_by_a_process_that_has_seen_nothing(
    engine: Engine, source: Path
) -> None:
    write(source / "hook.py", PRINTS)
    write(source / "mkdocs.yml", f"{SETTINGS}hooks: [hook.py]\n")
    assert make(engine, source, ("index.md",)) == by_mkdocs(source)
    assert make(engine, source) == by_mkdocs(source)


@pytest.mark.parametrize(
    ("page", "said"),
    [("[无](none.md)", "none.md"), ("[无](a/one.md#nothing)", "nothing")],
)
def test_a_fault_is_logged_and_the_next_site_is_made(
    engine: Engine, source: Path, page: str, said: str
) -> None:
    write(source / "mkdocs.yml", f"{SETTINGS}validation: {{anchors: warn}}\n")
    write(source / "docs/index.md", page)
    with pytest.raises(MachineError, match="原来的网站没有改动"):
        make(engine, source)
    assert said in (source.parent / "mkdocs.log").read_text(encoding="utf-8")
    write(source / "docs/index.md", "# 首页\n")
    assert make(engine, source) == by_mkdocs(source)


def test_a_process_that_dies_is_a_fault_and_the_next_one_works(
    engine: Engine, source: Path
) -> None:
    write(source / "hook.py", "import os\ndef on_config(config): os._exit(7)\n")
    write(source / "mkdocs.yml", f"{SETTINGS}hooks: [hook.py]\n")
    with pytest.raises(MachineError, match="MkDocs 没有生成网站"):
        make(engine, source)
    write(source / "mkdocs.yml", SETTINGS)
    assert "index.html" in make(engine, source)


def test_modules_in_the_data_are_not_loaded(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(source.parent / "jinja2.py", "raise SystemExit")
    monkeypatch.chdir(source.parent)
    with Engine() as engine:
        assert "index.html" in make(engine, source)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上没有这些信号")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("busy", [False, True])
def test_the_engine_ends_with_its_parent(source: Path, end: signal.Signals, busy: bool) -> None:  # noqa: FBT001  # a parameter of a test
    write(source / "hook.py", "import time\ndef on_config(config): time.sleep(600)\n")
    write(source / "mkdocs.yml", f"{SETTINGS}hooks: [hook.py]\n")
    script = (
        "import sys\n"
        "from kpigen.engine.order import Order\n"
        "from kpigen.engine.running import Engine\n"
        "with Engine() as engine:\n"
        "    print(engine._process.pid, engine._folder.name, flush=True)\n"
        f"    if {busy}: engine.begin(Order(sys.argv[1], sys.argv[2], 0))\n"
        "    sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(source), str(source.parent / "made")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with parent:
        assert parent.stdout is not None
        said, folder = parent.stdout.readline().decode().split()
        child = int(said)
        time.sleep(1)
        assert is_running(child)
        parent.send_signal(end)
        parent.wait(timeout=20)
        ended = time.monotonic() + 20
        while is_running(child) and time.monotonic() < ended:
            time.sleep(0.05)
        assert not is_running(child)
        assert not Path(folder).exists()


def is_running(process: int) -> bool:
    """Tell whether a process is there and is no zombie that only waits to be collected."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
