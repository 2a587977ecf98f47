"""The preview as its user has it: a page in the browser that follows the data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.conftest import Repository

RECORD = "date: 2020-05-12\nrule: 1.1-1\nreason: 预览新增的一条。\nbasis: 演示〔2020〕1号\n"


def page(port: int) -> str:
    address = f"http://127.0.0.1:{port}/2020/communities/tianshu.html"
    with urllib.request.urlopen(address, timeout=5) as answer:  # our own server
        text: str = answer.read().decode("utf-8")
        return text


def wait_for(port: int, words: str, seconds: int = 60) -> bool:
    for _ in range(seconds * 4):
        try:
            if words in page(port):
                return True
        except OSError:
            pass
        time.sleep(0.25)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上中断子进程的办法不同")
def test_the_page_follows_the_data(repository: Repository) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kpigen", "-C", str(repository.root), "serve"]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    try:
        assert wait_for(port, "天枢社区")
        assert "预览新增的一条" not in page(port)
        repository.record("tianshu/guijian/a", RECORD)
        assert wait_for(port, "预览新增的一条")
        repository.record("tianshu/guijian/a", RECORD.replace("1.1-1", "1.1-9"))
        time.sleep(3)
        assert "预览新增的一条" in page(port)
    finally:
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=20)
    text = said.decode("utf-8")
    assert server.returncode == 130
    assert "KPI401" in text
    assert "Traceback" not in text
    for english in ("Serving", "Detected", "Reloading", "INFO"):
        assert english not in text
