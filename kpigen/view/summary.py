"""Sums the year's records up for the summary workbook, so that what it shows adds up.

A record comes to what it adds to those before it on its row (`view.taken`). So the points that the
records of all departments take are exactly those that the communities lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.overview import Month, months
from kpigen.assessing.scoring import Scores
from kpigen.assessing.standing import Status
from kpigen.exact import EXACT, ZERO, added, plain
from kpigen.model import Category, Item, Kind, Rubric
from kpigen.view.filings import month_labels
from kpigen.view.summary_values import (
    DepartmentTally,
    ItemTally,
    PairTally,
    SummaryView,
    TallyView,
)
from kpigen.view.table import lost
from kpigen.view.taken import taken

_TOTAL = "合计"


class _Weight(NamedTuple):
    """One record: whose it is, when it happened, and what it comes to.

    `taken` is in points of the rows, `adjusted` signed and on the total.
    """

    department: str
    community: str
    item: str
    month: Month
    status: Status
    taken: Decimal
    adjusted: Decimal


def summary(rubric: Rubric, scores: Scores) -> SummaryView:
    """Sum up one year; departments, communities and rows in the rubric's order."""
    weights = tuple(_weights(scores))
    period = months(rubric.assessment)
    by_department = _grouped((weight.department, weight) for weight in weights)
    return SummaryView(
        months=month_labels(period),
        departments=tuple(
            _department(
                department.name,
                [item for item in rubric.items if item.department == department.id],
                by_department.get(department.id, ()),
                period,
            )
            for department in rubric.departments
        ),
        total=_department(_TOTAL, rubric.items, weights, period),
        pairs=_pairs(rubric, by_department, period),
        items=_items(rubric, scores, weights, period),
        counts=_counts(rubric, weights),
    )


def _weights(scores: Scores) -> Iterable[_Weight]:
    for result in scores.communities:
        costs = taken(result)
        for scored in result.items:
            for entry in scored.records:
                record, cost = entry.record, costs.get(entry.record.id)
                points = ZERO if cost is None else cost.actual
                adjusts = entry.rule.kind is Kind.ADJUSTMENT
                yield _Weight(
                    department=record.department,
                    community=record.community,
                    item=scored.item.id,
                    month=Month(record.date.year, record.date.month),
                    status=entry.status,
                    taken=ZERO if adjusts else points,
                    adjusted=-points if adjusts else ZERO,
                )


def _grouped(pairs: Iterable[tuple[str, _Weight]]) -> Mapping[str, Sequence[_Weight]]:
    found: dict[str, list[_Weight]] = defaultdict(list)
    for key, weight in pairs:
        found[key].append(weight)
    return found


def _tally(weights: Sequence[_Weight], period: tuple[Month, ...]) -> TallyView:
    counted = [weight for weight in weights if weight.status.counts]
    by_month = Counter(weight.month for weight in counted)
    return TallyView(
        records=str(len(weights)),
        counted=str(len(counted)),
        taken=plain(added(weight.taken for weight in weights)),
        adjusted=labels.signed(added(weight.adjusted for weight in weights)),
        months=tuple(str(by_month[month] or "") for month in period),
    )


def _department(
    name: str, items: Sequence[Item], weights: Sequence[_Weight], period: tuple[Month, ...]
) -> DepartmentTally:
    return DepartmentTally(
        name=name,
        items=tuple(item.id for item in items),
        communities=str(len({weight.community for weight in weights})),
        tally=_tally(weights, period),
    )


def _pairs(
    rubric: Rubric,
    by_department: Mapping[str, Sequence[_Weight]],
    period: tuple[Month, ...],
) -> tuple[PairTally, ...]:
    pairs = []
    for department in rubric.departments:
        about = _grouped(
            (weight.community, weight) for weight in by_department.get(department.id, ())
        )
        pairs += [
            PairTally(
                department_name=department.name,
                community_name=community.name,
                group=community.group,
                tally=_tally(about[community.id], period),
            )
            for community in rubric.communities
            if community.id in about
        ]
    return tuple(pairs)


def _items(
    rubric: Rubric, scores: Scores, weights: Sequence[_Weight], period: tuple[Month, ...]
) -> tuple[ItemTally, ...]:
    names = {department.id: department.name for department in rubric.departments}
    by_item = _grouped((weight.item, weight) for weight in weights)
    losses: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for result in scores.communities:
        for scored in result.items:
            losses[scored.item.id] = EXACT.add(losses[scored.item.id], lost(scored))
    return tuple(
        ItemTally(
            item=item.id,
            category=_category(category),
            content=item.printed.content,
            department_name=names[item.department],
            points="" if item.points is None else plain(item.points),
            lost="" if item.points is None else plain(losses[item.id]),
            communities=str(len({weight.community for weight in by_item.get(item.id, ())})),
            tally=_tally(by_item.get(item.id, ()), period),
        )
        for category in rubric.categories
        for item in category.items
    )


def _category(category: Category) -> str:
    return f"{category.no} {category.name}".strip()


def _counts(rubric: Rubric, weights: Sequence[_Weight]) -> tuple[tuple[str, str], ...]:
    """Count what the figures rest on."""
    groups = Counter(community.group for community in rubric.communities)
    statuses = Counter(weight.status for weight in weights)
    undecided = sum(reading.decided is None for reading in rubric.readings)
    return (
        *((name, f"{count} 个") for name, count in groups.items()),
        ("考核部门", f"{len(rubric.departments)} 个"),
        ("考核项", f"{len(rubric.items)} 行"),
        ("细则", f"{len(rubric.rules)} 条"),
        ("读法", f"{len(rubric.readings)} 条，其中未裁定 {undecided} 条"),
        ("记录", f"{len(weights)} 条，其中计分 {sum(w.status.counts for w in weights)} 条"),
        *(
            (f"记录：{labels.STATUS[status]}", f"{statuses[status]} 条")
            for status in Status
            if statuses[status]
        ),
    )
