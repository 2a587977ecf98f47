"""Reads the blank form, or a filled one, from a workbook: merged, repeated or empty labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kpigen.codes import table_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.printed_table import headings
from kpigen.printed_table.values import COLUMNS, Cell, PrintedTable, Row, Wanted
from kpigen.printed_table.words import CIRCLED
from kpigen.reading import filled_tables
from kpigen.reading.filled_tables import Table
from kpigen.spelling import squeezed

_HEADING_ROWS = 30
_CONTENT_COLUMNS = ("category", "seq", "content")
# A label that a merge covers is the one at the merge's head.
_LABELS = ("number", "category", "department", "points")
_SEQ = re.compile(rf"([^{CIRCLED}]*)([{CIRCLED}])(.*)", re.DOTALL)
_Line = dict[int, Cell]


class _Columns(NamedTuple):
    """The columns of each name; those below 目标内容 as far as they reach."""

    single: dict[str, int]
    content: range


def read(path: str, data: bytes, wanted: Wanted) -> PrintedTable | None:
    """Read the first sheet that has a table under these headings; None if there is none.

    Raise `filled_tables.RefusedError` for what is no workbook that can be read.
    """
    for sheet in filled_tables.read(path, data).tables:
        lines = _lines(sheet)
        header = next(
            (
                number
                for number, line in lines.items()
                if number <= _HEADING_ROWS
                and headings.is_heading(list(line.values()), wanted.headings)
            ),
            None,
        )
        if header is not None:
            return _table(path, sheet, lines, header, wanted)
    return None


def _lines(sheet: Table) -> dict[int, _Line]:
    """Give the rows that hold anything; a cell that holds no value is empty and unread."""
    found: dict[int, _Line] = {}
    for number, cells in sheet.rows().items():
        line = {
            column: Cell("" if held.kind else held.text, number, column, unread=bool(held.kind))
            for column, held in cells.items()
            if held.kind or held.text.strip()
        }
        if line:
            found[number] = line
    return found


def _table(
    path: str, sheet: Table, lines: dict[int, _Line], header: int, wanted: Wanted
) -> PrintedTable:
    heads = headings.recognised(list(lines[header].values()), wanted.headings)
    columns = _columns(heads)
    last = _total(lines, header, wanted)
    total = lines.get(last, {})
    body = _merged(
        sheet,
        columns,
        {
            number: line
            for number, line in lines.items()
            if header < number < last and not headings.is_heading([*line.values()], wanted.headings)
        },
    )
    rows = tuple(_row(number, line, columns) for number, line in body.items())
    above = [cell for number, line in lines.items() if number < header for cell in line.values()]
    label = next(
        (c for c in total.values() if squeezed(c.text) == squeezed(wanted.total_label)), None
    )
    table = PrintedTable(
        path=path,
        sheet=sheet.name,
        title=headings.title(above, wanted),
        headings=heads,
        rows=tuple(row for row in rows if any(cell.text or cell.unread for cell in row.cells)),
        total_label=label,
        total_points=total.get(columns.single.get("points", 0)),
        findings=(),
        absent=headings.absent(heads),
    )
    behind = [n for n, line in lines.items() if n > last and _numbered(line, columns)]
    return table._replace(findings=(*_unread(table), *_ignored(table, behind)))


def _columns(heads: tuple[Cell | None, ...]) -> _Columns:
    """Find the columns of the headings; 目标内容 has what no other claims before and behind it."""
    single = {
        names[0]: cell.column
        for names, cell in zip(headings.BY_HEADING, heads, strict=False)
        if cell is not None and len(names) == 1
    }
    content = heads[1] if len(heads) > 1 else None
    if content is None:
        return _Columns(single, range(0))
    claimed = [cell.column for cell in heads if cell is not None and cell is not content]
    first = max((column + 1 for column in claimed if column < content.column), default=1)
    behind = min((column for column in claimed if column > content.column), default=0)
    behind = min(behind or content.column + 1, first + len(_CONTENT_COLUMNS))
    return _Columns(single, range(first, behind))


def _total(lines: dict[int, _Line], header: int, wanted: Wanted) -> int:
    """Find the line of the total; one behind the last where there is none."""
    label = squeezed(wanted.total_label)
    for number, line in lines.items():
        if number > header and any(squeezed(cell.text) == label for cell in line.values()):
            return number
    return max(lines) + 1


def _merged(sheet: Table, columns: _Columns, body: dict[int, _Line]) -> dict[int, _Line]:
    """Say a merged label on each row that it covers."""
    labels = {columns.single.get(name, 0) for name in _LABELS} | {*columns.content[:1]}
    for block in sheet.merged:
        head = body.get(block.top, {}).get(block.left)
        if head is None or block.left not in labels:
            continue
        for number, line in body.items():
            if block.top < number <= block.bottom:
                body[number] = {**line, block.left: head}
    return body


def _row(number: int, line: _Line, columns: _Columns) -> Row:
    cells = {
        name: line.get(column, Cell("", number, column)) for name, column in columns.single.items()
    }
    cells |= _content(number, line, columns)
    empty = Cell("", number, min(line))  # of a column that is not there
    return Row(tuple(cells.get(name, empty) for name in COLUMNS), number)


def _content(number: int, line: _Line, columns: _Columns) -> dict[str, Cell]:
    """Part what stands below 目标内容 into category, circled number and words.

    Offices that type the form anew give them three columns, or two, or one.
    """
    if len(columns.content) == len(_CONTENT_COLUMNS):
        return {
            name: line.get(column, Cell("", number, column))
            for name, column in zip(_CONTENT_COLUMNS, columns.content, strict=True)
        }
    cells = [line[column] for column in columns.content if column in line]
    if not cells:
        return {}
    found = _SEQ.fullmatch("\n".join(cell.text for cell in cells))
    texts = found.groups() if found else ("", "", "\n".join(cell.text for cell in cells))
    last = cells[-1]
    return {
        name: (cells[0] if name == "category" else last)._replace(text=text)
        for name, text in zip(_CONTENT_COLUMNS, texts, strict=True)
    }


def _numbered(line: _Line, columns: _Columns) -> bool:
    """Tell whether a line looks like a row of the table."""
    return any(_SEQ.match(line[column].text) for column in columns.content if column in line)


def _unread(table: PrintedTable) -> Iterator[Diagnostic]:
    cells = {cell for row in table.rows for cell in row.cells if cell.unread}
    cells |= {cell for cell in (table.total_points,) if cell is not None and cell.unread}
    for cell in sorted(cells, key=lambda one: (one.line, one.column)):
        yield codes.NO_VALUE.at(
            table.at(cell),
            f"{table.where(cell)}：单元格里是公式或错误值，没有核对",
            "复制这一格，选择性粘贴为“数值”，与印制的表对过，再核对",
        )


def _ignored(table: PrintedTable, behind: list[int]) -> Iterator[Diagnostic]:
    if behind:
        yield codes.REST_IGNORED.at(
            Place(table.path, behind[0]),
            f"工作表“{table.sheet}”第 {behind[0]} 行到第 {behind[-1]} 行在合计行以后，没有比较",
            "看一眼：多半是复制时留下的；真有考核项的，移到合计行以前",
        )
