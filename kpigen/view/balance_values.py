"""The frozen values that lead from the year's full points down to a community's total."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A row that lost points, or what rows 15 and 16 take from or add to the total.

    `change` is signed and exact, `left` what remains of the full points after it. A loss has its
    `share` of all losses (`12.3%`, rounded), its `score` of its `points`, and a `bar` whose length
    is in per cent of the greatest loss; an adjustment has these empty. `note` says what the reader
    can't see from the figures: shared points, a veto, a ceiling.
    """

    item: str
    anchor: str
    category: str
    content: str
    note: str
    change: str
    share: str
    score: str
    points: str
    bar: str
    left: str


@dataclass(frozen=True, slots=True)
class BalanceView:
    """From `start` by `losses`, most first, to `subtotal`, and by `adjustments` to the total.

    `by_category` sums the losses by category, in printed order, as (name, points).
    `lost` is the sum of the losses. `ending` says how the total was bounded or rounded, if it was.
    """

    start: str
    losses: tuple[BalanceLine, ...]
    by_category: tuple[tuple[str, str], ...]
    lost: str
    subtotal: str
    adjustments: tuple[BalanceLine, ...]
    ending: str
    total: str
