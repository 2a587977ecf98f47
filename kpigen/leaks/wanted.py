"""Says what of an internal text is looked for: the whole, and the pieces that betray it.

Pieces are the long runs of Chinese letters (so that one sentence, or one cut short, is found too),
the long numbers and names in ASCII, and the person that a text says it names. What says nothing is
not looked for: a date, a number of less than 8 digits, a single letter.

Runs end at punctuation, at figures and at the names of communities and departments: of these the
program composes sentences of its own, which are no leaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kpigen.leaks.numbers import grouped
from kpigen.leaks.writing import run_together, words

_DATES_AND_FIGURES = re.compile(r"[0-9\s年月日号时分秒点上下午:.,/~—至到t+z-]*\Z")
_DAY = re.compile(r"(?:19|20)\d\d\s*[-/.年]?\s*[01]?\d\s*[-/.月]?\s*[0-3]?\d(?!\d)")
_FEWEST_DIGITS = 8
# Fewer hexadecimal digits stand in some commit's id by chance.
_SHORT_HEX = re.compile(r"[0-9a-f]{1,7}\Z")
_NUMBER = re.compile(r"\d{8,}")
# What looks like a number within a checksum is none, and stands in some PDF's offsets by chance.
_CHECKSUM = re.compile(r"(?<![0-9a-z])[0-9a-f]{32,}(?![0-9a-z])")
_FEWEST_LETTERS = 2
# A text of so many letters is found across blanks; a shorter one would arise by chance there.
_LONG_ENOUGH, _LONG_ENOUGH_IN_ASCII = 3, 4
_RUN = re.compile(r"[^\W\x00-\x7f]{6,}")
_TOKEN = re.compile(r"[0-9a-z][0-9a-z_.@+-]{6,}[0-9a-z]")
# Long runs are looked for in windows: any 11 Chinese letters in a row hold a whole one.
_WINDOW, _STEP = 8, 4
_TOKEN_WINDOW, _TOKEN_STEP = 12, 6

# Who is named behind a colon: 联系人：某某, 姓名 某某.
_NAMED = re.compile(r"(?:人|名|者|员|户主|当事)[:\s]\s*([^\W\x00-\x7f]{2,4})(?=\W|\Z)")
_LONGEST_GIVEN = 2

Names = re.Pattern[str]


class Wanted(NamedTuple):
    """A piece to look for, and what it is a piece of: a whole text, a token, a run of letters."""

    piece: bytes
    whole: str


class Wanting:
    """Says it for the texts of a year: with the town's names, and the surnames people have."""

    def __init__(self, names: Iterable[str], surnames: Iterable[str] = ()) -> None:
        self.names = names_in(names)
        self._surnames = frozenset(surnames)

    def wanted(self, text: str) -> Iterator[Wanted]:
        """Give everything that is looked for of one internal text."""
        plain = words(text).decode("utf-8", "replace")
        if _says_something(plain):
            closed = run_together(plain.encode())
            yield Wanted(closed, plain)
            if is_short(closed):
                yield Wanted(plain.strip().encode(), plain)
        yield from _in_ascii(plain)
        for line in plain.splitlines():
            for run in _RUN.findall(self.names.sub(" ", "".join(line.split()))):
                yield from _windows(run, _WINDOW, _STEP)
        for person in _NAMED.findall(plain):
            if self._is_name(person) and not self.names.search(person):
                yield Wanted(person.encode(), person)

    def _is_name(self, text: str) -> bool:
        return any(
            text[:length] in self._surnames and 0 < len(text) - length <= _LONGEST_GIVEN
            for length in (1, 2)
        )


def names_in(known: Iterable[str]) -> Names:
    """Give what finds the names that runs end at."""
    plain = sorted({words(name).decode() for name in known}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, plain)) or r"(?!)")


def is_short(text: bytes) -> bool:
    """Tell whether a text is so short that it is only looked for where no blank parts it."""
    enough = _LONG_ENOUGH_IN_ASCII if text.isascii() else _LONG_ENOUGH
    return _letters(text.decode("utf-8", "replace")) < enough


def _says_something(plain: str) -> bool:
    if _letters(plain) < _FEWEST_LETTERS or _SHORT_HEX.match(plain):
        return False
    if not _DATES_AND_FIGURES.match(plain):
        return True
    return _digits(plain) >= _FEWEST_DIGITS and not _DAY.match(plain.strip())


def _windows(run: str, size: int, step: int) -> Iterator[Wanted]:
    yield Wanted(run.encode(), run)
    for start in range(0, len(run) - size + 1, step):
        yield Wanted(run[start : start + size].encode(), run)


def _in_ascii(plain: str) -> Iterator[Wanted]:
    """Give the names and numbers of a text."""
    for token in _TOKEN.findall(plain):
        is_long = _digits(token) >= _FEWEST_DIGITS or len(token) >= _TOKEN_WINDOW
        if is_long and _says_something(token):
            yield from _windows(token, _TOKEN_WINDOW, _TOKEN_STEP)
    for number in _numbers(plain):
        yield Wanted(number.encode(), number)


def _numbers(plain: str) -> Iterator[str]:
    """Give the long numbers that stand among other things, those written in groups joined."""
    numbered = _CHECKSUM.sub(" ", plain)
    joined = [number.decode() for number in grouped(numbered.encode())]
    for number in (*_NUMBER.findall(numbered), *joined):
        if len(number) >= _FEWEST_DIGITS and not _DAY.match(number):
            yield number


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
