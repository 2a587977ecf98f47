"""Lines up columns on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Pad the cells of each column to one width."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [_line(line, widths) for line in lines]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _line(cells: Sequence[str], widths: list[int]) -> str:
    padded = [
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    ]
    return "  ".join(padded).rstrip()
