"""Printed words on one line, as long as a list to choose from has room for."""

from __future__ import annotations


def on_one_line(words: str, most: int) -> str:
    """Cut printed words to one line of at most so many characters."""
    line = "".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
