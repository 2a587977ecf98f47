"""Holds the deductions on one rule against each other: the same words, how differently applied.

Rules that leave the figure to the department (酌定, 限额) are compared by what it filed. Where the
rule says the figure (按次, 全扣), only an appeal's decision can make two records differ; there the
figures that hold now are compared, a counted rule's per step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.scoring import RecordScore, Scores
from kpigen.exact import ZERO, plain, round_total
from kpigen.model import Kind, Rule, Scale
from kpigen.view.filing_values import ComparedView, ComparisonView, DotView
from kpigen.view.shares import bar

_LEFT_OPEN = frozenset({Kind.JUDGED, Kind.ALLOTTED})
_COMPARED = _LEFT_OPEN | {Kind.EACH, Kind.ALL}
# Where a strip may end: the first of these that all figures fit below.
_ENDS = tuple(map(Decimal, (5, 10, 20, 30, 40, 60, 80, 100)))
# Sizes of the dots on it.
_SIZES = 3


class _Figure(NamedTuple):
    """One record's figures: as the department filed it, as it holds now, the one to compare."""

    entry: RecordScore
    filed: Decimal
    now: Decimal
    compared: Decimal


def comparisons(scores: Scores) -> dict[str, tuple[ComparisonView, ...]]:
    """Give every department's comparisons, rules in printed order, by the department's id."""
    found: dict[str, list[ComparisonView]] = defaultdict(list)
    by_rule: dict[str, list[_Figure]] = defaultdict(list)
    scales: dict[str, Scale] = {}
    for result in scores.communities:
        for scored in result.items:
            for entry in scored.records:
                if entry.status.counts and entry.rule.kind in _COMPARED:
                    by_rule[entry.rule.id].append(_figure(entry, scored.full))
                    scales[entry.rule.id] = scored.scale
    for figures in map(by_rule.__getitem__, _printed_order(scores, by_rule)):
        rule = figures[0].entry.rule
        if len(figures) > 1 and (_differ(figures) or rule.kind in _LEFT_OPEN):
            department = figures[0].entry.record.department
            found[department].append(_comparison(figures, scales[rule.id]))
    return {department: tuple(made) for department, made in found.items()}


def _printed_order(scores: Scores, used: dict[str, list[_Figure]]) -> list[str]:
    if not scores.communities:
        return []
    rules = (rule.id for scored in scores.communities[0].items for rule in scored.item.rules)
    return [rule for rule in rules if rule in used]


def _differ(figures: Sequence[_Figure]) -> bool:
    """Tell whether records differ, as filed or since an appeal."""
    compared = {figure.compared for figure in figures}
    now = {figure.now for figure in figures}
    return len(compared) > 1 or len(now) > 1


def _figure(entry: RecordScore, full: Decimal) -> _Figure:
    if entry.rule.kind in _LEFT_OPEN:
        filed = entry.record.deduct or ZERO
        return _Figure(entry, filed, entry.asked, filed)
    if entry.rule.kind is Kind.ALL:
        return _Figure(entry, full, entry.asked, entry.asked)
    filed = entry.rule.deduct or ZERO
    now = entry.asked / entry.steps if entry.steps else filed
    return _Figure(entry, filed, now, now)


def _comparison(figures: Sequence[_Figure], scale: Scale) -> ComparisonView:
    rule = figures[0].entry.rule
    compared = sorted(figure.compared for figure in figures)
    least, greatest = compared[0], compared[-1]
    end = _end(rule, greatest)
    middle = median(compared)
    unit = f"每{rule.unit}扣分" if rule.kind is Kind.EACH else "扣分"
    return ComparisonView(
        rule=rule.id,
        item=rule.id.partition("-")[0],
        unit=f"{unit}（{labels.SCALE[scale]}）",
        records=tuple(
            ComparedView(
                record=figure.entry.record.id,
                filed=_shown(figure.filed),
                now=_shown(figure.now) if figure.now != figure.filed else "",
            )
            for figure in sorted(
                figures,
                key=lambda figure: (
                    -figure.compared,
                    figure.entry.record.date,
                    figure.entry.record.id,
                ),
            )
        ),
        least=_shown(least),
        median=_shown(middle),
        greatest=_shown(greatest),
        differs=_differ(figures),
        verdict=_verdict(figures, least, greatest),
        scale=plain(end),
        dots=tuple(
            DotView(bar(figure, end), records, min(records, _SIZES))
            for figure, records in sorted(Counter(compared).items())
        ),
        start=bar(least, end),
        width=bar(greatest - least, end),
        picture=_picture(compared, end),
    )


def _picture(compared: Sequence[Decimal], end: Decimal) -> str:
    """Tell those who do not see the strip what stands on it."""
    found = "，".join(
        f"扣 {_shown(figure)} 的 {records} 条"
        for figure, records in sorted(Counter(compared).items())
    )
    return f"从 0 到 {plain(end)} 分：{found}"


def _end(rule: Rule, greatest: Decimal) -> Decimal:
    """Say where the strip ends: at what the rule is allotted, else at the next round figure."""
    if rule.allotment is not None and greatest <= rule.allotment:
        return rule.allotment
    return next((end for end in _ENDS if greatest <= end), greatest)


def _verdict(figures: Sequence[_Figure], least: Decimal, greatest: Decimal) -> str:
    if least == greatest:
        text = f"{len(figures)} 条都扣 {_shown(least)} 分"
    else:
        text = f"{len(figures)} 条扣分不一，相差 {_shown(greatest - least)} 分"
    reduced = sum(figure.now != figure.filed for figure in figures)
    return f"{text}；{reduced} 条申诉后减轻" if reduced else text


def _shown(figure: Decimal) -> str:
    """Write a figure; one that has no end (10 ÷ 3 per step) with two places."""
    rounded = round_total(figure)
    return plain(figure) if figure == rounded else f"约 {plain(rounded)}"
