"""Draws the year's course: points lost and records of the town, a community's total by month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kpigen import labels
from kpigen.assessing.course import CommunityCourse, Course, Sum
from kpigen.assessing.overview import Month
from kpigen.exact import ZERO, plain, round_total
from kpigen.view.chart import Axis, Slots, coordinate
from kpigen.view.chart_values import Chart, Figures, Line, Mark
from kpigen.view.overview_values import CommunityCourseView, CourseView
from kpigen.view.values import RecordView

_NOW = "至今"
# A community that lost next to nothing is not drawn as if it had lost much.
_LEAST_RANGE = 5
_KINDS = {"loss": "扣分", "bonus": "加分", "void": "不计分（已撤销或待批准）"}


def town(course: Course, groups: tuple[str, ...]) -> CourseView | None:
    """Draw what an average community of each group lost, and the records; None before any day."""
    whole = course.sums()
    if not whole:
        return None
    slots = Slots(_labels(course))
    by_group = {group: _averages(course.sums(group)) for group in groups}
    top = max(value for values in by_group.values() for value in values)
    scale = Axis(ZERO, top)
    counts = _differences([Decimal(point.records) for point in whole])
    names = _names(course)
    return CourseView(
        lost=Chart(
            title="平均失分逐月累计",
            text="；".join(
                f"平均每个{group}{_in_words(names, values)}" for group, values in by_group.items()
            )
            + "。",
            unit="分",
            x=slots.ticks(),
            edges=slots.edges(),
            y=scale.ticks(),
            lines=tuple(
                _line(group, style, values, slots, scale)
                for style, (group, values) in enumerate(by_group.items(), 1)
            ),
        ),
        records=_record_chart(counts, names, slots),
        figures=Figures(
            caption="各月月末的累计失分和当月记录",
            headings=(
                *(f"平均每个{group}失分" for group in groups),
                "全镇合计失分",
                "当月记录",
                "累计记录",
            ),
            rows=tuple(
                (
                    name,
                    (
                        *(labels.total(round_total(by_group[group][slot])) for group in groups),
                        plain(whole[slot].lost),
                        plain(counts[slot]),
                        str(whole[slot].records),
                    ),
                )
                for slot, name in enumerate(names)
            ),
        ),
    )


def _in_words(names: Sequence[str], values: Sequence[Decimal]) -> str:
    first, last = (labels.total(round_total(value)) for value in (values[0], values[-1]))
    return f"{names[0]}累计失 {first} 分，{names[-1]} {last} 分"


def _averages(sums: tuple[Sum, ...]) -> tuple[Decimal, ...]:
    return tuple(point.lost / point.communities for point in sums)


def _line(name: str, style: int, values: Sequence[Decimal], slots: Slots, scale: Axis) -> Line:
    marks = tuple(
        Mark(
            coordinate(slots.middle(slot)),
            coordinate(scale.place(value)),
            f"s{style}",
            labels.total(round_total(value)),
        )
        for slot, value in enumerate(values)
    )
    return Line(name, style, slots.line(values, scale), marks, marks[-1].label)


def _record_chart(counts: Sequence[Decimal], names: Sequence[str], slots: Slots) -> Chart:
    scale = Axis(ZERO, max(*counts, Decimal(4)), intervals=3)
    most = max(range(len(counts)), key=lambda slot: counts[slot])
    return Chart(
        title="各月发生的扣分记录",
        text=f"共 {plain(sum(counts, ZERO))} 条记录，"
        f"最多的是{names[most]}，{plain(counts[most])} 条。",
        unit="条",
        x=slots.ticks(),
        edges=slots.edges(),
        y=scale.ticks(),
        columns=slots.columns(counts, scale),
    )


def community(
    course: Course,
    own: CommunityCourse,
    records: tuple[RecordView, ...],
    vetoes: tuple[date, ...] = (),
) -> CommunityCourseView | None:
    """Draw a community's total at the end of every month with its records; None before any day.

    `vetoes` are the days on which vetoes of it were approved.
    """
    if not own.points:
        return None
    totals = [point.total for point in own.points]
    scale = Axis(min(*totals, course.full - _LEAST_RANGE), max(*totals, course.full))
    slots = Slots(_labels(course))
    names = _names(course)
    marks = tuple(
        mark for record in records if (mark := _mark(record, course, totals, slots, scale))
    )
    changes = _differences(totals, course.full)
    counts = _differences([Decimal(point.records) for point in own.points])
    present = {mark.kind for mark in marks}
    return CommunityCourseView(
        total=Chart(
            title=f"{own.community.name}各月月末的总分",
            text=(
                f"{names[0]} {labels.total(totals[0])} 分，"
                f"{names[-1]} {labels.total(totals[-1])} 分；共 {own.points[-1].records} 条记录。"
            ),
            unit="分",
            x=slots.ticks(),
            edges=slots.edges(),
            y=scale.ticks(),
            lines=(
                Line("月末总分", 1, slots.steps(totals, scale), marks, labels.total(totals[-1])),
            ),
        ),
        kinds=tuple((kind, said) for kind, said in _KINDS.items() if kind in present),
        figures=Figures(
            caption=f"{own.community.name}各月月末的总分和当月记录",
            headings=("月末总分", "当月变化", "当月记录"),
            rows=tuple(
                (name, (labels.total(total), labels.shown_change(change), plain(count)))
                for name, total, change, count in zip(names, totals, changes, counts, strict=True)
            ),
        ),
        since=plain(scale.low),
        notes=_notes(vetoes, course, names),
    )


def _mark(
    record: RecordView, course: Course, totals: Sequence[Decimal], slots: Slots, scale: Axis
) -> Mark | None:
    """Set a record on the level of its month, at its day; None where the course ends before it."""
    day = date.fromisoformat(record.date)
    slot = _slot(day, course)
    if slot >= len(totals):
        return None
    part = (Decimal(day.day) - Decimal("0.5")) / monthrange(day.year, day.month)[1]
    kind = "void" if not record.counts else "bonus" if record.adjustment[:1] == "+" else "loss"
    return Mark(
        coordinate(slots.place(slot, part)),
        coordinate(scale.place(totals[slot])),
        kind,
        record.day,
    )


def _notes(vetoes: tuple[date, ...], course: Course, names: Sequence[str]) -> tuple[str, ...]:
    """Say where the total fell by a veto; one that comes after the course is not in it."""
    slots = sorted({_slot(day, course) for day in vetoes})
    return tuple(f"{names[slot]}：一票否决经批准生效" for slot in slots if slot < len(names))


def _slot(day: date, course: Course) -> int:
    """Give the place of a day's month; what is in none of them came after all."""
    month = Month(day.year, day.month)
    return course.months.index(month) if month in course.months else len(course.months)


def _differences(values: Sequence[Decimal], before: Decimal = ZERO) -> list[Decimal]:
    return [after - earlier for earlier, after in pairwise((before, *values))]


def _labels(course: Course) -> list[str]:
    """Label the slots in a word; a course through two years says where each begins."""
    years = {month.year for month in course.months}
    named = [
        f"{month.year}.{month.month}"
        if len(years) > 1 and (place == 0 or month.month == 1)
        else f"{month.month}月"
        for place, month in enumerate(course.months)
    ]
    return [*named, *_now(course)]


def _names(course: Course) -> list[str]:
    """Name the slots in full."""
    return [*(f"{month.year}年{month.month}月" for month in course.months), *_now(course)]


def _now(course: Course) -> tuple[str, ...]:
    if not course.has_now:
        return ()
    return (_NOW if course.now is None else labels.month_day(course.now),)
