"""Opens workbooks that strangers made: openpyxl believes every size that a file claims."""

from __future__ import annotations

import re
import warnings
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openpyxl import Workbook

_MAX_PARTS = 500
# Behind the fixed part of the zip's first header: the member's name, then what it holds.
_TYPE_PLACE = 30
_ODS = b"mimetype" + b"application/vnd.oasis.opendocument.spreadsheet"
_MAX_MERGED = 20_000
_MERGE = re.compile(rb"<(?:[A-Za-z0-9_.-]+:)?mergeCell[\s/>][^>]*")
_BLOCK = re.compile(rb"""\bref=["']([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})["']""")
# Excel writes a character that XML can't hold as `_x000B_`, and an underscore before as `_x005F_`;
# no other is ever coded.
_CODED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_LONG_FORMAT = re.compile(rb"""formatCode=(?:"[^"]{256}|'[^']{256})""")


class Limits(NamedTuple):
    """How much a workbook may hold, in bytes unpacked and in XML tags.

    Every cell is a few tags, and costs openpyxl some hundred bytes and microseconds.
    """

    unpacked: int
    tags: int


class TooLargeError(Exception):
    """A workbook holds more than the limits, or would make openpyxl do so."""


class BrokenError(Exception):
    """A workbook cannot be read, or has what no office program writes."""


def load(data: bytes, limits: Limits, *, results: bool = False) -> Workbook:
    """Open a workbook that is small enough and plain enough to be opened.

    With `results` cells hold what their formulas came to when the file was saved.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # the other commands need not load it

    try:
        _refuse_unsafe(data, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out, it says in English
            return load_workbook(BytesIO(data), keep_links=False, data_only=results)
    except (TooLargeError, BrokenError):
        raise
    except Exception as error:  # a spoilt file makes its readers raise anything
        raise BrokenError from error


def is_ods(data: bytes) -> bool:
    """Tell a spreadsheet of OpenDocument (.ods), a zip that begins with its type, unpacked."""
    return data[_TYPE_PLACE:].startswith(_ODS)


def decoded(text: str) -> str:
    """Give a cell's text with the characters that stand coded in the file."""
    return _CODED.sub(lambda coded: chr(int(coded[1], 16)), text)


def _refuse_unsafe(data: bytes, limits: Limits) -> None:
    """Refuse what would grow, and entities: Office declares none, and they could grow endlessly."""
    tags = 0
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
            raise TooLargeError
        # Of two parts of one name one program reads this, another that; names know no case.
        if len({part.filename.casefold() for part in parts}) < len(parts):
            raise BrokenError
        for part in parts:
            content = archive.read(part)
            tags += content.count(b"<")
            plain = content.replace(b"\0", b"")  # so that UTF-16 hides nothing
            if tags > limits.tags or _grows(plain):
                raise TooLargeError
            if b"<!DOCTYPE" in plain:
                raise BrokenError


def _grows(content: bytes) -> bool:
    """Tell whether openpyxl would make far more of a part than it holds.

    It makes every cell of a merged block, and looks through a number format once a bracket.
    """
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415  # as above

    if _LONG_FORMAT.search(content):
        return True
    cells = 0
    for tag in _MERGE.findall(content):
        block = _BLOCK.search(tag)
        if block is None:
            return True  # whoever writes a place otherwise hides it
        left, top, right, bottom = (part.decode("ascii").upper() for part in block.groups())
        width = abs(column_index_from_string(right) - column_index_from_string(left)) + 1
        cells += width * (abs(int(bottom) - int(top)) + 1)
    return cells > _MAX_MERGED
