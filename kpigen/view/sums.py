"""Sums a community's rows by category, in printed order; together they lead to the total."""

from __future__ import annotations

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore
from kpigen.exact import EXACT, ZERO, added, plain
from kpigen.model import Category
from kpigen.view.sum_values import CategorySum
from kpigen.view.table import Layout


def sums(result: CommunityScore, layout: Layout) -> tuple[CategorySum, ...]:
    """Give every category's sum, those without any loss as well."""
    rows = {row.item.id: row for row in result.items}
    return tuple(
        _sum(category, [rows[item.id] for item in category.items])
        for category in layout.rubric.categories
    )


def _sum(category: Category, rows: list[ItemScore]) -> CategorySum:
    scored = [row for row in rows if row.score is not None]
    points = added(row.item.points or ZERO for row in scored)
    score = added(row.score or ZERO for row in scored)
    adjusted = added(row.adjustment for row in rows)
    counts = [record.status.counts for row in rows for record in row.records]
    return CategorySum(
        number=category.no,
        name=category.name,
        points=plain(points) if scored else "",
        score=plain(score) if scored else "",
        change=labels.shown_signed(EXACT.add(EXACT.subtract(score, points), adjusted)),
        counting=counts.count(True),
        others=counts.count(False),
    )
