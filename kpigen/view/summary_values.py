"""The frozen values of the summary workbook: the year by department, by community and by row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TallyView:
    """What a set of records comes to, as figures.

    `counted` of the `records` count. They take `taken` points from the rows of the table and change
    totals by `adjusted`, which is signed. A month's figure in `months` is how many count; it is
    empty for none.
    """

    records: str
    counted: str
    taken: str
    adjusted: str
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartmentTally:
    """What a department assesses and filed; `communities` is how many it filed about."""

    name: str
    items: tuple[str, ...]
    communities: str
    tally: TallyView


@dataclass(frozen=True, slots=True)
class PairTally:
    """What a department filed about one community; only pairs with records are made."""

    department_name: str
    community_name: str
    group: str
    tally: TallyView


@dataclass(frozen=True, slots=True)
class ItemTally:
    """A row of the table and what was filed on it. `points` are as printed.

    `lost` is what all communities lost in it together, with the rows that share its points; it is
    empty where a row has no points of its own.
    """

    item: str
    category: str
    content: str
    department_name: str
    points: str
    lost: str
    communities: str
    tally: TallyView


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The year in sums. `total` is that of all departments, `counts` are (name, figure) pairs."""

    months: tuple[str, ...]
    departments: tuple[DepartmentTally, ...]
    total: DepartmentTally
    pairs: tuple[PairTally, ...]
    items: tuple[ItemTally, ...]
    counts: tuple[tuple[str, str], ...]
