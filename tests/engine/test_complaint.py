"""What MkDocs says of the town's own files, as it says it: made by a real MkDocs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpigen.engine.order import Order
from kpigen.engine.running import Engine
from kpigen.errors import MachineError

SETTINGS = "site_name: x\ntheme: {name: material, custom_dir: theme}\nplugins: []\n"
EXTENDS = '{% extends "base.html" %}\n'
WRONG = [
    ("theme/main.html", EXTENDS + "{% bad %}", "site_templates/theme/main.html 第 2 行"),
    (
        "theme/main.html",
        EXTENDS + "{% block announce %}\n{{ no.such.thing }}\n{% endblock %}",
        "site_templates/theme/main.html 第 3 行",
    ),
    ("mkdocs.yml", SETTINGS + "a: b: [", "mkdocs.yml 第 4 行不是正确的 YAML"),
    ("mkdocs.yml", SETTINGS + "not_known: 1", "mkdocs.yml 里的 not_known MkDocs 不接受"),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as started:
        yield started


@pytest.mark.parametrize(("name", "text", "says"), WRONG)
def test_the_fault_names_file_and_line(
    engine: Engine, tmp_path: Path, name: str, text: str, says: str
) -> None:
    source = tmp_path / "source"
    texts = {"docs/index.md": "# x", "theme/main.html": EXTENDS, "mkdocs.yml": SETTINGS, name: text}
    for path, content in texts.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(content, encoding="utf-8")
    engine.begin(Order(str(source), str(tmp_path / "made"), 0))
    with pytest.raises(MachineError) as fault:
        engine.finish(tmp_path / "mkdocs.log")
    assert says in fault.value.message
