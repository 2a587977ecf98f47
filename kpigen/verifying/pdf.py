"""Verifies prints: their text page by page, and what each page looks like."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from kpigen import stamp
from kpigen.stamp import Stamp
from kpigen.verifying.values import Comparison, Difference, RefusedError, compared

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

    _OfPage = Callable[[str, PdfPage, PdfPage], Iterator[Difference]]

# PDFium unpacks a part whole, one at a time.
_MOST_IN_A_STREAM = 100_000_000
_MOST_UNPACKED = 4_000_000_000
_PIECE = 65_536
_MOST_LETTERS = 100_000
_STREAM = re.compile(rb"stream\r?\n")
# What made a print; those programs of spreadsheets keep the stamp of the workbook that they print.
_TYPESETTER = "typst"
_OF_SHEETS = re.compile(
    r"calc|excel|wps|表格|spreadsheet|sheets|numbers|onlyoffice|永中", re.IGNORECASE
)
# Sizes are in points; programs write them with few digits.
_SAME_SIZE = 1
# The footer, with version and digest, and the digest below the code.
_MARKS = re.compile(r"第\s*\d+\s*页\s*共\s*\d+\s*页\s*摘要|^[0-9A-F]{4}(?:\s[0-9A-F]{4}){3}$")


def stamp_of(data: bytes) -> Stamp | None:
    """Read the stamp from the properties; refuse what was printed from a workbook."""
    with _opened(data) as document:
        told = document.get_metadata_dict()
    makers = f"{told.get('Creator', '')} {told.get('Producer', '')}"
    if _TYPESETTER not in makers.lower() and _OF_SHEETS.search(makers):
        raise RefusedError("这是由工作簿另存的 PDF，不是 kpigen 的打印件", "请核验原来的 xlsx")
    return stamp.parse(told.get("Keywords", ""))


def compare(there: bytes, here: bytes) -> Comparison:
    """Compare a print's pages with those of the one made anew."""
    with _opened(there) as one, _opened(here) as other:
        return compared(list(_differing(one, other, _of_page)))


def compare_words(there: bytes, here: bytes) -> Comparison:
    """Compare with the print of another version: its marks and so its look differ."""
    with _opened(there) as one, _opened(here) as other:
        return compared(list(_differing(one, other, _of_words)))


def _differing(one: PdfDocument, other: PdfDocument, of_page: _OfPage) -> Iterator[Difference]:
    if len(one) != len(other):
        yield Difference("页数", str(len(one)), str(len(other)))
    for number in range(min(len(one), len(other))):
        there, here = one[number], other[number]
        try:
            yield from of_page(f"第 {number + 1} 页", there, here)
        finally:
            there.close()
            here.close()


def _of_page(where: str, there: PdfPage, here: PdfPage) -> Iterator[Difference]:
    lines, wanted = _lines(there), _lines(here)
    if lines == wanted:
        if not _look_alike(there, here):
            yield Difference(
                where,
                note="文字相同，样子不同：盖了图章、加了批注或图片，或者是另一版本的 kpigen 排的",
            )
        return
    yield from _of_lines(where, lines, wanted)


def _of_words(where: str, there: PdfPage, here: PdfPage) -> Iterator[Difference]:
    lines, wanted = (
        [line for line in _lines(page) if not _MARKS.search(line)] for page in (there, here)
    )
    yield from _of_lines(where, lines, wanted)


def _of_lines(where: str, lines: list[str], wanted: list[str]) -> Iterator[Difference]:
    matched = SequenceMatcher(None, lines, wanted, autojunk=False)
    for what, begin, end, start, stop in matched.get_opcodes():
        if what != "equal":
            found, meant = "".join(lines[begin:end]), "".join(wanted[start:stop])
            yield Difference(where, found or None, meant or None)


def _lines(page: PdfPage) -> list[str]:
    text = page.get_textpage()
    try:
        if text.count_chars() > _MOST_LETTERS:
            raise RefusedError(
                "一页上的文字太多，没有读", "kpigen 导出的没有这么多；看看是不是别的文件"
            )
        return [line.strip() for line in text.get_text_range().splitlines() if line.strip()]
    finally:
        text.close()


def _look_alike(there: PdfPage, here: PdfPage) -> bool:
    """Draw both pages; one of another size is not drawn: it may be as large as it says."""
    sizes = zip(there.get_size(), here.get_size(), strict=True)
    if any(abs(one - other) > _SAME_SIZE for one, other in sizes):
        return False
    return _picture(there) == _picture(here)


def _picture(page: PdfPage) -> bytes:
    bitmap = page.render(scale=1)
    try:
        return bytes(bitmap.buffer)
    finally:
        bitmap.close()


@contextmanager
def _opened(data: bytes) -> Iterator[PdfDocument]:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415  # workbooks need it not

    _refuse_bombs(data)
    try:
        document = PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
    except PdfiumError as error:
        raise RefusedError(
            "这个 PDF 坏了或者设了密码，打不开", "重新取一份；传送中断过的文件会这样"
        ) from error


def _refuse_bombs(data: bytes) -> None:
    """Refuse a print with a packed part, or parts, far larger than any of ours."""
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(data):
        size = _unpacked(memoryview(data)[found.end() :])
        left -= size
        if size > _MOST_IN_A_STREAM or left < 0:
            raise RefusedError(
                "这个 PDF 太大，没有读", "kpigen 导出的没有这么大；看看是不是别的文件"
            )


def _unpacked(packed: memoryview) -> int:
    """Measure a packed part up to just more than is allowed; 0 for one packed in another way."""
    unpacking = zlib.decompressobj()
    size = 0
    for place in range(0, len(packed), _PIECE):
        rest: bytes | memoryview = packed[place : place + _PIECE]
        while rest and not unpacking.eof:
            try:
                size += len(unpacking.decompress(rest, _PIECE))
            except zlib.error:
                return size
            rest = unpacking.unconsumed_tail
            if size > _MOST_IN_A_STREAM:
                return size
        if unpacking.eof:
            break
    return size
