"""Sets a print: a template and plain data in, a finished PDF/A out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kpigen.typefaces.typesetter import NoGlyphError, Typesetter, TypesettingError

__all__ = ["NoGlyphError", "Press", "Sheet", "TypesettingError"]

_TEMPLATES = Path(__file__).with_name("prints")
# What every template begins with: fonts, page frame, signatures.
_COMMON = "common.typ"


class Sheet(NamedTuple):
    """One document to set: the name of its template, and all its words as plain data."""

    template: str
    words: Mapping[str, object]


class Press:
    """Sets the documents of one moment; `fonts` are the folders of fonts besides the packaged."""

    def __init__(self, timestamp: int, fonts: Sequence[str] = ()) -> None:
        self._timestamp = timestamp
        self._typesetter = Typesetter(fonts)

    def set(self, sheet: Sheet) -> bytes:
        """Turn one document's words into a finished PDF."""
        return self._typesetter.set(_template(sheet.template), sheet.words, self._timestamp)


@cache
def _template(name: str) -> bytes:
    """Give a template with what all share before it: typst could not import it from a file."""
    return b"\n".join((_TEMPLATES / part).read_bytes() for part in (_COMMON, f"{name}.typ"))
