"""The one comment of a pull request, posted by the pipelines' own script to a forge made here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kpigen import forges
from kpigen.model import ForgeKind, Rubric
from tests.forges.pipelines import load, step, text_of, workflow

LIST = {
    ForgeKind.GITHUB: "/api/repos/nantong/kaohe/issues/7/comments",
    ForgeKind.GITEA: "/api/repos/nantong/kaohe/issues/7/comments",
    ForgeKind.GITLAB: "/api/projects/nantong%2Fkaohe/merge_requests/7/notes",
    ForgeKind.GITEE: "/api/repos/nantong/kaohe/pulls/7/comments",
}
ONE = {
    ForgeKind.GITHUB: ("PATCH", "/api/repos/nantong/kaohe/issues/comments/"),
    ForgeKind.GITEA: ("PATCH", "/api/repos/nantong/kaohe/issues/comments/"),
    ForgeKind.GITLAB: ("PUT", "/api/projects/nantong%2Fkaohe/merge_requests/7/notes/"),
    ForgeKind.GITEE: ("PATCH", "/api/repos/nantong/kaohe/pulls/comments/"),
}
KINDS = pytest.mark.parametrize("forge", list(ForgeKind), indirect=True)
MARK = "<!-- kpigen diff -->"
TOKEN = "令牌".encode().hex()


class FakeForge:
    """Comments of one pull request; `foreign` ones can't be changed by us."""

    def __init__(self, kind: ForgeKind) -> None:
        self.kind = kind
        self.comments: dict[int, str] = {}
        self.foreign: set[int] = set()
        self.secrets: set[str] = set()
        self.asked: list[str] = []
        self.pages = kind is not ForgeKind.GITEA  # whose list is always whole

    def add(self, body: str, *, foreign: bool = False) -> int:
        number = 100 + len(self.comments)
        self.comments[number] = body
        if foreign:
            self.foreign.add(number)
        return number

    def answer(self, method: str, address: str, body: str) -> tuple[int, Any]:
        asked = urlsplit(address)
        self.asked.append(address)
        change, one = ONE[self.kind]
        if asked.path == LIST[self.kind] and method == "GET":
            query = parse_qs(asked.query)
            size, page = int(query["per_page"][0]), int(query["page"][0])
            found = [{"id": key, "body": text} for key, text in self.comments.items()]
            return 200, found[size * (page - 1) : size * page] if self.pages else found
        if asked.path == LIST[self.kind] and method == "POST":
            return 201, {"id": self.add(body)}
        if method == change and asked.path.startswith(one):
            number = int(asked.path.removeprefix(one))
            if number in self.foreign:
                return 403, {}
            self.comments[number] = body
            return 200, {"id": number}
        return 404, {}


class Server(ThreadingHTTPServer):
    forge: FakeForge


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        given = json.loads(self.rfile.read(length)) if length else {}
        secret = self.headers.get("PRIVATE-TOKEN") or self.headers.get("Authorization") or ""
        self.server.forge.secrets.add(secret)
        status, answer = self.server.forge.answer(self.command, self.path, given.get("body", ""))
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = _serve  # noqa: N815  # the names that http.server calls

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def forge(request: pytest.FixtureRequest) -> Iterator[tuple[FakeForge, str]]:
    server = Server(("127.0.0.1", 0), Handler)
    server.forge = FakeForge(request.param)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.forge, f"http://127.0.0.1:{server.server_port}/api"
    server.shutdown()
    thread.join()
    server.server_close()


def script(kind: ForgeKind, rubric: Rubric) -> str:
    """The shell that posts, as it stands in the pipeline."""
    if kind in {ForgeKind.GITHUB, ForgeKind.GITEA}:
        return str(step(workflow(kind, rubric)["jobs"]["comment"], "写一条评论")["run"])
    if kind is ForgeKind.GITLAB:
        text = load(text_of(kind, ".gitlab-ci.yml", rubric))["comment"]["script"][0]
        return re.sub(r"^export .*\n", "", text)
    content = dict(forges.files(kind, rubric))[".gitee/kpigen/comment.py"].decode("utf-8")
    return f"python3 - <<'COMMENT'\n{content}COMMENT\n"


def post(
    forge: tuple[FakeForge, str], rubric: Rubric, folder: Path, report: str
) -> subprocess.CompletedProcess[str]:
    fake, address = forge
    (folder / "kpigen-report").mkdir(exist_ok=True)
    (folder / "kpigen-report" / "diff.md").write_text(report, encoding="utf-8", newline="")
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script(fake.kind, rubric)],
        cwd=folder,
        env={
            **os.environ,
            # The script's python3 is the one that runs the tests.
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONIOENCODING": "utf-8",
            "no_proxy": "*",
            "KPIGEN_OUT": "kpigen-report",
            "KPIGEN_FORGE": str(fake.kind),
            "KPIGEN_API": address,
            "KPIGEN_REPOSITORY": "nantong/kaohe",
            "KPIGEN_NUMBER": "7",
            "KPIGEN_TOKEN": TOKEN,
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@KINDS
def test_one_comment_is_written_and_then_changed(
    forge: tuple[FakeForge, str], rubric: Rubric, tmp_path: Path
) -> None:
    fake, _ = forge
    for number in range(230):
        fake.add(f"第 {number} 条，提到 {MARK}")
    for report in (f"{MARK}\n第一次\n", f"{MARK}\n第二次\n"):
        done = post(forge, rubric, tmp_path, report)
        assert done.returncode == 0, done.stderr
        ours = [text for text in fake.comments.values() if text.startswith(MARK)]
        assert ours == [report]
    assert len(fake.comments) == 231
    assert any(TOKEN in secret for secret in fake.secrets)
    assert not [address for address in fake.asked if TOKEN in address]


@KINDS
def test_somebody_else_s_comment_with_the_mark_is_left_alone(
    forge: tuple[FakeForge, str], rubric: Rubric, tmp_path: Path
) -> None:
    fake, _ = forge
    theirs = fake.add(f"{MARK}\n抄来的", foreign=True)
    for _ in range(2):
        assert post(forge, rubric, tmp_path, f"{MARK}\n我们的\n").returncode == 0
    assert fake.comments[theirs] == f"{MARK}\n抄来的"
    assert len(fake.comments) == 2


@KINDS
def test_a_report_is_text_whatever_it_says(
    forge: tuple[FakeForge, str], rubric: Rubric, tmp_path: Path
) -> None:
    fake, _ = forge
    nasty = (
        'COMMENT\n$(touch broken) `touch broken` \'; touch broken; \'\n"""\n${{ github.token }}\n'
    )
    assert post(forge, rubric, tmp_path, nasty).returncode == 0
    assert list(fake.comments.values()) == [f"{MARK}\n{nasty}"]
    assert not (tmp_path / "broken").exists()


@KINDS
def test_a_long_report_is_cut_at_a_line(
    forge: tuple[FakeForge, str], rubric: Rubric, tmp_path: Path
) -> None:
    fake, _ = forge
    report = MARK + "\n" + "".join(f"第 {number} 行扣分记录的变化\n" for number in range(9000))
    assert post(forge, rubric, tmp_path, report).returncode == 0
    (body,) = fake.comments.values()
    assert 50_000 < len(body) < 65_536
    assert re.search(r"\n第 \d+ 行扣分记录的变化\n\n……太长了", body)
