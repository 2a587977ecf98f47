"""Sets a document with typst: a template and plain data in, a finished PDF/A out."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pylopdf_fonts_zh_cn
import typst

_TEMPLATES = Path(__file__).with_name("prints")
# A-2b is what archives take, UA-1 serves screen readers; together they also turn a character that
# no font has from a silent blank into an error.
_STANDARDS: list[typst.PDFStandard] = ["a-2b", "ua-1"]
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class NoGlyphError(Exception):
    """A character that no font has stopped a document."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


class TypesettingError(Exception):
    """The typesetter stopped for a reason that no data explains."""


class Sheet(NamedTuple):
    """One document to set: the parts of its template, and all its words as plain data."""

    parts: tuple[str, ...]
    words: Mapping[str, object]


class Press:
    """Sets the documents of one moment; each thread that uses it has its own compiler."""

    def __init__(self, timestamp: int) -> None:
        self._timestamp = timestamp
        self._own = threading.local()

    def set(self, sheet: Sheet) -> bytes:
        """Turn one document's words into a finished PDF."""
        words = json.dumps(sheet.words, ensure_ascii=False)
        try:
            content, warnings = self._compiler().compile_with_warnings(
                input=_template(sheet.parts),
                format="pdf",
                sys_inputs={"form": words},
                pdf_standards=_STANDARDS,
                timestamp=self._timestamp,
            )
        except typst.TypstError as error:
            raise _fault(error) from error
        if warnings or not isinstance(content, bytes):
            raise TypesettingError from next(iter(warnings), None)
        return content

    def _compiler(self) -> typst.Compiler:
        if not hasattr(self._own, "compiler"):
            # typst reads files below its root only, and below a file there is none.
            root = str(Path(__file__))
            self._own.compiler = typst.Compiler(root=root, font_paths=_fonts())
        compiler: typst.Compiler = self._own.compiler
        return compiler


@cache
def _template(parts: tuple[str, ...]) -> bytes:
    """Put a template together from its parts: typst could not import them from files."""
    return b"\n".join((_TEMPLATES / f"{part}.typ").read_bytes() for part in parts)


@cache
def _fonts() -> typst.Fonts:
    """Give the packaged fonts alone, so that every machine prints the same."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[pylopdf_fonts_zh_cn.serif_path().parent],
    )


def _fault(error: typst.TypstError) -> Exception:
    found = _NO_GLYPH.search(error.message)
    if found is None:
        return TypesettingError(error.message)
    return NoGlyphError(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])[0])
