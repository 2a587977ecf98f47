"""What each record really takes: beside its row's others, in the order in which they count."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kpigen.assessing.scoring import CommunityScore, ItemScore, RecordScore
from kpigen.exact import EXACT, ZERO, share
from kpigen.model import Kind


class Taken(NamedTuple):
    """What a record takes from the total, in points: positive is lost, negative is gained.

    `itself` is what it would take alone, `actual` what it adds to what came `before` it: the
    records of its row (or pool) that happened earlier, by date and then id. A row never loses more
    than it has, and bonuses stop at their ceiling, so `actual` may be less than `itself`.
    """

    itself: Decimal
    before: Decimal
    actual: Decimal


def taken(result: CommunityScore) -> dict[str, Taken]:
    """Weigh every record that counts, by its id; a row's `actual` add up to what the row lost."""
    rows = {item.item.id: item for item in result.items}
    found: dict[str, Taken] = {}
    for item in result.items:
        if item.score is not None:
            found |= _in_order(_losses(item, rows), item.item.points or ZERO)
        elif item.item.pool is None:
            adjusted = ((entry, -entry.points) for entry in _counting(item))
            bounded = item.adjustment != item.adjustment_asked
            found |= _in_order(adjusted, -item.adjustment if bounded else None)
    return found


def _losses(head: ItemScore, rows: dict[str, ItemScore]) -> Iterator[tuple[RecordScore, Decimal]]:
    """Give the records of a row, with its pool, in the order in which they count."""
    points = head.item.points or ZERO
    weighed = [
        (entry, share(points, entry.deduct, rows[member].full))
        for member in head.pool or (head.item.id,)
        for entry in _counting(rows[member])
    ]
    return iter(sorted(weighed, key=lambda pair: (pair[0].record.date, pair[0].record.id)))


def _counting(item: ItemScore) -> Iterator[RecordScore]:
    return (entry for entry in item.records if entry.status.counts)


def _in_order(
    weighed: Iterator[tuple[RecordScore, Decimal]], limit: Decimal | None
) -> dict[str, Taken]:
    """Count the records one after the other, never beyond the limit on its side of nothing."""
    found = {}
    asked = before = ZERO
    for entry, itself in weighed:
        asked = EXACT.add(asked, itself)
        after = asked
        if limit is not None:
            is_gain = entry.rule.kind is Kind.ADJUSTMENT and entry.points > 0
            after = max(asked, limit) if is_gain else min(asked, limit)
        found[entry.record.id] = Taken(itself, before, EXACT.subtract(after, before))
        before = after
    return found
