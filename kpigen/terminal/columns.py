"""Columns of text on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def width(text: str) -> int:
    """Count the columns that a text takes."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def aligned(lines: Sequence[Sequence[str]], figures_from: int | None = None) -> list[str]:
    """Write lines of cells so that columns stand below each other.

    The columns from `figures_from` on hold figures and stand to the right.
    """
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    written = []
    for line in lines:
        cells = []
        for place, (cell, wide) in enumerate(zip(line, widths, strict=True)):
            blank = " " * (wide - width(cell))
            is_figure = figures_from is not None and place >= figures_from
            cells.append(blank + cell if is_figure else cell + blank)
        written.append("  ".join(cells).rstrip())
    return written
