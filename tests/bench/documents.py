"""Single documents: the print against WeasyPrint and bare typst, the workbook against openpyxl."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pylopdf_fonts_zh_cn
import typst
import weasyprint
from openpyxl.styles import Alignment, Border, Font, Side

from kpigen.inspection import inspect
from kpigen.render import Selection, pdf, print_form, typesetting, xlsx
from kpigen.reporting import report_of
from kpigen.view.values import Form, RecordView, Report
from tests.bench.timing import Row, compare
from tests.conftest import PROJECT

_COMMUNITIES = 12
_RUNS = count(1)


def _demonstration() -> Report:
    return report_of(PROJECT, inspect(PROJECT))


def _fresh(report: Report) -> Report:
    """Change a word in every row and record, or typst would remember those of the run before."""
    run = next(_RUNS)
    communities = []
    for community in report.communities:
        rows = tuple(
            replace(row, printed=replace(row.printed, content=f"{row.printed.content} 第{run}次"))
            for row in community.form.rows
        )
        records = tuple(
            replace(record, reason=f"{record.reason} 第{run}次") for record in community.records
        )
        form = replace(community.form, rows=rows)
        communities.append(replace(community, form=form, records=records))
    return replace(report, communities=tuple(communities))


def _cells(form: Form) -> list[list[str]]:
    return [
        [
            row.printed.number,
            row.printed.category,
            row.printed.seq,
            row.printed.content,
            row.printed.veto,
            row.printed.department,
            row.printed.points,
            row.printed.rules,
            row.reason,
            row.score_cell,
        ]
        for row in form.rows
    ]


def pdf_rows(folder: Path) -> Iterator[Row]:
    """A community's print, from its form to the finished bytes."""
    del folder
    report = _demonstration()
    yield from compare(
        "一份 PDF",
        lambda: list(pdf.render(_fresh(report), Selection(blank=False))),
        [
            ("typst 单独循环", lambda: _bare_typst(_fresh(report)), 1.15),
            ("WeasyPrint", lambda: by_weasyprint(_fresh(report)), 0.1),
        ],
        runs=3,
        units=_COMMUNITIES,
    )


def _bare_typst(report: Report) -> None:
    """The same template and words, one compiler, one thread, nothing around it."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[pylopdf_fonts_zh_cn.serif_path().parent],
    )
    compiler = typst.Compiler(font_paths=fonts)
    template = typesetting._template(print_form.PARTS)  # noqa: SLF001  # the loop must compile the same
    for community in report.communities:
        words = print_form.words(report, print_form.Job.of(report, community))
        compiler.compile(
            input=template,
            format="pdf",
            sys_inputs={"words": json.dumps(words, ensure_ascii=False), "further": "[]"},
            pdf_standards=["a-2b", "ua-1"],
            timestamp=report.timestamp,
        )


def by_weasyprint(report: Report) -> None:
    """The same table and list of records as HTML in the same fonts."""
    style = (
        f"@font-face{{font-family:S;src:url('{pylopdf_fonts_zh_cn.serif_path().as_uri()}')}}"
        "@page{size:A4 landscape;margin:14mm 12mm}"
        "body{font:8pt S}table{border-collapse:collapse;width:100%}td,th{border:.5pt solid}"
    )
    for community in report.communities:
        form = community.form
        head = "".join(f"<th>{html.escape(text)}</th>" for text in form.headings)
        weasyprint.HTML(
            string=f"<style>{style}</style><h1>{html.escape(form.title)}</h1>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{_html(_cells(form))}</tbody></table>"
            f"<table><tbody>{_html(map(_listed, community.records))}</tbody></table>"
        ).write_pdf()


def _html(rows: Iterable[Sequence[str]]) -> str:
    return "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
        for cells in rows
    )


def _listed(record: RecordView) -> tuple[str, ...]:
    return (
        record.date,
        record.department_name,
        record.rule_text,
        record.reason,
        record.basis,
        record.deduct,
        record.cost.label,
        record.status_label,
        record.id,
    )


def xlsx_rows(folder: Path) -> Iterator[Row]:
    """A community's workbook against openpyxl writing the same cells, plainly and with care."""
    del folder
    report = _demonstration()
    chosen = Selection(blank=False, summary=False)
    cells = [_read(file.content) for file in xlsx.render(report, chosen)]
    yield from compare(
        "一个工作簿",
        lambda: list(xlsx.render(report, chosen)),
        [
            ("openpyxl 只写值", lambda: _openpyxl(cells, framed=False), 1.5),
            ("openpyxl 逐格写", lambda: _openpyxl(cells, framed=True), 0.5),
        ],
        units=_COMMUNITIES,
    )


_Cells = list[tuple[str, list[tuple[int, int, Any]], list[str]]]


def _read(workbook: bytes) -> _Cells:
    """Give by sheet every cell that holds something, formulas too, and the merges."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [
        (
            sheet.title,
            [
                (row, column, cell.value)
                for row, line in enumerate(sheet.iter_rows(), start=1)
                for column, cell in enumerate(line, start=1)
                if cell.has_style
            ],
            [str(merge) for merge in sheet.merged_cells.ranges],
        )
        for sheet in book.worksheets
    ]


def _openpyxl(workbooks: list[_Cells], *, framed: bool) -> None:
    """Write the cells as openpyxl's tutorial shows, with the looks of each or without any."""
    side = Side(style="thin")
    for sheets in workbooks:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, cells, merges in sheets:
            sheet = book.create_sheet(title)
            for row, column, value in cells:
                cell = sheet.cell(row, column, value)
                if framed:
                    cell.font = Font(name="宋体", size=9)
                    cell.alignment = Alignment(vertical="center", wrap_text=True)
                    cell.border = Border(left=side, right=side, top=side, bottom=side)
            for merge in merges:
                sheet.merge_cells(merge)
        book.save(io.BytesIO())
