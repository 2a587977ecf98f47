"""The cells of a stranger's workbook as text, whichever office program saved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from kpigen import exact
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
    if sheet_reader.is_old_format(data):
        return _old_format(path, data)
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


def _old_format(path: str, data: bytes) -> Found:
    """Read .xls and .et: only the results of formulas can be had of them.

    Their properties stand in the file as plain bytes, and the stamp is plain ASCII.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  # most files are no old ones

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        tables = tuple(
            Table(
                name.strip(),
                dict(_values(book.get_sheet_by_name(name).to_python(skip_empty_area=False))),
            )
            for name in book.sheet_names
        )
    except Exception as error:  # a spoilt file makes its reader raise anything
        raise sheet_reader.broken(path) from error
    return Found(tables, data.decode("latin-1"), has_formulas=False)


def _values(rows: Iterable[Sequence[object]]) -> Iterator[tuple[tuple[int, int], Held]]:
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value not in {None, ""}:
                yield (number, column), Held(_written(value))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else exact.from_sheet(value)
