"""Verifies workbooks: cell by cell, what formulas came to as well as the formulas."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter

from kpigen import exact, stamp
from kpigen.reading import workbooks
from kpigen.stamp import Stamp
from kpigen.verifying import xlsx_looks, xlsx_parts
from kpigen.verifying.values import Comparison, Difference, RefusedError, compared
from kpigen.verifying.xlsx_looks import Look, Looks

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# Some 100,000 cells; a summary of 15,000 records has more tags than a sheet that is imported.
_LIMITS = workbooks.Limits(unpacked=200_000_000, tags=4_000_000)
_PROPERTIES = "docProps/core.xml"
_MOST_PROPERTIES = 100_000
_KEYWORDS = re.compile(r"<(?:[a-z]+:)?keywords>([^<]*)<")
# What a formula may be written with or without, and mean the same.
_LOOSE = re.compile(r"[\s']|_xlfn\.|_xlws\.")
_SHOWN = (("标题", "title"), ("主题", "subject"), ("备注", "description"))


class _Held(NamedTuple):
    """What a cell holds: its text, or the formula and what it came to; and how it shows that."""

    text: str
    formula: str
    look: Look


_Sheets = dict[str, dict[tuple[int, int], _Held]]
_NOTHING = _Held("", "", Look("", ""))


def stamp_of(data: bytes) -> Stamp | None:
    """Read the stamp from the properties, without looking at the sheets."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            part = archive.getinfo(_PROPERTIES)
            if part.file_size > _MOST_PROPERTIES:
                return None
            words = archive.read(part).decode("utf-8", "replace")
    except KeyError:
        return None
    except Exception as error:  # a spoilt file makes its readers raise anything
        raise _broken() from error
    found = _KEYWORDS.search(words)
    return None if found is None else stamp.parse(found[1])


def compare(there: bytes, here: bytes) -> Comparison:
    """Compare all cells of a workbook with those of the one made anew, and what is around them."""
    one, other = _opened(there, results=False), _opened(here, results=False)
    own, made = stamp_of(there), stamp_of(here)
    # What is made of another version names that version, here and there.
    versions = own is not None and made is not None and own.commit == made.commit
    return compared(
        [
            *_differing(_sheets(there, one), _sheets(here, other)),
            *_by_name("名称“{}”", _names(one), _names(other)),
            *_by_name(
                "{}",
                xlsx_looks.of_sheets(one, versions=versions),
                xlsx_looks.of_sheets(other, versions=versions),
            ),
            *(_by_name("属性里的{}", _properties(one), _properties(other)) if versions else ()),
            *xlsx_parts.extras(there, here),
        ]
    )


def _differing(there: _Sheets, here: _Sheets) -> Iterator[Difference]:
    for name in here:
        if name not in there:
            yield Difference(f"工作表“{name}”", note="文件里没有这张工作表")
    for name, cells in there.items():
        if name not in here:
            yield Difference(f"工作表“{name[:31]}”", note="文件里多了这张工作表")
            continue
        for place in sorted({*cells, *here[name]}):
            one, other = cells.get(place, _NOTHING), here[name].get(place, _NOTHING)
            where = f"工作表“{name}”{get_column_letter(place[1])}{place[0]}"
            is_unsaved = one.formula and one.formula == other.formula and not one.text
            if one.text != other.text and not is_unsaved:  # some programs save no results
                yield Difference(where, one.text, other.text)
            if one.formula != other.formula:
                yield Difference(f"{where} 的公式", one.formula, other.formula)
            if place in cells and place in here[name]:
                yield from _looking(where, one.look, other.look)


def _looking(where: str, one: Look, other: Look) -> Iterator[Difference]:
    if one.number_format != other.number_format:
        yield Difference(f"{where} 的数字格式", one.number_format, other.number_format)
    if one.unread and one.unread != other.unread:
        yield Difference(where, note=one.unread)


def _sheets(data: bytes, book: Workbook) -> _Sheets:
    """Read every cell that holds anything; `book` has the formulas, another what they came to."""
    looks = Looks(book)
    sheets: _Sheets = {
        sheet.title: {
            place: _Held(
                "" if cell.data_type == "f" else _text(cell),
                _written(cell) if cell.data_type == "f" else "",
                looks.of(cell),
            )
            for place, cell in _cells(sheet)
        }
        for sheet in book.worksheets
    }
    for sheet in _opened(data, results=True).worksheets:
        held = sheets[sheet.title]
        for place, cell in _cells(sheet):
            if place in held and held[place].formula:
                held[place] = held[place]._replace(text=_text(cell))
    return sheets


def _names(book: Workbook) -> dict[str, str]:
    """Give the workbook's names for ranges, on which formulas rest."""
    return {
        name: _LOOSE.sub("", defined.attr_text or "")
        for name, defined in book.defined_names.items()
        if not name.startswith("_")  # an office program's own
    }


def _properties(book: Workbook) -> dict[str, str]:
    """Give what a reader is shown of the properties; other programs leave it as it is."""
    return {shown: str(getattr(book.properties, name) or "") for shown, name in _SHOWN}


def _by_name(place: str, there: dict[str, str], here: dict[str, str]) -> Iterator[Difference]:
    for name in sorted({*there, *here}):
        if there.get(name) != here.get(name):
            yield Difference(place.format(name[:100]), there.get(name), here.get(name))


def _opened(data: bytes, *, results: bool) -> Workbook:
    try:
        return workbooks.load(data, _LIMITS, results=results)
    except workbooks.TooLargeError as error:
        raise RefusedError(
            "工作簿太大，没有读", "kpigen 导出的没有这么大；看看是不是别的文件"
        ) from error
    except workbooks.BrokenError as error:
        raise _broken() from error


def _broken() -> RefusedError:
    return RefusedError("这个工作簿坏了，打不开", "重新取一份；传送中断过的文件会这样")


def _cells(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], Cell]]:
    """Give the cells that hold something; openpyxl's own ways make every cell up to the last."""
    held = getattr(sheet, "_cells", {})  # a sheet that is a chart has none
    for place, cell in held.items():
        if isinstance(cell, Cell) and cell.value is not None and cell.value != "":
            yield place, cell


def _written(cell: Cell) -> str:
    """Write a formula without what programs write one way or another."""
    words = str(getattr(cell.value, "text", cell.value) or "")  # an array formula is an object
    return _LOOSE.sub("", words)


def _text(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if cell.data_type == "n":
        return exact.from_sheet(value)
    # XML readers make one of both ends of a line.
    return workbooks.decoded(str(value)).replace("\r\n", "\n")
