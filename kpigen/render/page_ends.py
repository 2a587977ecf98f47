"""Chooses where printed pages end: between blocks of rows, inside one only where it is too tall.

All lengths are points of the sheet, before it is fitted to the width of the paper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

# A4 landscape without the margins of `workbook`: its height in points, its width in pixels.
_HIGH = 516
_WIDE = 1026
# A column width counts digits of 7 pixels. Where they are wider, more rows fit on a page than here.
_DIGIT = 7
# Printers' rows are not as high as screens' to the point.
_SAFE = 98, 100


def page_room(widths: Sequence[int]) -> int:
    """Give the height of the rows that fill a page across which these columns are fitted."""
    wide = max(_WIDE, sum(widths) * _DIGIT)
    return _HIGH * wide * _SAFE[0] // (_WIDE * _SAFE[1])


def page_starts(
    heights: Sequence[int], wholes: Collection[int], first: int, room: int
) -> tuple[int, ...]:
    """Name the rows, from 0, that begin a page after the first.

    `wholes` are the rows that begin a block. The first page has room for rows as high as `first`
    together, each other one for `room`. The last page takes the last blocks up to half a page with
    it, so that what ends the sheet does not stand alone.
    """
    starts: list[int] = []
    used, here = 0, first
    for begin, end in _blocks(heights, wholes, room):
        tall = sum(heights[begin:end])
        if used + tall > here and tall <= room and used:
            starts.append(begin)
            used, here = tall, room
        elif used + tall <= here:
            used += tall
        else:
            for row in range(begin, end):
                if used and used + heights[row] > here:
                    starts.append(row)
                    used, here = 0, room
                used += heights[row]
    return tuple(starts)


def _blocks(
    heights: Sequence[int], wholes: Collection[int], room: int
) -> Iterator[tuple[int, int]]:
    """Give the blocks by their first row and the row behind them; the last ones are one."""
    begins = sorted({0, *wholes})
    while len(begins) > 1 and sum(heights[begins[-2] :]) <= room // 2:
        begins.pop()
    yield from zip(begins, [*begins[1:], len(heights)], strict=True)
