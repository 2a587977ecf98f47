"""Sheets wider than a page or headed by several rows: they stay in sight, and in columns on paper.

A list ends its filter above its totals, so that sorting leaves these where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from kpigen.render import heights
from kpigen.render.workbook import BODY_SIZE, TITLE_SIZE, Look, Sheet, empty, text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# How many columns' widths together fill A4 landscape at the scale that broken pages are printed at.
# (Excel has room for a quarter more; LibreOffice has not, where the font that counts is missing.)
PAGE_WIDTH = 146
_SCALE = 80
_LOST = "FBE3D6"


class WideSheet(Sheet):
    """A sheet whose first rows and columns stay in sight and are repeated on every page.

    `heading` are the first and last of these rows; the filter stands in the last. `kept` is the
    number of these columns. `filter_end` is the last row that is filtered and sorted. `breaks` are
    the columns after which a page ends; without any, all columns are fitted to one page.
    """

    def __init__(self, title: str, widths: Sequence[int]) -> None:
        super().__init__(title, widths)
        self.heading = (1, 1)
        self.kept = 0
        self.filter_end = 0
        self.breaks: tuple[int, ...] = ()
        self._marked: list[tuple[str, str]] = []

    def mark_less(self, column: int, first: int, last: int, full: int) -> None:
        """Tint those of a column's figures that are less than the one in the row `full`."""
        letter = get_column_letter(column)
        cell, most = f"{letter}{first}", f"{letter}${full}"
        self._marked.append(
            (f"{cell}:{letter}{last}", f"AND(ISNUMBER({cell}),ISNUMBER({most}),{cell}<{most})")
        )

    def head(self, title: str, note: str) -> None:
        """Add the title of every page and the first one's note, before any other row.

        They stand behind the repeated columns: what began in these would be printed, cut off, on
        every page. A title leaves as much room on its right, so that it is in the page's middle.
        """
        edges = [self.kept, *self.breaks, len(self.widths)]
        pages = [(start, self._middle(start, end)) for start, end in pairwise(edges)]
        notes = [(self.kept, edges[1])]
        for words, of_pages, size, look in (
            (title, pages, TITLE_SIZE, Look.TITLE),
            (note, notes, BODY_SIZE, Look.NOTE),
        ):
            cells = [empty(look)] * len(self.widths)
            lines = 1
            for start, end in of_pages:
                cells[start] = text(words, look)
                lines = max(lines, heights.lines(words, sum(self.widths[start:end]), size))
            self.row(heights.height(lines, size), cells)
            for start, end in of_pages:
                self.merge(self.last, start + 1, columns=end - start)

    def _middle(self, start: int, end: int) -> int:
        """Find where a title ends that begins behind the repeated columns."""
        aside = sum(self.widths[: self.kept])
        last = end
        while last > start + 1 and sum(self.widths[last - 1 : end]) <= aside:
            last -= 1
        return last

    def frame(self, worksheet: Worksheet) -> None:
        """Give a worksheet everything but its rows."""
        super().frame(worksheet)
        first, last = self.heading
        worksheet.print_title_rows = f"{first}:{last}"
        if self.kept:
            worksheet.print_title_cols = f"A:{get_column_letter(self.kept)}"
        worksheet.freeze_panes = f"{get_column_letter(self.kept + 1)}{last + 1}"
        if self.filter_end:
            end = get_column_letter(len(self.widths))
            worksheet.auto_filter.ref = f"A{last}:{end}{self.filter_end}"
        for cells, formula in self._marked:
            look = DifferentialStyle(fill=PatternFill(bgColor=_LOST))
            rule = Rule("expression", dxf=look, formula=[formula])
            worksheet.conditional_formatting.add(cells, rule)
        if self.breaks:
            self._paged(worksheet)

    def _paged(self, worksheet: Worksheet) -> None:
        """End pages after certain columns: whoever fits a sheet to pages is not asked where."""
        worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
        worksheet.page_setup.fitToWidth = worksheet.page_setup.fitToHeight = None
        worksheet.page_setup.scale = _SCALE
        worksheet.page_setup.pageOrder = "overThenDown"
        for column in self.breaks:
            worksheet.col_breaks.append(Break(id=column))
