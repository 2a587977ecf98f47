"""The frozen values of the pages of departments: what each filed, how soon, how evenly.

Communities, rules and records stand in them by their ids: the report has each once.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountView:
    """A number of records as a cell: `text` is empty for none, `level` its heat, 0 to 5."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class FiledRowView:
    """What a department filed about one community: by month, in all, and the points it lost."""

    community: str
    community_name: str
    months: tuple[CountView, ...]
    total: str
    lost: str
    bar: str


@dataclass(frozen=True, slots=True)
class DaysView:
    """How soon records were filed after what they are about, as far as the history tells.

    `longest` is the record that took longest. `late` says how many missed the year's deadline and
    `note` what else one must know to read the figures; both may be empty. Without any known record
    `known` is 0 and only `note` is given.
    """

    known: int
    median: str
    longest_days: str
    longest: str
    late: str
    note: str


@dataclass(frozen=True, slots=True)
class ComparedView:
    """A record beside others on its rule: what the department filed, and what it is since.

    `now` is empty unless an appeal's decision reduced it.
    """

    record: str
    filed: str
    now: str


@dataclass(frozen=True, slots=True)
class DotView:
    """A figure on the strip: its place from the left, 0 to 100, and how many records have it.

    `size` is 1 for one record, 2 for two, 3 for more.
    """

    at: str
    records: int
    size: int


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The counting records on one rule side by side, the greatest deduction first.

    `unit` says what the figures are. `differs` tells whether they differ, `verdict` says it in
    words. The strip goes from 0 to `scale`; `start` and `width` are the span between its dots,
    `picture` says in words what it shows.
    """

    rule: str
    item: str
    unit: str
    records: tuple[ComparedView, ...]
    least: str
    median: str
    greatest: str
    differs: bool
    verdict: str
    scale: str
    dots: tuple[DotView, ...]
    start: str
    width: str
    picture: str


@dataclass(frozen=True, slots=True)
class FilingsView:
    """All that a department filed in a year.

    `rows` are the communities with a record, `silent` the names of the others. `undone` are the
    records withdrawn or reduced, in words with their share. `lost` are the points that communities
    lost on the department's rows, `label` says it in words; the bars compare departments.
    """

    department: str
    months: tuple[str, ...]
    rows: tuple[FiledRowView, ...]
    silent: tuple[str, ...]
    by_month: tuple[CountView, ...]
    records: str
    records_bar: str
    lost: str
    lost_bar: str
    communities: str
    undone: str
    days: DaysView
    comparisons: tuple[ComparisonView, ...]
    verdict: str
