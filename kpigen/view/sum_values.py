"""The frozen values of a community's sums by category: what each was worth, lost and got."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CategorySum:
    """One category's row of the sums; all figures are exact text in points of the total.

    `change` is signed: what was lost, or what a category beside the total adds or takes after its
    ceiling; `0` where nothing changed. `points` and `score` are empty for a category without points
    of its own. `counting` and `others` count its records that take anything and those that don't.
    """

    number: str
    name: str
    points: str
    score: str
    change: str
    counting: int
    others: int
