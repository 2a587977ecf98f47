"""The preview as its user has it: a page in the browser that follows the data."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Repository

RECORD = "date: 2020-05-12\nrule: 1.1-1\nreason: 预览新增的一条。\nbasis: 演示〔2020〕1号\n"
ONE = "data/deductions/2020/tianshu/guijian/2020-05-12-xiaofang.yaml"
# Seconds, on a quiet machine, where it takes one; `tests.bench` holds the rebuild to its bar.
PROMPT = 2
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows 上中断子进程的办法不同")


class Preview:
    """A running `kpigen serve` and what it said once it has ended."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port
        self.said = ""

    def page(self) -> str:
        address = f"http://127.0.0.1:{self.port}/2020/communities/tianshu.html"
        with urllib.request.urlopen(address, timeout=60) as answer:  # our own server
            text: str = answer.read().decode("utf-8")
            return text

    def shows(self, words: str, seconds: float = 120) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if words in self.page():
                    return True
            except OSError:
                pass
            time.sleep(0.05)
        return False


@contextmanager
def preview(root: Path) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "kpigen", "-C", str(root), "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    started = Preview(process, port)
    try:
        yield started
    finally:
        process.send_signal(signal.SIGINT)
        started.said = process.communicate(timeout=60)[0].decode("utf-8")


def busy() -> float:
    """How many times slower than alone everything is on this machine at the moment."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1) + 1)


def test_the_page_follows_the_data(repository: Repository) -> None:
    with preview(repository.root) as shown:
        assert shown.shows("天枢社区")
        assert "预览新增的一条" not in shown.page()
        repository.record("tianshu/guijian/a", RECORD)
        assert shown.shows("预览新增的一条")
        repository.record("tianshu/guijian/a", RECORD.replace("1.1-1", "1.1-9"))
        time.sleep(3)
        assert "预览新增的一条" in shown.page()
    assert shown.process.returncode == 130
    assert "KPI401" in shown.said
    assert "Traceback" not in shown.said
    for english in ("Serving", "Detected", "Reloading", "INFO"):
        assert english not in shown.said


def test_a_changed_record_is_shown_at_once_and_nothing_else_is_written(tmp_path: Path) -> None:
    for name in ("data", "site_templates"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    town = Repository(tmp_path)
    town.write(".gitignore", "/.kpigen/\n/site/\n")
    town.commit()
    with preview(tmp_path) as shown:
        assert shown.shows("天枢社区")
        site = tmp_path / ".kpigen/preview"
        took = []
        for number in range(3):
            before = states(site)
            text = (tmp_path / ONE).read_text(encoding="utf-8")
            changed = re.sub(r"(?m)^reason: .*$", f"reason: 第{number}次改写。", text)
            began = time.monotonic()
            town.write(ONE, changed)
            assert shown.shows(f"第{number}次改写。")
            took.append(time.monotonic() - began)
            after = states(site)
            assert set(after) == set(before)
            touched = {name for name in after if after[name][0] != before[name][0]}
            assert touched == {name for name in after if after[name][1] != before[name][1]}
            assert {"2020/communities/tianshu.html", "2020/downloads/tianshu.pdf"} <= touched
            assert not {"2020/communities/yuheng.html", "2020/downloads/blank.pdf"} & touched
            assert len(touched) < len(after) / 4
        assert min(took) < PROMPT * 2 * busy(), took
    assert not (tmp_path / "site").exists()
    assert "Traceback" not in shown.said
    assert re.search(r"本次改了 \d+ 个文件", shown.said)


def states(site: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(site).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in site.rglob("*")
        if path.is_file()
    }
