"""Reads the blank form, or a filled one, from a workbook: merged, repeated or empty labels."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.printed_table.values import COLUMNS, Cell, PrintedTable, Row, squeezed
from kpigen.revising import tables
from kpigen.revising.tables import Table

_HEADING_ROWS = 30
_TOTAL = "总分"
# 目标内容 stands over these three columns.
_UNDER_CONTENT = ("category", "seq", "content")
# The printed headings behind which a column of its own stands, in printed order.
_SINGLE = ("veto", "department", "points", "rules")
_Columns = dict[str, int]


def read(path: str, data: bytes, headings: tuple[str, ...]) -> PrintedTable | None:
    """Read the first sheet that has a table under these headings; None if there is none.

    Raise `filing.sheet_reader.RefusedError` for what is no workbook that can be read.
    """
    for sheet in tables.read(path, data).tables:
        table = _table(path, sheet, headings)
        if table is not None:
            return table
    return None


def _table(path: str, sheet: Table, headings: tuple[str, ...]) -> PrintedTable | None:
    lines = {
        number: {column: Cell(held.text, number, column) for column, held in cells.items()}
        for number, cells in sheet.rows().items()
    }
    header = next(
        (
            number
            for number, cells in lines.items()
            if number <= _HEADING_ROWS and _holds(cells, headings)
        ),
        None,
    )
    if header is None:
        return None
    columns = _columns(lines[header], headings)
    if columns is None:
        return None
    rows: list[Row] = []
    total: dict[int, Cell] = {}
    for number, cells in lines.items():
        if number <= header:
            continue
        if any(squeezed(cell.text) == _TOTAL for cell in cells.values()):
            total = cells
            break
        rows.append(_row(number, cells, columns))
    above = (cell for number, cells in lines.items() if number < header for cell in cells.values())
    return PrintedTable(
        path=path,
        sheet=sheet.name,
        title=next((cell for cell in above if cell.text.strip()), None),
        headings=tuple(_headings(lines[header], headings)),
        rows=tuple(rows),
        total_label=next((cell for cell in total.values() if squeezed(cell.text) == _TOTAL), None),
        total_points=total.get(columns["points"]),
        findings=(),
    )


def _holds(cells: dict[int, Cell], headings: tuple[str, ...]) -> bool:
    """Tell whether a row has most of the headings; a changed one shall be found to differ."""
    words = {squeezed(cell.text) for cell in cells.values()}
    return sum(squeezed(heading) in words for heading in headings) * 2 > len(headings)


def _headings(cells: dict[int, Cell], headings: tuple[str, ...]) -> Iterator[Cell]:
    """Give the filled cells of the heading row, as many as are printed."""
    yield from [cell for _, cell in sorted(cells.items()) if cell.text.strip()][: len(headings)]


def _columns(cells: dict[int, Cell], headings: tuple[str, ...]) -> _Columns | None:
    """Find the columns: those of the headings, and three below 目标内容 if there is room."""
    found = [column for column, cell in sorted(cells.items()) if cell.text.strip()]
    if len(found) < len(headings) or len(headings) < len(_SINGLE) + 2:
        return None
    number, content, *others = found[: len(headings)]
    columns = {"number": number, **dict(zip(_SINGLE, others, strict=False))}
    room = others[0] - content
    if room < len(_UNDER_CONTENT):
        return None
    return columns | {name: content + place for place, name in enumerate(_UNDER_CONTENT)}


def _row(number: int, cells: dict[int, Cell], columns: _Columns) -> Row:
    return Row(
        tuple(cells.get(columns[name], Cell("", number, columns[name])) for name in COLUMNS),
        number,
    )
