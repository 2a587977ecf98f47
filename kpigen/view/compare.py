"""Lays all communities out beside each other, so that any two can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore, Scores
from kpigen.exact import ZERO, plain
from kpigen.model import Category, Item, Rubric
from kpigen.view.compare_values import (
    CompareCategory,
    CompareCell,
    CompareColumn,
    CompareRow,
    CompareView,
)
from kpigen.view.shares import bar
from kpigen.view.table import item_anchor, lost
from kpigen.view.values import CommunityView


def comparison(rubric: Rubric, scores: Scores, standing: tuple[CommunityView, ...]) -> CompareView:
    """Lay out the scores with a column for each community of the standing, in its order."""
    results = {result.community.id: result for result in scores.communities}
    ordered = [results[community.id] for community in standing]
    items = [{scored.item.id: scored for scored in result.items} for result in ordered]
    return CompareView(
        columns=tuple(
            _column(community, result) for community, result in zip(standing, ordered, strict=True)
        ),
        categories=tuple(_category(category, items) for category in rubric.categories),
    )


def _column(community: CommunityView, result: CommunityScore) -> CompareColumn:
    return CompareColumn(
        id=community.id,
        name=community.name,
        total=community.total,
        lost=_signed_loss(sum((lost(scored) for scored in result.items), ZERO)) or "0",
        adjustments=labels.shown_signed(result.adjustments),
        standing=f"{community.group}{community.group_rank_label}",
        rank_label=community.rank_label,
        records=str(len(community.records)),
        remark="，".join(community.badges),
    )


def _category(category: Category, items: Sequence[dict[str, ItemScore]]) -> CompareCategory:
    points = sum((item.points or ZERO for item in category.items), ZERO)
    return CompareCategory(
        id=category.id,
        number=category.no,
        name=category.name,
        points=plain(points) if points else "",
        cells=tuple(_sum([scored[item.id] for item in category.items], points) for scored in items),
        rows=tuple(
            _row(item, item.points, [scored[item.id] for scored in items])
            for item in category.items
            if item.points is not None
        ),
    )


def _sum(scored: Sequence[ItemScore], points: Decimal) -> CompareCell:
    """Add a category up; rows outside the total have signed points instead of a score."""
    if not points:
        return CompareCell(
            labels.shown_signed(sum((row.adjustment for row in scored), ZERO)), "", "", ""
        )
    gone = sum((lost(row) for row in scored), ZERO)
    return CompareCell(plain(points - gone), _signed_loss(gone), bar(gone, points), "")


def _row(item: Item, points: Decimal, scored: Sequence[ItemScore]) -> CompareRow:
    cells = []
    for each in scored:
        gone = lost(each)
        note = labels.VETOED if each.vetoed else ""
        cells.append(CompareCell(plain(points - gone), _signed_loss(gone), bar(gone, points), note))
    return CompareRow(
        item=item.id,
        anchor=item_anchor(item.id),
        content=item.printed.content,
        points=plain(points),
        cells=tuple(cells),
    )


def _signed_loss(gone: Decimal) -> str:
    return labels.shown_signed(-gone) if gone else ""
