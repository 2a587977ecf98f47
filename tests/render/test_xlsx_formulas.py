"""The community's workbook computes as kpigen does, untouched and after any edit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import labels
from kpigen.assessing import scoring
from kpigen.inspection import inspect
from kpigen.render import Selection
from kpigen.render.xlsx import render
from kpigen.reporting import report_of
from kpigen.versions.history import Revision
from kpigen.view.report import report
from kpigen.view.values import CommunityView, Report
from tests.conftest import PROJECT, Repository
from tests.office import needs_office
from tests.render.recalculated import recalculated

ALONE = Selection(communities=("tianshu",), blank=False, summary=False)
COLUMN = {name: place for place, name in enumerate(labels.DEDUCTION_COLUMNS, start=1)}
MADE = datetime(2021, 1, 31, 12, tzinfo=UTC)
FORM, SCORES, FIRST = "考核明细表", 10, 4
APPROVAL = "approval:\n  document: 演示〔2020〕9号\n  approved_by: 镇党委\n  date: 2020-06-01\n"
GONE = "withdrawn:\n  date: 2020-06-01\n  reason: 不在辖区\n  decided_by: 党政办\n"


def appeal(figure: str) -> str:
    return (
        "appeal:\n  filed: 2020-06-01\n  grounds: 有出入\n  decided: 2020-06-05\n"
        f"  decision: reduced\n  {figure}\n  decided_by: 党政办\n  document: 演示〔2020〕8号\n"
    )


# Where and what: one record of each kind, on rules with a cap, a target, an allotment, a pool.
RECORDS = {
    "guijian/a-each": ("1.1-1", ""),
    "yingji/b-pool": ("3.2-1", "count: 2\n"),
    "tuiyi/c-fine": ("10.6-1", "count: 1\n"),
    "dangzheng/d-bonus": ("16.1-1", "points: 1.5\n"),
    "dangzheng/e-less": ("15.1-1", "points: 3\n"),
}
Values = dict[str, object]


class Edit(NamedTuple):
    """One change, made to the workbook's cells by column and to the record's file alike.

    `record` names one of RECORDS or a new one; `rule` and `figures` are what its file then says.
    """

    record: str
    cells: Values
    rule: str
    file: str


def record(day: int, rule: str, rest: str) -> str:
    known = f"date: 2020-05-{day:02d}\nrule: {rule}\nreason: 有此一事\n"
    return f"{known}basis: 演示〔2020〕{day}号\n{rest}"


def new(where: str, rule: str, cells: Values, file: str) -> Edit:
    return Edit(where, {"rule": rule, "date": date(2020, 5, 28), **cells}, rule, file)


EDITS: dict[str, tuple[Edit, ...]] = {
    "count": (Edit("yingji/b-pool", {"count": 5}, "3.2-1", "count: 5\n"),),
    "withdrawn": (Edit("yingji/b-pool", {"status": "已撤销"}, "3.2-1", "count: 2\n" + GONE),),
    "reduced_count": (
        Edit(
            "yingji/b-pool",
            {"status": "申诉后减轻", "reduced_count": 1},
            "3.2-1",
            "count: 2\n" + appeal("count: 1"),
        ),
    ),
    "reduced_deduct": (
        Edit(
            "guijian/a-each",
            {"status": "申诉后减轻", "reduced_deduct": 12.5},
            "1.1-1",
            appeal("deduct: 12.5"),
        ),
    ),
    "reduced_points": (
        Edit(
            "dangzheng/e-less",
            {"status": "申诉后减轻", "reduced_deduct": 0.5},
            "15.1-1",
            "points: 3\n" + appeal("deduct: 0.5"),
        ),
    ),
    "below_nothing": (Edit("guijian/a-each", {"count": 9}, "1.1-1", "count: 9\n"),),
    "pool_exceeded": (
        new("yingji/f1", "3.2-1", {"count": 300}, "count: 300\n"),
        new("yingji/f2", "3.1-1", {"count": 80}, "count: 80\n"),
    ),
    "ceilings": (
        Edit("dangzheng/d-bonus", {"points": 25}, "16.1-1", "points: 25\n"),
        Edit("dangzheng/e-less", {"points": 10.25}, "15.1-1", "points: 10.25\n"),
    ),
    "veto_waits": (new("guijian/v", "2.1-v", {}, ""),),
    "veto_approved": (new("guijian/v", "2.1-v", {"status": "生效"}, APPROVAL),),
    "veto_of_the_pool": (new("yingji/v", "3.1-v", {"status": "生效"}, APPROVAL),),
}


class Rules(NamedTuple):
    """The rubric's first rules of each kind, so that every kind is tried whatever they are."""

    cap: str
    target: str
    allotted: str
    judged: str
    whole: str


def rules(year: Report) -> Rules:
    figures = year.calculation.rules
    return Rules(
        cap=next(one.id for one in figures if one.each and one.limit),
        target=next(one.id for one in figures if one.target and one.step != one.target),
        allotted=next(one.id for one in figures if not one.each and one.limit),
        judged=next(one.id for one in figures if one.kind == "酌定扣分"),
        whole=next(one.id for one in figures if one.kind == "全扣"),
    )


def edits(year: Report) -> dict[str, tuple[Edit, ...]]:
    """All edits: the table above, and one or more of every kind of rule."""
    cap, target, allotted, judged, whole = rules(year)
    department = {
        rule.id: row.department
        for category in year.categories
        for row in category.items
        for rule in row.rules
    }

    def on(rule: str, name: str, cells: Values, file: str) -> Edit:
        return new(f"{department[rule]}/{name}", rule, cells, file)

    return EDITS | {
        "cap_exceeded": (
            on(cap, "g1", {"count": 900}, "count: 900\n"),
            on(cap, "g2", {"count": 1}, "count: 1\n"),
        ),
        "actual": (on(target, "h", {"actual": 0.3}, "actual: 0.3\n"),),
        "allotment_exceeded": (
            on(allotted, "i1", {"deduct": 3.5}, "deduct: 3.5\n"),
            on(allotted, "i2", {"deduct": 4.75}, "deduct: 4.75\n"),
            on(allotted, "i3", {"deduct": 4.75}, "deduct: 4.75\n"),
        ),
        "judged": (on(judged, "j", {"deduct": 0.35}, "deduct: 0.35\n"),),
        "whole": (on(whole, "k", {}, ""),),
    }


def reported(town: Repository) -> Report:
    dataset = town.dataset()
    return report(dataset, scoring.score(dataset), Revision(None, None, made=MADE))


def tianshu(year: Report) -> CommunityView:
    return next(one for one in year.communities if one.id == "tianshu")


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


@pytest.fixture
def town(repository: Repository) -> Repository:
    for day, (where, (rule, figures)) in enumerate(RECORDS.items(), start=1):
        repository.record(f"tianshu/{where}", record(day, rule, figures))
    return repository


def edited(content: bytes, changes: tuple[Edit, ...]) -> bytes:
    """Type the changes into the workbook as a person would: new records into the empty rows."""
    book = load_workbook(BytesIO(content))
    shown = sheet(book, labels.DEDUCTION_SHEET)
    places = list(RECORDS)
    for change in changes:
        if change.record not in places:
            places.append(change.record)
        row = FIRST + places.index(change.record)
        for name, value in change.cells.items():
            cell = shown.cell(row, COLUMN[name])
            assert not cell.protection.locked, name
            cell.value = value  # type: ignore[assignment]  # a figure, a word or a date
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def figure(value: object) -> Decimal:
    """Read a computed cell; a cell that shows nothing is 0. Fifteen digits are what one holds."""
    return Decimal(format(value, ".15g")) if isinstance(value, int | float) else Decimal(0)


def assert_same(book: Workbook, expected: CommunityView, name: str) -> None:
    form = sheet(book, FORM)
    rows = expected.form.rows
    for number, row in enumerate(rows, start=FIRST):
        found = figure(form.cell(number, SCORES).value)
        assert found == Decimal(row.score_cell or "0"), (name, row.item)
    last = FIRST + len(rows)
    assert figure(form.cell(last, SCORES).value) == Decimal(expected.total), name
    assert (form.cell(last, SCORES - 1).value or "") == expected.form.total_note, name
    assert f"总分 {expected.total}" in str(form["A2"].value), name


@needs_office
def test_every_workbook_of_the_demonstration_computes_what_kpigen_says(tmp_path: Path) -> None:
    year = report_of(PROJECT, inspect(PROJECT))
    made = {file.name: file.content for file in render(year, Selection(blank=False, summary=False))}
    assert len(made) == len(year.communities)
    books = recalculated(made, tmp_path)
    for one in year.communities:
        book = books[f"{one.id}.xlsx"]
        assert_same(book, one, one.id)
        assert one.group_rank_label in str(sheet(book, FORM)["A2"].value)
        shown = sheet(book, labels.DEDUCTION_SHEET)
        for number, entry in enumerate(one.records, start=FIRST):
            found = [
                figure(shown.cell(number, COLUMN[name]).value)
                for name in ("asked", "counted", "adjustment")
            ]
            said = (entry.asked, entry.deduct, entry.adjustment or "0")
            assert found == [Decimal(one) for one in said], entry.id


@needs_office
def test_an_edit_changes_the_workbook_as_it_changes_the_data(
    town: Repository, tmp_path: Path
) -> None:
    year = reported(town)
    content = next(render(year, ALONE)).content
    made, expected = {}, {}
    for name, changes in edits(year).items():
        made[f"{name}.xlsx"] = edited(content, changes)
        for number, change in enumerate(changes):
            days = list(RECORDS)
            day = 28 if change.record not in days else days.index(change.record) + 1
            town.record(f"tianshu/{change.record}", record(day, change.rule, change.file))
            assert number < 20
        expected[name] = tianshu(reported(town))
        for change in changes:
            (town.root / f"data/deductions/2020/tianshu/{change.record}.yaml").unlink()
            if change.record in RECORDS:
                day = list(RECORDS).index(change.record) + 1
                town.record(f"tianshu/{change.record}", record(day, *RECORDS[change.record]))
    books = recalculated(made, tmp_path)
    unchanged = tianshu(year).total
    for name, one in expected.items():
        assert_same(books[f"{name}.xlsx"], one, name)
        heading = str(sheet(books[f"{name}.xlsx"], FORM)["A2"].value)
        assert ("名次待导入后重排" in heading) == (one.total != unchanged), name
    # The table would prove nothing if the edits changed nothing.
    assert sum(one.total == unchanged for one in expected.values()) <= 1


FAULTS: dict[str, tuple[str, Values]] = {
    "a text for a count": ("yingji/b-pool", {"count": "三"}),
    "a count below zero": ("yingji/b-pool", {"count": -2}),
    "wide figures": ("dangzheng/d-bonus", {"points": "２"}),
    "a figure as text": ("dangzheng/e-less", {"points": "3"}),
    "a figure taken out": ("dangzheng/e-less", {"points": None}),
    "points below zero": ("dangzheng/e-less", {"points": -3}),
    "a judged figure as text": ("pingan/f-judged", {"deduct": "30"}),
    "a judged figure taken out": ("pingan/f-judged", {"deduct": None}),
    "reduced by a text": (
        "guijian/a-each",
        {"status": "申诉后减轻", "reduced_deduct": "12"},
    ),
}


@needs_office
def test_what_is_no_figure_is_to_be_checked_and_gives_no_total(
    town: Repository, tmp_path: Path
) -> None:
    town.record("tianshu/pingan/f-judged", record(6, "8.1-1", "deduct: 5\n"))
    content = next(render(reported(town), ALONE)).content
    places = [*RECORDS, "pingan/f-judged"]
    made = {}
    for name, (where, cells) in FAULTS.items():
        book = load_workbook(BytesIO(content))
        for column, value in cells.items():
            cell = sheet(book, labels.DEDUCTION_SHEET).cell(
                FIRST + places.index(where), COLUMN[column]
            )
            cell.value = value  # type: ignore[assignment]  # a figure, a word or nothing
        written = BytesIO()
        book.save(written)
        made[f"{name}.xlsx"] = written.getvalue()
    last = FIRST + len(tianshu(reported(town)).form.rows)
    for file, book in recalculated(made, tmp_path).items():
        form = sheet(book, FORM)
        assert form.cell(last, SCORES).value == "请核对", file
        assert "总分 请核对" in str(form["A2"].value), file


def test_formulas_hold_no_word_of_the_data(town: Repository) -> None:
    town.record("tianshu/yingji/z", record(9, "3.2-1", "").replace("有此一事", json.dumps("=1+1")))
    year = reported(town)
    book = load_workbook(BytesIO(next(render(year, ALONE)).content))
    formulas = [
        str(cell.value)
        for shown in book.worksheets
        for row in shown.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    own = {labels.VETOED, *labels.STATUS.values(), "没有这条细则", "请核对", "　名次待导入后重排"}
    for words in formulas:
        assert set(re.findall(r'"([^"]*)"', words)) <= own | {"", "-", "0.00"}
        assert set(re.findall(r"[A-Z]{2,}(?=\()", words)) <= {
            "SUM", "SUMPRODUCT", "INDEX", "MATCH", "MIN", "MAX", "ROUND", "INT", "IF", "AND", "OR",
            "IFERROR", "TEXT", "LEFT", "LEN", "ISNUMBER", "N", "NA",
        }  # fmt: skip
        assert len(words) < 8192
    shown = sheet(book, labels.DEDUCTION_SHEET)
    assert any(row[COLUMN["reason"] - 1].value == "=1+1" for row in shown.iter_rows(min_row=FIRST))
    assert formulas


READS: dict[str, Callable[[Worksheet], object]] = {
    "protected": lambda shown: shown.protection.sheet,
    "without a password": lambda shown: shown.protection.password is None,
    "heights may change": lambda shown: not shown.protection.formatRows,
    "filters work": lambda shown: not shown.protection.autoFilter,
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_sheets_are_protected_from_slips(
    town: Repository, read: Callable[[Worksheet], object]
) -> None:
    book = load_workbook(BytesIO(next(render(reported(town), ALONE)).content))
    assert book.sheetnames == [FORM, labels.DEDUCTION_SHEET, "计分参数"]
    assert all(read(shown) for shown in book.worksheets)


def test_only_what_may_be_corrected_stands_open(town: Repository) -> None:
    book = load_workbook(BytesIO(next(render(reported(town), ALONE)).content))
    shown = sheet(book, labels.DEDUCTION_SHEET)
    open_to_all = {
        "date", "reason", "basis", "event", "count", "actual", "deduct", "points", "reduced_count",
        "reduced_deduct", "status", "correction_reason", "correction_by", "correction_date",
    }  # fmt: skip
    for row, names in (
        (FIRST, open_to_all),
        (FIRST + len(RECORDS), open_to_all | {"rule"}),
        (shown.max_row, open_to_all | {"rule"}),
    ):
        found = {name for name, at in COLUMN.items() if not shown.cell(row, at).protection.locked}
        assert found == names
    assert shown.max_row == FIRST - 1 + len(RECORDS) + 20
    locked = [sheet(book, name) for name in (FORM, "计分参数")]
    assert all(cell.protection.locked for one in locked for row in one.iter_rows() for cell in row)
    kinds = {
        labels.DEDUCTION_COLUMNS[name]: rule.type
        for name, at in COLUMN.items()
        for rule in shown.data_validations.dataValidation
        if shown.cell(shown.max_row, at).coordinate in rule.sqref
    }
    assert kinds["细则"] == kinds["状态"] == "list"
    assert kinds["日期"] == "date"
    assert kinds["扣分"] == "decimal"


def test_properties_say_which_document_it_is(town: Repository) -> None:
    year = reported(town)
    made = {file.name: file.content for file in render(year, Selection())}
    for name, digest in (
        ("tianshu", tianshu(year).digest),
        ("blank", year.blank_digest),
        ("summary", year.digest),
    ):
        said = load_workbook(BytesIO(made[f"{name}.xlsx"])).properties
        assert said.keywords == f"kpigen:2020/{name} commit:none digest:{digest}"
        assert said.title
        assert said.subject
        assert said.category == "年度目标绩效考核"
        assert year.period in str(said.description)
