"""CSV as a spreadsheet opens it: Chinese is read, and no text becomes a formula."""

from __future__ import annotations

import csv
import io

import pytest

from kpigen.inspection import inspect
from kpigen.render import Selection
from kpigen.render.csv import render
from kpigen.reporting import report_of
from tests.conftest import Repository

RECORD = 'date: 2020-05-12\nrule: 2.5-1\nreason: "{reason}"\nbasis: 演示〔2020〕1号\n'


def lines(repository: Repository, name: str) -> list[dict[str, str]]:
    report = report_of(repository.root, inspect(repository.root))
    content = {file.name: file.content for file in render(report, Selection())}[name]
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("reason", ["=1+1", "+1", "-2", "@SUM(A1)", "＝1+1"])
def test_no_text_becomes_a_formula(repository: Repository, reason: str) -> None:
    repository.record("tianshu/jingfa/a", RECORD.format(reason=reason))
    (line,) = lines(repository, "deductions.csv")
    assert line["扣分原因"] == f"'{reason}"


def test_text_with_commas_and_quotes_stays_one_cell(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", RECORD.format(reason='甲,乙\\"丙\\"'))
    (line,) = lines(repository, "deductions.csv")
    assert line["扣分原因"] == '甲,乙"丙"'


def test_negative_adjustments_stay_figures(repository: Repository) -> None:
    text = RECORD.format(reason="通报").replace("2.5-1", "15.1-1") + "points: 1.5\n"
    repository.record("tianshu/jiwei/a", text)
    (line,) = lines(repository, "deductions.csv")
    assert line["总分加减"] == "-1.5"
    first = lines(repository, "scores.csv")[0]
    assert (first["总分"], first["加减"]) == ("198.50", "-1.5")
