"""The arithmetic of every figure in plain Chinese, from the trace that scoring left."""

from __future__ import annotations

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore, RecordScore
from kpigen.assessing.standing import Status, limit_of
from kpigen.exact import HUNDRED, ZERO, plain
from kpigen.model import Deduction, Effect, Kind, Policy, Rule, Scale


def rule_encoding(rule: Rule, scale: Scale) -> str:
    """Say what a rule takes and how far."""
    unit = "分" if scale is Scale.HUNDRED else "分（按分值）"
    if rule.kind is Kind.EACH:
        return _each_encoding(rule, unit)
    if rule.kind is Kind.ALLOTTED:
        return f"全年合计最多扣 {plain(rule.allotment or ZERO)} {unit}，每次扣多少按依据酌定"
    if rule.kind is Kind.JUDGED:
        return "没有写明分值，按依据酌定，每条记录写明扣多少分和文号"
    if rule.kind is Kind.ALL:
        return "出现即本行全扣"
    if rule.kind is Kind.VETO:
        return "一票否决：须有批准文件才生效"
    return f"{labels.EFFECT[rule.effect]}直接记在总分上" if rule.effect else ""


def _each_encoding(rule: Rule, unit: str) -> str:
    text = f"每{rule.unit}扣 {plain(rule.deduct or ZERO)} {unit}"
    if rule.target is not None and rule.step is not None:
        text = (
            f"{labels.PERIOD[rule.per]}目标 {plain(rule.target)}，每少 {plain(rule.step)} "
            f"{rule.unit}扣 {plain(rule.deduct or ZERO)} {unit}，不满一个步长不扣"
        )
    if rule.cap is not None:
        text += f"，全年累计最多 {plain(rule.cap)} 分"
    return text


def record_arithmetic(scored: RecordScore) -> str:
    """Say what a record takes, why, and what bound it."""
    rule, record = scored.rule, scored.record
    if scored.status is Status.WITHDRAWN:
        return "已撤销，不计分"
    if scored.status is Status.PENDING:
        return "尚无批准文件，不计分"
    if rule.kind is Kind.ADJUSTMENT:
        return f"总分{_direction(rule)} {plain(abs(scored.points))} 分"
    text = _asked(scored, record, rule)
    if scored.bound is not None:
        limit, _ = limit_of(rule)
        text += (
            f"；细则{labels.BOUND[scored.bound]} {plain(limit or ZERO)} 分，"
            f"本条只计 {plain(scored.deduct)} 分"
        )
    return text


def _direction(rule: Rule) -> str:
    return labels.EFFECT[rule.effect] if rule.effect else ""


def _asked(scored: RecordScore, record: Deduction, rule: Rule) -> str:
    appeal = record.appeal
    if scored.status is Status.REDUCED and appeal and appeal.deduct is not None:
        return f"申诉后减为扣 {plain(scored.asked)} 分"
    if rule.kind is Kind.EACH and scored.steps is not None:
        times = labels.quantity(scored.steps, rule.unit)
        product = f"{plain(rule.deduct or ZERO)} 分 × {times} = {plain(scored.asked)} 分"
        if (
            record.actual is not None
            and rule.target is not None
            and scored.status != Status.REDUCED
        ):
            return f"目标 {plain(rule.target)}，实际 {plain(record.actual)}；{product}"
        return f"申诉后减为 {product}" if scored.status is Status.REDUCED else product
    if rule.kind is Kind.VETO:
        return "一票否决生效" + ("，分值记 0" if scored.asked else "")
    if rule.kind is Kind.ALL:
        return f"全扣，{plain(scored.asked)} 分"
    return f"扣 {plain(scored.asked)} 分"


def effect(scored: RecordScore) -> str:
    """Say in a few words what a counting record takes, for the 扣分原因 cell."""
    if scored.rule.kind is Kind.ADJUSTMENT:
        return f"{'加' if scored.points > 0 else '扣'}{plain(abs(scored.points))}分"
    if scored.rule.kind is Kind.VETO:
        return labels.VETOED
    return f"扣{plain(scored.deduct)}分"


def item_arithmetic(item: ItemScore) -> str:
    """Say how a row's score, or what rows 15 and 16 add, follows from its records."""
    points = item.item.points
    if points is None or item.score is None:
        if item.item.pool:
            return f"计入 {item.item.pool} 的共用分值"
        return _adjustment(item)
    deducted = item.deducted if item.pool_deducted is None else item.pool_deducted
    shared = f"（{item.pool[0]} 至 {item.pool[-1]} 合计扣 {plain(deducted)}）" if item.pool else ""
    if item.zeroed:
        return f"一票否决，{'共用的 ' if item.pool else ''}{plain(points)} 分记 0 分"
    if not deducted:
        return f"没有扣分，{plain(points)} 分"
    if item.scale is Scale.POINTS:
        figures = f"{plain(points)} − {plain(deducted)}"
        over = deducted > points
    else:
        figures = f"{plain(points)} × (100 − {plain(deducted)}) ÷ 100"
        over = deducted > HUNDRED
    if over:
        return f"扣分合计 {plain(deducted)}，超过满分，记 0 分{shared}"
    return f"{figures} = {plain(item.score)}{shared}"


def _adjustment(item: ItemScore) -> str:
    effects = {rule.effect for rule in item.item.rules}
    is_bonus = Effect.BONUS in effects
    title = labels.EFFECT[Effect.BONUS if is_bonus else Effect.DEDUCT]
    if not item.adjustment_asked:
        return f"没有{title}"
    asked, counted = abs(item.adjustment_asked), abs(item.adjustment)
    bound = f"，最多计入 {plain(counted)} 分" if counted < asked else ""
    return f"{title}合计 {plain(asked)} 分{bound}，在总分之后{'加' if is_bonus else '减'}"


def total_arithmetic(result: CommunityScore, policy: Policy) -> str:
    """Say how the total follows: rows, bonus, extra deductions, bounds, the one rounding."""
    text = f"各行得分合计 {plain(result.subtotal)}"
    if result.bonus:
        text += f" + 加分 {plain(result.bonus)}"
    if result.extra:
        text += f" − 扣分 {plain(result.extra)}"
    if result.bonus or result.extra:
        text += f" = {plain(result.unbounded)}"
    if result.total_exact != result.unbounded:
        bound = "最高" if result.total_exact == policy.total_max else "最低"
        text += f"，总分{bound} {plain(result.total_exact)}，计 {plain(result.total_exact)}"
    if result.total != result.total_exact:
        text += f"，四舍五入到两位小数为 {labels.total(result.total)}"
    return text


def policy_lines(policy: Policy) -> tuple[str, ...]:
    """Say what assessment.yaml decided where the printed table is silent."""
    effects = "、".join(
        labels.VETO_EFFECT[known] for known in labels.VETO_EFFECT if known in policy.veto_effects
    )
    lines = [f"一票否决生效后：{effects or '只作标记，不影响得分'}。"]
    lines += [
        f"{title} {plain(value)} 分。"
        for title, value in (
            ("加分合计最多计入", policy.bonus_cap),
            ("总分之外的扣分合计最多计入", policy.extra_deduction_cap),
            ("总分最低", policy.total_min),
            ("总分最高", policy.total_max),
        )
        if value is not None
    ]
    return tuple(lines)
