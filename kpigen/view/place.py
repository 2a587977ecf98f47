"""Where each community stands among its group: on a scale, in a sentence, beside its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, Scores
from kpigen.exact import EXACT, HUNDRED, ZERO, plain, round_total
from kpigen.view.place_values import NeighbourView, PlaceView, ScaleView

# More names than these at one end of the scale are counted.
_MOST_NAMES = 2


def places(scores: Scores) -> dict[str, PlaceView]:
    """Give every community's place, by its id."""
    groups: dict[str, list[CommunityScore]] = {}
    for result in scores.communities:
        groups.setdefault(result.community.group, []).append(result)
    return {name: place for group in groups.values() for name, place in _group(group)}


def _group(results: list[CommunityScore]) -> Iterator[tuple[str, PlaceView]]:
    ranked = sorted(
        (result for result in results if result.group_rank is not None),
        key=lambda result: result.group_rank or 0,
    )
    totals = [result.total_exact for result in ranked] or [ZERO]
    low, high = min(totals), max(totals)
    scale = _scale(ranked, low, high) if len(ranked) > 1 else None
    for result in results:
        if result.group_rank is None:
            yield result.community.id, PlaceView("按今年的办法不参加排名。", None, "", None, None)
    for place, result in enumerate(ranked):
        yield (
            result.community.id,
            PlaceView(
                sentence=_sentence(result, len(ranked), high),
                scale=scale,
                mark=_part(result.total_exact, low, high),
                above=_neighbour(result, ranked[place - 1]) if place else None,
                below=_neighbour(result, ranked[place + 1]) if place + 1 < len(ranked) else None,
            ),
        )


def _scale(ranked: list[CommunityScore], low: Decimal, high: Decimal) -> ScaleView:
    dots = {_part(result.total_exact, low, high) for result in ranked}
    return ScaleView(
        lowest=labels.total(round_total(low)),
        lowest_names=_names(result for result in ranked if result.total_exact == low),
        highest=labels.total(round_total(high)),
        highest_names=_names(result for result in ranked if result.total_exact == high),
        dots=tuple(sorted(dots, key=int)),
    )


def _part(total: Decimal, low: Decimal, high: Decimal) -> str:
    """Give a total's place between the lowest and the highest, in whole per cent."""
    if low == high:
        return "50"
    part = (total - low) * HUNDRED / (high - low)
    return plain(part.quantize(Decimal(1), ROUND_HALF_UP))


def _names(results: Iterator[CommunityScore]) -> str:
    names = [result.community.name for result in results]
    more = f"等 {len(names)} 个" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def _sentence(result: CommunityScore, ranked: int, high: Decimal) -> str:
    group = result.community.group
    sentence = f"{ranked} 个{group}中{labels.rank(result.group_rank)}"
    if result.total_exact == high:
        return f"{sentence}，总分最高。"
    return f"{sentence}，比最高的少{_apart(round_total(high), result.total)}。"


def _neighbour(own: CommunityScore, other: CommunityScore) -> NeighbourView:
    difference = "同分"
    if other.total_exact != own.total_exact:
        way = "高" if other.total_exact > own.total_exact else "低"
        difference = f"{way}{_apart(other.total, own.total)}"
    return NeighbourView(
        id=other.community.id,
        name=other.community.name,
        rank_label=labels.rank(other.group_rank),
        total=labels.total(other.total),
        difference=difference,
    )


def _apart(one: Decimal, other: Decimal) -> str:
    """Say how far published totals are apart, so that it comes out beside them."""
    difference = abs(EXACT.subtract(one, other))
    return f" {labels.total(difference)} 分" if difference else "不到 0.01 分"
