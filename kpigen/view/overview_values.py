"""The frozen values of the overview and of the section on a community's year."""

from __future__ import annotations

from dataclasses import dataclass

from kpigen.view.chart_values import Chart, Figures
from kpigen.view.waiting_values import WaitingView


@dataclass(frozen=True, slots=True)
class StepView:
    """A stage of the year on the way through it; `period` is empty where it has no dates.

    `place` is one of `over`, `now`, `ahead`, and `state` says the same in words.
    """

    name: str
    period: str
    state: str
    place: str


@dataclass(frozen=True, slots=True)
class GapView:
    """How far a community is from full marks: in points with a sign, and as a bar, 0 to 100."""

    label: str
    bar: str


@dataclass(frozen=True, slots=True)
class CategoryLossView:
    """What all communities lost in a category.

    `share` is its part of all losses, `rate` the part of its own points that was lost, both in per
    cent; `averages` are the points that a community of each group lost on the average.
    """

    category: str
    name: str
    lost: str
    share: str
    rate: str
    averages: tuple[str, ...]
    communities: int
    bar: str


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """What a category without points of its own (15, 16) added to or took from the totals."""

    category: str
    name: str
    points: str
    communities: int


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A category as a column; `points` is empty for one without points of its own."""

    category: str
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A whole per cent, or signed points; `level` 1 lost least, 5 most, 0 has no colour."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A community as a row."""

    community: str
    name: str
    rank: str
    total: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatView:
    """The share of points kept, communities by standing, and what each step of colour means."""

    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    steps: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """Something that happened to a record; `what` in a word or two, `detail` in some more."""

    date: str
    day: str
    what: str
    detail: str
    record: str
    anchor: str
    community: str
    community_name: str
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewsView:
    """The newest of what happened; `note` counts what happened on the newest day."""

    note: str
    items: tuple[NewsItem, ...]


@dataclass(frozen=True, slots=True)
class CourseView:
    """The year's course of the town: points lost, records, and the figures of both."""

    lost: Chart
    records: Chart
    figures: Figures


@dataclass(frozen=True, slots=True)
class CommunityCourseView:
    """A community's year: its total by month with the marks of its records; `kinds` are the marks'.

    `since` says where the upright axis begins, `notes` when a veto came into force.
    """

    total: Chart
    kinds: tuple[tuple[str, str], ...]
    figures: Figures
    since: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverviewView:
    """What the year's first page shows beside the standing.

    `gaps` are the communities' by id, `gap_axis` the most points that a bar can show. `course` is
    None before anything happened, `news` where no history was read, `waiting` before any appeal,
    veto or withdrawal. `headline` is the year in a sentence; the notes say what the counts of
    records and of readings hold, empty where there is nothing to say.
    """

    steps: tuple[StepView, ...]
    gaps: tuple[tuple[str, GapView], ...]
    gap_axis: str
    groups: tuple[str, ...]
    categories: tuple[CategoryLossView, ...]
    untouched: tuple[tuple[str, str], ...]
    lost: str
    adjustments: tuple[AdjustmentView, ...]
    heat: HeatView
    course: CourseView | None
    news: NewsView | None
    waiting: WaitingView | None
    headline: str
    records_note: str
    readings_note: str
