"""Opens .xls and .et files that strangers made, in a process of its own.

Over a spoilt one their reader may end its whole process, or ask for all memory there is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kpigen import confined
from kpigen.reading.workbooks import BrokenError, TooLargeError

_PROGRAM = Path(__file__).with_name("old_workbook_cells.py")
# In seconds: a sheet of 5,000 rows takes one.
_PATIENCE = 60
# In bytes: sheets of records need a twentieth, a size that is a lie would take all there is.
_MEMORY = 1 << 31


class OldSheet(NamedTuple):
    """A sheet: its values by row and column, from 1; first and last row and column of each merge.

    A value is a number, a truth value, or a text; days are texts like 2020-05-12. A formula shows
    what it came to when the file was saved.
    """

    name: str
    values: Mapping[tuple[int, int], object]
    merged: tuple[tuple[int, int, int, int], ...]


def load(data: bytes) -> tuple[OldSheet, ...]:
    """Read all sheets; `TooLargeError` or `BrokenError` where they can't be read."""
    try:
        told = confined.run(_PROGRAM, data, memory=_MEMORY, patience=_PATIENCE)
    except confined.ExceededError as error:
        raise TooLargeError from error
    except confined.FailedError as error:
        raise BrokenError from error
    return tuple(
        OldSheet(
            name,
            {(row, column): value for row, column, value in cells},
            tuple(
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in merged
            ),
        )
        for name, cells, merged in json.loads(told)
    )
