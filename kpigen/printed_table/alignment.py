"""Sets the rows of a document beside the rubric's: a row left out makes no other differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from kpigen.printed_table.words import pieces

# A row's category, 目标内容 and 扣分细则: what it is recognised by.
Words = tuple[str, str, str]
# Two rows are one and the same row, changed, if so much of their words agrees (of 100).
_ALIKE = 50
# A row that stands elsewhere is the same only if hardly a word differs.
_THE_SAME = 90
# What being in the same category adds, so that of two equal rows the right one is chosen.
_SAME_CATEGORY = 5


class Pair(NamedTuple):
    """The places of one row in the rubric and in the document; None where it does not stand.

    `moved` tells that it stands at another place in their order.
    """

    ours: int | None
    theirs: int | None
    moved: bool = False


class _Row(NamedTuple):
    """What one row is measured by, counted once."""

    category: str
    texts: tuple[Counter[str], Counter[str]]


def paired(ours: Sequence[Words], theirs: Sequence[Words]) -> list[Pair]:
    """Pair rows in their order so that most words agree, then those that were moved."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pairs.extend(map(Pair, range(a, b), range(c, d)))
        else:
            pairs.extend(_aligned(ours, theirs, range(a, b), range(c, d)))
    return _with_moved(ours, theirs, pairs)


def _aligned(
    ours: Sequence[Words], theirs: Sequence[Words], left: range, right: range
) -> Iterator[Pair]:
    """Pair rows whose words differ, in their order."""
    likeness = _likenesses([ours[i] for i in left], [theirs[j] for j in right])
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(left) and j < len(right):
        alike = likeness[i][j]
        if alike >= _ALIKE and best[i][j] == alike + best[i + 1][j + 1]:
            yield Pair(left[i], right[j])
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield Pair(left[i], None)
            i += 1
        else:
            yield Pair(None, right[j])
            j += 1
    yield from (Pair(place, None) for place in left[i:])
    yield from (Pair(None, place) for place in right[j:])


def _with_moved(ours: Sequence[Words], theirs: Sequence[Words], pairs: list[Pair]) -> list[Pair]:
    """Pair what is left over on both sides if it is the same row at another place."""
    left = [pair.ours for pair in pairs if pair.theirs is None and pair.ours is not None]
    right = [pair.theirs for pair in pairs if pair.ours is None and pair.theirs is not None]
    likeness = _likenesses([ours[i] for i in left], [theirs[j] for j in right])
    ranked = sorted(
        (-alike, i, j)
        for i, row in zip(left, likeness, strict=True)
        for j, alike in zip(right, row, strict=True)
        if alike >= _THE_SAME
    )
    moved: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in moved and j not in moved.values():
            moved[i] = j
    gone = set(moved.values())
    return [
        pair._replace(theirs=moved[pair.ours], moved=True)
        if pair.theirs is None and pair.ours in moved
        else pair
        for pair in pairs
        if pair.ours is not None or pair.theirs not in gone
    ]


def _likenesses(ours: Sequence[Words], theirs: Sequence[Words]) -> list[list[int]]:
    """Say of each two rows how much of their words agrees, of 100."""
    left, right = [_row(words) for words in ours], [_row(words) for words in theirs]
    return [[_likeness(one, other) for other in right] for one in left]


def _row(words: Words) -> _Row:
    category, content, rules = words
    return _Row(category, (Counter(pieces(content)), Counter(pieces(rules))))


def _likeness(one: _Row, other: _Row) -> int:
    """Either of the two texts is enough, for the other may be new; both count, though."""
    shares = [
        200 * (first & second).total() // (first.total() + second.total())
        for first, second in zip(one.texts, other.texts, strict=True)
        if first or second
    ]
    if not shares:
        return 0
    alike = (3 * max(shares) + min(shares)) // 4
    return alike + _SAME_CATEGORY * (one.category == other.category)
