"""What must hold among the records of one community: nothing twice, nothing over its allotment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpigen.assessing.standing import Status, figures_filed, reduced, status_of
from kpigen.codes import record_codes as codes
from kpigen.diagnostics import Diagnostic
from kpigen.exact import EXACT, ZERO, plain
from kpigen.model import Dataset, Deduction, Item, Kind, Rule


def _counting(dataset: Dataset) -> Iterator[tuple[Deduction, Item]]:
    """Give the records that count something, by date, with their row."""
    known = dataset.rubric.rules
    for record in sorted(dataset.deductions, key=lambda record: (record.date, record.id)):
        if record.rule not in known or "date" in record.faulty:
            continue
        item, rule = known[record.rule]
        if status_of(record, rule) is not Status.WITHDRAWN:
            yield record, item


def allotments(dataset: Dataset) -> Iterator[Diagnostic]:
    """All records on an allotted rule together stay within what the table allots."""
    known = dataset.rubric.rules
    taken: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for record, _ in _counting(dataset):
        rule = known[record.rule][1]
        if rule.kind is not Kind.ALLOTTED or rule.allotment is None:
            continue
        figure = reduced(record, record.deduct or ZERO)
        key = (record.community, rule.id)
        left = EXACT.subtract(rule.allotment, taken[key])
        taken[key] = EXACT.add(taken[key], figure)
        if figure > left:
            yield codes.OVER_ALLOTMENT.at(
                record.at("deduct"),
                f"细则 {rule.id} 分配 {plain(rule.allotment)} 分，"
                f"还剩 {plain(max(left, ZERO))} 分，这条要扣 {plain(figure)} 分",
                f"写成：deduct: {plain(left)}"
                if left > 0
                else "这一条的分值已经扣完；不再填报，或与已有的记录合并",
            )


def duplicates(dataset: Dataset) -> Iterator[Diagnostic]:
    """No record stands twice; records that look alike are named."""
    known = dataset.rubric.rules
    alike: dict[tuple[str, str, date, str], list[Deduction]] = defaultdict(list)
    for record, _ in _counting(dataset):
        if not record.faulty:
            alike[record.community, record.rule, record.date, record.basis].append(record)
    for group in alike.values():
        for place, record in enumerate(group[1:], 1):
            rule = known[record.rule][1]
            same = (earlier for earlier in group[:place] if _same(earlier, record, rule))
            twin = next(same, None)
            if twin is not None:
                yield codes.DUPLICATE_RECORD.at(
                    record.at(),
                    f"与 {twin.path} 是同一条记录",
                    "只留一条；确实发生了几次的，在一条里写 count",
                )
            else:
                yield codes.LOOKS_ALIKE.at(
                    record.at(),
                    f"与 {group[0].path} 的社区、细则、日期和依据都相同",
                    "若是同一件事，只留一条；若是几次，合成一条写 count",
                )


def _same(one: Deduction, other: Deduction, rule: Rule) -> bool:
    figures = figures_filed(one, rule), figures_filed(other, rule)
    return one.reason == other.reason and figures[0] == figures[1]


def events(dataset: Dataset) -> Iterator[Diagnostic]:
    """One event counts once in a row or pool; departments that share it are named."""
    known = dataset.rubric.rules
    together: dict[tuple[str, str], list[tuple[Deduction, str]]] = defaultdict(list)
    for record, item in _counting(dataset):
        if record.event and "event" not in record.faulty:
            together[record.community, record.event].append((record, item.pool or item.id))
    for found in together.values():
        rows: dict[str, Deduction] = {}
        for record, row in found:
            if known[record.rule][1].kind is Kind.VETO:
                continue  # a veto is no second deduction but what the event leads to
            earlier = rows.setdefault(row, record)
            if earlier is not record:
                yield codes.EVENT_TWICE.at(
                    record.at("event"),
                    f"同一事件在考核项 {row} 里已由 {earlier.path} 扣过",
                    "只留扣分高的一条，另一条撤销（withdrawn）；确是另一件事的，改用别的事件名称",
                )
        departments = {record.department for record, _ in found}
        if len(departments) > 1:
            others = sorted(record.path for record, _ in found[:-1])
            yield codes.EVENT_SHARED.at(
                found[-1][0].at("event"),
                f"同一事件由 {len(departments)} 个部门扣分：另见 {'、'.join(others)}",
                "请审核人看看是否重复扣分；确认分属不同考核项的，可以不改",
            )
