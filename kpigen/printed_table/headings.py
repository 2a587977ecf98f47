"""Recognises the table's headings, so that one that was changed is found to differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kpigen.printed_table.values import COLUMNS, Cell, Wanted
from kpigen.spelling import nearest, squeezed

# The printed headings in their order; 目标内容 stands over three columns, the last two are filled
# in by hand and not compared.
BY_HEADING = (("number",), ("category", "seq", "content"), *((name,) for name in COLUMNS[4:]))


def is_heading(cells: Sequence[Cell], headings: tuple[str, ...]) -> bool:
    """Tell whether at least half of the headings stand in a row."""
    words = {squeezed(cell.text) for cell in cells}
    return sum(squeezed(heading) in words for heading in headings) * 2 >= len(headings) > 0


def recognised(cells: Sequence[Cell], headings: tuple[str, ...]) -> tuple[Cell | None, ...]:
    """Give the cell of each heading: by its words, else by its place among the others.

    `cells` are a row's cells that hold anything, from left to right.
    """
    found: list[Cell | None] = []
    after = 0
    for heading in headings:
        same = (i for i in range(after, len(cells)) if squeezed(cells[i].text) == squeezed(heading))
        place = next(same, None)
        found.append(None if place is None else cells[place])
        after = after if place is None else place + 1
    for lost, left in _gaps(found, cells):
        if len(lost) == len(left):
            found[lost[0] : lost[-1] + 1] = left
            continue
        by_words = {cell.text: cell for cell in left}
        for place in lost:
            cell = by_words.pop(nearest(headings[place], by_words), None)
            found[place] = cell
    return tuple(found)


def title(above: list[Cell], wanted: Wanted) -> Cell | None:
    """Find the title among what stands above the table: the same words, else the longest."""
    same = (cell for cell in above if squeezed(cell.text) == squeezed(wanted.title))
    return next(same, max(above, key=lambda cell: len(cell.text), default=None))


def absent(found: tuple[Cell | None, ...]) -> frozenset[str]:
    """Name the columns whose heading is not there."""
    return frozenset(
        name
        for names, cell in zip(BY_HEADING, found, strict=False)
        if cell is None
        for name in names
    )


def _gaps(
    found: Sequence[Cell | None], cells: Sequence[Cell]
) -> Iterator[tuple[list[int], list[Cell]]]:
    """Give each run of headings not found, with the cells that stand where they should."""
    known = [-1, *(i for i, cell in enumerate(found) if cell is not None), len(found)]
    order = {cell: place for place, cell in enumerate(cells)}
    for before, behind in pairwise(known):
        if behind - before > 1:
            first, last = _order(found, order, before, -1), _order(found, order, behind, len(cells))
            yield list(range(before + 1, behind)), list(cells[first + 1 : last])


def _order(found: Sequence[Cell | None], order: dict[Cell, int], place: int, otherwise: int) -> int:
    cell = found[place] if 0 <= place < len(found) else None
    return otherwise if cell is None else order[cell]
