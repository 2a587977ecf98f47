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
from kpigen.verifying.values import Comparison, Difference, RefusedError, compared

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
_DRAWN = re.compile(rb"<(?:[a-z0-9]+:)?(?:pic|sp)\b")
_EXTRAS = (
    ("批注", re.compile(r"xl/(threadedC|c)omments"), None),
    ("图片或图形", re.compile(r"xl/drawings/[^/]+\.xml$"), _DRAWN),
    ("图表", re.compile(r"xl/charts/"), None),
    ("宏", re.compile(r"xl/vbaProject"), None),
    ("连到别的文件的链接", re.compile(r"xl/(externalLinks/[^/]+\.xml|connections)"), None),
)


class _Held(NamedTuple):
    """What a cell holds: its text, or the formula and what it came to; the number's format."""

    text: str
    formula: str
    words: str


_Sheets = dict[str, dict[tuple[int, int], _Held]]


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
    """Compare all cells of a workbook with those of the one made anew."""
    return compared(
        [
            *_differing(_sheets(there), _sheets(here)),
            *_renamed(_names(there), _names(here)),
            *_hidden(there, here),
            *_extras(there, here),
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
        nothing = _Held("", "", "")
        for place in sorted({*cells, *here[name]}):
            one, other = cells.get(place, nothing), here[name].get(place, nothing)
            where = f"工作表“{name}”{get_column_letter(place[1])}{place[0]}"
            is_unsaved = one.formula and one.formula == other.formula and not one.text
            if one.text != other.text and not is_unsaved:  # some programs save no results
                yield Difference(where, one.text, other.text)
            if one.formula != other.formula:
                yield Difference(f"{where} 的公式", one.formula, other.formula)
            if one.words != other.words:
                what = "的样子" if "隐藏的" in {one.words, other.words} else "的数字格式"
                yield Difference(f"{where} {what}", one.words, other.words)


def _sheets(data: bytes) -> _Sheets:
    """Read every cell that holds anything, first the formulas, then what they came to."""
    formulas = {
        (sheet.title, place): _Held("", _written(cell), _number_format(cell))
        for sheet in _opened(data, results=False).worksheets
        for place, cell in _cells(sheet)
        if cell.data_type == "f"
    }
    sheets: _Sheets = {}
    for sheet in _opened(data, results=True).worksheets:
        held = {place: _Held(_text(cell), "", _format(cell)) for place, cell in _cells(sheet)}
        for (title, place), formula in formulas.items():
            if title == sheet.title:
                result = held.get(place, _Held("", "", ""))
                held[place] = formula._replace(text=result.text)
        sheets[sheet.title] = held
        for row, of_row in sheet.row_dimensions.items():
            if of_row.hidden and any(place[0] == row for place in held):
                sheets[sheet.title][row, 1] = held.get((row, 1), _Held("", "", ""))._replace(
                    words="隐藏的"
                )
    return sheets


def _names(data: bytes) -> dict[str, str]:
    """Give the workbook's names for ranges, on which formulas rest."""
    named = _opened(data, results=False).defined_names
    return {
        name: _LOOSE.sub("", defined.attr_text or "")
        for name, defined in named.items()
        if not name.startswith("_")  # an office program's own
    }


def _renamed(there: dict[str, str], here: dict[str, str]) -> Iterator[Difference]:
    for name in sorted({*there, *here}):
        if there.get(name) != here.get(name):
            yield Difference(f"名称“{name[:31]}”", there.get(name), here.get(name))


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


def _format(cell: Cell) -> str:
    """Give the format of a number: it may show another than the cell holds, or none."""
    return _number_format(cell) if cell.data_type == "n" else ""


def _number_format(cell: Cell) -> str:
    """Give a number format without the quoting that programs write one way or another."""
    return str(cell.number_format).replace("\\", "").replace('"', "").casefold()


def _hidden(there: bytes, here: bytes) -> Iterator[Difference]:
    """Tell what a reader of the sheets, or of their print, sees otherwise."""
    one, other = _seen(there), _seen(here)
    for what in sorted({*one, *other}):
        if one.get(what, "") != other.get(what, ""):
            yield Difference(what, one.get(what), other.get(what))


def _seen(data: bytes) -> dict[str, str]:
    found = {}
    for sheet in _opened(data, results=True).worksheets:
        name = f"工作表“{sheet.title[:31]}”"
        if sheet.sheet_state != "visible":
            found[name] = "隐藏的"
        for letter, column in sheet.column_dimensions.items():
            if column.hidden:
                found[f"{name}{letter} 列"] = "隐藏的"
        for what, part in (("页眉", sheet.oddHeader), ("页脚", sheet.oddFooter)):
            sides = (part.left, part.center, part.right) if part is not None else ()
            words = "　".join(side.text for side in sides if side and side.text)
            if words:
                found[f"{name}的{what}"] = words
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                if rule.dxf is not None and rule.dxf.numFmt is not None:
                    found[f"{name}{rules.sqref} 的条件格式"] = str(rule.dxf.numFmt.formatCode)
    return found


def _extras(there: bytes, here: bytes) -> Iterator[Difference]:
    """Tell what lies over or behind the cells and was not there."""
    one, other = _more(there), _more(here)
    yield from (Difference("工作簿", note=f"文件里多了{what}") for what in one if what not in other)


def _more(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [
            what
            for what, named, holding in _EXTRAS
            if any(
                named.match(part.filename)
                and (holding is None or holding.search(archive.read(part)))
                for part in archive.infolist()
            )
        ]
