"""What a digest covers: every field that a document shows is named here, or why it stays out."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from kpigen.inspection import inspect
from kpigen.render import print_appeal, print_department, print_notice
from kpigen.reporting import report_of
from kpigen.view import digest
from kpigen.view.publicity_values import PublicityView
from kpigen.view.values import Form, Printed, RecordView, Report
from tests.conftest import PROJECT

RECORD: dict[str, Any] = {
    "id": "2020/x/y/z",
    "community_name": "甲",
    "department_name": "甲",
    "item_content": "甲",
    "rule": "9.9-9",
    "rule_text": "甲",
    "date": "2020-01-01",
    "reason": "甲",
    "basis": "甲",
    "event": "甲",
    "figures": (("count", "77"),),
    "deduct": "77",
    "adjustment": "+77",
    "arithmetic": "甲",
    "status": "甲",
    "approval": "甲",
    "appeal": "甲",
    "appeal_grounds": "甲",
    "withdrawal": "甲",
    "corrections": ("甲",),
}
# Each follows from those above, or is no word of a document.
OF_A_RECORD_OUT = {
    *("path", "source", "anchor", "community", "department", "category", "item", "rule_words"),
    *("rule_kind", "day", "basis_parts", "filed", "asked", "adjustment_shown", "status_label"),
    *("counts", "summary", "process", "same_event", "internal"),
    "cost",  # its words are tried below
    "life",  # when a file was committed is the history's, not the content's
    "overdue",  # follows from the day of the report
}


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT, inspect(PROJECT))


def test_every_field_of_a_record_is_spoken_for() -> None:
    assert {field.name for field in fields(RecordView)} == {*RECORD, *OF_A_RECORD_OUT}


@pytest.mark.parametrize("name", RECORD)
def test_what_a_record_says_is_in_the_digest(report: Report, name: str) -> None:
    community = report.communities[0]
    first, *rest = community.records
    changed = (replace(first, **{name: RECORD[name]}), *rest)
    before = digest.of_form(2020, report.period, community.form, community.records)
    assert digest.of_form(2020, report.period, community.form, changed) != before


@pytest.mark.parametrize("name", ["label", "aside"])
def test_what_a_record_costs_is_in_the_digest(report: Report, name: str) -> None:
    first = report.records[0]
    words: dict[str, Any] = {name: "甲"}
    costs = replace(first, cost=replace(first.cost, **words))
    assert digest.of_records(2020, (), (costs,)) != digest.of_records(2020, (), (first,))


def test_an_overdue_appeal_is_none_of_the_digests_business(report: Report) -> None:
    first = report.records[0]
    late = replace(first, overdue="已逾期", process=("已逾期",), life=first.life)
    assert digest.of_records(2020, (), (late,)) == digest.of_records(2020, (), (first,))


@pytest.mark.parametrize("name", [field.name for field in fields(Form)])
def test_what_the_form_says_is_in_the_digest(report: Report, name: str) -> None:
    form = report.communities[0].form
    value: Any = {"rows": form.rows[1:], "headings": ("甲", *form.headings[1:])}.get(name, "甲")
    changes: dict[str, Any] = {name: value}
    changed = replace(form, **changes)
    before = digest.of_form(2020, report.period, form, ())
    assert digest.of_form(2020, report.period, changed, ()) != before
    assert digest.of_form(2020, "别的期间", form, ()) != before


@pytest.mark.parametrize("name", [*(field.name for field in fields(Printed)), "reason", "score"])
def test_what_a_row_says_is_in_the_digest(report: Report, name: str) -> None:
    form = report.communities[0].form
    row = form.rows[0]
    changed = (
        replace(row, reason="甲")
        if name == "reason"
        else replace(row, score_cell="77")
        if name == "score"
        else replace(row, printed=replace(row.printed, **{name: "甲"}))
    )
    rows = (changed, *form.rows[1:])
    before = digest.of_form(2020, report.period, form, ())
    assert digest.of_form(2020, report.period, replace(form, rows=rows), ()) != before


@pytest.mark.parametrize("name", [field.name for field in fields(PublicityView)])
def test_the_terms_of_an_appeal_are_in_the_prints_that_say_them(report: Report, name: str) -> None:
    changed = replace(report, publicity=replace(report.publicity, **{name: "甲"}))
    told = print_notice.content(changed) != print_notice.content(report)
    asked = print_appeal.content(changed, None) != print_appeal.content(report, None)
    assert told or asked


def test_a_department_list_has_a_digest_of_its_own(report: Report) -> None:
    first, second = report.departments[:2]
    renamed = replace(first, name="甲")
    assert print_department.content(report, renamed) != print_department.content(report, first)
    assert print_department.content(report, first) != print_department.content(report, second)


def test_commit_day_and_stage_change_nothing(report: Report) -> None:
    later = replace(report, revision="0" * 40, revision_label="甲", made="甲", stage="归档")
    assert print_notice.content(later) == print_notice.content(report)
    assert print_department.content(later, report.departments[0]) == print_department.content(
        report, report.departments[0]
    )
