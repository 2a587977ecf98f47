"""The frozen values that a workbook computes scores from by itself: parameters and filed figures.

Figures are exact texts, empty where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class RuleFigures(NamedTuple):
    """What a rule takes, on its row's scale: the sheet's formulas look it up by `id`.

    `each` is taken a time or a step, `whole` all at once; a rule with neither takes what the
    record gives. `limit` bounds the rule's sum. `sign` is 1 or -1 for what is added to or taken
    from the total. A rule that `needs_approval` takes nothing without.
    """

    id: str
    item: str
    item_content: str
    department_name: str
    text: str
    kind: str
    each: str
    whole: str
    limit: str
    target: str
    step: str
    sign: str
    needs_approval: bool


class RowFigures(NamedTuple):
    """A row: its own points (empty without), what its scale counts down from, who draws on it.

    `members` are the rows that lose its points, itself first; `adjusts` tells that its records
    are added to or taken from the total.
    """

    item: str
    points: str
    full: str
    members: tuple[str, ...]
    adjusts: bool


class StatusWords(NamedTuple):
    """The words of the column 状态, and which of them count, do not count, or reduce."""

    all: tuple[str, ...]
    counting: tuple[str, ...]
    idle: tuple[str, ...]
    reduced: str


class Calculation(NamedTuple):
    """The arithmetic of a year as parameters: rules, rows, and the ceilings of the policy."""

    rules: tuple[RuleFigures, ...]
    rows: tuple[RowFigures, ...]
    statuses: StatusWords
    vetoed: str
    bonus_cap: str
    extra_deduction_cap: str
    total_min: str
    total_max: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A record's figures as its file gives them, and those that an appeal put in their place."""

    count: str
    actual: str
    deduct: str
    points: str
    reduced_count: str
    reduced_deduct: str
