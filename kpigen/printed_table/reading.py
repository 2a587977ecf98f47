"""Chooses how to read a table document, by what it begins with and never by its name."""

from __future__ import annotations

from kpigen.codes import table_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.model import Rubric
from kpigen.printed_table import sheet_reader, text_reader
from kpigen.printed_table.values import PrintedTable, Wanted
from kpigen.reading import workbooks
from kpigen.reading.filled_tables import RefusedError

MAX_BYTES = 5_000_000
# Rows are compared each with each: ten times what any year has had.
_MAX_ROWS = 500
_SAVE_ANEW = "用 WPS 或 Excel 打开，去掉密码、图片和别的工作表，另存为新的 xlsx，再核对"
_SAVE_AS_XLSX = "在 LibreOffice 里另存为 .xlsx 再核对"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(rubric: Rubric, path: str, data: bytes) -> PrintedTable | Diagnostic:
    """Read a document, or say in one finding why it can't be read; `path` is its name there."""
    assessment = rubric.assessment
    wanted = Wanted(assessment.title, assessment.headings, assessment.total_label)
    table: PrintedTable | None = None
    if data.startswith(_WORKBOOKS):
        try:
            table = sheet_reader.read(path, data, wanted)
        except RefusedError as refused:
            hint = _SAVE_AS_XLSX if workbooks.is_ods(data) else _SAVE_ANEW
            return refused.diagnostic._replace(hint=hint)  # theirs speaks of importing
    elif len(data) > MAX_BYTES:
        return codes.NO_TABLE.at(
            Place(path), "文件太大，没有读：考核表只有几十行文字", "只留下考核表，另存为纯文本"
        )
    else:
        table = text_reader.read(path, data, wanted)
    if table is None or not table.rows:
        return codes.NO_TABLE.at(
            Place(path),
            "没有找到考核表：要有印制的表头和至少一行",
            f"表头是：{'、'.join(assessment.headings)}；文本要一格一行、格前有制表符，工作簿要像"
            " kpigen export xlsx --blank 导出的那样",
        )
    if len(table.rows) > _MAX_ROWS:
        return codes.TOO_MANY_ROWS.at(
            Place(path),
            f"有 {len(table.rows)} 行，没有核对：考核表不会超过 {_MAX_ROWS} 行",
            "删去考核表以外的内容，再核对",
        )
    return table
