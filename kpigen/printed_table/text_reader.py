"""Reads the text of a table document, as word processors save it: one cell a line after a tab."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from kpigen.codes import table_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.printed_table import headings
from kpigen.printed_table.values import COLUMNS, Cell, PrintedTable, Row, Wanted
from kpigen.printed_table.words import CIRCLED
from kpigen.spelling import squeezed

# 扣分原因 and 单项得分 stand behind the printed columns; nothing is read of them.
_CELLS = len(COLUMNS) + 2
_SEQ, _POINTS = COLUMNS.index("seq"), COLUMNS.index("points")
# A word processor's marks for places that links lead to are no text of the table.
_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
_CIRCLED = re.compile(f"[{CIRCLED}]")
_LINE = re.compile(r"\r\n|\r|\n")  # as editors number them; a word processor writes other breaks
_ENCODINGS = ("utf-8-sig", "gb18030")


class _Part(NamedTuple):
    """The cells between two blank lines."""

    cells: tuple[Cell, ...]

    @property
    def begins_a_row(self) -> bool:
        """Tell whether its third cell is a circled number, as in the first part of every row."""
        return len(self.cells) > _SEQ and bool(_CIRCLED.fullmatch(squeezed(self.cells[_SEQ].text)))


def read(path: str, data: bytes, wanted: Wanted) -> PrintedTable | None:
    """Read a text document; None if it holds no table under these headings."""
    text = decoded(data)
    if text is None:
        return None
    lines = _LINE.split(_BOOKMARK.sub("", text))
    parts = list(_parts(lines))
    start = next(
        (i for i, part in enumerate(parts) if headings.is_heading(part.cells, wanted.headings)),
        None,
    )
    if start is None:
        return None
    first = parts[start].cells
    heads = headings.recognised(first[: len(wanted.headings)], wanted.headings)
    filled = sum(head is not None for head in heads)
    found: list[Diagnostic] = []
    body = [_Part(first[filled:]), *parts[start + 1 :]]
    rows, total, last = _rows(path, body, wanted.total_label, found)
    rest = [n for n, line in enumerate(lines[last:], last + 1) if line.strip()] if total else []
    if rest:
        found.append(_ignored(path, rest[0], rest[-1]))
    return PrintedTable(
        path=path,
        sheet="",
        title=_title(lines[: first[0].line - 1], wanted),
        headings=heads,
        rows=tuple(rows),
        total_label=total[1] if len(total) > 1 else None,
        total_points=total[_POINTS] if len(total) > _POINTS else None,
        findings=tuple(found),
    )


def _title(lines: list[str], wanted: Wanted) -> Cell | None:
    """Find the title above the table; it may be broken over several lines."""
    above = [Cell(line.strip(), n) for n, line in enumerate(lines, 1) if line.strip()]
    if not above:
        return None
    whole = Cell("\n".join(cell.text for cell in above), above[0].line)
    return headings.title([*above, whole], wanted)


def decoded(data: bytes) -> str | None:
    """Give a document's text, whichever of the usual ways it was saved; None if it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:  # no mark before it: the tabs tell which of the two it is
        encodings = ("utf-16-le", "utf-16-be")
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and "\t" in text:
            return text
    return None


def _parts(lines: list[str]) -> Iterator[_Part]:
    """Part the lines at blank ones; what has no tab before it goes on with the cell above."""
    cells: list[Cell] = []
    for number, line in enumerate(lines, 1):
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
    path: str, parts: Iterable[_Part], total_label: str, found: list[Diagnostic]
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
        if held and (ends or part.begins_a_row or _is_total(part.cells, total_label)):
            _finish(path, held, rows, found)
            held = ()
        if _is_total(part.cells, total_label):
            total = part.cells
            # Whatever follows in the same part is a fragment, not a line of the last cell.
            label = total[_POINTS] if len(total) > _POINTS else total[-1]
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


def _is_total(cells: tuple[Cell, ...], label: str) -> bool:
    """Tell the total by its label, or by having a label and points and nothing else."""
    if len(cells) < _SEQ:
        return False
    texts = [cell.text for cell in cells[: _POINTS + 1]]
    _, name, *between = texts[:_POINTS]
    alone = bool(name) and not any(between) and len(texts) > _POINTS and bool(texts[_POINTS])
    return squeezed(name) == squeezed(label) or alone


def _ignored(path: str, first: int, last: int) -> Diagnostic:
    return codes.REST_IGNORED.at(
        Place(path, first),
        f"第 {first} 行到第 {last} 行在“总分”以后，没有比较",
        "看一眼：多半是软件留下的残片；真有考核项的，移到“总分”以前",
    )
