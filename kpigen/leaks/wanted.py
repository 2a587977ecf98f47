"""Says what of an internal text is looked for: the whole, and the pieces that betray it.

Pieces are the long runs of Chinese letters (so that one sentence, or one cut short, is found too)
and the long numbers and names in ASCII. What says nothing is not looked for: a date, a number of
less than 8 digits, a single letter.

Runs end at punctuation, at figures and at the names of communities and departments: of these the
program composes sentences of its own, which are no leaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kpigen.leaks.writing import run_together, words

_DATES_AND_FIGURES = re.compile(r"[0-9\s年月日号时分秒点上下午:.,/~—至到t+z-]*\Z")
_DAY = re.compile(r"(?:19|20)\d\d\s*[-/.年]?\s*[01]?\d\s*[-/.月]?\s*[0-3]?\d(?!\d)")
_FEWEST_DIGITS = 8
# Fewer hexadecimal digits stand in some commit's id by chance.
_SHORT_HEX = re.compile(r"[0-9a-f]{1,7}\Z")
_FEWEST_LETTERS = 2
# A text of so many letters is found across blanks; a shorter one would arise by chance there.
_LONG_ENOUGH, _LONG_ENOUGH_IN_ASCII = 3, 4
_RUN = re.compile(r"[^\W\x00-\x7f]{6,}")
_TOKEN = re.compile(r"[0-9a-z][0-9a-z_.@+-]{6,}[0-9a-z]")
# Long runs are looked for in windows: any 11 Chinese letters in a row hold a whole one.
_WINDOW, _STEP = 8, 4
_TOKEN_WINDOW, _TOKEN_STEP = 12, 6

Names = re.Pattern[str]


def names(known: Iterable[str]) -> Names:
    """Give what finds the names that runs end at."""
    plain = sorted({words(name).decode() for name in known}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, plain)) or r"(?!)")


def wanted(text: str, names: Names) -> Iterator[bytes]:
    """Give everything that is looked for of one internal text."""
    plain = words(text).decode("utf-8", "replace")
    if _says_something(plain):
        closed = run_together(plain.encode())
        yield closed
        if is_short(closed):
            yield plain.strip().encode()
    for token in _TOKEN.findall(plain):
        if not _says_something(token):
            continue
        if _digits(token) >= _FEWEST_DIGITS or len(token) >= _TOKEN_WINDOW:
            yield from _windows(token, _TOKEN_WINDOW, _TOKEN_STEP)
    for line in plain.splitlines():
        for run in _RUN.findall(names.sub(" ", "".join(line.split()))):
            yield from _windows(run, _WINDOW, _STEP)


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


def _windows(run: str, size: int, step: int) -> Iterator[bytes]:
    yield run.encode()
    for start in range(0, len(run) - size + 1, step):
        yield run[start : start + size].encode()


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
