"""Turns the finished scores round: from a row of the table to those who lost points on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore, Scores
from kpigen.exact import ZERO, plain
from kpigen.model import Category, Community, Item, Rubric
from kpigen.view import explain
from kpigen.view.printed_row import printed_rows
from kpigen.view.row_values import (
    CategoryRowsView,
    Measure,
    PoolShareView,
    PoolView,
    PrintedRowView,
    RowPageView,
    RuleUseView,
    ShareView,
)
from kpigen.view.shares import bar, per_cent
from kpigen.view.table import lost


class _Part(NamedTuple):
    """What a community has on a row; `head` is the row whose points it draws on, mostly itself."""

    community: Community
    scored: ItemScore
    head: ItemScore

    @property
    def adjusted(self) -> bool:
        """Tell whether the row counts beside the total."""
        return self.head.score is None

    @property
    def figure(self) -> Decimal:
        """Give what the community has here, in the row's measure."""
        if self.adjusted:
            return self.scored.adjustment
        return self.scored.deducted if self.head.pool else lost(self.scored)


class _Table(NamedTuple):
    """What all rows look up, laid out once: the parts of every row, the pools, what is greatest."""

    parts: dict[str, list[_Part]]
    lost: dict[str, Decimal]
    most: Decimal
    pools: dict[str, PoolView]
    printed: dict[str, PrintedRowView]
    readings: dict[str, list[str]]


def rows(rubric: Rubric, scores: Scores) -> tuple[CategoryRowsView, ...]:
    """Give every category with its rows and who lost on them, in printed order."""
    parts = _parts(scores)
    losses = {
        item.id: sum((lost(part.scored) for part in parts[item.id]), ZERO) for item in rubric.items
    }
    table = _Table(
        parts=parts,
        lost=losses,
        most=max(losses.values(), default=ZERO),
        pools=_pools(rubric, scores, losses),
        printed=printed_rows(rubric),
        readings=_readings(rubric),
    )
    by_category = {
        category.id: sum((losses[item.id] for item in category.items), ZERO)
        for category in rubric.categories
    }
    most = max(by_category.values(), default=ZERO)
    return tuple(
        _category(category, by_category[category.id], most, table) for category in rubric.categories
    )


def _parts(scores: Scores) -> dict[str, list[_Part]]:
    """Index what every community has by row, communities in the scores' order."""
    found: dict[str, list[_Part]] = defaultdict(list)
    for result in scores.communities:
        by_item = {scored.item.id: scored for scored in result.items}
        for scored in result.items:
            head = by_item[scored.item.pool or scored.item.id]
            found[scored.item.id].append(_Part(result.community, scored, head))
    return found


def _readings(rubric: Rubric) -> dict[str, list[str]]:
    """List for every row the readings about it or one of its rules, in printed order."""
    found: dict[str, list[str]] = defaultdict(list)
    for reading in rubric.readings:
        for item in dict.fromkeys(about.partition("-")[0] for about in reading.about):
            found[item].append(reading.id)
    return found


def _category(category: Category, total: Decimal, most: Decimal, table: _Table) -> CategoryRowsView:
    made = tuple(_row(item, table) for item in category.items)
    has_points = any(item.points is not None for item in category.items)
    adjusted = sum(
        (part.scored.adjustment for item in category.items for part in table.parts[item.id]), ZERO
    )
    return CategoryRowsView(
        category=category.id,
        lost=plain(total),
        label=_lost_label(total) if has_points else _adjusted_label(adjusted),
        bar=bar(total, most),
        records=sum(
            len(part.scored.records) for item in category.items for part in table.parts[item.id]
        ),
        rows=made,
    )


def _row(item: Item, table: _Table) -> RowPageView:
    parts = table.parts[item.id]
    pool = table.pools.get(item.pool or item.id)
    measure = Measure.POOL if pool else Measure.POINTS
    if item.points is None and not pool:
        measure = Measure.ADJUSTMENT
    figure = sum((part.figure for part in parts), ZERO)
    if measure is Measure.ADJUSTMENT:
        label = _adjusted_label(figure)
    else:
        label = f"合在 {item.pool} 里算" if item.pool else _lost_label(table.lost[item.id])
    shares = _shares(parts, measure)
    own = sum(len(part.scored.records) for part in parts)
    carried = None if item.pool else pool
    return RowPageView(
        item=item.id,
        printed=table.printed[item.id],
        uses=_uses(item, parts),
        readings=tuple(table.readings[item.id]),
        measure=measure,
        figure=_figure(figure, measure),
        lost=plain(table.lost[item.id]),
        label=label,
        bar=bar(table.lost[item.id], table.most),
        communities=len(carried.shares if carried else shares),
        records=carried.records if carried else own,
        own=f"本行自己的记录 {own} 条" if carried else "",
        shares=shares,
        others=_in_order(
            (entry.record.date.isoformat(), entry.record.id)
            for part in parts
            if not part.figure
            for entry in part.scored.records
        ),
        pool=pool,
    )


def _in_order(records: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(record for _, record in sorted(records))


def _lost_label(points: Decimal) -> str:
    return f"{plain(points)} 分" if points else "没有失分"


def _adjusted_label(points: Decimal) -> str:
    return f"总分 {labels.shown_signed(points)}" if points else "没有加减"


def _figure(figure: Decimal, measure: Measure) -> str:
    return labels.shown_signed(figure) if measure is Measure.ADJUSTMENT else plain(figure)


def _uses(item: Item, parts: Sequence[_Part]) -> tuple[RuleUseView, ...]:
    """Count the records on every rule of a row, and whom they concern."""
    counting: Counter[str] = Counter()
    void: Counter[str] = Counter()
    communities: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for entry in part.scored.records:
            if entry.status.counts:
                counting[entry.rule.id] += 1
                communities[entry.rule.id].add(part.community.id)
            else:
                void[entry.rule.id] += 1
    return tuple(
        RuleUseView(
            rule=rule.id,
            records=counting[rule.id],
            label=_used(counting[rule.id], len(communities[rule.id]), void[rule.id]),
        )
        for rule in item.rules
    )


def _used(records: int, communities: int, void: int) -> str:
    used = f"{records} 条记录，涉及 {communities} 个社区、村" if records else "没有记录用到"
    return f"{used}；另有 {void} 条不计分" if void else used


def _shares(parts: Sequence[_Part], measure: Measure) -> tuple[ShareView, ...]:
    """Give those who have something here, the most first."""
    having = sorted(
        (part for part in parts if part.figure), key=lambda part: abs(part.figure), reverse=True
    )
    most = abs(having[0].figure) if having else ZERO
    return tuple(_share(part, measure, most) for part in having)


def _share(part: _Part, measure: Measure, most: Decimal) -> ShareView:
    scored, head = part.scored, part.head
    points = head.item.points or ZERO
    whole = {
        Measure.POINTS: points,
        Measure.POOL: scored.full,
        Measure.ADJUSTMENT: most,
    }[measure]
    in_pool = measure is Measure.POOL
    return ShareView(
        community=part.community.id,
        community_name=part.community.name,
        figure=_figure(part.figure, measure),
        kept="" if head.score is None else per_cent(head.score, points),
        bar=bar(abs(part.figure), whole),
        pool_deducted=plain(head.pool_deducted or ZERO) if in_pool else "",
        pool_lost=plain(lost(head)) if in_pool else "",
        vetoed=scored.vetoed,
        arithmetic=explain.item_arithmetic(scored),
        records=_in_order(
            (entry.record.date.isoformat(), entry.record.id) for entry in scored.records
        ),
    )


def _pools(rubric: Rubric, scores: Scores, losses: dict[str, Decimal]) -> dict[str, PoolView]:
    """Give every pool by the row that carries its points."""
    members: dict[str, list[str]] = defaultdict(list)
    for item in rubric.items:
        if item.pool:
            members[item.pool].append(item.id)
    shares: dict[str, list[tuple[Decimal, PoolShareView]]] = defaultdict(list)
    records: Counter[str] = Counter()
    for result in scores.communities:
        by_item = {scored.item.id: scored for scored in result.items}
        for head in members:
            scored = by_item[head]
            records[head] += sum(len(by_item[member].records) for member in scored.pool)
            if scored.pool_deducted or lost(scored):
                shares[head].append((lost(scored), _pool_share(result, scored, by_item)))
    return {
        item.id: PoolView(
            label=f"{item.id} 至 {members[item.id][-1]}",
            points=plain(item.points or ZERO),
            items=(item.id, *members[item.id]),
            shares=tuple(
                share for _, share in sorted(shares[item.id], key=lambda found: -found[0])
            ),
            lost=plain(losses[item.id]),
            records=records[item.id],
        )
        for item in rubric.items
        if item.id in members
    }


def _pool_share(
    result: CommunityScore, head: ItemScore, by_item: dict[str, ItemScore]
) -> PoolShareView:
    points = head.item.points or ZERO
    return PoolShareView(
        community=result.community.id,
        community_name=result.community.name,
        deducted=tuple(plain(by_item[member].deducted) for member in head.pool),
        total=plain(head.pool_deducted or ZERO),
        lost=plain(lost(head)),
        kept=per_cent(head.score or ZERO, points),
        bar=bar(lost(head), points),
        vetoed=any(by_item[member].vetoed for member in head.pool),
    )
