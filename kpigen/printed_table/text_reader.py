"""Reads the text of a table document, as word processors save it: one cell a line after a tab."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from kpigen.codes import table_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.printed_table.values import COLUMNS, Cell, PrintedTable, Row, squeezed

# 扣分原因 and 单项得分 stand behind the printed columns; nothing is read of them.
_CELLS = len(COLUMNS) + 2
_SEQ = COLUMNS.index("seq")
_TOTAL = "总分"
# A word processor's marks for places that links lead to are no text of the table.
_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
_CIRCLED = re.compile("[\u2460-\u2473]")
_ENCODINGS = ("utf-8-sig", "gb18030")


class _Part(NamedTuple):
    """The cells between two blank lines."""

    cells: tuple[Cell, ...]

    @property
    def begins_a_row(self) -> bool:
        """Tell whether its third cell is a circled number, as in the first part of every row."""
        return len(self.cells) > _SEQ and bool(_CIRCLED.fullmatch(squeezed(self.cells[_SEQ].text)))


def read(path: str, data: bytes, headings: tuple[str, ...]) -> PrintedTable | None:
    """Read a text document; None if it holds no table under these headings."""
    text = decoded(data)
    if text is None:
        return None
    lines = _BOOKMARK.sub("", text).splitlines()
    start = _table_start(lines, headings)
    if start is None:
        return None
    parts = list(_parts(lines, start))
    first = parts[0].cells
    found: list[Diagnostic] = []
    body = [_Part(first[len(headings) :]), *parts[1:]]
    rows, total, last = _rows(path, body, found)
    rest = [n for n, line in enumerate(lines[last:], last + 1) if line.strip()] if total else []
    if rest:
        found.append(_ignored(path, rest[0], rest[-1]))
    title = "".join(lines[:start])
    return PrintedTable(
        path=path,
        sheet="",
        title=Cell(title.strip(), 1) if title.strip() else None,
        headings=first[: len(headings)],
        rows=tuple(rows),
        total_label=total[1] if len(total) > 1 else None,
        total_points=total[COLUMNS.index("points")]
        if len(total) > COLUMNS.index("points")
        else None,
        findings=tuple(found),
    )


def decoded(data: bytes) -> str | None:
    """Give a document's text, whichever of the usual ways it was saved; None if it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _table_start(lines: list[str], headings: tuple[str, ...]) -> int | None:
    """Find the line of the first heading: the others follow, a cell each."""
    if not headings:
        return None
    wanted = squeezed(headings[0])
    for place, line in enumerate(lines):
        if line.startswith("\t") and squeezed(line) == wanted:
            return place
    return None


def _parts(lines: list[str], start: int) -> Iterator[_Part]:
    """Part the lines at blank ones; what has no tab before it goes on with the cell above."""
    cells: list[Cell] = []
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("\t"):
            cells.append(Cell(line.strip(), number))
        elif line.strip() and cells:
            cells[-1] = cells[-1]._replace(text=f"{cells[-1].text}\n{line.strip()}")
        elif cells:
            yield _Part(tuple(cells))
            cells = []
    if cells:
        yield _Part(tuple(cells))


def _rows(
    path: str, parts: Iterable[_Part], found: list[Diagnostic]
) -> tuple[list[Row], tuple[Cell, ...], int]:
    """Put parts together to rows, up to the total: the rows, the total's cells, its last line.

    A row may be parted by blank lines of its own; where its cells are not ten, the next circled
    number shows where reading can go on.
    """
    rows: list[Row] = []
    held: tuple[Cell, ...] = ()
    last = 0
    for part in chain(parts, [_Part(())]):
        ends = not part.cells
        if held and (ends or part.begins_a_row or _is_total(part.cells)):
            _finish(path, held, rows, found)
            held = ()
        if _is_total(part.cells):
            total = part.cells
            # Whatever follows in the same part is a fragment, not a line of the last cell.
            label = total[COLUMNS.index("points")] if len(total) >= len(COLUMNS) - 1 else total[-1]
            points = label._replace(text=label.text.split("\n")[0])
            kept = tuple(points if cell is label else cell for cell in total)
            return rows, kept, label.line
        held += part.cells
        last = held[-1].line if held else last
        while len(held) >= _CELLS:
            _finish(path, held[:_CELLS], rows, found)
            held = held[_CELLS:]
    return rows, (), last


def _finish(path: str, cells: tuple[Cell, ...], rows: list[Row], found: list[Diagnostic]) -> None:
    if len(cells) == _CELLS:
        rows.append(Row(cells[: len(COLUMNS)], cells[0].line))
        return
    shown = next((cell.text for cell in cells if cell.text), "")
    found.append(
        codes.ROW_MALFORMED.at(
            Place(path, cells[0].line),
            f"第 {cells[0].line} 行起的一行有 {len(cells)} 格，应有 {_CELLS} 格（“{shown[:20]}”）",
            "对照印制的表补上或删去格子：空的格子也要有一行，只有一个制表符",
        )
    )


def _is_total(cells: tuple[Cell, ...]) -> bool:
    return len(cells) > 1 and squeezed(cells[1].text) == _TOTAL


def _ignored(path: str, first: int, last: int) -> Diagnostic:
    return codes.REST_IGNORED.at(
        Place(path, first),
        f"第 {first} 行到第 {last} 行在“总分”以后，没有比较",
        "看一眼：多半是软件留下的残片；真有考核项的，移到“总分”以前",
    )
