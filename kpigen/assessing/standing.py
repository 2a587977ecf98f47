"""What records and rules stand for by themselves: status, figures, limits, full marks of a row.

Checks, scoring and the view all go by these.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from kpigen.exact import EXACT, HUNDRED, ZERO, whole_steps
from kpigen.model import Decision, Deduction, Item, Kind, Rubric, Rule, Scale, VetoEffect


class Status(StrEnum):
    """Where a record stands; `withdrawn` and `pending` count nothing."""

    ACTIVE = "active"
    APPEALED = "appealed"
    REDUCED = "reduced"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"

    @property
    def counts(self) -> bool:
        """Tell whether a record of this status takes anything."""
        return self not in {Status.WITHDRAWN, Status.PENDING}


class Bound(StrEnum):
    """What keeps the records on a rule from counting in full."""

    CAP = "cap"
    ALLOTMENT = "allotment"


def limit_of(rule: Rule) -> tuple[Decimal | None, Bound]:
    """Give the most that a community's records on a rule may take, and what sets it.

    It is on the row's scale; None where there is no limit.
    """
    if rule.kind is Kind.ALLOTTED:
        return rule.allotment, Bound.ALLOTMENT
    return rule.cap, Bound.CAP


class Filed(Protocol):
    """The figures of a record, new or merged; None where it gives none."""

    @property
    def count(self) -> Decimal | None:
        """Times or people."""

    @property
    def actual(self) -> Decimal | None:
        """What was reached of a target."""

    @property
    def deduct(self) -> Decimal | None:
        """What to deduct, on the row's scale."""

    @property
    def points(self) -> Decimal | None:
        """What to add or take from the total."""


def figures_filed(record: Filed, rule: Rule) -> tuple[Decimal | None, ...]:
    """Give what a record says in figures, in the order of `asked.FIGURES`.

    On a rule that counts, no count and no actual value mean one. Two records say the same if
    these are equal.
    """
    count = record.count
    if rule.kind is Kind.EACH and count is None and record.actual is None:
        count = Decimal(1)
    return count, record.actual, record.deduct, record.points


def status_of(record: Deduction, rule: Rule) -> Status:
    """Tell where a record stands; a withdrawal ends everything else."""
    decision = record.appeal.decision if record.appeal else None
    if record.withdrawn or decision is Decision.WITHDRAWN:
        return Status.WITHDRAWN
    if rule.kind is Kind.VETO and record.approval is None:
        return Status.PENDING
    if decision is Decision.REDUCED:
        return Status.REDUCED
    if record.appeal and decision is None:
        return Status.APPEALED
    return Status.ACTIVE


def steps_as_filed(record: Deduction, rule: Rule) -> Decimal:
    """Count the whole steps that the department filed: the count, or a shortfall's."""
    if record.actual is not None and rule.target is not None and rule.step is not None:
        return max(ZERO, whole_steps(EXACT.subtract(rule.target, record.actual), rule.step))
    return Decimal(1) if record.count is None else record.count


def steps_of(record: Deduction, rule: Rule) -> Decimal:
    """Count the whole steps of an `each` record as it now stands."""
    if record.appeal and record.appeal.decision is Decision.REDUCED and record.appeal.count:
        return record.appeal.count
    return steps_as_filed(record, rule)


def reduced(record: Deduction, figure: Decimal) -> Decimal:
    """Give a figure, or what an appeal reduced it to."""
    appeal = record.appeal
    if appeal and appeal.decision is Decision.REDUCED and appeal.deduct is not None:
        return appeal.deduct
    return figure


def scales(rubric: Rubric) -> dict[str, Scale]:
    """Give each row's scale: 100, unless a reading in force says `points` for it."""
    found = {item.id: Scale.HUNDRED for item in rubric.items}
    for reading in rubric.readings:
        if reading.scale is not None:
            for about in reading.about:
                found[about.partition("-")[0]] = reading.scale
    return found


def heads(items: tuple[Item, ...]) -> dict[str, str]:
    """Give for each row the row that carries its points: itself, or its pool's."""
    return {item.id: item.pool or item.id for item in items}


def full_marks(rubric: Rubric) -> dict[str, Decimal]:
    """Give what each row counts down from on its scale: 100, or the points it draws on."""
    items = rubric.items
    points = {item.id: item.points for item in items}
    scale = scales(rubric)
    found = {}
    for item in items:
        own = points.get(item.pool or item.id)
        found[item.id] = HUNDRED if scale[item.id] is Scale.HUNDRED or own is None else own
    return found


def zeroed_by_veto(rubric: Rubric) -> frozenset[str]:
    """Name the rows whose points a veto in force takes, as the policy has it."""
    effects = rubric.assessment.policy.veto_effects
    heads = {item.pool for item in rubric.items if item.pool}
    return frozenset(
        item.id
        for item in rubric.items
        if (VetoEffect.ZERO_POOL if item.pool or item.id in heads else VetoEffect.ZERO_ITEM)
        in effects
    )
