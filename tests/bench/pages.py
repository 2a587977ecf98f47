"""Whole builds: against a bare `mkdocs build` of the same pages, as towns grow, after a change."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kpigen.build import Builder
from kpigen.engine.running import Engine
from tests.bench.timing import Row, command, compare, milliseconds
from tests.bench.towns import town
from tests.conftest import PROJECT, YEAR

_BIN = Path(sys.executable).parent
_RECORDS_EACH = 20
_SIZES = (20, 100, 300)
_AT_ONCE = 2_000


class _Silent:
    def step(self, title: str) -> None:
        pass

    def tick(self, done: int, total: int) -> None:
        pass


def site(folder: Path) -> Iterator[Row]:
    """The three that a reader of the site, a growing town and somebody who edits would notice."""
    yield from _against_mkdocs(folder / "demonstration")
    yield from _growth(folder)
    yield from _after_a_change(folder / "changed")


def _against_mkdocs(root: Path) -> Iterator[Row]:
    """Everything from nothing, the downloads included; MkDocs only makes the pages."""
    _demonstration(root)
    _from_nothing(root)
    bare = root.with_name("bare")
    shutil.copytree(root / ".kpigen/source", bare)
    settings, target = str(bare / "mkdocs.yml"), bare.with_name("bare-site")
    mkdocs = [str(_BIN / "mkdocs"), "build", "--quiet", "--strict", "-f", settings]
    bare_build = command([*mkdocs, "-d", str(target)])

    def by_mkdocs() -> None:
        shutil.rmtree(target, ignore_errors=True)
        bare_build()

    yield from compare(
        "build，演示数据，从无到有",
        lambda: _from_nothing(root),
        [("mkdocs build 同样的网页", by_mkdocs, 1.3)],
        runs=7,
    )


def _growth(folder: Path) -> Iterator[Row]:
    """What each further community costs, and whether its page grows with their number."""
    towns = {size: town(folder / str(size), size, size * _RECORDS_EACH) for size in _SIZES}
    times = {
        size: statistics.median(milliseconds(lambda root=root: _from_nothing(root)) for _ in "123")  # type: ignore[misc]  # bound at once
        for size, root in towns.items()
    }
    few, some, many = _SIZES
    early = (times[some] - times[few]) / (some - few)
    late = (times[many] - times[some]) / (many - some)
    yield Row(
        f"每多一个社区，{some} 到 {many} 个", late, f"{few} 到 {some} 个", early, late / early, 1.25
    )
    small, large = (_page_size(towns[size]) for size in (few, many))
    yield Row(f"一页的大小（kB），{many} 个", large, f"{few} 个", small, large / small, 1.25)


def _after_a_change(root: Path) -> Iterator[Row]:
    """One record is edited again and again beside a running preview."""
    _demonstration(root)
    record = min((root / f"data/deductions/{YEAR}").rglob("*.yaml"))
    text = record.read_text(encoding="utf-8")
    times = []
    with Engine() as engine:
        builder = Builder(root, engine, years=None, progress=_Silent(), preview=True)
        builder.build()
        for number in range(7):
            record.write_text(text.replace("reason: ", f"reason: 改{number}"), encoding="utf-8")
            times.append(milliseconds(builder.build))
    took = statistics.median(times)
    yield Row("改一条记录以后再生成", took, "两秒", _AT_ONCE, took / _AT_ONCE, 1.0)


def _demonstration(root: Path) -> None:
    """Get the project's own data with their history."""
    subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(root)], check=True)


def _from_nothing(root: Path) -> None:
    for name in ("site", ".kpigen"):
        shutil.rmtree(root / name, ignore_errors=True)
    command([str(_BIN / "kpigen"), "-C", str(root), "build"])()


def _page_size(root: Path) -> float:
    pages = (root / f"site/{YEAR}/communities").glob("*.html")
    return statistics.median(path.stat().st_size for path in pages) / 1000
