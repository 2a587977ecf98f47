"""Chooses how to read a table document, by what it begins with and never by its name."""

from __future__ import annotations

from kpigen.codes import table_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.filing.sheet_reader import RefusedError
from kpigen.model import Rubric
from kpigen.printed_table import sheet_reader, text_reader
from kpigen.printed_table.values import PrintedTable

MAX_BYTES = 5_000_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(rubric: Rubric, path: str, data: bytes) -> PrintedTable | Diagnostic:
    """Read a document, or say in one finding why it can't be read; `path` is its name there."""
    headings = rubric.assessment.headings
    table: PrintedTable | None = None
    if data.startswith(_WORKBOOKS):
        try:
            table = sheet_reader.read(path, data, headings)
        except RefusedError as refused:
            return refused.diagnostic
    elif len(data) <= MAX_BYTES:
        table = text_reader.read(path, data, headings)
    if table is None or not table.rows:
        return codes.NO_TABLE.at(
            Place(path),
            "没有找到考核表：要有印制的表头和至少一行",
            f"表头是：{'、'.join(headings)}；文本要一格一行、格前有制表符，工作簿要像"
            " kpigen export xlsx --blank 导出的那样",
        )
    return table
