"""Verifies prints: their text page by page, and what each page looks like."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpigen import stamp
from kpigen.stamp import Stamp
from kpigen.verifying.values import Comparison, Difference, RefusedError, compared

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    _OfPage = Callable[[str, "_Page", "_Page"], Iterator[Difference]]

_PROGRAM = Path(__file__).with_name("pdf_facts.py")
# In seconds: a print of fifty pages takes five.
_PATIENCE = 120

# PDFium unpacks a part whole, one at a time.
_MOST_IN_A_STREAM = 100_000_000
_MOST_UNPACKED = 4_000_000_000
_PIECE = 65_536
_STREAM = re.compile(rb"stream\r?\n")
# What made a print; those programs of spreadsheets keep the stamp of the workbook that they print.
_TYPESETTER = "typst"
_OF_SHEETS = re.compile(
    r"calc|excel|wps|表格|spreadsheet|sheets|numbers|onlyoffice|永中", re.IGNORECASE
)
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
    return compared(list(_differing(_facts(there), _facts(here), _of_page)))


def compare_words(there: bytes, here: bytes) -> Comparison:
    """Compare with the print of another version: its marks and so its look differ."""
    return compared(list(_differing(_facts(there), _facts(here), _of_words)))


class _Page(NamedTuple):
    """A page: its size in points, its lines, digests of its pictures on a screen and on paper."""

    size: tuple[int, ...]
    lines: tuple[str, ...]
    looks: tuple[str, ...]


class _Facts(NamedTuple):
    """What a print says and looks like."""

    pages: tuple[_Page, ...]
    title: str
    subject: str
    attachments: int


def _facts(data: bytes) -> _Facts:
    """Read a print in a process of its own, which may end or ask for all memory there is."""
    _refuse_bombs(data)
    try:
        done = subprocess.run(  # noqa: S603  # this Python, our own program
            [sys.executable, "-P", str(_PROGRAM)],
            input=data,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _too_large() from error
    if done.returncode:
        raise _too_large()
    told = json.loads(done.stdout)
    pages = tuple(
        _Page(tuple(page["size"]), tuple(page["lines"]), tuple(page["looks"]))
        for page in told["pages"]
    )
    return _Facts(pages, told["title"], told["subject"], told["attachments"])


def _too_large() -> RefusedError:
    return RefusedError(
        "这个 PDF 太大或者太复杂，没有读", "kpigen 导出的没有这样的；看看是不是别的文件"
    )


def _differing(one: _Facts, other: _Facts, of_page: _OfPage) -> Iterator[Difference]:
    for what, there, here in (
        ("标题", one.title, other.title),
        ("说明", one.subject, other.subject),
        ("附件数", str(one.attachments), str(other.attachments)),
        ("页数", str(len(one.pages)), str(len(other.pages))),
    ):
        if there != here:
            yield Difference(what, there, here)
    for number, (page, wanted) in enumerate(zip(one.pages, other.pages, strict=False), 1):
        yield from of_page(f"第 {number} 页", page, wanted)


def _of_page(where: str, there: _Page, here: _Page) -> Iterator[Difference]:
    if there.lines == here.lines:
        if (there.size, there.looks) != (here.size, here.looks):
            yield Difference(
                where,
                note="文字相同，屏幕上或打印出来的样子不同：盖了图章、加了批注或图片，"
                "或者是另一版本的 kpigen 排的",
            )
        return
    yield from _of_lines(where, there.lines, here.lines)


def _of_words(where: str, there: _Page, here: _Page) -> Iterator[Difference]:
    lines, wanted = (
        tuple(line for line in page.lines if not _MARKS.search(line)) for page in (there, here)
    )
    yield from _of_lines(where, lines, wanted)


def _of_lines(where: str, lines: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[Difference]:
    matched = SequenceMatcher(None, lines, wanted, autojunk=False)
    for what, begin, end, start, stop in matched.get_opcodes():
        if what != "equal":
            found, meant = "".join(lines[begin:end]), "".join(wanted[start:stop])
            yield Difference(where, found or None, meant or None)


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
