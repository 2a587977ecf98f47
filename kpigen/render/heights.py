"""Finds row heights from texts, because spreadsheets never fit merged cells by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Excel refuses higher rows.
MAX_HEIGHT = 409
# 宋体 needs 1.25 em a line; Noto Sans CJK, which LibreOffice puts in its place, needs 1.45.
_LEADING = 29, 20
_PADDING = 4
# A column width counts digits of the default font, 7 pixels each; 5 pixels of a cell stay empty.
_DIGIT = 7
_MARGIN = 5

# What is not broken if a line can hold it: Latin letters and digits up to a slash or a hyphen.
# Any other character stands alone.
_PIECE = re.compile(r"[!-,.0-~]*[/-]|[!-,.0-~]+|.", re.DOTALL)
# A line never begins with these, so the character before them goes down with them.
_CLOSING = frozenset("，。；：、！？）》”’〕】")


def height(lines: int, size: int) -> int:
    """Give the height of a row, in points, that shows so many lines."""
    # Rounded up once for the row: once for each line would leave a high row half empty.
    return min(MAX_HEIGHT, -(-lines * size * _LEADING[0] // _LEADING[1]) + _PADDING)


def of_row(texts: Iterable[tuple[int, str]], size: int) -> int:
    """Give the height of a row from its columns' widths and texts."""
    return height(max(lines(words, width, size) for width, words in texts), size)


def most_lines(size: int) -> int:
    """Count the lines that the highest possible row shows."""
    return (MAX_HEIGHT - _PADDING) * _LEADING[1] // (size * _LEADING[0])


@lru_cache(maxsize=4096)
def lines(text: str, width: int, size: int) -> int:
    """Count the lines that a text takes, wrapped in a column of that width."""
    # A CJK character is as wide as the font is high, a Latin one half of that; 72 points are
    # 96 pixels.
    room = max(2, (width * _DIGIT - _MARGIN) * 3 // (2 * size))
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


def _wrapped(paragraph: str, room: int) -> int:
    if 2 * len(paragraph) <= room:
        return 1
    count, used, before = 1, 0, 0
    for piece in _PIECE.findall(paragraph):
        wide = len(piece) if piece < "\x7f" else 2
        if used + wide <= room:
            used += wide
        elif wide > room:
            full = (wide - 1) // room
            count, used = count + full + (used > 0), wide - full * room
        else:
            count, used = count + 1, wide + (before if piece in _CLOSING else 0)
        before = wide
    return count
