"""Sums up what each department filed: by month and community, how soon, how evenly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.overview import Month, months
from kpigen.assessing.scoring import Scores
from kpigen.assessing.standing import Status
from kpigen.exact import ZERO, plain
from kpigen.model import Assessment, Community, Rubric
from kpigen.view.consistency import comparisons
from kpigen.view.filing_values import (
    ComparisonView,
    CountView,
    DaysView,
    FiledRowView,
    FilingsView,
)
from kpigen.view.shares import bar, heat, per_cent
from kpigen.view.table import lost
from kpigen.view.values import RecordView


class _Year(NamedTuple):
    """What all departments share: who is assessed, the period's months, who lost how much.

    `lost` has the points by department and community.
    """

    assessment: Assessment
    communities: tuple[Community, ...]
    months: tuple[Month, ...]
    lost: dict[str, dict[str, Decimal]]


def filings(
    rubric: Rubric, scores: Scores, records: Sequence[RecordView]
) -> tuple[FilingsView, ...]:
    """Give what every department filed, in the rubric's order; `records` are of all communities."""
    year = _Year(
        rubric.assessment, rubric.communities, months(rubric.assessment), _lost(rubric, scores)
    )
    by_department: dict[str, list[RecordView]] = defaultdict(list)
    for record in records:
        by_department[record.department].append(record)
    compared = comparisons(scores)
    most_records = max(map(len, by_department.values()), default=0)
    losses = {name: sum(lost_by.values(), ZERO) for name, lost_by in year.lost.items()}
    most_lost = max(losses.values(), default=ZERO)
    return tuple(
        _department(
            department.id,
            by_department[department.id],
            compared.get(department.id, ()),
            (most_records, most_lost),
            year,
        )
        for department in rubric.departments
    )


def _lost(rubric: Rubric, scores: Scores) -> dict[str, dict[str, Decimal]]:
    """Sum the points that every community lost on the rows of every department."""
    found: dict[str, dict[str, Decimal]] = {department.id: {} for department in rubric.departments}
    for result in scores.communities:
        for scored in result.items:
            points = lost(scored)
            if points:
                by_community = found[scored.item.department]
                before = by_community.get(result.community.id, ZERO)
                by_community[result.community.id] = before + points
    return found


def _department(
    name: str,
    records: Sequence[RecordView],
    compared: tuple[ComparisonView, ...],
    most: tuple[int, Decimal],
    year: _Year,
) -> FilingsView:
    counts: dict[str, Counter[Month]] = defaultdict(Counter)
    by_month: Counter[Month] = Counter()
    for record in records:
        day = date.fromisoformat(record.date)
        month = Month(day.year, day.month)
        counts[record.community][month] += 1
        by_month[month] += 1
    lost_by = year.lost[name]
    total = sum(lost_by.values(), ZERO)
    concerned = [
        community
        for community in year.communities
        if community.id in counts or community.id in lost_by
    ]
    known = {community.id for community in concerned}
    silent = tuple(community.name for community in year.communities if community.id not in known)
    return FilingsView(
        department=name,
        months=month_labels(year.months),
        rows=_rows(concerned, counts, lost_by, year.months),
        silent=silent,
        by_month=_counts(by_month, year.months, max(by_month.values(), default=0)),
        records=str(len(records)),
        records_bar=bar(Decimal(len(records)), Decimal(most[0])),
        lost=plain(total),
        lost_bar=bar(total, most[1]),
        communities=f"{len(counts)} 个",
        undone=_undone(records),
        days=_days(records, year.assessment),
        comparisons=compared,
        verdict=_verdict(compared),
    )


def _rows(
    communities: Sequence[Community],
    counts: dict[str, Counter[Month]],
    lost_by: dict[str, Decimal],
    period: tuple[Month, ...],
) -> tuple[FiledRowView, ...]:
    most = max((count for by_month in counts.values() for count in by_month.values()), default=0)
    most_lost = max(lost_by.values(), default=ZERO)
    none: Counter[Month] = Counter()
    rows = []
    for community in communities:
        by_month = counts.get(community.id, none)
        points = lost_by.get(community.id, ZERO)
        rows.append(
            FiledRowView(
                community=community.id,
                community_name=community.name,
                months=_counts(by_month, period, most),
                total=str(by_month.total()),
                lost=plain(points),
                bar=bar(points, most_lost),
            )
        )
    return tuple(rows)


def _counts(counts: Counter[Month], period: tuple[Month, ...], most: int) -> tuple[CountView, ...]:
    return tuple(
        CountView(str(counts[month]) if counts[month] else "", heat(counts[month], most))
        for month in period
    )


def month_labels(period: tuple[Month, ...]) -> tuple[str, ...]:
    """Name the months, with the year where there is more than one."""
    if len({month.year for month in period}) == 1:
        return tuple(f"{month.month}月" for month in period)
    return tuple(f"{month.year}年{month.month}月" for month in period)


def _undone(records: Sequence[RecordView]) -> str:
    """Say how many records were withdrawn or reduced: `3 条（撤销 2，减轻 1；7.5%）`."""
    withdrawn = sum(record.status == Status.WITHDRAWN for record in records)
    reduced = sum(record.status == Status.REDUCED for record in records)
    undone = withdrawn + reduced
    if not undone:
        return "没有"
    parts = "，".join(
        f"{word} {count}" for word, count in (("撤销", withdrawn), ("减轻", reduced)) if count
    )
    share = per_cent(Decimal(undone), Decimal(len(records)))
    return f"{undone} 条，占 {share}%（{parts}）"


def _verdict(compared: Sequence[ComparisonView]) -> str:
    """Say for the page how evenly the department deducted."""
    differing = sum(comparison.differs for comparison in compared)
    if not compared:
        return "没有哪条由部门定扣多少的细则有两条以上的记录，无从比较。"
    if len(compared) == 1:
        evenly = "扣得不一样" if differing else "扣得都一样"
        return f"1 条细则有两条以上的记录，各次{evenly}。"
    evenly = f"其中 {differing} 条扣得不一样" if differing else "每条各次扣得都一样"
    return f"{len(compared)} 条细则各有两条以上的记录，{evenly}。"


def _days(records: Sequence[RecordView], assessment: Assessment) -> DaysView:
    """Reckon how soon records were filed, of those whose filing the history shows.

    A date that was corrected to a later one can lie after the filing: it tells nothing. Nor do
    demonstration records that came into the repository all at once.
    """
    filed = [record.life.filing.filed for record in records if record.life.filing is not None]
    at_once = len(filed) > 1 and len(set(filed)) == 1
    if at_once and assessment.demo:
        return DaysView(0, "", "", "", "", "演示数据是事后一次录入的，看不出事情发生以后多久填报。")
    known = sorted(
        (days, record.id)
        for record in records
        if record.life.filing is not None
        and (days := _between(record.date, record.life.filing.filed)) >= 0
    )
    if not known:
        note = "历史里看不出这些记录何时填报。" if records else ""
        return DaysView(0, "", "", "", "", note)
    within = assessment.deadlines.file_within
    longest, record_id = known[-1]
    unknown = len(records) - len(known)
    notes = (
        f"这些记录都在{labels.day(date.fromisoformat(filed[0]))}这一天填报。" if at_once else "",
        f"另有 {unknown} 条看不出何时填报。" if unknown else "",
    )
    return DaysView(
        known=len(known),
        median=f"{plain(median(Decimal(days) for days, _ in known))} 天",
        longest_days=f"{longest} 天",
        longest=record_id,
        late="" if within is None else _late(sum(days > within for days, _ in known), within),
        note="".join(notes),
    )


def _late(overdue: int, within: int) -> str:
    if not overdue:
        return f"都在规定的 {within} 天之内"
    return f"{overdue} 条超过规定的 {within} 天"


def _between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
