"""Holds a table document against the rubric, cell by cell, and gives every difference at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpigen.codes import table_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.exact import plain
from kpigen.model import Item, Rubric
from kpigen.printed_table.alignment import Pair, Words, paired
from kpigen.printed_table.rubric_places import RubricPlaces
from kpigen.printed_table.values import COLUMN_NAMES, COLUMNS, Cell, PrintedTable, Row
from kpigen.printed_table.words import difference, printed, shortened
from kpigen.spelling import squeezed

# A label that covers rows below it may be printed once or again on each of them.
_COVERING = ("number", "category", "department", "points")
_CONTENT, _RULES = COLUMNS.index("content"), COLUMNS.index("rules")
_CATEGORY = COLUMNS.index("category")


class _Expected(NamedTuple):
    """A row as the rubric has it: its cells, and what the cells that cover it from above say."""

    item: Item
    cells: tuple[str, ...]
    covering: tuple[str, ...]


class Compared(NamedTuple):
    """What a comparison came to: the rows and cells that were compared, and the differences."""

    rows: int
    cells: int
    findings: tuple[Diagnostic, ...]


def compare(rubric: Rubric, places: RubricPlaces, table: PrintedTable) -> Compared:
    """Compare a document with a year's rubric."""
    expected = _expected(rubric)
    pairs = paired([_own_words(one) for one in expected], list(_words(table.rows)))
    findings = [*table.findings, *_frame(rubric, places, table), *_moved(expected, table, pairs)]
    said: set[tuple[str, ...]] = set()
    above: Row | None = None
    for pair in pairs:
        wanted = None if pair.ours is None else expected[pair.ours]
        row = None if pair.theirs is None else table.rows[pair.theirs]
        if wanted is not None and row is not None:
            findings.extend(_cells(table, places, wanted, row, said))
        elif wanted is not None:
            findings.append(_missing(table, wanted, above))
        elif row is not None:
            findings.append(_extra(table, expected, pairs, pair, row))
        above = above if row is None or pair.moved else row
    both = sum(pair.ours is not None and pair.theirs is not None for pair in pairs)
    columns = len(COLUMNS) - len(table.absent)
    frame = len(rubric.assessment.headings) + 3
    # In the order of the document; what stands at one place, in the order of the table.
    ordered = sorted(findings, key=lambda one: (one.line, one.column))
    return Compared(both, both * columns + frame, tuple(ordered))


def _expected(rubric: Rubric) -> list[_Expected]:
    found: list[_Expected] = []
    covering = dict.fromkeys(_COVERING, "")
    for category in rubric.categories:
        for item in category.items:
            first = item is category.items[0]
            cells = {
                "number": category.no if first else "",
                "category": category.name if first else "",
                **item.printed._asdict(),
            }
            if first:
                covering["number"], covering["category"] = category.no, category.name
            for name in ("department", "points"):
                covering[name] = cells[name] or covering[name]
            found.append(
                _Expected(
                    item,
                    tuple(printed(cells[name]) for name in COLUMNS),
                    tuple(printed(covering.get(name, "")) for name in COLUMNS),
                )
            )
    return found


def _own_words(one: _Expected) -> Words:
    return (
        squeezed(one.covering[_CATEGORY]),
        squeezed(one.cells[_CONTENT]),
        squeezed(one.cells[_RULES]),
    )


def _words(rows: tuple[Row, ...]) -> Iterator[Words]:
    category = ""
    for row in rows:
        category = squeezed(row.cell("category").text) or category
        yield category, squeezed(row.cell("content").text), squeezed(row.cell("rules").text)


def _cells(
    table: PrintedTable,
    places: RubricPlaces,
    wanted: _Expected,
    row: Row,
    said: set[tuple[str, ...]],
) -> Iterator[Diagnostic]:
    """Compare the cells of one row; a label that many rows repeat is complained of once."""
    for name, ours, above, cell in zip(
        COLUMNS, wanted.cells, wanted.covering, row.cells, strict=True
    ):
        theirs = printed(cell.text)
        same = theirs == ours or (not ours and theirs == above and name in _COVERING)
        if same or cell.unread or name in table.absent:
            continue
        covered = name in _COVERING and theirs and not ours
        asked = above if covered else ours
        if covered and (name, theirs, asked) in said:
            continue
        said.add((name, theirs, asked))
        yield codes.CELL_DIFFERS.at(
            table.at(cell),
            f"{table.where(cell)}：考核项 {wanted.item.id} 的“{COLUMN_NAMES[name]}”不同："
            f"{difference(theirs, asked)}",
            _remedy(places.cell(wanted.item, name)),
        )


def _remedy(place: Place) -> str:
    return f"以印制的表为准：考核表错了就改 {_address(place)}，文件错了就改文件"


def _address(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"


def _missing(table: PrintedTable, wanted: _Expected, above: Row | None) -> Diagnostic:
    behind = "" if above is None else f"{table.where(above)}之后："
    return codes.ROW_MISSING.at(
        Place(table.path) if above is None else table.at(above),
        f"{behind}文件里没有考核项 {_named(wanted)}",
        f"印制的表没有这一行，就从 {_address(wanted.item.at)} 起删去；有，就补在文件里",
    )


def _extra(
    table: PrintedTable, expected: list[_Expected], pairs: list[Pair], pair: Pair, row: Row
) -> Diagnostic:
    content = printed(row.cell("content").text) or printed(row.cell("rules").text)
    above = None
    for one in pairs[: pairs.index(pair)]:
        above = one.ours if one.ours is not None else above
    behind = "" if above is None else f"（在考核项 {expected[above].item.id} 之后）"
    return codes.ROW_EXTRA.at(
        table.at(row),
        f"{table.where(row)}：考核表里没有这一行（{shortened(content)}）",
        f"印制的表有这一行，就在 data/rubric 下这一年的 categories 里补上{behind}；"
        "没有，就从文件里删去",
    )


def _moved(
    expected: list[_Expected], table: PrintedTable, pairs: list[Pair]
) -> Iterator[Diagnostic]:
    """Name the rows whose order differs, each with the row above it on both sides."""
    of_row = {pair.theirs: pair.ours for pair in pairs if pair.theirs is not None}
    for pair in pairs:
        if not pair.moved or pair.ours is None or pair.theirs is None:
            continue
        row = table.rows[pair.theirs]
        above = of_row.get(pair.theirs - 1)
        there = "最前面" if above is None else f"考核项 {expected[above].item.id} 之后"
        here = expected[pair.ours - 1].item.id if pair.ours else ""
        yield codes.ROW_MOVED.at(
            table.at(row),
            f"{table.where(row)}：考核项 {_named(expected[pair.ours])} 的次序不同："
            f"文件里在{there}，考核表里在{f'考核项 {here} 之后' if here else '最前面'}",
            "以印制的表为准：考核表错了就移动那一行，文件错了就改文件",
        )


def _named(one: _Expected) -> str:
    return f"{one.item.id}（{shortened(one.cells[_CONTENT])}）"


def _frame(rubric: Rubric, places: RubricPlaces, table: PrintedTable) -> Iterator[Diagnostic]:
    """Compare the title, the headings and the line of the total."""
    assessment = rubric.assessment
    parts = [
        ("标题", "title", assessment.title, table.title),
        *(
            (f"第 {place} 个表头", str(place - 1), heading, cell)
            for place, (heading, cell) in enumerate(
                zip(assessment.headings, table.headings, strict=True), start=1
            )
        ),
        ("合计行的名称", "total_label", assessment.total_label, table.total_label),
        ("总分的分值", "total", plain(assessment.total), table.total_points),
    ]
    for name, part, text, cell in parts:
        ours, theirs = printed(text), "" if cell is None else printed(cell.text)
        if theirs != ours and not _unread(cell):
            where = "" if cell is None else f"{table.where(cell)}："
            yield codes.FRAME_DIFFERS.at(
                Place(table.path) if cell is None else table.at(cell),
                f"{where}{name}不同：{difference(theirs, ours)}",
                _remedy(places.frame(part)),
            )


def _unread(cell: Cell | None) -> bool:
    return cell is not None and cell.unread
