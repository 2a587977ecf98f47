"""Turns an .xls or .et on standard input into its cells as JSON: a program for `old_workbooks`.

It imports nothing of kpigen, so that it runs from its file alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# The exit code that says so.
_TOO_LARGE = 3
_MOST_CELLS = 4_000_000


def _cells(sheet: CalamineSheet) -> Iterator[tuple[int, int, object]]:
    """Give row and column, from 1, and value of each cell that holds anything."""
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        sys.exit(_TOO_LARGE)
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if value not in {None, ""}:
                yield row, column, value


def _written(value: object) -> str:
    """Write what JSON has no notation for: a day without its time, or a time."""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _main() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    sheets = [
        (name, list(_cells(sheet)), sheet.merged_cell_ranges or [])
        for name in book.sheet_names
        for sheet in (book.get_sheet_by_name(name),)
    ]
    json.dump(sheets, sys.stdout, default=_written)


if __name__ == "__main__":
    _main()
