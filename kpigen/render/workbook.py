"""Writes the cells and sheets of a workbook: no text of the data can become a formula.

The rows are written here, because openpyxl turns text that begins with `=` into a formula, sends
a Decimal through binary fractions, and needs most of its time for cells. What is around the rows
(merges, widths, page setup) is openpyxl's; `workbook_file` has it write the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.protection import SheetProtection

from kpigen import exact

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

BODY_SIZE = 9
SMALL_SIZE = 8
HEAD_SIZE = 10
TITLE_SIZE = 18
_HEAD_FONT = "黑体"
_BODY_FONT = "宋体"
_A4 = 9

# Spreadsheets count days from here, for every day since March 1900.
_DAY_ZERO = date(1899, 12, 30)
# Spreadsheets keep 15 digits of a number and would silently lose the others.
_MOST_DIGITS = 15
# Excel reads `_x0041_` in a text as the letter A, unless its first underscore is written like that.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Style(NamedTuple):
    """What a look consists of: font and size, side, number format, with or without a frame.

    Cells that are `open` stay editable on a protected sheet and are tinted, so that it shows.
    One that is `ruled` has a line at its foot to write on.
    """

    font: str
    size: int
    side: Literal["left", "center", "right"]
    number_format: str
    framed: bool
    vertical: Literal["center", "top", "bottom"] = "center"
    open: bool = False
    ruled: bool = False


class Look(Enum):
    """The looks of a cell.

    A label of several rows stands in their middle like any other; where a page ends between the
    rows it is `DIVIDED` and stands at their top, so that the page end does not cut it in half.
    Figures have two looks, because `0.###` leaves a point behind whole numbers. Figures that
    change while somebody edits have the spreadsheet's own format, which shows either.
    """

    TITLE = Style(_HEAD_FONT, TITLE_SIZE, "center", "General", framed=False)
    NOTE = Style(_BODY_FONT, BODY_SIZE, "left", "@", framed=False)
    LIVE_NOTE = Style(_BODY_FONT, BODY_SIZE, "left", "General", framed=False)
    HEAD = Style(_HEAD_FONT, HEAD_SIZE, "center", "@", framed=True)
    TEXT = Style(_BODY_FONT, BODY_SIZE, "left", "General", framed=True)
    SMALL = Style(_BODY_FONT, SMALL_SIZE, "left", "General", framed=True)
    LABEL = Style(_BODY_FONT, BODY_SIZE, "center", "General", framed=True)
    DIVIDED = Style(_BODY_FONT, BODY_SIZE, "center", "General", framed=True, vertical="top")
    LITERAL = Style(_BODY_FONT, BODY_SIZE, "left", "@", framed=True)
    LITERAL_LABEL = Style(_BODY_FONT, BODY_SIZE, "center", "@", framed=True)
    WHOLE = Style(_BODY_FONT, BODY_SIZE, "center", "0", framed=True)
    BROKEN = Style(_BODY_FONT, BODY_SIZE, "center", "0.0##############", framed=True)
    SIGNED_WHOLE = Style(_BODY_FONT, BODY_SIZE, "center", "+0;-0;0", framed=True)
    SIGNED_BROKEN = Style(
        _BODY_FONT, BODY_SIZE, "center", "+0.0##############;-0.0##############", framed=True
    )
    SIGNED_LIVE = Style(_BODY_FONT, BODY_SIZE, "center", "+General;-General;General", framed=True)
    DAY = Style(_BODY_FONT, BODY_SIZE, "center", "yyyy-mm-dd", framed=True)
    SUM_LABEL = Style(_HEAD_FONT, HEAD_SIZE, "center", "General", framed=True)
    SUM = Style(_HEAD_FONT, HEAD_SIZE, "center", "0.00", framed=True)
    SUM_WHOLE = Style(_HEAD_FONT, HEAD_SIZE, "center", "0", framed=True)
    SIGNED_BY = Style(_HEAD_FONT, HEAD_SIZE, "right", "@", framed=False, vertical="bottom")
    SIGN_HERE = Style(
        _BODY_FONT, HEAD_SIZE, "left", "@", framed=False, vertical="bottom", ruled=True
    )
    SEALED = Style(_HEAD_FONT, HEAD_SIZE, "left", "@", framed=False, vertical="bottom")
    OPEN_TEXT = Style(_BODY_FONT, BODY_SIZE, "left", "@", framed=True, open=True)
    OPEN_LABEL = Style(_BODY_FONT, BODY_SIZE, "center", "@", framed=True, open=True)
    OPEN_FIGURE = Style(_BODY_FONT, BODY_SIZE, "center", "General", framed=True, open=True)
    OPEN_DAY = Style(_BODY_FONT, BODY_SIZE, "center", "yyyy-mm-dd", framed=True, open=True)


# The number by which a cell names its look; a new workbook has one look, 0, of its own.
STYLE_NUMBERS = {look: place for place, look in enumerate(Look, start=1)}
# A text that a spreadsheet would take for a formula as soon as somebody edits its cell.
_FORMULA_STARTS = tuple("=+-@")
_LITERAL = {Look.TEXT: Look.LITERAL, Look.LABEL: Look.LITERAL_LABEL}


def empty(look: Look) -> str:
    """Write a cell that only has a frame."""
    return f' s="{STYLE_NUMBERS[look]}"/>'


def text(value: str, look: Look = Look.TEXT) -> str:
    """Write a cell that shows this text and nothing else, whatever it begins with."""
    if not value:
        return empty(look)
    if value.startswith(_FORMULA_STARTS):
        look = _LITERAL.get(look, look)
    shown = escape(_CODED.sub("_x005F_", value))
    style = STYLE_NUMBERS[look]
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def figure(value: str, look: Look | None = None) -> str:
    """Write a cell with the number that a text is; a text that is no plain figure stays text."""
    bare = value.removeprefix("+")
    parsed = exact.parse(bare)
    if parsed is None or len(parsed.as_tuple().digits) > _MOST_DIGITS:
        return text(value, Look.LABEL)
    if look is None:
        if exact.plain(parsed) != bare:
            return text(value, Look.LABEL)
        look = Look.BROKEN if "." in bare else Look.WHOLE
    return f' s="{STYLE_NUMBERS[look]}"><v>{bare}</v></c>'


def signed(value: str) -> str:
    """Write a cell with a number that shows its sign: `+2`, `-1.5`."""
    return figure(value, Look.SIGNED_BROKEN if "." in value else Look.SIGNED_WHOLE)


def day(iso: str, look: Look = Look.DAY) -> str:
    """Write a cell with a real date, so that it filters by month."""
    return f' s="{STYLE_NUMBERS[look]}"><v>{_days(iso)}</v></c>'


def formula(expression: str, value: str, look: Look) -> str:
    """Write a cell that the spreadsheet computes, with the value that it has now.

    Readers that never compute show the value. `expression` is ours: no words of the data stand in
    it, a formula refers to the cell that holds them. A value that is no number is a text.
    """
    kind, shown = "", value.removeprefix("+")
    if exact.parse(shown) is None:
        kind, shown = ' t="str"', escape(_CODED.sub("_x005F_", value))
    style = STYLE_NUMBERS[look]
    return f' s="{style}"{kind}><f>{escape(expression)}</f><v>{shown}</v></c>'


def _days(iso: str) -> int:
    return (date.fromisoformat(iso) - _DAY_ZERO).days


class Allowed(NamedTuple):
    """What the cells of a column accept, what they say while one is filled, and when it is wrong.

    `kind` and `operator` are the words of the file format; `least` and `most` its bounds, or
    `least` the range that a list takes its choices from.
    """

    kind: Literal["list", "date", "whole", "decimal", "none"]
    title: str
    prompt: str
    error: str
    least: str
    most: str = ""
    operator: Literal["between", "greaterThanOrEqual", "none"] = "none"


def listed(title: str, prompt: str, error: str, sheet: str, column: int, rows: int) -> Allowed:
    """Accept what stands in the first rows of another sheet's column."""
    letter = get_column_letter(column)
    return Allowed("list", title, prompt, error, f"'{sheet}'!${letter}$1:${letter}${rows}")


def chosen(title: str, prompt: str, error: str, choices: str) -> Allowed:
    """Accept what a named range holds, or one of a few words: `"甲,乙"`."""
    return Allowed("list", title, prompt, error, choices)


def between_days(title: str, prompt: str, error: str, first: str, last: str) -> Allowed:
    """Accept a day from the first to the last, given as 2020-05-12."""
    least, most = (str(_days(iso)) for iso in (first, last))
    return Allowed("date", title, prompt, error, least, most, "between")


def at_least(title: str, prompt: str, error: str, least: str, *, whole: bool) -> Allowed:
    """Accept a number, or a whole one, that is not less than a figure."""
    return Allowed(
        "whole" if whole else "decimal", title, prompt, error, least, "", "greaterThanOrEqual"
    )


class Sheet:
    """One sheet: its rows as they come, and the merges, widths and page setup around them.

    `frozen` columns stay in sight beside the rows down to `header`; of all columns the first
    `printed` come on paper, and of all rows those down to `printed_to`, where that is not 0. Pages
    end after the rows in `page_ends`, which programs heed as long as only the width is fitted. A
    protected sheet lets nobody write but into open cells; there is no password, since what it keeps
    out are slips, not people.
    """

    def __init__(self, title: str, widths: Sequence[int]) -> None:
        self.title = title
        self.widths = tuple(widths)
        self.header = 0
        self.filtered = False
        self.hidden = False
        self.protected = False
        self.frozen = 0
        self.printed = len(widths)
        self.printed_to = 0
        self.page_ends: tuple[int, ...] = ()
        self.footer = ("", "")
        self._letters = [get_column_letter(column) for column in range(1, len(widths) + 1)]
        self.heights: list[int] = []
        self._rows: list[str] = []
        self._merges: list[tuple[int, int, int, int]] = []
        self._allowed: list[tuple[str, Allowed]] = []
        self._names: list[tuple[str, str]] = []

    @property
    def last(self) -> int:
        """The number of the row written last, from 1."""
        return len(self._rows)

    def row(self, height: int, cells: Sequence[str], *, grows: bool = False) -> None:
        """Add the next row; `cells` begin in the first column.

        A row that grows is left to the spreadsheet, which fits it to what is filled in later.
        """
        self.heights.append(height)
        number = len(self.heights)
        written = "".join(
            f'<c r="{letter}{number}"{cell}'
            for letter, cell in zip(self._letters, cells, strict=False)
        )
        fixed = "" if grows else ' customHeight="1"'
        self._rows.append(f'<row r="{number}" ht="{height}"{fixed}>{written}</row>')

    def merge(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Merge a block of cells that begins at this row and column."""
        if rows * columns > 1:
            self._merges.append((column, row, column + columns - 1, row + rows - 1))

    def line(self, height: int, cell: str) -> None:
        """Add a row of one cell that reaches over all columns."""
        self.row(height, [cell])
        self.merge(self.last, 1, columns=len(self.widths))

    def allow(self, column: int, first: int, last: int, allowed: Allowed) -> None:
        """Say what a column's cells accept, from the first row to the last."""
        letter = self._letters[column - 1]
        self._allowed.append((f"{letter}{first}:{letter}{last}", allowed))

    def name(self, name: str, column: int, first: int, last: int) -> None:
        """Give a column's cells a name that formulas on all sheets can use."""
        letter = self._letters[column - 1]
        self._names.append((name, f"'{self.title}'!${letter}${first}:${letter}${last}"))

    def frame(self, worksheet: Worksheet) -> None:
        """Give a worksheet everything but its rows."""
        worksheet.title = self.title
        for letter, width in zip(self._letters, self.widths, strict=True):
            worksheet.column_dimensions[letter].width = width
        worksheet.merged_cells = _Merges([CellRange(None, *merge) for merge in self._merges])
        # The corners make openpyxl state how far the sheet reaches; some readers rely on that.
        worksheet.cell(1, 1)
        worksheet.cell(self.last, len(self.widths))
        end = self.printed_to or self.last
        worksheet.print_area = f"A1:{self._letters[self.printed - 1]}{end}"
        for row in self.page_ends:
            worksheet.row_breaks.append(Break(id=row))
        if self.header:
            worksheet.print_title_rows = f"{self.header}:{self.header}"
            worksheet.freeze_panes = f"{self._letters[self.frozen]}{self.header + 1}"
        if self.filtered:
            worksheet.auto_filter.ref = f"A{self.header}:{self._letters[-1]}{self.last}"
        if self.hidden:
            worksheet.sheet_state = "hidden"
        if self.protected:
            worksheet.protection = _protection()
        for cells, allowed in self._allowed:
            worksheet.add_data_validation(_validation(cells, allowed))
        if worksheet.parent is not None:
            for name, cells in self._names:
                worksheet.parent.defined_names[name] = DefinedName(name, attr_text=cells)
        self._page(worksheet)

    def _page(self, worksheet: Worksheet) -> None:
        worksheet.sheet_view.showGridLines = False
        worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        setup, margins = worksheet.page_setup, worksheet.page_margins
        setup.orientation, setup.paperSize = "landscape", _A4
        setup.fitToWidth, setup.fitToHeight = 1, 0
        margins.left = margins.right = 0.5
        margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
        worksheet.print_options.horizontalCentered = True
        left, right = (words.replace("&", "&&") for words in self.footer)
        footer = HeaderFooterItem()
        footer.left.text, footer.right.text = left, right
        footer.center.text = "第 &P 页 共 &N 页"
        worksheet.oddFooter = footer

    def fill(self, written: bytes) -> bytes:
        """Put the rows into the sheet that openpyxl wrote without them."""
        before, start, rest = written.partition(b"<sheetData>")
        _, end, after = rest.partition(b"</sheetData>")
        if not end:
            raise RuntimeError("openpyxl wrote a sheet without sheetData")
        return b"".join([before, start, "".join(self._rows).encode(), end, after])


def _protection() -> SheetProtection:
    """Keep cells as they are; heights, widths and filters are the reader's own business."""
    return SheetProtection(sheet=True, formatColumns=False, formatRows=False, autoFilter=False)


def _validation(cells: str, allowed: Allowed) -> DataValidation:
    return DataValidation(
        type=allowed.kind,
        operator=allowed.operator,
        formula1=allowed.least,
        formula2=allowed.most or None,
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        promptTitle=allowed.title,
        prompt=allowed.prompt,
        errorTitle=allowed.title,
        error=allowed.error,
        errorStyle="stop",
        sqref=cells,
    )


class _Merges(MultiCellRange):
    """Merges in order of place: openpyxl keeps them in a set, whose order varies."""

    def __iter__(self) -> Iterator[CellRange]:
        return iter(self.sorted())
