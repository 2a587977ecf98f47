"""A community's workbook without its looks and formulas, made of the records in a folder."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import labels
from kpigen.assessing.standing import status_of
from kpigen.inspection import inspect
from kpigen.labels import DEDUCTION_COLUMNS, DEDUCTION_SHEET
from kpigen.revising import line_values, revision, workbook
from kpigen.revising.revision import Revised
from kpigen.revising.workbook import FIELDS, Book
from kpigen.stamp import Stamp
from tests.conftest import YEAR, Repository

Answer = str | int | float | Decimal | date | datetime | None
COLUMN = {name: column for column, name in enumerate(DEDUCTION_COLUMNS, start=1)}
HEADER = 3


def given_out(repository: Repository, stamp: str | None = None) -> Workbook:
    """Make the workbook of 天枢社区; nothing but its records can be compared."""
    dataset = repository.dataset()
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = DEDUCTION_SHEET
    for name, heading in DEDUCTION_COLUMNS.items():
        sheet.cell(HEADER, COLUMN[name], heading)
    own = [one for one in dataset.deductions if one.community == "tianshu"]
    for row, record in enumerate(sorted(own, key=lambda one: one.date), start=HEADER + 1):
        item, rule = dataset.rubric.rules[record.rule]
        written = {
            "id": record.id,
            "rule": record.rule,
            "item": item.id,
            "status": labels.STATUS[status_of(record, rule)],
        }
        for name, value in written.items():
            sheet.cell(row, COLUMN[name], value)
        for name in FIELDS:
            sheet.cell(row, COLUMN[name], line_values.filed(record, name) or None)
        sheet.cell(row, COLUMN["asked"], "=1+1")
    if stamp is None:
        commit = repository.git("rev-parse", "HEAD").strip()
        stamp = str(Stamp(YEAR, "tianshu", commit, modified=False, digest="0" * 64))
    book.properties.keywords = stamp
    return book


def sheet_of(book: Workbook) -> Worksheet:
    found = book[DEDUCTION_SHEET]
    assert isinstance(found, Worksheet)
    return found


def put(book: Workbook, row: int, **answers: Answer) -> Workbook:
    """Fill in cells of a row, by the names of their columns."""
    for name, value in answers.items():
        sheet_of(book).cell(row, COLUMN[name]).value = value
    return book


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def read(book: Workbook | bytes) -> Book:
    found = workbook.recognised("天枢.xlsx", book if isinstance(book, bytes) else saved(book))
    assert found is not None
    return found


def revised(repository: Repository, book: Workbook | bytes) -> Revised:
    return revision.revise(repository.root, inspect(repository.root, YEAR), read(book))


def found(result: Revised, *, but: tuple[str, ...] = ("KPI834",)) -> list[tuple[str, str]]:
    """Give code and cell of what was found; that little can be compared goes without saying."""
    return [
        (
            one.code,
            one.message.partition("：")[0].removeprefix("工作表“扣分记录”").partition("（")[0],
        )
        for one in result.findings
        if one.code not in but
    ]


def difference(result: Revised) -> list[str]:
    """Give the lines that go and come."""
    lines = []
    for one in result.changed:
        old, new = one.old.decode().splitlines(), one.new.decode().splitlines()
        lines += [f"-{line}" for line in old if line not in new]
        lines += [f"+{line}" for line in new if line not in old]
    return lines
