"""The data files against what is declared of them: schemas that hold, a page that tells it all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kpigen.inspection import inspect
from kpigen.render import Selection, renderer
from kpigen.reporting import report_of
from kpigen.versions import provenance
from kpigen.view.data_fields import DEDUCTIONS, SCORES, scores_of
from kpigen.view.data_kinds import Field, Group, ListOf
from kpigen.view.values import Report
from tests.conftest import YEAR, Repository
from tests.render.demonstration import Sites
from tests.test_cli import run

LINE = "date: 2020-05-12\nreason: {reason}\nbasis: 演示〔2020〕1号\n"
APPEALED = """rule: 3.2-1
count: 3
appeal:
  filed: 2020-05-15
  grounds: 两次是同一件事
  decided: 2020-05-20
  decision: reduced
  count: 2
  decided_by: 镇考核领导小组
  document: 演示决定〔2020〕1号
"""


def report(root: Path, as_of: date | None = None) -> Report:
    found = inspect(root, YEAR)
    assert found.sound, found.findings
    return report_of(root, found, as_of, provenance.read(root, found.revision.commit))


def odd_town(repository: Repository) -> Report:
    """A town that shows what the demonstration does not: 公式, nobody ranked, no git."""
    reason = '"=1+1,\\"引号\\""'
    repository.record("tianshu/jingfa/a", LINE.format(reason=reason) + "rule: 2.5-1\n")
    repository.record("tianshu/yingji/B_2", LINE.format(reason="迟报。") + APPEALED)
    bonus = "rule: 16.1-1\npoints: 2\nevent: 同一件事\n"
    repository.record("tianshu/dangzheng/c", LINE.format(reason="表彰。") + bonus)
    return report(repository.root)


def files(shown: Report) -> dict[str, bytes]:
    return {
        file.name: file.content
        for kind in ("json", "csv")
        for file in renderer(kind)(shown, Selection())
    }


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def checker(content: bytes) -> Draft202012Validator:
    schema = json.loads(content)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    return Draft202012Validator(schema)


def faults(written: dict[str, bytes]) -> list[str]:
    """Hold every data file against the schema beside it."""
    found = [
        f"{error.json_path}: {error.message}"
        for error in checker(written["scores.schema.json"]).iter_errors(
            json.loads(written["scores.json"])
        )
    ]
    for name in ("deductions", "scores"):
        known = checker(written[f"{name}.csv.schema.json"])
        read = lines(written[f"{name}.csv"])
        found.extend(
            f"{name}: {error.message}" for line in read for error in known.iter_errors(line)
        )
        columns = list(json.loads(written[f"{name}.csv.schema.json"])["properties"])
        heading = written[f"{name}.csv"].decode("utf-8-sig").partition("\r\n")[0]
        assert heading.split(",") == columns
    return found


def test_what_the_demonstration_writes_is_as_declared(sites: Sites) -> None:
    folder = sites.public / str(YEAR) / "data"
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert json.loads(written["scores.json"])["$schema"] == "scores.schema.json"
    assert lines(written["deductions.csv"])
    assert not faults(written)


def test_what_odd_towns_write_is_as_declared(repository: Repository) -> None:
    shown = odd_town(repository)
    assert not faults(files(shown))
    assert not faults(files(report(repository.root, date(2020, 1, 31))))
    policy = "data/rubric/2020/assessment.yaml"
    text = (repository.root / policy).read_text(encoding="utf-8")
    repository.write(policy, text.replace("no_award", "disqualify"))
    repository.record(
        "tianshu/yingji/veto",
        LINE.format(reason="较大事故。") + "rule: 3.1-v\n"
        "approval: {document: 演示〔2020〕9号, approved_by: 镇党委, date: 2020-06-01}\n",
    )
    repository.commit()
    shown = report(repository.root)
    assert any(community.rank is None for community in shown.communities)
    assert not faults(files(shown))


def written_names(group: Group, things: list[dict[str, Any]], path: str = "") -> Iterator[str]:
    """Name every field that was written, and those inside it that its group declares."""
    for field in group.fields:
        values = [thing[field.name] for thing in things if field.name in thing]
        if values:
            yield path + field.name
        kind = field.kind.member if isinstance(field.kind, ListOf) else field.kind
        if isinstance(kind, Group):
            some = [value for value in values if value is not None]
            members = [one for value in some for one in value] if _is_list(field) else some
            yield from written_names(kind, members, f"{path}{field.name}.")


def declared_names(group: Group, path: str = "") -> Iterator[str]:
    for field in group.fields:
        yield path + field.name
        kind = field.kind.member if isinstance(field.kind, ListOf) else field.kind
        if isinstance(kind, Group):
            yield from declared_names(kind, f"{path}{field.name}.")


def _is_list(field: Field) -> bool:
    return isinstance(field.kind, ListOf)


def test_all_that_is_declared_is_written(sites: Sites, repository: Repository) -> None:
    demonstration = json.loads((sites.public / str(YEAR) / "data/scores.json").read_bytes())
    odd = json.loads(files(odd_town(repository))["scores.json"])
    repository.commit()
    repository.replace("data/deductions/2020/tianshu/jingfa/a.yaml", "2020-05-12", "2020-05-13")
    repository.commit(day="2021-02-01")
    changed = json.loads(files(report(repository.root))["scores.json"])
    written = set(written_names(SCORES, [demonstration, odd, changed]))
    assert written == set(declared_names(SCORES))


WRONG: tuple[tuple[str, Callable[[dict[str, Any]], object]], ...] = (
    ("a number", lambda whole: whole.update(total=200)),
    ("an exponent", lambda whole: whole["communities"][0].update(total_exact="1E+2")),
    ("a needless zero", lambda whole: whole["communities"][0].update(total_exact="194.10")),
    ("one place", lambda whole: whole["communities"][0].update(total="194.1")),
    ("null", lambda whole: whole.update(year=None)),
    ("a text for a truth", lambda whole: whole.update(demo="是")),
    ("an unknown status", lambda whole: record(whole).update(status="done")),
    ("no date", lambda whole: record(whole).update(date="2020年5月12日")),
    ("an unknown name", lambda whole: record(whole).update(internal={})),
    ("a name missing", lambda whole: record(whole).pop("basis")),
    ("a short commit", lambda whole: whole.update(revision="0d38b60")),
)


def record(whole: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one
        for community in whole["communities"]
        for item in community["items"]
        for one in item["records"]
    )
    return found


@pytest.mark.parametrize("spoil", [spoil for _, spoil in WRONG], ids=[name for name, _ in WRONG])
def test_what_is_not_as_declared_is_refused(
    repository: Repository, spoil: Callable[[dict[str, Any]], object]
) -> None:
    written = files(odd_town(repository))
    known = checker(written["scores.schema.json"])
    whole = json.loads(written["scores.json"])
    assert known.is_valid(whole)
    spoil(whole)
    assert not known.is_valid(whole)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("计扣", "十"),
        ("计扣", ""),
        ("状态", "active"),
        ("日期", "2020/5/12"),
        ("扣分原因", "=1+1"),
        ("扣分原因", "＋1"),
        ("扣分原因", ""),
        ("总分加减", "2"),
        ("细则", "1.1"),
        ("新的列", "x"),
    ],
)
def test_a_line_that_is_not_as_declared_is_refused(
    repository: Repository, column: str, value: str
) -> None:
    written = files(odd_town(repository))
    known = checker(written["deductions.csv.schema.json"])
    line = lines(written["deductions.csv"])[0]
    assert known.is_valid(line)
    assert not known.is_valid({**line, column: value})


def test_only_a_folder_has_the_schema_beside_the_file(
    repository: Repository, tmp_path: Path
) -> None:
    odd_town(repository)
    alone, folder = tmp_path / "one.json", tmp_path / "all"
    for output in (alone, folder):
        done = run("-C", str(repository.root), "export", "json", "-o", str(output))
        assert done.returncode == 0, done.stderr
    assert "$schema" not in json.loads(alone.read_bytes())
    assert (folder / json.loads((folder / "scores.json").read_bytes())["$schema"]).is_file()


class Words(HTMLParser):
    """A page's places and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str | None] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.ids.add(dict(attrs).get("id"))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_tells_of_every_field_with_an_example_from_the_files(sites: Sites) -> None:
    year = sites.public / str(YEAR)
    page = Words((year / "data.html").read_text(encoding="utf-8"))
    whole = json.loads((year / "data" / "scores.json").read_bytes())
    assert whole["revision"] in page.text
    assert f'"{whole["communities"][0]["total_exact"]}"' in page.text
    assert lines((year / "data" / "deductions.csv").read_bytes())[0]["算法"] in page.text
    groups = [SCORES, DEDUCTIONS]
    for group in groups:  # which grows by the groups inside
        for field in group.fields:
            assert f"{field.name}{field.title}" in page.text
            assert field.meaning in page.text
            kind = field.kind.member if isinstance(field.kind, ListOf) else field.kind
            if isinstance(kind, Group):
                groups.append(kind)
    for name in declared_names(SCORES):
        inner = name.rpartition(".")[0]
        assert not inner or f"json-{inner.replace('.', '-')}" in page.ids
    assert all(field.name in page.text for field in scores_of(()).fields)
    for other in ("downloads", "index"):
        assert "data.html" in (year / f"{other}.html").read_text(encoding="utf-8")
