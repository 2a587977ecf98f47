"""Lays out the year's first page: the way through the year, distances, losses, the heat map."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.course import Course
from kpigen.assessing.deadlines import ORDER
from kpigen.assessing.scoring import CommunityScore, Scores
from kpigen.exact import ZERO, plain, round_total
from kpigen.model import Assessment, Category, Dataset, Stage
from kpigen.view import stages
from kpigen.view.chart import nice_ticks
from kpigen.view.course import town
from kpigen.view.headline import headline
from kpigen.view.news import news
from kpigen.view.overview_values import (
    AdjustmentView,
    CategoryLossView,
    GapView,
    HeatCell,
    HeatColumn,
    HeatRow,
    HeatView,
    OverviewView,
    StepView,
)
from kpigen.view.shares import bar, per_cent, whole_per_cent
from kpigen.view.table import lost
from kpigen.view.values import RecordView
from kpigen.view.waiting import entries, split, waiting

# The steps of colour: each from so many per cent kept, the best first.
_STEPS = (100, 95, 85, 60, 0)


class _Block(NamedTuple):
    """A category with its points and what every community lost in it, in the scores' order."""

    category: Category
    points: Decimal
    lost: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.lost, ZERO)


def overview(
    dataset: Dataset,
    scores: Scores,
    course: Course,
    records: tuple[RecordView, ...],
    order: tuple[str, ...],
) -> OverviewView:
    """Lay out the overview of one year; `order` is the history's of its commits."""
    rubric = dataset.rubric
    groups = tuple(dict.fromkeys(community.group for community in rubric.communities))
    blocks = _blocks(rubric.categories, scores)
    with_points = [block for block in blocks if block.points]
    everything = sum((block.total for block in with_points), ZERO)
    losses = _losses(with_points, scores, groups, everything)
    undecided = sum(reading.decided is None for reading in rubric.readings)
    gaps, axis = _gaps(scores, rubric.assessment)
    return OverviewView(
        steps=_steps(rubric.assessment),
        gaps=gaps,
        gap_axis=axis,
        groups=groups,
        categories=losses,
        untouched=tuple((b.category.id, b.category.name) for b in with_points if not b.total),
        lost=plain(everything),
        adjustments=tuple(
            _adjustment(block.category, scores) for block in blocks if not block.points
        ),
        heat=_heat(blocks, scores),
        course=town(course, groups),
        news=news(records, dataset.deductions, order),
        waiting=waiting(scores, rubric, scores.as_of or dataset.newest_commit),
        headline=headline(scores, losses, groups),
        records_note=split(entries(scores)),
        readings_note=f"{undecided} 条未裁定" if undecided else "",
    )


def _steps(assessment: Assessment) -> tuple[StepView, ...]:
    """Lay out all stages, with their dates where the office set them."""
    dated = {view.name: view for view in stages.stages(assessment)}
    now = ORDER[assessment.stage]
    return tuple(
        StepView(
            name=stage,
            period=dated[stage].period if stage in dated else "",
            state=stages.state(ORDER[stage] - now),
            place="now" if ORDER[stage] == now else "over" if ORDER[stage] < now else "ahead",
        )
        for stage in Stage
    )


def _gaps(scores: Scores, assessment: Assessment) -> tuple[tuple[tuple[str, GapView], ...], str]:
    """Give every community's distance from full marks, and the most that a bar can show."""
    missing = {
        result.community.id: assessment.total - result.total for result in scores.communities
    }
    most = nice_ticks(ZERO, max((*missing.values(), Decimal(1))))[-1]
    return tuple(
        (community, GapView(labels.shown_change(-gap), bar(gap, most)))
        for community, gap in missing.items()
    ), plain(most)


def _blocks(categories: tuple[Category, ...], scores: Scores) -> list[_Block]:
    of_row = {item.id: category.id for category in categories for item in category.items}
    table: dict[str, list[Decimal]] = {category.id: [] for category in categories}
    for result in scores.communities:
        sums = dict.fromkeys(table, ZERO)
        for scored in result.items:
            sums[of_row[scored.item.id]] += lost(scored)
        for category, points in sums.items():
            table[category].append(points)
    return [
        _Block(
            category,
            sum((item.points or ZERO for item in category.items), ZERO),
            tuple(table[category.id]),
        )
        for category in categories
    ]


def _losses(
    blocks: list[_Block], scores: Scores, groups: tuple[str, ...], everything: Decimal
) -> tuple[CategoryLossView, ...]:
    """Order the categories that lost anything by what they lost, most first."""
    hit = sorted((block for block in blocks if block.total), key=lambda block: -block.total)
    most = max((block.total for block in hit), default=ZERO)
    group_of = [result.community.group for result in scores.communities]
    return tuple(
        CategoryLossView(
            category=block.category.id,
            name=block.category.name,
            lost=plain(block.total),
            share=per_cent(block.total, everything),
            rate=per_cent(block.total, block.points * len(block.lost)),
            averages=tuple(_average(block.lost, group_of, group) for group in groups),
            communities=sum(bool(points) for points in block.lost),
            bar=bar(block.total, most),
        )
        for block in hit
    )


def _average(points: tuple[Decimal, ...], group_of: list[str], group: str) -> str:
    chosen = [lost for lost, name in zip(points, group_of, strict=True) if name == group]
    return labels.total(round_total(sum(chosen, ZERO) / len(chosen)))


def _counted(result: CommunityScore, category: Category) -> Decimal:
    rows = {item.id for item in category.items}
    return sum((scored.adjustment for scored in result.items if scored.item.id in rows), ZERO)


def _adjustment(category: Category, scores: Scores) -> AdjustmentView:
    points = [_counted(result, category) for result in scores.communities]
    return AdjustmentView(
        category=category.id,
        name=category.name,
        points=labels.shown_signed(sum(points, ZERO)),
        communities=sum(bool(point) for point in points),
    )


def _heat(blocks: list[_Block], scores: Scores) -> HeatView:
    places = sorted(
        range(len(scores.communities)),
        key=lambda place: (
            scores.communities[place].rank is None,
            scores.communities[place].rank or 0,
        ),
    )
    return HeatView(
        columns=tuple(
            HeatColumn(
                block.category.id, block.category.name, plain(block.points) if block.points else ""
            )
            for block in blocks
        ),
        rows=tuple(_heat_row(scores.communities[place], place, blocks) for place in places),
        steps=tuple((level, _step(level)) for level in range(1, len(_STEPS) + 1)),
    )


def _heat_row(result: CommunityScore, place: int, blocks: list[_Block]) -> HeatRow:
    return HeatRow(
        community=result.community.id,
        name=result.community.name,
        rank="—" if result.rank is None else str(result.rank),
        total=labels.total(result.total),
        cells=tuple(
            _kept(block.points - block.lost[place], block.points)
            if block.points
            else HeatCell(labels.shown_signed(_counted(result, block.category)), 0)
            for block in blocks
        ),
    )


def _kept(kept: Decimal, points: Decimal) -> HeatCell:
    """Give the share kept and its step of colour; the step goes by the figure that is shown."""
    share = whole_per_cent(kept, points)
    level = next(level for level, least in enumerate(_STEPS, 1) if share >= least)
    return HeatCell(str(share), level)


def _step(level: int) -> str:
    least = _STEPS[level - 1]
    if level == 1:
        return str(least)
    above = _STEPS[level - 2] - 1
    return f"{least}–{above}"
