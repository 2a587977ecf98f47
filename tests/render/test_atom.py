"""The feed held against what RFC 4287 demands, read by a parser that knows nothing of us."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kpigen.inspection import inspect
from kpigen.render import Selection, atom
from kpigen.reporting import report_of
from kpigen.versions import main_line
from kpigen.view.values import Report
from tests.conftest import YEAR, Repository

ATOM = "{http://www.w3.org/2005/Atom}"
RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: 甲 < 乙 & 丙\nbasis: 演示〔2020〕1号\ncount: {}\n"
# RFC 3339 with an offset.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00\Z")


@pytest.fixture
def report(repository: Repository) -> Report:
    repository.commit(day="2020-01-01")
    for number in range(1, 56):
        repository.record("tianshu/jingfa/a", RECORD.format(number))
        repository.commit(day=f"2020-{number // 28 + 5:02}-{number % 28 + 1:02}")
    return reported(repository.root)


def reported(root: Path) -> Report:
    inspection = inspect(root, YEAR)
    return report_of(root, inspection, line=main_line.read(root, inspection.revision.commit))


def feed(report: Report) -> ET.Element:
    (file,) = atom.render(report, Selection())
    assert file.name == "changes.xml"
    return ET.fromstring(file.content)  # noqa: S314  # our own


def one(element: ET.Element, name: str) -> ET.Element:
    (found,) = element.findall(f"{ATOM}{name}")
    return found


def text(element: ET.Element, name: str) -> str:
    return one(element, name).text or ""


def test_the_feed_has_what_the_rfc_demands(report: Report) -> None:
    root = feed(report)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 50
    assert text(one(root, "author"), "name") == "南桐镇"  # so the entries need none
    assert text(root, "title") == "南桐镇2020年度社区考核的变动"
    assert "均为虚构" in text(root, "subtitle")
    ids = [text(element, "id") for element in (root, *entries)]
    assert len(set(ids)) == 51
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in ids)
    moments = [text(entry, "updated") for entry in entries]
    assert all(map(MOMENT.match, moments))
    assert moments == sorted(moments, reverse=True)
    assert text(root, "updated") == moments[0]
    assert datetime.fromisoformat(moments[0]).utcoffset() is not None
    known = {"id", "title", "updated", "link", "summary", "author", "subtitle", "entry"}
    assert {element.tag for element in root.iter()} <= {
        f"{ATOM}{n}" for n in {*known, "feed", "name"}
    }


def test_links_are_relative_and_one_of_a_kind(report: Report) -> None:
    root = feed(report)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "changes.xml", "alternate": "changes/index.html"}
    for entry, view in zip(root.findall(f"{ATOM}entry"), report.chronicle.recent, strict=True):
        link = one(entry, "link")
        assert (link.get("rel"), link.get("href")) == ("alternate", view.page)


def test_the_summary_is_plain_text(report: Report) -> None:
    summary = one(feed(report).findall(f"{ATOM}entry")[0], "summary")
    assert summary.get("type") == "text"
    assert summary.text == (
        "更改：天枢社区\u30002020年5月12日\u30002.5\u3000甲 < 乙 & 丙\n得分和名次都不变"
    )
    assert not list(summary)


def test_what_xml_cannot_write_is_left_out(report: Report) -> None:
    wild = "a\x00\x08\x1b\ud800\ufffe]]><script>&lt;\U0001f600"
    entry = replace(report.chronicle.recent[0], title=wild, summary=wild)
    spoilt = replace(report, town=wild, chronicle=replace(report.chronicle, recent=(entry,)))
    root = feed(spoilt)
    tame = "a]]><script>&lt;\U0001f600"
    assert text(one(root, "author"), "name") == tame
    assert text(one(root, "entry"), "title") == tame


def test_identifiers_do_not_hang_on_what_follows(repository: Repository, report: Report) -> None:
    before = {view.page: view.urn for view in report.chronicle.recent}
    repository.record("guyu/jingfa/a", RECORD.format(1))
    repository.commit(day="2020-07-01")
    after = {view.page: view.urn for view in reported(repository.root).chronicle.recent}
    assert len(before.items() & after.items()) == 49


def test_a_new_year_without_changes_has_a_valid_feed(repository: Repository) -> None:
    repository.write("README.md", "说明\n")
    repository.git("init", "--quiet")
    repository.git("add", "README.md")
    repository.git("commit", "--quiet", "--message", "说明", day="2020-01-01")
    root = feed(reported(repository.root))
    assert text(root, "updated") == "2020-01-01T12:00:00+08:00"
    assert not root.findall(f"{ATOM}entry")
