"""Printed words: what layout adds to them, and how two differ, shown with a few words around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import NamedTuple

from kpigen.reading.source import UNSEEN
from kpigen.spelling import straighten

# One blank may be printed; several in a row, a tab or the end of a line only place the words.
_LAYOUT = re.compile(r"\s*[\t\n\r\v\f\x85\u2028\u2029]\s*|\s{2,}")
_BLANK = re.compile(r"\s")
# The numbers of rows, for a class of characters.
CIRCLED = "\u2460-\u2473\u3251-\u325f\u32b1-\u32bf"
_UNSEEN = re.compile(f"[{UNSEEN}]")
_SHOWN = 10
# Texts as short as this are shown whole.
_SHORT = 16
_LONGEST = 60
_MOST_SPOTS = 3
# Differences with fewer equal characters between them are one.
_APART = 6
# Looking for the single differences of longer pieces would take long.
_MOST_COMPARED = 1_000


class _Spot(NamedTuple):
    """Where two texts differ: `one[a:b]` stands for `other[c:d]`."""

    a: int
    b: int
    c: int
    d: int


def printed(text: str) -> str:
    """Take away what is only layout; every other character stays as it is."""
    return _BLANK.sub(" ", _LAYOUT.sub("", text)).strip()


def difference(document: str, rubric: str) -> str:
    """Say in words how the printed words of a document differ from the rubric's."""
    if not document or not rubric or max(len(document), len(rubric)) <= _SHORT:
        said = f"文件里{_quoted(document)}，考核表里{_quoted(rubric)}"
        return said + _width(document, rubric)
    spots = _spots(document, rubric)
    said = "；".join(
        f"文件里是“{_around(document, spot.a, spot.b)}”，"
        f"考核表里是“{_around(rubric, spot.c, spot.d)}”"
        + _width(document[spot.a : spot.b], rubric[spot.c : spot.d])
        for spot in spots[:_MOST_SPOTS]
    )
    more = len(spots) - _MOST_SPOTS
    return f"{said}；另有 {more} 处" if more > 0 else said


def _spots(one: str, other: str) -> list[_Spot]:
    """Find where two texts differ, in their order."""
    before = _agree(one, other)
    after = _agree(one[before:][::-1], other[before:][::-1])
    left, right = one[before : len(one) - after], other[before : len(other) - after]
    if max(len(left), len(right)) > _MOST_COMPARED:
        return [_Spot(before, len(one) - after, before, len(other) - after)]
    spots: list[_Spot] = []
    for what, a, b, c, d in SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        spot = _Spot(before + a, before + b, before + c, before + d)
        if spots and spot.a - spots[-1].b < _APART:
            spot = spot._replace(a=spots[-1].a, c=spots.pop().c)
        spots.append(spot)
    return spots


def _agree(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def _around(text: str, start: int, end: int) -> str:
    """Show a piece of a text, marked, with a few characters on either side."""
    first, last = max(0, start - _SHOWN), min(len(text), end + _SHOWN)
    piece = shortened(text[start:end]).replace(" ", "␣")
    marked = f"【{piece}】" if piece else ""
    shown = f"{text[first:start]}{marked}{text[end:last]}"
    return _visible(f"{'……' if first else ''}{shown}{'……' if last < len(text) else ''}")


def shortened(text: str) -> str:
    """Cut the middle out of a long text."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}……{text[-half:]}"


def _quoted(text: str) -> str:
    return f"是“{_visible(shortened(text))}”" if text else "是空的"


def _visible(text: str) -> str:
    """Name the characters that nobody sees."""
    return _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def _width(one: str, other: str) -> str:
    """Tell where only the width of characters differs, which is easily overlooked."""
    return "（全角、半角不同）" if one and straighten(one) == straighten(other) else ""


def pieces(text: str) -> Iterator[str]:
    """Give a text's characters and pairs of neighbours, to measure by how alike two texts are."""
    yield from text
    yield from (one + other for one, other in pairwise(text))
