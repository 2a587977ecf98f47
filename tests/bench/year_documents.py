"""All documents of a town of 300 communities in one run: prints, workbooks, and the summary."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl

from kpigen.inspection import inspect
from kpigen.render import Selection, pdf, xlsx
from kpigen.reporting import report_of
from tests.bench.documents import by_weasyprint
from tests.bench.timing import Row, compare, milliseconds
from tests.bench.towns import town

_COMMUNITIES, _RECORDS, _FEW = 300, 1_500, 12
_Cells = list[tuple[str, list[tuple[int, int, object]]]]


def documents(folder: Path) -> Iterator[Row]:
    """What a year costs a document, and its summary, against the tools a user would pick."""
    root = town(folder, _COMMUNITIES, _RECORDS)
    report = report_of(root, inspect(root))
    each = Selection(blank=False, summary=False)
    whole = Selection(communities=(), blank=False)
    cells = [_read(file.content) for file in xlsx.render(report, each)]
    yield from compare(
        f"{_COMMUNITIES} 个工作簿，每个",
        lambda: [len(file.content) for file in xlsx.render(report, each)],
        [("openpyxl 只写值", lambda: _bare_openpyxl(cells), 1.5)],
        runs=3,
        units=_COMMUNITIES,
    )
    summary = [_read(file.content) for file in xlsx.render(report, whole)]
    yield from compare(
        f"{_COMMUNITIES} 个社区的汇总",
        lambda: list(xlsx.render(report, whole)),
        [("openpyxl 只写值", lambda: _bare_openpyxl(summary), 1.5)],
        runs=3,
    )
    # The peer needs two seconds a document: a few tell what one takes.
    few = replace(report, communities=report.communities[:_FEW])
    ours = milliseconds(lambda: [len(file.content) for file in pdf.render(report, each)])
    theirs = milliseconds(lambda: by_weasyprint(few))
    mine, other = ours / _COMMUNITIES, theirs / _FEW
    peer = f"WeasyPrint，只排 {_FEW} 份"
    yield Row(f"{_COMMUNITIES} 份 PDF，每份", mine, peer, other, mine / other, 0.1)


def _read(workbook: bytes) -> _Cells:
    """Give every cell that holds something, by sheet."""
    return [
        (
            sheet.title,
            [
                (cell.row, cell.column, cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.row and cell.column and cell.value is not None
            ],
        )
        for sheet in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets
    ]


def _bare_openpyxl(workbooks: list[_Cells]) -> None:
    """Write the same values with openpyxl and nothing else: no looks, merges or page setup."""
    for sheets in workbooks:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, cells in sheets:
            sheet = book.create_sheet(title)
            for row, column, value in cells:
                sheet.cell(row, column, value)
        book.save(io.BytesIO())
