"""Why a deduction costs what it costs: the scoring's trace as steps that anyone can follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore, RecordScore
from kpigen.assessing.standing import Status, limit_of, steps_as_filed
from kpigen.exact import EXACT, ZERO, plain, share
from kpigen.model import Kind, Rubric, Rule, Scale, VetoEffect
from kpigen.view.cost_values import CostReading, CostRecord, CostStep, CostView
from kpigen.view.table import anchor, reading_anchor
from kpigen.view.taken import Taken, taken

# What a veto does beyond its own row.
_BEYOND_THE_ROW = (VetoEffect.NO_AWARD, VetoEffect.RANK_LAST, VetoEffect.DISQUALIFY)


class _Row(NamedTuple):
    """What a record is weighed in: its row, the row that carries the points, what all took.

    `asked` sums in points what the records of the row (with its pool) cost by themselves; `same`
    tells that all of these rows are on one scale.
    """

    row: ItemScore
    head: ItemScore
    points: Decimal
    asked: Decimal
    same: bool

    @property
    def name(self) -> str:
        """Name whose points they are: `本行 2.5 分`, `3.1 至 3.7 共用的 15 分`."""
        pool = self.head.pool
        owner = f"{pool[0]} 至 {pool[-1]} 共用的" if pool else "本行"
        return f"{owner} {plain(self.points)} 分"


class Costs:
    """Explains the records of one rubric; the readings are sorted once for all communities."""

    def __init__(self, rubric: Rubric) -> None:
        self._effects = rubric.assessment.policy.veto_effects
        self._readings: dict[str, list[CostReading]] = defaultdict(list)
        for reading in rubric.readings:
            said = CostReading(
                reading.id,
                reading_anchor(reading.id),
                reading.reading,
                is_decided=reading.decided is not None,
            )
            for about in reading.about:
                self._readings[about].append(said)

    def of(self, result: CommunityScore) -> dict[str, CostView]:
        """Explain every record of one community, by the record's id."""
        rows = {item.item.id: item for item in result.items}
        weighed = taken(result)
        found = {}
        for item in result.items:
            row = _row(item, rows)
            earlier: dict[str, list[RecordScore]] = defaultdict(list)
            for entry in item.records:
                found[entry.record.id] = self._cost(
                    entry, row, weighed.get(entry.record.id), earlier[entry.rule.id]
                )
                if entry.deduct:
                    earlier[entry.rule.id].append(entry)
        return found

    def _cost(
        self, entry: RecordScore, row: _Row, own: Taken | None, earlier: list[RecordScore]
    ) -> CostView:
        readings = self._readings.get(entry.rule.id, []) + self._readings.get(row.row.item.id, [])
        steps = (_nothing(entry),) if own is None else tuple(self._steps(entry, row, own, earlier))
        return CostView(
            points=None if own is None else plain(own.itself),
            actual=None if own is None else plain(own.actual),
            label="不计分" if own is None else _signed(own.actual),
            aside="" if own is None else _aside(own, row),
            question="为什么不计分" if own is None else _question(own),
            steps=steps,
            readings=tuple(dict.fromkeys(readings)),
        )

    def _steps(
        self, entry: RecordScore, row: _Row, own: Taken, earlier: list[RecordScore]
    ) -> Iterator[CostStep]:
        yield CostStep("细则", _taken_by_rule(entry, row.row))
        if entry.status is Status.REDUCED:
            yield CostStep("申诉", _reduced(entry, row.row))
        if entry.status is Status.APPEALED:
            yield CostStep("申诉", "社区已经申诉，还没有决定；决定以前照原样计分")
        if entry.bound is not None:
            yield _bounded(entry, earlier)
        if entry.rule.kind is Kind.ADJUSTMENT:
            yield from _ceiling(entry, row.row, own)
            return
        if entry.deduct:
            yield CostStep("折合", _weighed(entry, row))
        if row.asked > row.points:
            yield CostStep("合计", f"{_over(row)}。{_in_order(own)}")
        if entry.rule.kind is Kind.VETO:
            yield from self._consequences(entry)

    def _consequences(self, entry: RecordScore) -> Iterator[CostStep]:
        if not entry.asked:
            yield CostStep("本行", "按今年的计分办法，否决不影响本行得分")
        beyond = [effect for effect in _BEYOND_THE_ROW if effect in self._effects]
        if beyond:
            yield CostStep("另外", "、".join(labels.VETO_EFFECT[effect] for effect in beyond))


def _row(item: ItemScore, rows: dict[str, ItemScore]) -> _Row:
    head = rows[item.item.pool or item.item.id]
    points = head.item.points or ZERO
    members = [rows[member] for member in head.pool or (head.item.id,)]
    asked = ZERO
    for member in members:
        asked = EXACT.add(asked, share(points, member.deducted, member.full))
    return _Row(item, head, points, asked, same=len({member.scale for member in members}) == 1)


def _signed(points: Decimal) -> str:
    sign = "−" if points > 0 else "+" if points else ""
    return f"{sign}{plain(abs(points))} 分"


def _aside(own: Taken, row: _Row) -> str:
    """Say beside what a record really takes what it would have taken alone, where that differs."""
    if own.actual == own.itself:
        return ""
    if row.row.item.points is None and row.row.item.pool is None:
        return f"记 {_signed(own.itself)}" + ("" if own.actual else "，已到上限")
    spent = "共用的分" if row.head.pool else "本行"
    return f"折合 {plain(own.itself)} 分" + ("" if own.actual else f"，{spent}已扣完")


def _question(own: Taken) -> str:
    way = "加" if own.itself < 0 else "失"
    if own.actual == own.itself:
        return f"为什么{way} {plain(abs(own.itself))} 分"
    really = f"实际{way} {plain(abs(own.actual))} 分" if own.actual else f"实际不再{way}分"
    return f"为什么折合{'加' if own.itself < 0 else ''} {plain(abs(own.itself))} 分，{really}"


def _nothing(entry: RecordScore) -> CostStep:
    if entry.status is Status.PENDING:
        return CostStep("待批准", "一票否决要有批准文件才生效；现在还没有，不扣分")
    by = "申诉后" if entry.record.withdrawn is None else ""
    return CostStep("已撤销", f"这条记录{by}已经撤销：仍然列出，不扣分")


def _taken_by_rule(entry: RecordScore, row: ItemScore) -> str:
    """Say what the rule takes for what was filed, before any appeal or bound."""
    rule, record = entry.rule, entry.record
    if rule.kind is Kind.EACH:
        return _counted(entry, steps_as_filed(record, rule))
    if rule.kind is Kind.ALL:
        return f"出现这种情况，本行全扣，即扣 {plain(row.full)} 分"
    if rule.kind is Kind.VETO:
        approval = record.approval
        by = f"{approval.approved_by}已批准（{approval.document}），" if approval else ""
        return f"一票否决，{by}生效"
    if rule.kind is Kind.ADJUSTMENT:
        way = "加" if entry.points > 0 else "减"
        return f"直接记在总分上，不用折合：总分{way} {plain(record.points or ZERO)} 分"
    asked = f"这一次按依据酌定扣 {plain(record.deduct or ZERO)} 分"
    if rule.kind is Kind.ALLOTTED:
        return f"全年最多扣 {plain(rule.allotment or ZERO)} 分；{asked}"
    return f"没有写明扣多少；{asked}"


def _counted(entry: RecordScore, steps: Decimal) -> str:
    rule, record = entry.rule, entry.record
    each = plain(rule.deduct or ZERO)
    product = _product(rule, steps)
    if record.actual is None or rule.target is None or rule.step is None:
        return f"每{rule.unit}扣 {each} 分，{labels.quantity(steps, rule.unit)}：{product}"
    short = max(ZERO, EXACT.subtract(rule.target, record.actual))
    return (
        f"{labels.PERIOD[rule.per]}目标 {plain(rule.target)}，实际 {plain(record.actual)}，"
        f"少 {labels.quantity(short, rule.unit)}；"
        f"每少 {labels.quantity(rule.step, rule.unit)}扣 {each} 分，不满的不算：{product}"
    )


def _product(rule: Rule, steps: Decimal) -> str:
    each = rule.deduct or ZERO
    return f"{plain(each)} × {plain(steps)} = {plain(EXACT.multiply(each, steps))} 分"


def _reduced(entry: RecordScore, row: ItemScore) -> str:
    rule, record, appeal = entry.rule, entry.record, entry.record.appeal
    if appeal is not None and appeal.deduct is None and entry.steps is not None:
        filed = plain(steps_as_filed(record, rule))
        now = labels.quantity(entry.steps, rule.unit)
        return f"由 {filed} 减为 {now}：{_product(rule, entry.steps)}"
    if rule.kind is Kind.ADJUSTMENT:
        return f"由 {plain(record.points or ZERO)} 分减为 {plain(abs(entry.points))} 分"
    filed_deduct = record.deduct or ZERO
    if rule.kind is Kind.EACH:
        filed_deduct = EXACT.multiply(rule.deduct or ZERO, steps_as_filed(record, rule))
    if rule.kind is Kind.ALL:
        filed_deduct = row.full
    return f"由扣 {plain(filed_deduct)} 分减为扣 {plain(entry.asked)} 分"


def _bounded(entry: RecordScore, earlier: list[RecordScore]) -> CostStep:
    limit, bound = limit_of(entry.rule)
    most = plain(limit or ZERO)
    taken = ZERO
    for other in earlier:
        taken = EXACT.add(taken, other.deduct)
    title = labels.BOUND[bound]
    named = tuple(
        CostRecord(anchor(other.record.id), labels.month_day(other.record.date))
        for other in earlier
    )
    if not entry.deduct:
        text = f"这条细则全年最多扣 {most} 分，此前 {len(named)} 条已经扣满，本条不再扣分"
    elif earlier:
        text = (
            f"这条细则全年最多扣 {most} 分，此前 {len(named)} 条已扣 {plain(taken)} 分，"
            f"本条 {plain(entry.asked)} 分只计 {plain(entry.deduct)} 分"
        )
    else:
        text = (
            f"这条细则全年最多扣 {most} 分，"
            f"本条 {plain(entry.asked)} 分只计 {plain(entry.deduct)} 分"
        )
    return CostStep(title, text, named)


def _weighed(entry: RecordScore, row: _Row) -> str:
    """Turn the deduction into points of the row or its pool."""
    cost = plain(share(row.points, entry.deduct, row.row.full))
    if entry.rule.kind is Kind.VETO:
        return f"{row.name}全部记 0 分：{cost} 分"
    if row.row.scale is Scale.POINTS:
        return f"{row.name}，按分值扣，扣几分失几分：{cost} 分"
    figures = f"{plain(row.points)} × {plain(entry.deduct)} ÷ {plain(row.row.full)}"
    return f"{row.name}，按 100 分制：{figures} = {cost} 分"


def _over(row: _Row) -> str:
    """Say that the records of a row together ask for more than it has."""
    points = plain(row.points)
    if row.head.zeroed:
        return f"{row.name}因一票否决全部记 0 分"
    together = ""
    if row.same:
        deducted = row.head.pool_deducted or row.head.deducted
        full = plain(row.head.full)
        together = f"全年合计扣 {plain(deducted)}，超过 {full}，按 {full} 计："
    return (
        f"{together}{row.name}全部失去。各条折合相加是 {plain(row.asked)} 分，实际只失 {points} 分"
    )


def _in_order(own: Taken) -> str:
    """Say what was left for a record when its turn came."""
    way = "加" if own.itself < 0 else "失"
    already = f"此前已{way} {plain(abs(own.before))} 分，" if own.before else "此前没有别的，"
    really = f"本条{way} {plain(abs(own.actual))} 分" if own.actual else f"本条不再{way}分"
    return f"按日期先后算，{already}{really}"


def _ceiling(entry: RecordScore, row: ItemScore, own: Taken) -> Iterator[CostStep]:
    asked, counted = abs(row.adjustment_asked), abs(row.adjustment)
    if counted < asked:
        title = labels.EFFECT[entry.rule.effect] if entry.rule.effect else ""
        bound = f"全年{title}合计 {plain(asked)} 分，最多计入 {plain(counted)} 分"
        yield CostStep("上限", f"{bound}。{_in_order(own)}")
