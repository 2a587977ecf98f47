"""The cells of a stranger's workbook as text, whichever office program saved it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from kpigen.filing import sheet_reader

FORMULA, ERROR = "f", "e"


class Held(NamedTuple):
    """What a cell holds; `kind` is empty for a value. A formula's text is the formula."""

    text: str
    kind: str = ""


class Table(NamedTuple):
    """A sheet: what its cells hold by row and column, its merged blocks, its hidden rows."""

    name: str
    cells: Mapping[tuple[int, int], Held]
    merged: tuple[tuple[int, int, str], ...] = ()
    hidden: frozenset[int] = frozenset()

    def rows(self) -> dict[int, dict[int, Held]]:
        """Give the rows that hold anything, in their order."""
        found: dict[int, dict[int, Held]] = {}
        for (row, column), held in sorted(self.cells.items()):
            found.setdefault(row, {})[column] = held
        return found


class Found(NamedTuple):
    """A workbook's sheets and the property that carries the stamp."""

    tables: tuple[Table, ...]
    keywords: str
    has_formulas: bool = True


def read(path: str, data: bytes) -> Found:
    """Read all cells; `sheet_reader.RefusedError` where the file can't be or must not be read."""
    book = sheet_reader.opened(path, data)
    tables = tuple(_table(sheet) for sheet in book.worksheets if isinstance(sheet, Worksheet))
    return Found(tables, str(book.properties.keywords or ""))


def _table(sheet: Worksheet) -> Table:
    cells = {
        (row, column): Held(sheet_reader.words_in(cell), kind)
        for row, held in sheet_reader.filled_cells(sheet).items()
        for column, cell in held.items()
        if (kind := cell.data_type if cell.data_type in {FORMULA, ERROR} else "")
        or cell.value != ""
    }
    merged = sorted((one.min_row, one.min_col, one.coord) for one in sheet.merged_cells.ranges)
    hidden = frozenset(row for row, _ in cells if sheet.row_dimensions[row].hidden)
    return Table(sheet.title.strip(), cells, tuple(merged), hidden)
