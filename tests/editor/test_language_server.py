"""The editor's own server, where it is installed: what clerks are offered, told and warned of.

`npm install yaml-language-server` and its `bin` on the PATH make these run.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

SERVER = shutil.which("yaml-language-server")
FOLDER = "data/deductions/2020/tianshu/guijian"
POINTER = "# yaml-language-server: $schema=../../../../../.schemas/deduction-2020.json\n"
SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}

pytestmark = pytest.mark.skipif(SERVER is None, reason="没有安装 yaml-language-server")


class Editor:
    """Speaks to the server over its standard streams, one answer at a time."""

    def __init__(self, root: Path) -> None:
        assert SERVER is not None
        self.root = root
        self.count = 0
        self.process = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        item = {"snippetSupport": True, "documentationFormat": ["markdown"]}
        text = {"completion": {"completionItem": item}, "publishDiagnostics": {}}
        capabilities = {"textDocument": text, "workspace": {"configuration": True}}
        self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities)
        self.send(method="initialized", params={})

    def send(self, **message: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode("utf-8")
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        stream = self.process.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline().strip()) or not length:
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(stream.read(length))
        if message.get("method") == "workspace/configuration":
            asked = [
                SETTINGS if item.get("section") == "yaml" else {}
                for item in message["params"]["items"]
            ]
            self.send(id=message["id"], result=asked)
        elif "method" in message and "id" in message:
            self.send(id=message["id"], result=None)
        return message

    def ask(self, method: str, **params: object) -> Any:  # noqa: ANN401  # as the server answers
        self.count += 1
        self.send(id=self.count, method=method, params=params)
        while True:
            message = self.receive()
            if message.get("id") == self.count and "method" not in message:
                return message["result"]

    def open(self, text: str) -> tuple[str, list[str]]:
        """Open a record; give its address and what the server finds wrong with it."""
        self.count += 1
        uri = (self.root / FOLDER / f"{self.count}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": POINTER + text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        while True:
            message = self.receive()
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
            ):
                found = message["params"]["diagnostics"]
                return uri, [
                    f"{each['range']['start']['line']} {each['message']}" for each in found
                ]

    def at(self, method: str, uri: str, line: int, character: int) -> Any:  # noqa: ANN401
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=place)


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    started = Editor(PROJECT)
    yield started
    started.process.kill()
    started.process.communicate()


def test_a_good_record_is_left_in_peace(editor: Editor) -> None:
    _, found = editor.open("date: 2020-05-12\nrule: 1.1-1\nreason: 起火。\nbasis: 文号\n")
    assert found == []


def test_what_is_wrong_is_said_in_chinese_where_it_stands(editor: Editor) -> None:
    _, found = editor.open("date: 2020-02-30\nrule: 6.1-1\ncount: 1\nreason: [x]\nbasis: 文号\n")
    assert sorted(found) == [
        "1 写法：日期，写成 2020-05-12。",
        "1 没有数字，酌定扣分：写 deduct，按依据酌定。",
        "3 没有数字，酌定扣分：写 deduct，按依据酌定。",
        "4 写法：一行文字，最多 300 个字。",
    ]


def test_rules_are_offered_with_their_printed_words(editor: Editor) -> None:
    uri, _ = editor.open("date: 2020-05-12\nrule: \nreason: 起火。\nbasis: 文号\n")
    offered = {item["label"]: item for item in editor.at("completion", uri, 2, 6)["items"]}
    assert "一次扣50分" in offered["1.1-1"]["documentation"]
    assert "写 count" in offered["1.1-1"]["documentation"]
    assert "写 deduct" in offered["6.1-1"]["documentation"]


def test_an_empty_file_offers_whole_records(editor: Editor) -> None:
    uri, _ = editor.open("")
    offered = {item["label"]: item for item in editor.at("completion", uri, 1, 0)["items"]}
    assert offered["酌定扣分的记录"]["insertText"] == (
        "date: ${1:年-月-日}\nrule: ${2:扣分细则编号}\ndeduct: ${3:扣分（百分制）}\n"
        "reason: ${4}\nbasis: ${5}"
    )


def test_a_name_is_explained(editor: Editor) -> None:
    uri, _ = editor.open("date: 2020-05-12\nrule: 1.1-1\nreason: 起火。\nbasis: 文号\n")
    said = editor.at("hover", uri, 3, 2)["contents"]["value"]
    assert said.startswith("#### 扣分原因\n\n什么事、哪里没有做到")
    assert "最多 300 个字" in said
    rule = editor.at("hover", uri, 2, 7)["contents"]["value"]
    assert "* `1.1-1`: 辖区范围内发生消防事故" in rule
