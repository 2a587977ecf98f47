"""Tells what the program composes itself of public things, and so gives nothing away.

天枢社区总分, 第5名, 共 12 条, tianshu.html, a link to a record at a commit: the site says thousands
of such, more with every change of the data, and a record may say them below `internal` by chance.
So a text is no secret where it falls wholly into figures, the town's names, and whole words that
the program's texts or the public data hold between two placeholders or marks.

It does not ask what the view or the pages say: an error of the program that took an internal text
there would excuse itself. And it is asked of a whole text, never of a window cut from one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpigen.leaks.wanted import Names
from kpigen.leaks.writing import words

_PART = re.compile(r"[0-9a-z]+|[^\W\x00-\x7f]+")
_CHINESE = re.compile(r"[^\W\x00-\x7f]+")
_ASCII = re.compile(r"[0-9a-z]+")
_FIGURE = re.compile(r"[0-9]{1,7}\Z")
# A commit's id, short or whole. A file's checksum is longer, a telephone number has no letter.
_COMMIT = re.compile(r"(?=[0-9]*[a-f])[0-9a-f]{7,40}\Z")
# Addresses and names of files have no blanks; a sentence in English does.
_SENTENCE = re.compile(r"[0-9a-z][^\w/]*\s[^\w/]*[a-z]")
_NAME = "\0"


class Composed:
    """Knows the words that the program composes with, and those of what is public.

    `composing` are the program's texts, each with the longest word in bytes that counts, if any.
    """

    def __init__(
        self, public: str, names: Names, composing: Iterable[tuple[str, int | None]]
    ) -> None:
        self._names = names
        said = words(public).decode("utf-8", "replace")
        # Single letters are units in what the program says, but surnames in the data.
        self._chinese = {word for word in _CHINESE.findall(said) if len(word) > 1}
        self._public_ascii = set(_ASCII.findall(said))
        self._own_ascii: set[str] = set()
        for text, longest in composing:
            plain = words(text).decode("utf-8", "replace")
            for word in _PART.findall(plain):
                if longest is None or len(word.encode()) <= longest:
                    (self._own_ascii if word.isascii() else self._chinese).add(word)

    def is_composed(self, whole: str) -> bool:
        """Tell whether a text (as `words` writes it) falls into public words and figures.

        Of Chinese words alone it says nothing: two common words in a row may be a secret.
        """
        plain = self._names.sub(_NAME, whole)
        if not any(sign == _NAME or (sign.isascii() and sign.isalnum()) for sign in plain):
            return False
        ascii_words = self._public_ascii
        if not _SENTENCE.search(plain):
            ascii_words = ascii_words | self._own_ascii
        return all(
            _is_figure(part[0]) or part[0] in ascii_words
            if part[0].isascii()
            else self._falls_into_words(
                part[0],
                after_figure=plain[: part.start()].rstrip()[-1:].isdigit(),
                before_figure=plain[part.end() :].lstrip()[:1].isdigit(),
            )
            for part in _PART.finditer(plain)
        )

    def _falls_into_words(self, run: str, *, after_figure: bool, before_figure: bool) -> bool:
        """Tell whether a run of Chinese letters does; a single one counts beside a figure only."""
        reached = {0}
        for end in range(1, len(run) + 1):
            for start in sorted(reached):
                single_is_unit = (start == 0 and after_figure) or (
                    end == len(run) and before_figure
                )
                if run[start:end] in self._chinese and (end - start > 1 or single_is_unit):
                    reached.add(end)
                    break
        return len(run) in reached


def _is_figure(word: str) -> bool:
    return _FIGURE.match(word) is not None or _COMMIT.match(word) is not None
