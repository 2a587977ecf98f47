"""What a table document holds, each cell with its place: the same for every kind of file."""

from __future__ import annotations

from typing import NamedTuple

from openpyxl.utils import get_column_letter

from kpigen.diagnostics import Diagnostic, Place

COLUMNS = ("number", "category", "seq", "content", "veto", "department", "points", "rules")
# What each column is called in findings; the printed heading 目标内容 stands over three of them.
COLUMN_NAMES = {
    "number": "序号",
    "category": "目标类别",
    "seq": "行号",
    "content": "目标内容",
    "veto": "是否执行一票否决",
    "department": "主协助考核部门",
    "points": "考核分值",
    "rules": "扣分细则",
}


class Wanted(NamedTuple):
    """The rubric's words by which a reader finds the table in a document."""

    title: str
    headings: tuple[str, ...]
    total_label: str


class Cell(NamedTuple):
    """A cell's text and where it begins; `column` is 1 in a text document.

    `unread` tells that the cell was complained of already.
    """

    text: str
    line: int
    column: int = 1
    unread: bool = False


class Row(NamedTuple):
    """One row: its cells in the order of `COLUMNS`, and the line it begins on."""

    cells: tuple[Cell, ...]
    line: int

    def cell(self, name: str) -> Cell:
        """Give the cell of a column."""
        return self.cells[COLUMNS.index(name)]


class PrintedTable(NamedTuple):
    """A whole document. `sheet` names the sheet it stands on, empty in a text.

    `headings` are in the order of the rubric's, None where there is none; `absent` are the columns
    whose heading is not there; `findings` are what is wrong with the document itself.
    """

    path: str
    sheet: str
    title: Cell | None
    headings: tuple[Cell | None, ...]
    rows: tuple[Row, ...]
    total_label: Cell | None
    total_points: Cell | None
    findings: tuple[Diagnostic, ...]
    absent: frozenset[str] = frozenset()

    def at(self, cell: Cell | Row) -> Place:
        """Give the place of a cell or a row, as findings have it."""
        return Place(self.path, cell.line, cell.column if isinstance(cell, Cell) else 1)

    def where(self, cell: Cell | Row) -> str:
        """Say where a cell or a row stands: `第 18 行`, `工作表“明细表”H5`."""
        if not self.sheet:
            return f"第 {cell.line} 行"
        if isinstance(cell, Row):
            return f"工作表“{self.sheet}”第 {cell.line} 行"
        return f"工作表“{self.sheet}”{get_column_letter(cell.column)}{cell.line}"
