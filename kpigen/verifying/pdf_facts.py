"""A program: reads a print on standard input, and writes what it says and looks like as JSON.

It runs by itself (`verifying.pdf`), because a stranger's file may ask for all memory there is.
"""

from __future__ import annotations

import hashlib
import json
import sys

from pypdfium2 import PdfDocument, PdfPage

# The exit code that says so.
_TOO_LARGE = 3
_MOST_LETTERS = 100_000
# In points; A4 has 842 at most.
_LONGEST_SIDE = 2_000
# In bytes: a town's print of 12 communities needs a fifth.
_MEMORY = 1 << 31


def _page(page: PdfPage) -> dict[str, object]:
    """Give a page's size in points, its lines, and how it looks on a screen and on paper."""
    text = page.get_textpage()
    if text.count_chars() > _MOST_LETTERS or max(page.get_size()) > _LONGEST_SIDE:
        sys.exit(_TOO_LARGE)
    lines = [line.strip() for line in text.get_text_range().splitlines() if line.strip()]
    text.close()
    looks = [_picture(page, mode) for mode in ("lcd", "print")]
    return {"size": [round(side) for side in page.get_size()], "lines": lines, "looks": looks}


def _picture(page: PdfPage, mode: str) -> str:
    bitmap = page.render(scale=1, optimize_mode=mode)
    digest = hashlib.sha256(bytes(bitmap.buffer)).hexdigest()
    bitmap.close()
    return digest


def _main() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    document = PdfDocument(sys.stdin.buffer.read())
    told = document.get_metadata_dict()
    pages = []
    for number in range(len(document)):
        page = document[number]
        pages.append(_page(page))
        page.close()
    facts = {
        "pages": pages,
        "title": told.get("Title", ""),
        "subject": told.get("Subject", ""),
        "attachments": document.count_attachments(),
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    _main()
