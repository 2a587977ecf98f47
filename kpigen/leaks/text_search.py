"""Looks for many texts in a text, however it is written."""

from __future__ import annotations

import re
from collections.abc import Collection

from kpigen.leaks import wanted
from kpigen.leaks.markup import BORDER
from kpigen.leaks.numbers import grouped
from kpigen.leaks.search import Search
from kpigen.leaks.writing import run_together, words


class TextSearch:
    """Looks for long texts across blanks and markup, for short ones only where they stand so."""

    def __init__(self, texts: Collection[bytes]) -> None:
        short = [text for text in texts if wanted.is_short(text)]
        ascii_words = sorted(re.escape(text) for text in short if text.isascii())
        self.is_cut = not any(BORDER.encode() in text for text in texts)
        self._long = Search(set(texts) - set(short))
        self._short = Search(text for text in short if not text.isascii())
        self._words = re.compile(rb"\b(?:" + b"|".join(ascii_words) + rb")\b")
        self._has_words = bool(ascii_words)
        numbers = {text for text in texts if text.isdigit()}
        self._numbers = Search(numbers) if numbers else None

    def found(self, text: str) -> set[bytes]:
        """Give those of the texts that stand in a text."""
        plain = words(text)
        found = self._long.found(run_together(plain)) | self._short.found(plain)
        if self._numbers is not None:
            found |= self._numbers.found(BORDER.encode().join(grouped(plain)))
        return found.union(self._words.findall(plain)) if self._has_words else found
