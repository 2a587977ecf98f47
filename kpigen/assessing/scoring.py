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
from typing import NamedTuple

from kpigen.assessing.standing import (
    Bound,
    Status,
    full_marks,
    limit_of,
    reduced,
    scales,
    status_of,
    steps_of,
    zeroed_by_veto,
)
from kpigen.exact import EXACT, ZERO, added, round_total, share
from kpigen.model import (
    Community,
    Dataset,
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
    `zeroed` tells that a veto took all of it. `adjustment_asked` and `adjustment` are the signed
    points of rows 15 and 16 before and after their ceiling.
    """

    item: Item
    scale: Scale
    full: Decimal
    deducted: Decimal
    pool: tuple[str, ...]
    pool_deducted: Decimal | None
    score: Decimal | None
    vetoed: bool
    zeroed: bool
    adjustment_asked: Decimal
    adjustment: Decimal
    records: tuple[RecordScore, ...]


class CommunityScore(NamedTuple):
    """One community's result.

    `subtotal` sums the rows, `bonus` and `extra` are what rows 16 and 15 count for after their
    ceilings, `adjustments` is the one less the other; `unbounded` is the total before the policy's
    least and greatest total, `total_exact` after them, `total` rounded.
    """

    community: Community
    items: tuple[ItemScore, ...]
    subtotal: Decimal
    bonus: Decimal
    extra: Decimal
    adjustments: Decimal
    unbounded: Decimal
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
    table = Table.of(rubric)
    results = [
        community_score(community, by_community[community.id], table)
        for community in rubric.communities
    ]
    return Scores(ranked(results, rubric.assessment.policy), as_of)


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
    corrections = tuple(correction for correction in record.corrections if correction.date <= day)
    return replace(
        record, approval=approval, appeal=appeal, withdrawn=withdrawn, corrections=corrections
    )


class Sums(NamedTuple):
    """What rows come to: their scores, and the points of rows 16 and 15 after their ceilings."""

    subtotal: Decimal
    bonus: Decimal
    extra: Decimal


class Table(NamedTuple):
    """What scoring looks up of the rubric, laid out once for all communities."""

    items: tuple[Item, ...]
    rules: dict[str, tuple[Item, Rule]]
    full: dict[str, Decimal]
    scale: dict[str, Scale]
    pools: dict[str, tuple[str, ...]]
    zeroed_by_veto: frozenset[str]
    policy: Policy

    @classmethod
    def of(cls, rubric: Rubric) -> Table:
        """Lay out all rows."""
        pools: dict[str, list[str]] = defaultdict(list)
        for item in rubric.items:
            if item.pool:
                pools[item.pool].append(item.id)
        return cls(
            items=rubric.items,
            rules=rubric.rules,
            full=full_marks(rubric),
            scale=scales(rubric),
            pools={head: (head, *members) for head, members in pools.items()},
            zeroed_by_veto=zeroed_by_veto(rubric),
            policy=rubric.assessment.policy,
        )

    def part(self, items: tuple[Item, ...]) -> Table:
        """Give the table of some rows only; a pool's rows, and all adjustments, stay together."""
        return self._replace(items=items)


def community_score(
    community: Community, records: Iterable[Deduction], table: Table
) -> CommunityScore:
    """Score one community by its records; its ranks are None until all are there (`ranked`)."""
    items = rows(records, table)
    subtotal, bonus, extra = sums(items)
    adjustments = EXACT.subtract(bonus, extra)
    unbounded = EXACT.add(subtotal, adjustments)
    total = bounded(unbounded, table.policy)
    vetoed = any(item.vetoed for item in items)
    return CommunityScore(
        community=community,
        items=items,
        subtotal=subtotal,
        bonus=bonus,
        extra=extra,
        adjustments=adjustments,
        unbounded=unbounded,
        total_exact=total,
        total=round_total(total),
        vetoed=vetoed,
        award_eligible=not (vetoed and VetoEffect.NO_AWARD in table.policy.veto_effects),
        rank=None,
        group_rank=None,
    )


def rows(records: Iterable[Deduction], table: Table) -> tuple[ItemScore, ...]:
    """Score the table's rows by one community's records on them."""
    by_item: dict[str, list[RecordScore]] = defaultdict(list)
    taken: dict[str, Decimal] = {}
    # The order of dates decides which record still fits below a cap; the id breaks ties.
    for record in sorted(records, key=lambda record: (record.date, record.id)):
        item, rule = table.rules[record.rule]
        by_item[item.id].append(_record(record, item, rule, table, taken))
    return _items({key: tuple(value) for key, value in by_item.items()}, table)


def sums(items: tuple[ItemScore, ...]) -> Sums:
    """Add up what rows come to, all of them or a part."""
    counted = [item.adjustment for item in items]
    return Sums(
        subtotal=added(item.score for item in items if item.score is not None),
        bonus=added(points for points in counted if points > 0),
        extra=added(-points for points in counted if points < 0),
    )


def bounded(total: Decimal, policy: Policy) -> Decimal:
    """Keep a total within the policy's least and greatest."""
    total = _at_most(total, policy.total_max)
    return total if policy.total_min is None else max(total, policy.total_min)


def _record(
    record: Deduction, item: Item, rule: Rule, table: Table, taken: dict[str, Decimal]
) -> RecordScore:
    """Score one record; `taken` holds what each rule has taken so far and is added to."""
    status = status_of(record, rule)
    steps = steps_of(record, rule) if rule.kind is Kind.EACH else None
    if not status.counts:
        return RecordScore(record, rule, status, steps, ZERO, ZERO, None, ZERO)
    if rule.kind is Kind.ADJUSTMENT:
        points = reduced(record, record.points or ZERO)
        signed = points if rule.effect is Effect.BONUS else -points
        return RecordScore(record, rule, status, steps, ZERO, ZERO, None, signed)
    asked = _asked(record, item, rule, steps, table)
    limit, bound = limit_of(rule)
    before = taken.get(rule.id, ZERO)
    after = _at_most(EXACT.add(before, asked), limit)
    taken[rule.id] = after
    deduct = EXACT.subtract(after, before)
    return RecordScore(
        record, rule, status, steps, asked, deduct, bound if deduct < asked else None, ZERO
    )


def _asked(
    record: Deduction, item: Item, rule: Rule, steps: Decimal | None, table: Table
) -> Decimal:
    """Say what a record takes before any bound, on its row's scale."""
    if rule.kind is Kind.EACH:
        return reduced(record, EXACT.multiply(rule.deduct or ZERO, steps or ZERO))
    if rule.kind is Kind.ALL:
        return reduced(record, table.full[item.id])
    if rule.kind is Kind.VETO:
        return table.full[item.id] if item.id in table.zeroed_by_veto else ZERO
    return reduced(record, record.deduct or ZERO)


def _items(by_item: dict[str, tuple[RecordScore, ...]], table: Table) -> tuple[ItemScore, ...]:
    deducted = {
        item.id: added(scored.deduct for scored in by_item.get(item.id, ())) for item in table.items
    }
    vetoed = {
        item.id: any(
            scored.rule.kind is Kind.VETO and scored.status.counts
            for scored in by_item.get(item.id, ())
        )
        for item in table.items
    }
    adjusted = _adjustments(by_item, table)
    results = []
    for item in table.items:
        pool = table.pools.get(item.id, ())
        members = pool or (item.id,)
        score = None
        if item.points is not None:
            lost = added(
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
                pool_deducted=added(deducted[member] for member in pool) if pool else None,
                score=score,
                vetoed=vetoed[item.id],
                zeroed=item.id in table.zeroed_by_veto
                and any(vetoed[member] for member in members),
                adjustment_asked=adjusted[item.id][0],
                adjustment=adjusted[item.id][1],
                records=by_item.get(item.id, ()),
            )
        )
    return tuple(results)


def _adjustments(
    by_item: dict[str, tuple[RecordScore, ...]], table: Table
) -> dict[str, tuple[Decimal, Decimal]]:
    """Give each row's signed points before and after the ceiling that rows of one sign share."""
    left = {True: table.policy.bonus_cap, False: table.policy.extra_deduction_cap}
    found = {}
    for item in table.items:
        asked = added(entry.points for entry in by_item.get(item.id, ()))
        is_bonus = asked > 0
        room = left[is_bonus]
        counted = _at_most(abs(asked), room)
        if room is not None:
            left[is_bonus] = EXACT.subtract(room, counted)
        found[item.id] = (asked, counted if is_bonus else -counted)
    return found


def ranked(results: list[CommunityScore], policy: Policy) -> tuple[CommunityScore, ...]:
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


def _at_most(figure: Decimal, limit: Decimal | None) -> Decimal:
    return figure if limit is None else min(figure, limit)
