"""Single documents: the print against WeasyPrint and bare typst, the workbook against openpyxl."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import openpyxl
import pylopdf_fonts_zh_cn
import typst
import weasyprint
from openpyxl.styles import Alignment, Border, Font, Side

from kpigen.inspection import inspect
from kpigen.render import Selection, pdf, typesetting, xlsx
from kpigen.reporting import report_of
from kpigen.view.values import Form, Report
from tests.bench.timing import Row, compare
from tests.conftest import PROJECT

_COMMUNITIES = 12
_RUNS = count(1)


def _demonstration() -> Report:
    return report_of(PROJECT, inspect(PROJECT))


def _fresh(report: Report) -> Report:
    """Change a word in every row, or typst would remember the rows of the run before."""
    run = next(_RUNS)
    communities = []
    for community in report.communities:
        rows = tuple(
            replace(row, reason=f"{row.reason} 第{run}次".strip()) for row in community.form.rows
        )
        communities.append(replace(community, form=replace(community.form, rows=rows)))
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
    template = typesetting._template("form")  # noqa: SLF001  # the loop must compile the same
    for community in report.communities:
        job = pdf._Job(community.id, community.name, community.form)  # noqa: SLF001  # likewise
        words = json.dumps(pdf._words(report, job), ensure_ascii=False)  # noqa: SLF001  # likewise
        compiler.compile(
            input=template,
            format="pdf",
            sys_inputs={"form": words},
            pdf_standards=["a-2b", "ua-1"],
            timestamp=report.timestamp,
        )


def by_weasyprint(report: Report) -> None:
    """The same table as HTML in the same fonts."""
    style = (
        f"@font-face{{font-family:S;src:url('{pylopdf_fonts_zh_cn.serif_path().as_uri()}')}}"
        "@page{size:A4 landscape;margin:14mm 12mm}"
        "body{font:8pt S}table{border-collapse:collapse;width:100%}td,th{border:.5pt solid}"
    )
    for community in report.communities:
        form = community.form
        head = "".join(f"<th>{html.escape(text)}</th>" for text in form.headings)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
            for cells in _cells(form)
        )
        weasyprint.HTML(
            string=f"<style>{style}</style><h1>{html.escape(form.title)}</h1>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        ).write_pdf()


def xlsx_rows(folder: Path) -> Iterator[Row]:
    """A community's workbook against openpyxl used as its tutorial shows."""
    del folder
    report = _demonstration()
    yield from compare(
        "一个工作簿",
        lambda: list(xlsx.render(report, Selection(blank=False, summary=False))),
        [("openpyxl 逐格写", lambda: _naive_openpyxl(report), 0.5)],
        units=_COMMUNITIES,
    )


def _naive_openpyxl(report: Report) -> None:
    side = Side(style="thin")
    for community in report.communities:
        book = openpyxl.Workbook()
        form_sheet, record_sheet = book.worksheets[0], book.create_sheet()
        records = [
            [r.id, r.date, r.department_name, r.item, r.rule_text, r.reason, r.basis, r.deduct,
             r.adjustment, r.status_label, r.arithmetic, r.appeal]
            for r in community.records
        ]  # fmt: skip
        for sheet, lines in ((form_sheet, _cells(community.form)), (record_sheet, records)):
            for row, cells in enumerate(lines, 4):
                for column, text in enumerate(cells, 1):
                    cell = sheet.cell(row, column, text)
                    cell.font = Font(name="宋体", size=9)
                    cell.alignment = Alignment(vertical="center", wrap_text=True)
                    cell.border = Border(left=side, right=side, top=side, bottom=side)
        for row, line in enumerate(community.form.rows, 4):
            for column, rows in ((1, line.spans.number), (2, line.spans.category)):
                if rows > 1:
                    form_sheet.merge_cells(
                        start_row=row,
                        end_row=row + rows - 1,
                        start_column=column,
                        end_column=column,
                    )
        book.save(io.BytesIO())
