"""The frozen values that say what one deduction costs, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CostRecord:
    """An earlier record of the same community that a step names: its place and its day."""

    anchor: str
    day: str


@dataclass(frozen=True, slots=True)
class CostStep:
    """One step of the arithmetic as a plain sentence; `records` are those that it speaks of."""

    title: str
    text: str
    records: tuple[CostRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class CostReading:
    """A reading that the arithmetic goes by: its words, and whether the office has settled it."""

    id: str
    anchor: str
    reading: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class CostView:
    """What a record costs the total by itself, in points.

    `points` is exact text: positive is lost, negative is gained, None where the record counts
    nothing. It is points × deduction ÷ full marks, after the rule's own cap or allotment and before
    whatever bounds the row, the pool or all adjustments together. `actual` is what it adds, as the
    same signed text, to what the earlier records of the row or pool took: those of a row add up to
    the row's loss. `label` is how a reader sees that (`−1.25 分`), `aside` what it would have been
    alone, where that differs (`折合 1.25 分，本行已扣完`); `question` heads the steps.
    """

    points: str | None
    actual: str | None
    label: str
    aside: str
    question: str
    steps: tuple[CostStep, ...]
    readings: tuple[CostReading, ...]
