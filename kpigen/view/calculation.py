"""Lays out the arithmetic of `assessing.scoring` as parameters, for workbooks that compute."""

from __future__ import annotations

from decimal import Decimal

from kpigen import labels
from kpigen.assessing.scoring import Table
from kpigen.assessing.standing import Status, limit_of
from kpigen.exact import ZERO, plain
from kpigen.model import Decision, Deduction, Effect, Item, Kind, Rubric, Rule
from kpigen.view.calculation_values import (
    Calculation,
    Filed,
    RowFigures,
    RuleFigures,
    StatusWords,
)


def calculation(rubric: Rubric) -> Calculation:
    """Give all that the scores of a year are computed from, records apart."""
    table = Table.of(rubric)
    departments = {department.id: department.name for department in rubric.departments}
    policy = table.policy
    return Calculation(
        rules=tuple(
            _rule(item, rule, table, departments[item.department])
            for item in rubric.items
            for rule in item.rules
        ),
        rows=tuple(_row(item, table) for item in rubric.items),
        statuses=StatusWords(
            all=tuple(labels.STATUS.values()),
            counting=tuple(labels.STATUS[status] for status in Status if status.counts),
            idle=tuple(labels.STATUS[status] for status in Status if not status.counts),
            reduced=labels.STATUS[Status.REDUCED],
        ),
        vetoed=labels.VETOED,
        bonus_cap=_figure(policy.bonus_cap),
        extra_deduction_cap=_figure(policy.extra_deduction_cap),
        total_min=_figure(policy.total_min),
        total_max=_figure(policy.total_max),
    )


def filed(record: Deduction) -> Filed:
    """Give a record's figures, each as it was written."""
    appeal = record.appeal
    reduced = appeal if appeal and appeal.decision is Decision.REDUCED else None
    return Filed(
        count=_figure(record.count),
        actual=_figure(record.actual),
        deduct=_figure(record.deduct),
        points=_figure(record.points),
        reduced_count="" if reduced is None else _figure(reduced.count),
        reduced_deduct="" if reduced is None else _figure(reduced.deduct),
    )


def _rule(item: Item, rule: Rule, table: Table, department_name: str) -> RuleFigures:
    limit, _ = limit_of(rule)
    return RuleFigures(
        id=rule.id,
        item=item.id,
        item_content=item.printed.content,
        department_name=department_name,
        text=rule.text,
        kind=labels.KIND[rule.kind],
        each=_figure(rule.deduct or ZERO) if rule.kind is Kind.EACH else "",
        whole=_whole(item, rule, table),
        limit="" if rule.kind is Kind.ADJUSTMENT else _figure(limit),
        target=_figure(rule.target),
        step=_figure(rule.step),
        sign=_sign(rule),
        needs_approval=rule.kind is Kind.VETO,
    )


def _whole(item: Item, rule: Rule, table: Table) -> str:
    if rule.kind is Kind.ALL or (rule.kind is Kind.VETO and item.id in table.zeroed_by_veto):
        return plain(table.full[item.id])
    return "0" if rule.kind is Kind.VETO else ""


def _sign(rule: Rule) -> str:
    if rule.kind is not Kind.ADJUSTMENT:
        return ""
    return "1" if rule.effect is Effect.BONUS else "-1"


def _row(item: Item, table: Table) -> RowFigures:
    return RowFigures(
        item=item.id,
        points=_figure(item.points),
        full=plain(table.full[item.id]),
        members=table.pools.get(item.id, (item.id,)),
        adjusts=any(rule.kind is Kind.ADJUSTMENT for rule in item.rules),
    )


def _figure(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
