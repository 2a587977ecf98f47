"""The standing lines up on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from unicodedata import east_asian_width

from kpigen.inspection import inspect
from kpigen.reporting import report_of
from kpigen.terminal import scores
from tests.conftest import PROJECT


def column_of(line: str, words: str) -> int:
    before = line[: line.index(words)]
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in before)


def test_totals_stand_below_their_heading() -> None:
    report = report_of(PROJECT, inspect(PROJECT))
    lines = scores.table(report, report.communities).splitlines()
    assert report.demo in lines[0]
    headings, *rows = lines[2:]
    place = column_of(headings, "总分")
    assert len(rows) == len(report.communities)
    for row, community in zip(rows, report.standing, strict=True):
        assert column_of(row, community.total) == place
        assert community.name in row


def test_an_explanation_names_every_record_and_its_file() -> None:
    report = report_of(PROJECT, inspect(PROJECT))
    for community in report.communities:
        text = scores.explanation(report, community)
        for record in community.records:
            assert record.path in text
            assert (PROJECT / record.path).is_file()
            assert record.reason in text
