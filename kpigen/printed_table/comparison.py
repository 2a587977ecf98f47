"""Holds a table document against the rubric, cell by cell, and gives every difference at once."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from typing import NamedTuple

from kpigen.codes import table_codes as codes
from kpigen.diagnostics import Diagnostic, Place, in_order
from kpigen.exact import plain
from kpigen.model import Category, Item, Rubric
from kpigen.printed_table.values import (
    COLUMN_NAMES,
    COLUMNS,
    Cell,
    PrintedTable,
    Row,
    squeezed,
)

# Two rows are one and the same row, changed, if so much of their words agrees (of 100).
_ALIKE = 50
# A label that covers rows below it may be printed once or again on each of them.
_COVERING = ("number", "category", "department", "points")
_SHOWN = 12


class _Expected(NamedTuple):
    """A row as the rubric has it: its cells, and what the cells that cover it from above say."""

    item: Item
    category: Category
    cells: tuple[str, ...]
    covering: tuple[str, ...]

    @property
    def words(self) -> tuple[str, str]:
        return self.cells[COLUMNS.index("content")], self.cells[COLUMNS.index("rules")]


class Compared(NamedTuple):
    """What a comparison came to: the rows and cells that were compared, and the differences."""

    rows: int
    cells: int
    findings: tuple[Diagnostic, ...]


def compare(rubric: Rubric, table: PrintedTable) -> Compared:
    """Compare a document with a year's rubric."""
    expected = _expected(rubric)
    findings = [*table.findings, *_frame(rubric, table)]
    pairs = _paired(expected, table.rows)
    for wanted, row in pairs:
        if row is None and wanted is not None:
            findings.append(_missing(table, wanted))
        elif wanted is None and row is not None:
            findings.append(_extra(table, row))
        elif wanted is not None and row is not None:
            findings.extend(_cells(table, wanted, row))
    both = sum(wanted is not None and row is not None for wanted, row in pairs)
    frame = len(rubric.assessment.headings) + 3
    return Compared(both, both * len(COLUMNS) + frame, in_order(findings))


def _expected(rubric: Rubric) -> list[_Expected]:
    found: list[_Expected] = []
    covering = dict.fromkeys(_COVERING, "")
    for category in rubric.categories:
        for item in category.items:
            first = item is category.items[0]
            printed = item.printed
            cells = {
                "number": category.no if first else "",
                "category": category.name if first else "",
                "seq": printed.seq,
                "content": printed.content,
                "veto": printed.veto,
                "department": printed.department,
                "points": printed.points,
                "rules": printed.rules,
            }
            if first:
                covering["number"], covering["category"] = category.no, category.name
            for name in ("department", "points"):
                covering[name] = cells[name] or covering[name]
            above = tuple(squeezed(covering.get(name, "")) for name in COLUMNS)
            wanted = tuple(squeezed(cells[name]) for name in COLUMNS)
            found.append(_Expected(item, category, wanted, above))
    return found


def _words(row: Row) -> tuple[str, str]:
    return squeezed(row.cell("content").text), squeezed(row.cell("rules").text)


_Pair = tuple[_Expected | None, Row | None]


def _paired(expected: list[_Expected], rows: tuple[Row, ...]) -> list[_Pair]:
    """Set each row beside its own: one that is left out makes no later one differ."""
    ours, theirs = [one.words for one in expected], [_words(row) for row in rows]
    pairs: list[_Pair] = []
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pairs.extend(zip(expected[a:b], rows[c:d], strict=True))
        else:
            pairs.extend(_aligned(expected[a:b], rows[c:d]))
    return pairs


def _aligned(expected: list[_Expected], rows: tuple[Row, ...]) -> list[_Pair]:
    """Pair rows whose words differ, in their order, so that most words agree."""
    likeness = [[_likeness(one.words, _words(row)) for row in rows] for one in expected]
    best = [[0] * (len(rows) + 1) for _ in range(len(expected) + 1)]
    for i in reversed(range(len(expected))):
        for j in reversed(range(len(rows))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[_Pair] = []
    i = j = 0
    while i < len(expected) and j < len(rows):
        alike = likeness[i][j]
        if alike >= _ALIKE and best[i][j] == alike + best[i + 1][j + 1]:
            pairs.append((expected[i], rows[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((expected[i], None))
            i += 1
        else:
            pairs.append((None, rows[j]))
            j += 1
    pairs.extend((one, None) for one in expected[i:])
    pairs.extend((None, row) for row in rows[j:])
    return pairs


def _likeness(ours: tuple[str, str], theirs: tuple[str, str]) -> int:
    """Say how much of two rows' words agrees, of 100; either of the two texts is enough."""
    return max(
        200 * _agreeing(one, other) // (len(one) + len(other))
        for one, other in zip(ours, theirs, strict=True)
        if one or other
    )


def _agreeing(one: str, other: str) -> int:
    blocks = SequenceMatcher(a=one, b=other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _cells(table: PrintedTable, wanted: _Expected, row: Row) -> Iterator[Diagnostic]:
    for name, ours, above, cell in zip(
        COLUMNS, wanted.cells, wanted.covering, row.cells, strict=True
    ):
        theirs = squeezed(cell.text)
        if theirs == ours or (not ours and theirs == above and name in _COVERING):
            continue
        field = "no" if name == "number" else "name" if name == "category" else name
        yield codes.CELL_DIFFERS.at(
            table.at(cell),
            f"{table.where(cell)}：考核项 {wanted.item.id} 的“{COLUMN_NAMES[name]}”不同："
            f"{_difference(theirs, ours)}",
            f"以印制的表为准：考核表错了就改 {_place(wanted, name)} 的 {field}，文件错了就改文件",
        )


def _place(wanted: _Expected, name: str) -> str:
    at = wanted.category.at if name in {"number", "category"} else wanted.item.at
    return f"{at.path} 第 {at.line} 行起"


def _difference(theirs: str, ours: str) -> str:
    """Show where two texts part, with a few characters around."""
    if not theirs or not ours:
        return f"文件里{_quoted(theirs)}，考核表里{_quoted(ours)}"
    before = _agree(theirs, ours)
    after = _agree(theirs[before:][::-1], ours[before:][::-1])
    return (
        f"文件里{_quoted(_around(theirs, before, len(theirs) - after))}，"
        f"考核表里{_quoted(_around(ours, before, len(ours) - after))}"
    )


def _agree(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _SHOWN), min(len(text), end + _SHOWN)
    shown = text[first:last]
    if len(shown) > 6 * _SHOWN:
        shown = f"{shown[: 3 * _SHOWN]}……{shown[-2 * _SHOWN :]}"
    return f"{'……' if first else ''}{shown}{'……' if last < len(text) else ''}"


def _quoted(text: str) -> str:
    return f"是“{text}”" if text else "是空的"


def _missing(table: PrintedTable, wanted: _Expected) -> Diagnostic:
    content, _ = wanted.words
    return codes.ROW_MISSING.at(
        Place(table.path),
        f"文件里没有考核项 {wanted.item.id}（{_around(content, 0, _SHOWN)}）",
        f"印制的表没有这一行，就从 {_place(wanted, 'content')}删去；有，就补在文件里",
    )


def _extra(table: PrintedTable, row: Row) -> Diagnostic:
    content = squeezed(row.cell("content").text) or squeezed(row.cell("rules").text)
    return codes.ROW_EXTRA.at(
        table.at(row),
        f"{table.where(row)}：考核表里没有这一行（{_around(content, 0, _SHOWN)}）",
        "印制的表有这一行，就在 data/rubric 下这一年的 categories 里补上；没有，就从文件里删去",
    )


def _frame(rubric: Rubric, table: PrintedTable) -> Iterator[Diagnostic]:
    """Compare the title, the headings and the line of the total."""
    assessment = rubric.assessment
    parts = [("标题", "title", assessment.title, table.title)]
    headings: list[Cell | None] = [*table.headings]
    headings += [None] * (len(assessment.headings) - len(headings))
    parts += [
        (f"第 {place} 个表头", "printed.headings", heading, cell)
        for place, (heading, cell) in enumerate(
            zip(assessment.headings, headings, strict=False), start=1
        )
    ]
    parts += [
        ("合计行的名称", "printed.total_label", assessment.total_label, table.total_label),
        ("总分的分值", "total", plain(assessment.total), table.total_points),
    ]
    for name, field, ours, cell in parts:
        theirs = "" if cell is None else squeezed(cell.text)
        if theirs != squeezed(ours):
            where = "" if cell is None else f"{table.where(cell)}："
            yield codes.FRAME_DIFFERS.at(
                Place(table.path) if cell is None else table.at(cell),
                f"{where}{name}不同：{_difference(theirs, squeezed(ours))}",
                f"考核表错了就改 {assessment.at.path} 的 {field}，文件错了就改文件",
            )
