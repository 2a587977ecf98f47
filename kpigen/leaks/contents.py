"""Says what a published file holds as text, whatever its format: inside archives, in metadata.

A town may put any file into its theme's folder: an office document is an archive, and a text may
be written as Windows once wrote it (GB18030, UTF-16).
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from zipfile import BadZipFile, ZipFile

from kpigen.errors import MachineError

# Every office document is an archive; how it begins tells it, whatever its name.
_ZIP = b"PK\x03\x04"
_ARCHIVES = frozenset({"zip", "xlsx", "xlsm", "docx", "pptx", "ods", "odt", "odp", "ofd"})
# What no text holds, so that pictures and fonts are not read as Chinese by chance.
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A calendar folds its lines, even inside a letter.
_FOLD = re.compile(rb"\r?\n[ \t]")
# A string in a PDF that is UTF-16: alternative texts, titles, bookmarks. The page text has no BOM.
_UTF_16 = re.compile(rb"\((\xfe\xff(?:\\.|[^\\)])*)\)", re.DOTALL)
_UTF_16_HEX = re.compile(rb"<(?i:feff)((?:[0-9a-fA-F]{2}|\s)*)>")
# Pages and fonts; the pages' words come from PDFium. Metadata (XMP) is not compressed.
_PACKED = re.compile(rb"/FlateDecode[^>]*>>\s*stream\r?\n.*?endstream", re.DOTALL)
_PDF_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_PDF_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_OCTAL = b"01234567"


def texts(name: str, data: bytes) -> Iterator[str]:
    """Give the texts of a file, its name among them; MachineError where it can't be read."""
    yield name
    kind = name.rpartition(".")[2].lower()
    try:
        if kind in _ARCHIVES or data.startswith(_ZIP):
            yield from _archive(data)
        elif kind == "pdf":
            yield from _pdf(data)
        elif kind == "gz":
            yield from texts(name.rpartition(".")[0], gzip.decompress(data))
        else:
            yield from _decoded(_FOLD.sub(b"", data) if kind == "ics" else data)
    except (BadZipFile, EOFError, OSError, RuntimeError, zlib.error) as error:  # PDFium's: Runtime
        raise MachineError(
            f"{name} 读不回来，没法核对里面有没有内部资料；没有写出",
            "自己放进 site_templates/ 的，换成没有加密、没有损坏的；不是的，再运行一次",
        ) from error


def _decoded(data: bytes) -> Iterator[str]:
    """Read bytes as UTF-8, where what is none of it keeps its place; else in other ways as well."""
    try:
        yield data.decode()
    except UnicodeDecodeError:
        yield data.decode("utf-8", "surrogateescape")
    else:
        if b"\0" not in data:
            return
    if data.startswith(_MARKS_OF_UTF_16):
        yield data.decode("utf-16", "replace")
        return
    if _NOT_IN_TEXT.search(data) is None:
        yield data.decode("gb18030", "replace")
    for encoding in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):  # it is none
            yield data.decode(encoding)


def _archive(data: bytes) -> Iterator[str]:
    with ZipFile(io.BytesIO(data)) as archive:
        yield from _decoded(archive.comment)
        for part in archive.infolist():
            yield from texts(part.filename, archive.read(part))


def _pdf(data: bytes) -> Iterator[str]:
    """Give a PDF's metadata, its pages, and what else of it is not packed, in UTF-16 too."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415  # only who compares needs it

    document = PdfDocument(data)
    try:
        yield from document.get_metadata_dict().values()
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
    finally:
        document.close()
    yield "".join(pages)
    data = _PACKED.sub(b"", data)
    yield data.decode("utf-8", "surrogateescape")
    for found in _UTF_16.finditer(data):
        yield _PDF_ESCAPE.sub(_pdf_character, found[1]).decode("utf-16", "replace")
    for found in _UTF_16_HEX.finditer(data):
        yield bytes.fromhex(found[1].decode()).decode("utf-16-be", "replace")


def _pdf_character(found: re.Match[bytes]) -> bytes:
    written = found[1]
    if written[0] in _OCTAL:
        return bytes([int(written, 8) & 0xFF])
    if written in {b"\n", b"\r", b"\r\n"}:
        return b""
    return _PDF_LETTERS.get(written, written)
