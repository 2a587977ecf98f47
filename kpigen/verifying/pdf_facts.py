"""A program: reads a print on standard input, and writes what it says and looks like as JSON.

It is run by `verifying.pdf` in a process of its own, because a stranger's file may ask for all
memory there is, and imports nothing of kpigen. With the word `properties` it reads no page.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zlib

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

# The exit codes that say so.
_TOO_LARGE = 3
_BROKEN = 2
_MOST_LETTERS = 100_000
# A town's print of 100 communities has a third.
_MOST_PAGES = 5_000
# In points; A4 has 842 at most.
_LONGEST_SIDE = 2_000
# PDFium unpacks a part whole, one at a time.
_MOST_IN_A_STREAM = 100_000_000
_MOST_UNPACKED = 4_000_000_000
_PIECE = 65_536
_STREAM = re.compile(rb"stream\r?\n")
# A name may be written with any of its letters as figures.
_FIGURES = re.compile(rb"#([0-9A-Fa-f]{2})")
# Layers that can be switched off, pages that are larger than their size says, words that are read
# out in place of those printed, and what happens by itself.
_NAMES = (
    *(b"/OCProperties", b"/UserUnit", b"/ActualText"),
    *(b"/OpenAction", b"/JavaScript", b"/Launch"),
)
_LONGEST_NAME = 40


def _page(page: PdfPage) -> dict[str, object]:
    """Give a page's size in points, its lines, and how it looks on a screen and on paper."""
    text = page.get_textpage()
    if text.count_chars() > _MOST_LETTERS or max(page.get_size()) > _LONGEST_SIDE:
        sys.exit(_TOO_LARGE)
    lines = [line.strip() for line in text.get_text_range().splitlines() if line.strip()]
    text.close()
    return {
        "size": [round(side) for side in page.get_size()],
        "lines": lines,
        "looks": [_picture(page, mode) for mode in ("lcd", "print")],
        "annotations": int(pdfium.FPDFPage_GetAnnotCount(page)),
        "images": sum(1 for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])),
    }


def _picture(page: PdfPage, mode: str) -> str:
    bitmap = page.render(scale=1, optimize_mode=mode)
    digest = hashlib.sha256(bytes(bitmap.buffer)).hexdigest()
    bitmap.close()
    return digest


def _named(data: bytes) -> set[bytes]:
    """Find what names a print holds of `_NAMES`; give up over a packed part too large to unpack."""
    names = _names(data)
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(data):
        size, more = _stream(memoryview(data)[found.end() :])
        left -= size
        names |= more
        if size > _MOST_IN_A_STREAM or left < 0:
            sys.exit(_TOO_LARGE)
    return names


def _names(data: bytes) -> set[bytes]:
    if b"#" in data:
        data = _FIGURES.sub(lambda found: bytes([int(found[1], 16)]), data)
    return {name for name in _NAMES if name in data}


def _stream(packed: memoryview) -> tuple[int, set[bytes]]:
    """Measure a packed part up to just more than is allowed, and look for names in it.

    One packed in another way has nothing.
    """
    unpacking = zlib.decompressobj()
    size, names, last = 0, set[bytes](), b""
    for place in range(0, len(packed), _PIECE):
        rest: bytes | memoryview = packed[place : place + _PIECE]
        while rest and not unpacking.eof:
            try:
                piece = unpacking.decompress(rest, _PIECE)
            except zlib.error:
                return size, names
            size += len(piece)
            names |= _names(last + piece)
            last = piece[-_LONGEST_NAME:]
            rest = unpacking.unconsumed_tail
            if size > _MOST_IN_A_STREAM:
                return size, names
        if unpacking.eof:
            break
    return size, names


def _facts(document: PdfDocument, names: set[bytes]) -> dict[str, object]:
    if len(document) > _MOST_PAGES:
        sys.exit(_TOO_LARGE)
    pages = []
    for number in range(len(document)):
        page = document[number]
        pages.append(_page(page))
        page.close()
    return {
        "pages": pages,
        "attachments": document.count_attachments(),
        "names": sorted(name.decode() for name in names),
        "locked": int(pdfium.FPDF_GetSecurityHandlerRevision(document)) >= 0,
    }


def _main() -> None:
    data = sys.stdin.buffer.read()
    names = _named(data)
    try:
        document = PdfDocument(data)
        told: dict[str, object] = {"properties": document.get_metadata_dict()}
        if sys.argv[1:] != ["properties"]:
            told |= _facts(document, names)
    except PdfiumError:
        sys.exit(_BROKEN)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    _main()
