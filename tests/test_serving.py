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

from kpigen.serving import _state
from tests.conftest import PROJECT, Repository
from tests.test_cli import run

RECORD = "date: 2020-05-12\nrule: 1.1-1\nreason: 预览新增的一条。\nbasis: 演示〔2020〕1号\n"
ONE = "data/deductions/2020/tianshu/guijian/2020-05-12-xiaofang.yaml"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows 上中断子进程的办法不同")


class Preview:
    """A running `kpigen serve`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def says(self, words: str, times: int = 1, seconds: float = 120) -> bool:
        """Wait until it has said something so many times."""
        end = time.monotonic() + seconds
        while self.said.count(words) < times and time.monotonic() < end:
            time.sleep(0.05)
        return self.said.count(words) >= times

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
def preview(root: Path, end: signal.Signals = signal.SIGINT) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = root.parent / f"serve-{port}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "kpigen", "-C", str(root), "serve", "--port", str(port)],
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
    try:
        yield Preview(process, port, log)
    finally:
        process.send_signal(end)
        process.wait(timeout=60)


def test_the_page_follows_the_data(repository: Repository) -> None:
    with preview(repository.root) as shown:
        assert shown.shows("天枢社区")
        assert "预览新增的一条" not in shown.page()
        repository.record("tianshu/guijian/a", RECORD)
        assert shown.shows("预览新增的一条")
        repository.record("tianshu/guijian/a", RECORD.replace("1.1-1", "1.1-9"))
        assert shown.says("KPI401")
        assert "预览新增的一条" in shown.page()
    assert shown.process.returncode == 130
    assert "Traceback" not in shown.said
    for english in ("Serving", "Detected", "Reloading", "INFO"):
        assert english not in shown.said


def test_the_page_follows_data_that_was_away_and_another_branch(repository: Repository) -> None:
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "other")
    repository.record("tianshu/guijian/a", RECORD)
    repository.commit("2021-02-01")
    with preview(repository.root, signal.SIGTERM) as shown:
        assert shown.shows("预览新增的一条")
        repository.git("checkout", "--quiet", "-")
        assert shown.says("完成：", 2)
        assert "预览新增的一条" not in shown.page()
        (repository.root / "data").rename(repository.root / "data2")
        assert shown.says("没有考核表")
        (repository.root / "data2").rename(repository.root / "data")
        assert shown.says("完成：", 3)
        repository.record("tianshu/guijian/a", RECORD.replace("预览", "回来以后"))
        assert shown.shows("回来以后新增的一条")
    assert shown.process.returncode == 130
    assert "已中断" in shown.said


def test_a_taken_port_is_told_before_anything_is_built(repository: Repository) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("-C", str(repository.root), "serve", "--port", str(port))
    assert done.returncode == 3
    assert f"端口 {port} 用不了" in done.stderr
    assert "[1/4]" not in done.stderr


def test_a_changed_record_is_shown_at_once_and_nothing_else_is_written(tmp_path: Path) -> None:
    for name in ("data", "site_templates"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    town = Repository(tmp_path)
    town.write(".gitignore", "/.kpigen/\n/site/\n")
    town.commit("2021-02-28")  # the demonstration goes on to the appeals after the year
    with preview(tmp_path) as shown:
        assert shown.shows("天枢社区")
        site = tmp_path / ".kpigen/preview"
        for number in range(3):
            before = states(site)
            text = (tmp_path / ONE).read_text(encoding="utf-8")
            changed = re.sub(r"(?m)^reason: .*$", f"reason: 第{number}次改写。", text)
            town.write(ONE, changed)
            assert shown.shows(f"第{number}次改写。")
            after = states(site)
            assert set(after) == set(before)
            touched = {name for name in after if after[name][0] != before[name][0]}
            assert touched == {name for name in after if after[name][1] != before[name][1]}
            assert {"2020/communities/tianshu.html", "2020/downloads/tianshu.pdf"} <= touched
            assert not {"2020/communities/yuheng.html", "2020/downloads/blank.pdf"} & touched
            assert len(touched) < len(after) / 4
    assert not (tmp_path / "site").exists()
    assert "Traceback" not in shown.said
    assert re.search(r"本次改了 \d+ 个文件", shown.said)


def states(site: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(site).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in site.rglob("*")
        if path.is_file()
    }


def test_a_folder_that_was_away_between_two_looks_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yaml").touch()
    before = _state(tmp_path)
    assert _state(tmp_path) == before
    time.sleep(0.05)  # a disk's clock ticks every few milliseconds
    (tmp_path / "data").rename(tmp_path / "data2")
    assert _state(tmp_path) == {}
    (tmp_path / "data2").rename(tmp_path / "data")
    assert _state(tmp_path) != before
