"""Dataset to scores and their traces: pure exact arithmetic, no text, no clock.

The rules of the arithmetic are DESIGN section 4: a row loses points × deductions ÷ 100, rows that
share a pool add up on one scale, caps and allotments bound a rule's sum, a veto in force follows
the policy, and only totals are rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kpigen.exact import EXACT, HUNDRED, ZERO, round_total, share, whole_steps
from kpigen.model import (
    Community,
    Dataset,
    Decision,
    Deduction,
    Effect,
    Item,
    Kind,
    Policy,
    Rubric,
    Rule,
    Scale,
    VetoEffect,
)


class Status(StrEnum):
    """Where a record stands; `withdrawn` and `pending` count nothing."""

    ACTIVE = "active"
    APPEALED = "appealed"
    REDUCED = "reduced"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


class Bound(StrEnum):
    """What kept a record from counting in full."""

    CAP = "cap"
    ALLOTMENT = "allotment"


class RecordScore(NamedTuple):
    """What one record takes. `asked` is before cap and allotment, `deduct` is what counts.

    Both are on the row's scale; an adjustment has them 0 and its signed `points` on the 200 scale.
    `steps` are the whole times or missing units of an `each` rule.
    """

    record: Deduction
    rule: Rule
    status: Status
    steps: Decimal | None
    asked: Decimal
    deduct: Decimal
    bound: Bound | None
    points: Decimal


class ItemScore(NamedTuple):
    """One row's result. `full` is what the row's scale counts down from: 100 or its points.

    `deducted` sums the row's own records; `pool_deducted` and `score` stand on the row that
    carries a pool's points. `score` is None where the row has no points of its own.
    """

    item: Item
    scale: Scale
    full: Decimal
    deducted: Decimal
    pool: tuple[str, ...]
    pool_deducted: Decimal | None
    score: Decimal | None
    vetoed: bool
    records: tuple[RecordScore, ...]


class CommunityScore(NamedTuple):
    """One community's result; `adjustments` is bonus less extra deductions after their caps."""

    community: Community
    items: tuple[ItemScore, ...]
    subtotal: Decimal
    bonus_asked: Decimal
    bonus: Decimal
    extra_asked: Decimal
    extra: Decimal
    adjustments: Decimal
    total_exact: Decimal
    total: Decimal
    vetoed: bool
    award_eligible: bool
    rank: int | None
    group_rank: int | None


class Scores(NamedTuple):
    """The one scoring result that feeds every output; communities in the rubric's order."""

    communities: tuple[CommunityScore, ...]
    as_of: date | None


def score(dataset: Dataset, as_of: date | None = None) -> Scores:
    """Score every community; with `as_of`, by what had happened up to and on that day."""
    rubric = dataset.rubric
    by_community: dict[str, list[Deduction]] = defaultdict(list)
    for record in dataset.deductions:
        seen = record if as_of is None else known_by(record, as_of)
        if seen is not None:
            by_community[seen.community].append(seen)
    table = _Table.of(rubric)
    results = [
        _community(community, by_community[community.id], table) for community in rubric.communities
    ]
    return Scores(_ranked(results, rubric.assessment.policy), as_of)


def known_by(record: Deduction, day: date) -> Deduction | None:
    """Give the record as it stood at the end of a day; None if it had not happened."""
    if record.date > day:
        return None
    approval, appeal, withdrawn = record.approval, record.appeal, record.withdrawn
    if approval and approval.date > day:
        approval = None
    if withdrawn and withdrawn.date > day:
        withdrawn = None
    if appeal and appeal.filed > day:
        appeal = None
    if appeal and appeal.decided and appeal.decided > day:
        appeal = replace(
            appeal,
            decided=None,
            decision=None,
            deduct=None,
            count=None,
            decided_by="",
            document="",
        )
    return replace(record, approval=approval, appeal=appeal, withdrawn=withdrawn)


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


def scales(rubric: Rubric) -> dict[str, Scale]:
    """Give each row's scale: 100, unless a reading in force says `points` for it."""
    found = {item.id: Scale.HUNDRED for item in rubric.items}
    for reading in rubric.readings:
        if reading.scale is not None:
            for about in reading.about:
                found[about.partition("-")[0]] = reading.scale
    return found


def steps_of(record: Deduction, rule: Rule) -> Decimal:
    """Count the whole steps of an `each` record as it now stands."""
    if record.appeal and record.appeal.decision is Decision.REDUCED and record.appeal.count:
        return record.appeal.count
    return steps_as_filed(record, rule)


def steps_as_filed(record: Deduction, rule: Rule) -> Decimal:
    """Count the whole steps that the department filed: the count, or a shortfall's."""
    if record.actual is not None and rule.target is not None and rule.step is not None:
        return max(ZERO, whole_steps(EXACT.subtract(rule.target, record.actual), rule.step))
    return Decimal(1) if record.count is None else record.count


class _Table(NamedTuple):
    """What scoring looks up of the rubric, laid out once for all communities."""

    items: tuple[Item, ...]
    rules: dict[str, tuple[Item, Rule]]
    full: dict[str, Decimal]
    scale: dict[str, Scale]
    pools: dict[str, tuple[str, ...]]
    policy: Policy

    @classmethod
    def of(cls, rubric: Rubric) -> _Table:
        items = rubric.items
        scale = scales(rubric)
        points = {item.id: item.points for item in items}
        pools: dict[str, list[str]] = defaultdict(list)
        for item in items:
            if item.pool:
                pools[item.pool].append(item.id)
        full = {}
        for item in items:
            own = points.get(item.pool or item.id)
            full[item.id] = HUNDRED if scale[item.id] is Scale.HUNDRED or own is None else own
        return cls(
            items=items,
            rules=rubric.rules,
            full=full,
            scale=scale,
            pools={head: (head, *members) for head, members in pools.items()},
            policy=rubric.assessment.policy,
        )

    def veto_zeroes(self, item: Item) -> bool:
        pooled = item.pool is not None or item.id in self.pools
        effect = VetoEffect.ZERO_POOL if pooled else VetoEffect.ZERO_ITEM
        return effect in self.policy.veto_effects


def _community(community: Community, records: list[Deduction], table: _Table) -> CommunityScore:
    by_item: dict[str, list[RecordScore]] = defaultdict(list)
    taken: dict[str, Decimal] = {}
    # The order of dates decides which record still fits below a cap; the id breaks ties.
    for record in sorted(records, key=lambda record: (record.date, record.id)):
        item, rule = table.rules[record.rule]
        by_item[item.id].append(_record(record, item, rule, table, taken))
    items = _items({key: tuple(value) for key, value in by_item.items()}, table)
    every = [scored for item in items for scored in item.records]
    policy = table.policy
    bonus_asked = _sum(scored.points for scored in every if scored.points > 0)
    extra_asked = _sum(-scored.points for scored in every if scored.points < 0)
    bonus = _at_most(bonus_asked, policy.bonus_cap)
    extra = _at_most(extra_asked, policy.extra_deduction_cap)
    subtotal = _sum(item.score for item in items if item.score is not None)
    adjustments = EXACT.subtract(bonus, extra)
    total = _at_most(EXACT.add(subtotal, adjustments), policy.total_max)
    if policy.total_min is not None:
        total = max(total, policy.total_min)
    vetoed = any(item.vetoed for item in items)
    return CommunityScore(
        community=community,
        items=items,
        subtotal=subtotal,
        bonus_asked=bonus_asked,
        bonus=bonus,
        extra_asked=extra_asked,
        extra=extra,
        adjustments=adjustments,
        total_exact=total,
        total=round_total(total),
        vetoed=vetoed,
        award_eligible=not (vetoed and VetoEffect.NO_AWARD in policy.veto_effects),
        rank=None,
        group_rank=None,
    )


def _record(
    record: Deduction, item: Item, rule: Rule, table: _Table, taken: dict[str, Decimal]
) -> RecordScore:
    """Score one record; `taken` holds what each rule has taken so far and is added to."""
    status = status_of(record, rule)
    steps = steps_of(record, rule) if rule.kind is Kind.EACH else None
    if status in {Status.WITHDRAWN, Status.PENDING}:
        return RecordScore(record, rule, status, steps, ZERO, ZERO, None, ZERO)
    if rule.kind is Kind.ADJUSTMENT:
        points = _reduced(record, record.points or ZERO)
        signed = points if rule.effect is Effect.BONUS else -points
        return RecordScore(record, rule, status, steps, ZERO, ZERO, None, signed)
    asked = _asked(record, item, rule, steps, table)
    limit, bound = (
        (rule.allotment, Bound.ALLOTMENT) if rule.kind is Kind.ALLOTTED else (rule.cap, Bound.CAP)
    )
    before = taken.get(rule.id, ZERO)
    after = _at_most(EXACT.add(before, asked), limit)
    taken[rule.id] = after
    deduct = EXACT.subtract(after, before)
    return RecordScore(
        record, rule, status, steps, asked, deduct, bound if deduct < asked else None, ZERO
    )


def _asked(
    record: Deduction, item: Item, rule: Rule, steps: Decimal | None, table: _Table
) -> Decimal:
    """Say what a record takes before any bound, on its row's scale."""
    if rule.kind is Kind.EACH:
        return _reduced(record, EXACT.multiply(rule.deduct or ZERO, steps or ZERO))
    if rule.kind is Kind.ALL:
        return _reduced(record, table.full[item.id])
    if rule.kind is Kind.VETO:
        return table.full[item.id] if table.veto_zeroes(item) else ZERO
    return _reduced(record, record.deduct or ZERO)


def _reduced(record: Deduction, figure: Decimal) -> Decimal:
    appeal = record.appeal
    if appeal and appeal.decision is Decision.REDUCED and appeal.deduct is not None:
        return appeal.deduct
    return figure


def _items(by_item: dict[str, tuple[RecordScore, ...]], table: _Table) -> tuple[ItemScore, ...]:
    deducted = {
        item.id: _sum(scored.deduct for scored in by_item.get(item.id, ())) for item in table.items
    }
    vetoed = {
        item.id: any(
            scored.rule.kind is Kind.VETO and scored.status not in _COUNT_NOTHING
            for scored in by_item.get(item.id, ())
        )
        for item in table.items
    }
    results = []
    for item in table.items:
        pool = table.pools.get(item.id, ())
        members = pool or (item.id,)
        score = None
        if item.points is not None:
            lost = _sum(
                share(item.points, deducted[member], table.full[member]) for member in members
            )
            score = max(ZERO, EXACT.subtract(item.points, lost))
        results.append(
            ItemScore(
                item=item,
                scale=table.scale[item.id],
                full=table.full[item.id],
                deducted=deducted[item.id],
                pool=pool,
                pool_deducted=_sum(deducted[member] for member in pool) if pool else None,
                score=score,
                vetoed=vetoed[item.id],
                records=by_item.get(item.id, ()),
            )
        )
    return tuple(results)


_COUNT_NOTHING = frozenset({Status.WITHDRAWN, Status.PENDING})


def _ranked(results: list[CommunityScore], policy: Policy) -> tuple[CommunityScore, ...]:
    """Add the standard competition ranks, overall and within each group, by exact totals."""
    overall = _ranks(results, policy)
    in_group: dict[str, int] = {}
    for group in {result.community.group for result in results}:
        in_group |= _ranks([r for r in results if r.community.group == group], policy)
    return tuple(
        result._replace(
            rank=overall.get(result.community.id),
            group_rank=in_group.get(result.community.id),
        )
        for result in results
    )


def _ranks(results: list[CommunityScore], policy: Policy) -> dict[str, int]:
    if VetoEffect.DISQUALIFY in policy.veto_effects:
        results = [result for result in results if not result.vetoed]
    last = VetoEffect.RANK_LAST in policy.veto_effects
    keys = {r.community.id: (last and r.vetoed, -r.total_exact) for r in results}
    ordered = sorted(keys.values())
    first = {key: place for place, key in reversed(list(enumerate(ordered, 1)))}
    return {community: first[key] for community, key in keys.items()}


def _sum(figures: Iterable[Decimal]) -> Decimal:
    total = ZERO
    for figure in figures:
        total = EXACT.add(total, figure)
    return total


def _at_most(figure: Decimal, limit: Decimal | None) -> Decimal:
    return figure if limit is None else min(figure, limit)
