"""The frozen values of the pages of rows and of categories: who lost how much on which row.

Items, rules, readings and records stand in them by their ids: the report has each once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What a row's losses are counted in.

    Points of its own; deductions that go to a pool with other rows'; points beside the total.
    """

    POINTS = "points"
    POOL = "pool"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class WordsView:
    """A run of printed words and the rule that encodes them, empty if none does."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class PrintedRowView:
    """A row's cells as printed; cells merged with a row above are filled in from there.

    `merged` names the row that a merged 考核分值 cell stands in.
    """

    number: str
    category: str
    seq: str
    content: tuple[WordsView, ...]
    veto: str
    department: str
    points: str
    rules: tuple[WordsView, ...]
    merged: str


@dataclass(frozen=True, slots=True)
class ShareView:
    """One community's part in a row, in the row's measure.

    `figure` is what it lost, was deducted, or got with its sign; `kept` the share of the points
    that it kept, in per cent, empty where there are none; `bar` is `figure` as a share of the row's
    points, of its scale, or of the greatest. `pool_deducted` and `pool_lost` stand in rows of a
    pool only.
    """

    community: str
    community_name: str
    figure: str
    kept: str
    bar: str
    pool_deducted: str
    pool_lost: str
    vetoed: bool
    arithmetic: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PoolShareView:
    """One community's part in a pool: what each row took, their sum, the points lost and kept."""

    community: str
    community_name: str
    deducted: tuple[str, ...]
    total: str
    lost: str
    kept: str
    bar: str
    vetoed: bool


@dataclass(frozen=True, slots=True)
class PoolView:
    """Rows that share points: the first carries them. `lost` is what all communities lost.

    `records` counts those of all its rows.
    """

    label: str
    points: str
    items: tuple[str, ...]
    shares: tuple[PoolShareView, ...]
    lost: str
    records: int


@dataclass(frozen=True, slots=True)
class RuleUseView:
    """How often records used a rule: those that count, and in a few words."""

    rule: str
    records: int
    label: str


@dataclass(frozen=True, slots=True)
class RowPageView:
    """A row of the table with all that happened on it.

    `figure` sums the shares in the row's measure. `lost` is the points that all communities lost,
    a pool's on its first row and "0" on the others; `label` says it in words and `bar` compares it
    with the row that lost most. `communities` and `records` count whom and what `label` is about:
    the pool's on its first row, where `own` says in words how many records are the row's own.
    `others` are records of communities without a share.
    """

    item: str
    printed: PrintedRowView
    uses: tuple[RuleUseView, ...]
    readings: tuple[str, ...]
    measure: Measure
    figure: str
    lost: str
    label: str
    bar: str
    communities: int
    records: int
    own: str
    shares: tuple[ShareView, ...]
    others: tuple[str, ...]
    pool: PoolView | None


@dataclass(frozen=True, slots=True)
class CategoryRowsView:
    """A category's rows; `lost` is what all communities lost in it, `bar` against the greatest.

    `label` says it in words: a category without points of its own adds or takes instead.
    """

    category: str
    lost: str
    label: str
    bar: str
    records: int
    rows: tuple[RowPageView, ...]
