"""The frozen values of the comparison: one column a community, one cell a row and community."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompareColumn:
    """A community as a column; `standing` is its rank within its group, named."""

    id: str
    name: str
    total: str
    lost: str
    adjustments: str
    standing: str
    rank_label: str
    records: str
    remark: str


@dataclass(frozen=True, slots=True)
class CompareCell:
    """What a community scored in a row or a category.

    `lost` is signed, empty where nothing was lost; `bar` is its share of the points, 0 to 100.
    `note` says what a figure can't.
    """

    score: str
    lost: str
    bar: str
    note: str


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A row of the table with points of its own; its cells are in the order of the columns."""

    item: str
    anchor: str
    content: str
    points: str
    cells: tuple[CompareCell, ...]


@dataclass(frozen=True, slots=True)
class CompareCategory:
    """A category and its rows; one whose rows count outside the total has no rows here."""

    id: str
    number: str
    name: str
    points: str
    cells: tuple[CompareCell, ...]
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Every community beside every other, best first."""

    columns: tuple[CompareColumn, ...]
    categories: tuple[CompareCategory, ...]
