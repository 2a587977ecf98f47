"""The year's course: what every community's total was at the end of each month, and now.

It is `scoring.score(dataset, day)` for many days at once. Rows do not depend on each other, but for
those that share a pool and the adjustments, which share ceilings. So a day only asks to score again
the rows of which a record happened, was approved, decided or withdrawn since the day before.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kpigen.assessing.overview import Month, months
from kpigen.assessing.scoring import Sums, Table, bounded, known_by, rows, sums
from kpigen.assessing.standing import heads
from kpigen.exact import EXACT, ZERO, round_total
from kpigen.model import Assessment, Community, Dataset, Deduction, Item

# The rows without points of their own (15, 16) share their ceilings: they are scored together.
_ADJUSTMENTS = ""


class Point(NamedTuple):
    """One community at the end of a day.

    `lost` is what its rows lost of their points, without the adjustments of rows 15 and 16;
    `records` counts all that had happened, those that count nothing too.
    """

    total_exact: Decimal
    total: Decimal
    lost: Decimal
    records: int


class CommunityCourse(NamedTuple):
    """One community's year: a point for each day of the course."""

    community: Community
    points: tuple[Point, ...]


class Sum(NamedTuple):
    """Several communities at the end of a day: exact sums of what their points hold."""

    communities: int
    total_exact: Decimal
    lost: Decimal
    records: int


class Course(NamedTuple):
    """The year's course; communities in the rubric's order.

    `months` are the months that are over, and the period's last day ends its last month. `now` is
    what came after them: a day, None for all there is. `has_now` tells whether anything did; then
    every community has one point more than there are months. `full` is a total without records.
    """

    months: tuple[Month, ...]
    has_now: bool
    now: date | None
    full: Decimal
    communities: tuple[CommunityCourse, ...]

    def sums(self, group: str | None = None) -> tuple[Sum, ...]:
        """Add up the communities of a group, or of the town, at each day."""
        chosen = [
            course.points
            for course in self.communities
            if group is None or course.community.group == group
        ]
        return tuple(
            Sum(
                communities=len(points),
                total_exact=sum((point.total_exact for point in points), ZERO),
                lost=sum((point.lost for point in points), ZERO),
                records=sum(point.records for point in points),
            )
            for points in zip(*chosen, strict=True)
        )


def course(dataset: Dataset, as_of: date | None = None) -> Course:
    """Follow every community through the year, up to a day or to all there is."""
    rubric = dataset.rubric
    table = Table.of(rubric)
    happened = {record.id: _days(record) for record in dataset.deductions}
    today = as_of or dataset.newest_commit or max((max(d) for d in happened.values()), default=None)
    over = tuple(
        month
        for month in months(rubric.assessment)
        if today is not None and month_end(month, rubric.assessment) <= today
    )
    ends = [month_end(month, rubric.assessment) for month in over]
    last = max(ends, default=date.min)
    has_now = any(
        day > last and (as_of is None or day <= as_of) for days in happened.values() for day in days
    )
    units = _Units(table, [*ends, *([as_of] if has_now else [])])
    by_community: dict[str, list[Deduction]] = defaultdict(list)
    for record in dataset.deductions:
        by_community[record.community].append(record)
    return Course(
        months=over,
        has_now=has_now,
        now=as_of,
        full=bounded(units.full, table.policy),
        communities=tuple(
            CommunityCourse(community, tuple(units.points(by_community[community.id], happened)))
            for community in rubric.communities
        ),
    )


def month_end(month: Month, assessment: Assessment) -> date:
    """Give a month's last day within the assessed period."""
    last = date(*month, monthrange(*month)[1])
    return min(last, assessment.ends)


def _days(record: Deduction) -> tuple[date, ...]:
    """Give the days on which something happened to a record that a score can show."""
    approval, appeal, withdrawn = record.approval, record.appeal, record.withdrawn
    later = (
        approval and approval.date,
        appeal and appeal.decided,
        withdrawn and withdrawn.date,
    )
    return (record.date, *(day for day in later if day))


class _Units:
    """The rows that can be scored by themselves, and the days that are asked for.

    A day None stands for all there is.
    """

    def __init__(self, table: Table, days: list[date | None]) -> None:
        self._table = table
        self._days = days
        self._ends = [day for day in days if day is not None]
        head = heads(table.items)
        parts: dict[str, list[Item]] = defaultdict(list)
        self._unit: dict[str, str] = {}
        for item in table.items:
            unit = head[item.id] if item.points is not None or item.pool else _ADJUSTMENTS
            parts[unit].append(item)
            self._unit[item.id] = unit
        self._tables = {unit: table.part(tuple(items)) for unit, items in parts.items()}
        self._pristine = {unit: sums(rows((), part)) for unit, part in self._tables.items()}
        self.full = sum((unit.subtotal for unit in self._pristine.values()), ZERO)

    def points(
        self, records: list[Deduction], happened: dict[str, tuple[date, ...]]
    ) -> Iterator[Point]:
        """Give one community's point at every day."""
        by_unit: dict[str, list[Deduction]] = defaultdict(list)
        seen = [0] * len(self._days)
        for record in records:
            item, _ = self._table.rules[record.rule]
            by_unit[self._unit[item.id]].append(record)
            place = bisect_left(self._ends, record.date)
            if place < len(seen):
                seen[place] += 1
        changes: dict[int, list[Sums]] = defaultdict(list)
        for unit, own in by_unit.items():
            for place, change in self._changes(unit, own, happened):
                changes[place].append(change)
        subtotal, bonus, extra, count = self.full, ZERO, ZERO, 0
        for place in range(len(self._days)):
            for change in changes.get(place, ()):
                subtotal = EXACT.add(subtotal, change.subtotal)
                bonus = EXACT.add(bonus, change.bonus)
                extra = EXACT.add(extra, change.extra)
            count += seen[place]
            unbounded = EXACT.add(subtotal, EXACT.subtract(bonus, extra))
            total = bounded(unbounded, self._table.policy)
            lost = EXACT.subtract(self.full, subtotal)
            yield Point(total, round_total(total), lost, count)

    def _changes(
        self, unit: str, records: list[Deduction], happened: dict[str, tuple[date, ...]]
    ) -> Iterator[tuple[int, Sums]]:
        """Give by how much a unit's sums change, and at which day's place."""
        places = {bisect_left(self._ends, day) for record in records for day in happened[record.id]}
        before = self._pristine[unit]
        for place in sorted(place for place in places if place < len(self._days)):
            day = self._days[place]
            known = (_known(record, happened[record.id], day) for record in records)
            after = sums(
                rows([record for record in known if record is not None], self._tables[unit])
            )
            yield (
                place,
                Sums(*(EXACT.subtract(new, old) for new, old in zip(after, before, strict=True))),
            )
            before = after


def _known(record: Deduction, days: tuple[date, ...], day: date | None) -> Deduction | None:
    """Give the record as it stood; only one with something still to come is made anew."""
    return record if day is None or max(days) <= day else known_by(record, day)
