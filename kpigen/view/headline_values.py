"""The frozen values of the sentence at the top of a community's page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadlineLoss:
    """A row that lost much: its anchor in the table, `安全生产（3.1，一票否决）`, `15 分`."""

    anchor: str
    name: str
    lost: str


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """What was lost and where, in a sentence: `lead`, the greatest losses, and what else counts.

    `lead` ends as the sentence does where nothing was lost; `rest` is a sentence or empty.
    """

    lead: str
    losses: tuple[HeadlineLoss, ...]
    rest: str
