"""Guesses what a slip of the pen was meant to be, for hints; nothing is ever corrected silently."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_STRAIGHT = {"　": " ", "。": ".", "、": ",", "—": "-", "–": "-", "−": "-", "“": '"', "”": '"'}


def straighten(text: str) -> str:
    """Turn full-width digits, letters and punctuation into the half-width ones YAML expects."""
    return "".join(
        chr(ord(char) - 0xFEE0) if "\uff01" <= char <= "\uff5e" else _STRAIGHT.get(char, char)
        for char in text
    )


def squeezed(text: str) -> str:
    """Take out all blanks and straighten punctuation: to recognise words by, not to compare."""
    return "".join(straighten(text).split())


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word that looks most like this one; empty when none is near."""
    return next(iter(difflib.get_close_matches(word, list(known), 1)), "")


def meant(word: str, known: Iterable[str]) -> str:
    """Ask whether the nearest known word was meant; empty when none is near."""
    near = nearest(word, known)
    return f"是不是想写“{near}”？" if near else ""
