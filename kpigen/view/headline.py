"""Says the year's outcome in one plain sentence: where most was lost, who leads, who is vetoed."""

from __future__ import annotations

from collections import Counter

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, Scores
from kpigen.view.overview_values import CategoryLossView

# More than these that lead together are counted.
_MOST_NAMES = 2


def headline(scores: Scores, losses: tuple[CategoryLossView, ...], groups: tuple[str, ...]) -> str:
    """Put the sentence together from what there is; `losses` begin with the greatest."""
    if not scores.communities:
        return ""
    parts = [_lost(losses), _leaders(scores, groups), _vetoed(scores, groups)]
    return "；".join(part for part in parts if part) + "。"


def _lost(losses: tuple[CategoryLossView, ...]) -> str:
    if not losses:
        return "各社区、村都还没有失分"
    most = [loss for loss in losses if loss.lost == losses[0].lost]
    figures = f"{'各 ' if len(most) > 1 else ''}{most[0].lost} 分，占 {most[0].share}%"
    return f"失分最多的是{_names([loss.name for loss in most])}（{figures}）"


def _leaders(scores: Scores, groups: tuple[str, ...]) -> str:
    """Name each group's first, unless nobody is behind anybody."""
    ranks = {result.group_rank for result in scores.communities}
    if not ranks - {None, 1}:
        return ""
    told = [_leader([r for r in scores.communities if r.community.group == g], g) for g in groups]
    return "名次最前：" + "、".join(text for text in told if text)


def _leader(group: list[CommunityScore], name: str) -> str:
    first = [result for result in group if result.group_rank == 1]
    if not first:
        return ""
    names = _names([result.community.name for result in first])
    return f"{names} {labels.total(first[0].total)}（{name}）"


def _vetoed(scores: Scores, groups: tuple[str, ...]) -> str:
    counts = Counter(result.community.group for result in scores.communities if result.vetoed)
    told = "、".join(f"{counts[group]} 个{group}" for group in groups if counts[group])
    return told and f"{told}{labels.VETOED}"


def _names(names: list[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _MOST_NAMES else ""
    return "和".join(names[:_MOST_NAMES]) + more
