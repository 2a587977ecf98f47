"""Sets a print: a template and plain data in, a finished PDF/A out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kpigen.typefaces.typesetter import NoGlyphError, Typesetter, TypesettingError

__all__ = ["NoGlyphError", "Press", "Sheet", "TypesettingError"]

_TEMPLATES = Path(__file__).with_name("prints")


class Sheet(NamedTuple):
    """One document to set: the parts of its template, and all its words as plain data."""

    parts: tuple[str, ...]
    words: Mapping[str, object]


class Press:
    """Sets the documents of one moment; `fonts` are the folders of fonts besides the packaged."""

    def __init__(self, timestamp: int, fonts: Sequence[str] = ()) -> None:
        self._timestamp = timestamp
        self._typesetter = Typesetter(fonts)

    def set(self, sheet: Sheet) -> bytes:
        """Turn one document's words into a finished PDF."""
        return self._typesetter.set(_template(sheet.parts), sheet.words, self._timestamp)


@cache
def _template(parts: tuple[str, ...]) -> bytes:
    """Put a template together from its parts: typst could not import them from files."""
    return b"\n".join((_TEMPLATES / f"{part}.typ").read_bytes() for part in parts)
