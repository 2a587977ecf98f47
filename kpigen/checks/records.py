"""What one record must be by itself, held against its rule and the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpigen.assessing.asked import FIGURES, asked
from kpigen.assessing.standing import (
    Status,
    full_marks,
    status_of,
    steps_as_filed,
)
from kpigen.codes import record_codes as codes
from kpigen.codes import shape_codes
from kpigen.diagnostics import Diagnostic
from kpigen.exact import ZERO, decimals, plain
from kpigen.model import Dataset, Decision, Deduction, Item, Kind, Rule
from kpigen.spelling import meant


def rules(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each record's rule exists and is the department's own."""
    known = dataset.rubric.rules
    names = {department.id: department.name for department in dataset.rubric.departments}
    for record in dataset.deductions:
        if "rule" in record.faulty:
            continue
        if record.rule not in known:
            same_item = record.rule.partition("-")[0]
            near = "、".join(rule for rule in known if rule.partition("-")[0] == same_item)
            yield codes.UNKNOWN_RULE.at(
                record.at("rule"),
                f"考核表里没有细则 {record.rule}",
                f"{same_item} 这一行有：{near}" if near else _any_rule(record.rule, known),
            )
            continue
        item, _ = known[record.rule]
        assesses, filed = names.get(item.department), names.get(record.department)
        if assesses and filed and item.department != record.department:
            yield codes.OTHER_DEPARTMENT.at(
                record.at("rule"),
                f"细则 {record.rule} 由{assesses}考核，这条记录却放在{filed}的目录下",
                f"由{assesses}在 {item.department}/ 目录下填报，或改用本部门的细则",
            )


def dates(dataset: Dataset) -> Iterator[Diagnostic]:
    """Records lie in the period and not in the future; what follows a record comes after it."""
    assessment = dataset.rubric.assessment
    newest = dataset.newest_commit
    for record in dataset.deductions:
        if "date" not in record.faulty:
            if not assessment.starts <= record.date <= assessment.ends:
                yield codes.OUTSIDE_PERIOD.at(
                    record.at("date"),
                    f"日期 {record.date} 不在考核期 {assessment.starts} 至 {assessment.ends} 之内",
                    "核对年份；属于别的年度的，放到那一年的目录下",
                )
            if newest and record.date > newest:
                yield _future(record, "date", record.date, newest)
        if record.approval or record.appeal or record.withdrawn or record.corrections:
            yield from _later_dates(record, newest)


def _future(record: Deduction, field: str, day: date, newest: date) -> Diagnostic:
    return codes.IN_THE_FUTURE.at(
        record.at(field),
        f"日期 {day} 晚于提交的日期 {newest}",
        "核对日期；还没有发生的，等发生以后再填",
    )


def _later_dates(record: Deduction, newest: date | None) -> Iterator[Diagnostic]:
    appeal = record.appeal
    steps: list[tuple[str, str, date, date]] = []
    if record.approval and "approval" not in record.faulty:
        steps.append(("approval.date", "批准日期", record.approval.date, record.date))
    if record.withdrawn and "withdrawn" not in record.faulty:
        steps.append(("withdrawn.date", "撤销日期", record.withdrawn.date, record.date))
    if "corrections" not in record.faulty:
        steps.extend(
            ("corrections", "更正日期", correction.date, record.date)
            for correction in record.corrections
        )
    if appeal and "appeal" not in record.faulty:
        steps.append(("appeal.filed", "申诉日期", appeal.filed, record.date))
        if appeal.decided:
            steps.append(("appeal.decided", "决定日期", appeal.decided, appeal.filed))
    for field, title, later, earlier in steps:
        if newest and later > newest:
            yield _future(record, field, later, newest)
        if later < earlier and "date" not in record.faulty:
            yield codes.DATES_REVERSED.at(
                record.at(field), f"{title} {later} 早于 {earlier}", "核对这两个日期，后发生的在后"
            )


def _any_rule(rule: str, known: dict[str, tuple[Item, Rule]]) -> str:
    return meant(rule, known) or "细则编号在网站的类别页上，写成行号、连字符、行内第几条"


def figures(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each record gives the figures its rule's kind asks for, and no others."""
    known = dataset.rubric.rules
    full = full_marks(dataset.rubric)
    for record in dataset.deductions:
        if record.rule not in known:
            continue
        item, rule = known[record.rule]
        asks = asked(rule)
        for name in FIGURES:
            if getattr(record, name) is not None and name not in asks.allowed:
                yield codes.FIGURE_UNFIT.at(
                    record.at(name),
                    f"细则 {rule.id} 不用“{name}”",
                    f"删去这一行；这条细则{asks.words}",
                )
        needed = asks.needed
        if needed and getattr(record, needed) is None and needed not in record.faulty:
            yield codes.FIGURE_MISSING.at(
                record.at("rule"),
                f"细则 {rule.id} 需要“{needed}”",
                f"补上一行 {needed}: 2（{asks.words}）",
            )
        if rule.kind is Kind.EACH:
            yield from _shortfall(record, rule)
        yield from _too_much(record, rule, full[item.id])


def _shortfall(record: Deduction, rule: Rule) -> Iterator[Diagnostic]:
    if record.actual is None or rule.target is None:
        return
    if record.count is not None:
        yield codes.FIGURES_CLASH.at(
            record.at("count"), "count 和 actual 只写一个", "删去 count，由程序按 actual 算缺额"
        )
    if decimals(record.actual) > rule.decimals:
        allowed = f"最多 {rule.decimals} 位小数" if rule.decimals else "应该是整数"
        yield shape_codes.TOO_MANY_DECIMALS.at(
            record.at("actual"),
            f"细则 {rule.id} 的实际完成值{allowed}，这里是 {plain(record.actual)}",
            f"单位是“{rule.unit}”，核对后改写",
        )
    elif steps_as_filed(record, rule) <= 0:
        yield codes.TARGET_REACHED.at(
            record.at("actual"),
            f"目标是 {plain(rule.target)}，实际 {plain(record.actual)}，缺额不满一个步长，扣不了分",
            "核对实际完成值；已完成的不用填记录",
        )


def _too_much(record: Deduction, rule: Rule, full: Decimal) -> Iterator[Diagnostic]:
    if rule.kind is Kind.JUDGED and record.deduct is not None and record.deduct > full:
        yield codes.OVER_THE_SCALE.at(
            record.at("deduct"),
            f"扣 {plain(record.deduct)} 分，超过本行满分 {plain(full)} 分",
            f"这里按 {plain(full)} 分制填，最多 {plain(full)}",
        )
    if rule.cap is not None and rule.deduct is not None and record.count is not None:
        asked = rule.deduct * record.count
        if asked > rule.cap:
            yield codes.OVER_THE_CAP.at(
                record.at("count"),
                f"{plain(rule.deduct)} 分 × {plain(record.count)} = {plain(asked)} 分，"
                f"超过细则的累计上限 {plain(rule.cap)} 分",
                "核对次数；没有写错的话可以不改，只按上限计",
            )


def vetoes(dataset: Dataset) -> Iterator[Diagnostic]:
    """A veto without approval is named; an approval without veto is refused."""
    known = dataset.rubric.rules
    for record in dataset.deductions:
        if record.rule not in known:
            continue
        rule = known[record.rule][1]
        is_veto = rule.kind is Kind.VETO
        if is_veto and status_of(record, rule) is Status.PENDING:
            yield codes.VETO_PENDING.at(
                record.at("rule"),
                "这条一票否决还没有批准文件，暂不生效",
                "批准后补上 approval：document（文号）、approved_by（批准机关）、date（日期）",
            )
        if record.approval and not is_veto:
            yield codes.NOT_A_VETO.at(
                record.at("approval"),
                f"细则 {record.rule} 不是一票否决，不用 approval",
                "删去 approval；文号写在 basis",
            )


def appeals(dataset: Dataset) -> Iterator[Diagnostic]:
    """A decision comes with its date, author and paper; a reduction with its lower figure."""
    known = dataset.rubric.rules
    full = full_marks(dataset.rubric)
    for record in dataset.deductions:
        appeal = record.appeal
        if appeal is None or "appeal" in record.faulty:
            continue
        settled = {
            "decided": appeal.decided,
            "decision": appeal.decision,
            "decided_by": appeal.decided_by,
            "document": appeal.document,
        }
        missing = [name for name, value in settled.items() if not value]
        if missing and len(missing) < len(settled):
            yield codes.APPEAL_INCOHERENT.at(
                record.at("appeal"),
                f"申诉有了决定，却缺少 {'、'.join(missing)}",
                f"补上 {'、'.join(missing)}；还没有决定的，四项都不写",
            )
        if record.rule in known:
            item, rule = known[record.rule]
            yield from _reduction(record, rule, full[item.id])


def _reduction(record: Deduction, rule: Rule, full: Decimal) -> Iterator[Diagnostic]:
    appeal = record.appeal
    if appeal is None:
        return
    given = [name for name in ("deduct", "count") if getattr(appeal, name) is not None]
    if appeal.decision is not Decision.REDUCED:
        for name in given:
            yield codes.APPEAL_INCOHERENT.at(
                record.at(f"appeal.{name}"), f"决定不是减轻，不写“{name}”", "删去这一行"
            )
        return
    if rule.kind is Kind.VETO:
        yield codes.APPEAL_INCOHERENT.at(
            record.at("appeal.decision"),
            "一票否决不能减轻",
            "写 decision: upheld（维持）或 decision: withdrawn（撤销）",
        )
        return
    wanted = ("deduct", "count") if rule.kind is Kind.EACH else ("deduct",)
    if len(given) != 1 or given[0] not in wanted:
        yield codes.APPEAL_INCOHERENT.at(
            record.at("appeal.decision"),
            "减轻之后是多少没有写清",
            f"在 appeal 里补上 {'或 '.join(wanted)}，只写一个",
        )
        return
    before = _before_reduction(record, rule, given[0], full)
    after: Decimal = getattr(appeal, given[0])
    if before is not None and after >= before:
        yield codes.APPEAL_INCOHERENT.at(
            record.at(f"appeal.{given[0]}"),
            f"减轻之后是 {plain(after)}，不比原来的 {plain(before)} 少",
            "核对数字；没有减少就写 decision: upheld（维持）",
        )


def _before_reduction(record: Deduction, rule: Rule, name: str, full: Decimal) -> Decimal | None:
    if rule.kind is Kind.EACH:
        steps = steps_as_filed(record, rule)
        return steps if name == "count" else steps * (rule.deduct or ZERO)
    if rule.kind is Kind.ADJUSTMENT:
        return record.points
    return full if rule.kind is Kind.ALL else record.deduct
