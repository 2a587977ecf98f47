"""What a record stands for by itself: its status, its whole steps, the full marks of its row.

Checks, scoring and the view all go by these.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from kpigen.exact import EXACT, HUNDRED, ZERO, whole_steps
from kpigen.model import Decision, Deduction, Kind, Rubric, Rule, Scale, VetoEffect


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
