"""Drives typst: a source and plain data in, a finished PDF/A out, or what stopped it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

# A-2b is what archives take, UA-1 serves screen readers; together they also turn a character that
# no font has from a silent blank into an error.
_STANDARDS: list[typst.PDFStandard] = ["a-2b", "ua-1"]
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Each text by itself, in whatever font has it: all that the question of its characters needs.
_TEXTS = b"""
#set document(title: "texts", date: auto)
#set text(font: json(bytes(sys.inputs.families)), lang: "zh", region: "cn")
#for words in json(bytes(sys.inputs.words)).texts { block(words) }
"""


class NoGlyphError(Exception):
    """Characters that no font has stopped a document; they come in the order of the document."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(*characters)
        self.characters = characters


class TypesettingError(Exception):
    """The typesetter stopped for a reason that no data explains."""


def families(folders: Sequence[str] = ()) -> tuple[str, ...]:
    """Name the font families in some folders, sorted; a font that is none has no family."""
    return tuple(sorted({font.family for font in _read(folders).fonts()})) if folders else ()


def readable(folder: str) -> frozenset[str]:
    """Name the files in one folder that the typesetter takes for fonts."""
    return frozenset(Path(font.path).name for font in _read((folder,)).fonts() if font.path)


class Typesetter:
    """Sets documents in the packaged fonts, and where they have no glyph in those of `folders`.

    `folders` are absolute. System fonts are never used, so that every machine prints the same.
    Each thread that sets documents has its own compiler.
    """

    def __init__(self, folders: Sequence[str] = ()) -> None:
        self._fonts = _read((str(pylopdf_fonts_zh_cn.serif_path().parent), *folders))
        self._further = json.dumps(families(folders), ensure_ascii=False)
        self._all = json.dumps(self._fonts.families(), ensure_ascii=False)
        self._own = threading.local()

    def set(self, source: bytes, words: Mapping[str, object], timestamp: int) -> bytes:
        """Turn a document's words into a finished PDF.

        The source finds the words, as JSON, in `sys.inputs.words`, the names of all families in
        `sys.inputs.families`, and of those from the folders in `sys.inputs.further`.
        """
        try:
            content, warnings = self._compiler().compile_with_warnings(
                input=source,
                format="pdf",
                sys_inputs={
                    "words": json.dumps(words, ensure_ascii=False),
                    "families": self._all,
                    "further": self._further,
                },
                pdf_standards=_STANDARDS,
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            raise _fault(error) from error
        if warnings or not isinstance(content, bytes):
            raise TypesettingError from next(iter(warnings), None)
        return content

    def refused(self, texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Tell of each text which of its characters no font has; none of most.

        It is the typesetter that answers: what it composes, ignores or breaks lines at is its
        own affair, and this can say nothing else than a print.
        """
        suspects = frozenset(self._tried(texts))
        # A mark that no font has takes its letter along: what can stand alone is not to blame.
        to_blame = frozenset(self._tried(sorted(suspects)))
        answers: list[tuple[str, ...]] = []
        for text in texts:
            refused = self._tried((text,)) if suspects.intersection(text) else ()
            answers.append(tuple(one for one in refused if one in to_blame) or refused)
        return tuple(answers)

    def _tried(self, texts: Sequence[str]) -> tuple[str, ...]:
        try:
            self.set(_TEXTS, {"texts": list(texts)}, 0)
        except NoGlyphError as error:
            return error.characters
        return ()

    def _compiler(self) -> typst.Compiler:
        if not hasattr(self._own, "compiler"):
            # typst reads files below its root only, and below a file there is none.
            self._own.compiler = typst.Compiler(root=__file__, font_paths=self._fonts)
        compiler: typst.Compiler = self._own.compiler
        return compiler


def _read(folders: Sequence[str]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )


def _fault(error: typst.TypstError) -> Exception:
    found = _NO_GLYPH.findall(error.diagnostic)
    if not found:
        return TypesettingError(error.message)
    shown = [_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)[0] for text in found]
    return NoGlyphError(tuple(dict.fromkeys(shown)))
