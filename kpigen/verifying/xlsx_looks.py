"""Reads what of a workbook's sheets is seen, and how: a cell can hold one thing and show another.

What office programs write one way or another when they save a workbook again is written here in one
way, so that such a workbook is like the one that it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles.colors import Color
    from openpyxl.worksheet.worksheet import Worksheet

# Signs that a number format shows as they are, with a backslash, in quotes, or without both.
_QUOTED = re.compile(r'\\([-+ ():/年月日])|"([-+ ():/年月日]*)"')
# What a header says of its fonts, sizes and colours.
_FONTS = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]{1,3}|[BIUEXYS])')
_PLACES = ("左", "中", "右")
# Widths are in characters, heights in points; letters have some nine points.
_NARROWEST, _LOWEST, _SMALLEST = 1, 3, 4
# A theme's colours in the order in which cells number them.
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
_THEME_COLOUR = re.compile(
    rb'<a:(lt1|dk1|lt2|dk2|accent[1-6])>\s*<a:\w+ (?:val="\w+" lastClr|val)="([0-9A-Fa-f]{6})"'
)
_INDEXED = {0: "000000", 1: "FFFFFF", 8: "000000", 9: "FFFFFF", 64: "000000", 65: "FFFFFF"}
# Shades go from 0 to 1000; those of our papers are nearer to white than what people read.
_BLACK, _WHITE, _TOO_ALIKE = 0, 1_000, 120


class Look(NamedTuple):
    """How a cell shows what it holds: its number format, and why it can't be read, if so."""

    number_format: str
    unread: str


class Looks:
    """The looks of a workbook's cells; as a rule thousands of cells share one."""

    def __init__(self, book: Workbook) -> None:
        theme = book.loaded_theme or b""
        self._theme = {
            name.decode(): colour.decode() for name, colour in _THEME_COLOUR.findall(theme)
        }
        self._known: dict[int, Look] = {}

    def of(self, cell: Cell) -> Look:
        """Give the look of a cell."""
        style = cell.style_id
        if style not in self._known:
            self._known[style] = Look(_number_format(cell), self._unread(cell))
        return self._known[style]

    def _unread(self, cell: Cell) -> str:
        if cell.font.sz is not None and cell.font.sz < _SMALLEST:
            return "字小得看不见"
        ink = self._shade(cell.font.color, _BLACK)
        painted = cell.fill.fill_type == "solid"
        paper = self._shade(cell.fill.fgColor, _WHITE) if painted else _WHITE
        return "字的颜色和底色几乎一样" if abs(ink - paper) < _TOO_ALIKE else ""

    def _shade(self, colour: Color | None, other: int) -> int:
        """Give how light a colour is, from black to white; `other` where it does not say."""
        if colour is None:
            return other
        words = None
        if colour.type == "rgb":
            words = str(colour.rgb)[-6:]
        elif colour.type == "indexed":
            words = _INDEXED.get(colour.indexed)
        elif colour.type == "theme" and colour.theme < len(_THEME):
            words = self._theme.get(_THEME[colour.theme])
        if words is None or not re.fullmatch("[0-9A-Fa-f]{6}", words):
            return other
        red, green, blue = bytes.fromhex(words)
        light = (299 * red + 587 * green + 114 * blue) // 255
        tint = round((colour.tint or 0) * _WHITE)
        return light + (light if tint < 0 else _WHITE - light) * tint // _WHITE


def _number_format(cell: Cell) -> str:
    """Give a number format without the quoting that programs write one way or another."""
    plain = _QUOTED.sub(lambda found: found[1] or found[2] or "", str(cell.number_format))
    return plain.casefold()


def of_sheets(book: Workbook, *, versions: bool) -> dict[str, str]:
    """Give what is hidden, printed around the cells, or changes how they look, by its place.

    Without `versions` the words in which a sheet names its version are left out.
    """
    found: dict[str, str] = {}
    for sheet in book.worksheets:
        name = f"工作表“{sheet.title[:31]}”"
        if sheet.sheet_state != "visible":
            found[name] = "隐藏的"
        for letter in _hidden_columns(sheet):
            found[f"{name}{letter} 列"] = "隐藏的"
        for row in _hidden_rows(sheet):
            found[f"{name}第 {row} 行"] = "隐藏的"
        for what, words in _around(sheet):
            told = words if versions else re.sub("版本 [^　；]*", "", words)
            if told:
                found[f"{name}的{what}"] = told
        for rules in sheet.conditional_formatting:
            cells = " ".join(sorted(str(rules.sqref).split()))
            found[f"{name}{cells} 的条件格式"] = "；".join(sorted(map(_rule, rules.rules)))
    return found


def _hidden_columns(sheet: Worksheet) -> Iterator[str]:
    held = {column for _, column in getattr(sheet, "_cells", {})}
    last = max(held, default=0)
    for column in sheet.column_dimensions.values():
        if column.hidden or (column.customWidth and column.width < _NARROWEST):
            first, final = column.min or 0, min(column.max or 0, last)
            yield from (get_column_letter(one) for one in range(first, final + 1) if one in held)


def _hidden_rows(sheet: Worksheet) -> Iterator[int]:
    """Give the rows that hold something, but are not seen."""
    held = {
        place[0] for place, cell in getattr(sheet, "_cells", {}).items() if cell.value is not None
    }
    unstated = bool(sheet.sheet_format.zeroHeight)
    for row in sorted(held):
        known = sheet.row_dimensions.get(row)
        if known is None:
            if unstated:
                yield row
        elif known.hidden or (known.height is not None and known.height < _LOWEST):
            yield row


def _around(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Give what is printed above and below the cells of any page."""
    own = sheet.HeaderFooter
    kinds = [("页眉", own.oddHeader), ("页脚", own.oddFooter)]
    if own.differentFirst:
        kinds += [("首页页眉", own.firstHeader), ("首页页脚", own.firstFooter)]
    if own.differentOddEven:
        kinds += [("偶数页页眉", own.evenHeader), ("偶数页页脚", own.evenFooter)]
    for what, part in kinds:
        if part is None:
            continue
        sides = (part.left, part.center, part.right)
        for place, side in zip(_PLACES, sides, strict=True):
            words = _FONTS.sub("", side.text or "").strip()
            if words:
                yield f"{what}（{place}）", words


def _rule(rule: Rule) -> str:
    """Write a conditional format: when it holds, and what it does to what is read."""
    parts = [str(rule.type), str(rule.operator or ""), *(str(one) for one in rule.formula or ())]
    if rule.dxf is not None and rule.dxf.numFmt is not None:
        parts.append(f"显示为 {rule.dxf.numFmt.formatCode}")
    if rule.dxf is not None and rule.dxf.font is not None and rule.dxf.font.color is not None:
        parts.append("改字的颜色")
    return re.sub(r"\s+", " ", " ".join(part for part in parts if part))
