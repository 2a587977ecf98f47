"""Says at the top of a community's page what it lost, and where most of it."""

from __future__ import annotations

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore
from kpigen.exact import EXACT, plain
from kpigen.view.headline_values import HeadlineLoss, HeadlineView
from kpigen.view.table import Layout, item_anchor, lost

# More losses than these are left to the table below.
_MOST = 3
_NUMBER = {2: "两", 3: "三"}


def headline(result: CommunityScore, layout: Layout) -> HeadlineView:
    """Name the greatest losses, most first; rows of equal losses stay in printed order."""
    losers = sorted((item for item in result.items if lost(item)), key=lost, reverse=True)
    total = EXACT.subtract(layout.rubric.assessment.total, result.subtotal)
    return HeadlineView(
        lead=_lead(plain(total), len(losers)),
        losses=tuple(_loss(item, layout) for item in losers[:_MOST]),
        rest=_rest(result),
    )


def _lead(total: str, rows: int) -> str:
    if not rows:
        return "没有失分。"
    if rows == 1:
        return f"失 {total} 分，只有一项："
    number = _NUMBER[min(rows, _MOST)]
    return f"失 {total} 分，" + (f"最多的{number}项：" if rows > _MOST else f"共{number}项：")


def _loss(item: ItemScore, layout: Layout) -> HeadlineLoss:
    row = item.item.id
    veto = f"，{labels.VETOED}" if item.zeroed else ""
    return HeadlineLoss(
        anchor=item_anchor(row),
        name=f"{layout.categories[row].name}（{row}{veto}）",
        lost=f"{plain(lost(item))} 分",
    )


def _rest(result: CommunityScore) -> str:
    parts = [
        f"{way} {plain(points)} 分"
        for way, points in (("加", result.bonus), ("减", result.extra))
        if points
    ]
    return f"另在总分上{'、'.join(parts)}。" if parts else ""
