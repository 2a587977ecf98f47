"""Where a community's points went: from the year's full points, loss by loss, to its total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore
from kpigen.exact import EXACT, ZERO, plain
from kpigen.view.balance_values import BalanceLine, BalanceView
from kpigen.view.shares import bar, per_cent
from kpigen.view.table import Layout, item_anchor, lost


def balance(result: CommunityScore, layout: Layout) -> BalanceView:
    """Order what a community lost, most first; rows of equal losses stay in printed order."""
    assessment = layout.rubric.assessment
    losers = sorted((item for item in result.items if lost(item)), key=lost, reverse=True)
    total_lost = EXACT.subtract(assessment.total, result.subtotal)
    return BalanceView(
        start=plain(assessment.total),
        losses=tuple(_losses(losers, assessment.total, total_lost, layout)),
        by_category=tuple(_by_category(losers, layout)),
        lost=plain(total_lost),
        subtotal=plain(result.subtotal),
        adjustments=tuple(_adjustments(result, layout)),
        ending=_ending(result),
        total=labels.total(result.total),
    )


def _losses(
    losers: list[ItemScore], full: Decimal, total_lost: Decimal, layout: Layout
) -> Iterator[BalanceLine]:
    left = full
    for item in losers:
        points = lost(item)
        left = EXACT.subtract(left, points)
        yield BalanceLine(
            item=item.item.id,
            anchor=item_anchor(item.item.id),
            category=layout.categories[item.item.id].name,
            content=item.item.printed.content,
            note=_note(item),
            change=f"−{plain(points)}",
            share=f"{per_cent(points, total_lost)}%",
            score=plain(item.score or ZERO),
            points=plain(item.item.points or ZERO),
            bar=bar(points, lost(losers[0])),
            left=plain(left),
        )


def _by_category(losers: list[ItemScore], layout: Layout) -> Iterator[tuple[str, str]]:
    """Sum the losses of each category that lost anything, in printed order."""
    for category in layout.rubric.categories:
        points = ZERO
        for item in losers:
            if layout.categories[item.item.id] is category:
                points = EXACT.add(points, lost(item))
        if points:
            yield category.name, plain(points)


def _note(item: ItemScore) -> str:
    """Say what makes a row's loss more than the sum of its own records."""
    pool = item.pool
    notes = (
        f"{pool[0]} 至 {pool[-1]} 共用 {plain(item.item.points or ZERO)} 分" if pool else "",
        labels.VETOED if item.zeroed else "",
    )
    return "，".join(filter(None, notes))


def _adjustments(result: CommunityScore, layout: Layout) -> Iterator[BalanceLine]:
    left = result.subtotal
    for item in result.items:
        if not item.adjustment_asked:
            continue
        left = EXACT.add(left, item.adjustment)
        asked, counted = abs(item.adjustment_asked), abs(item.adjustment)
        yield BalanceLine(
            item=item.item.id,
            anchor=item_anchor(item.item.id),
            category=layout.categories[item.item.id].name,
            content=item.item.printed.content,
            note=f"合计 {plain(asked)} 分，最多计入 {plain(counted)} 分" if counted < asked else "",
            change=labels.shown_signed(item.adjustment),
            share="",
            score="",
            points="",
            bar="",
            left=plain(left),
        )


def _ending(result: CommunityScore) -> str:
    """Say what came between the sum and the published total."""
    parts = []
    if result.total_exact != result.unbounded:
        most = "最高" if result.total_exact < result.unbounded else "最低"
        parts.append(f"总分{most}计 {plain(result.total_exact)} 分")
    if result.total != result.total_exact:
        parts.append(f"{plain(result.total_exact)} 四舍五入到两位小数")
    return "，".join(parts)
