"""The frozen values of a year's changes and of its dates: finished text, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TouchedView:
    """A record that a change touched, as it is published now.

    `act` says what became of it, `fields` which parts of it changed. `address` is its permanent
    one below the year; empty where the record is no more, and then `text` tells nothing of it.
    """

    act: str
    community: str
    text: str
    fields: str
    address: str


@dataclass(frozen=True, slots=True)
class MovedView:
    """A community whose total, or rank within its group, a change moved.

    `difference` is signed: that of the two totals as published, rounded as everywhere. `word` says
    in a word what became of the total before it was rounded.
    Where the community is not assessed on a side its texts there are `—`. `rank_word` says what
    became of the rank within the group. `address` is the community's page, empty if it has none.
    """

    name: str
    group: str
    address: str
    before: str
    after: str
    difference: str
    word: str
    rank_before: str
    rank_after: str
    rank_word: str


@dataclass(frozen=True, slots=True)
class MergedView:
    """A merged change.

    `day` is the Chinese day in words, without the year, `moment` the time of the commit with its
    offset. `forge` is the commit's page there, empty if none. `page` is the month page that keeps
    it, below the year, with the anchor. `summary` is all of it as plain text. `more_records` and
    `more_rubric` say how many are not listed; `records_folded` and `moved_folded` tell that a list
    is long. `settings` sums up what changed in the table beside `rubric`, empty where
    the title does.
    """

    urn: str
    anchor: str
    page: str
    month: str
    date: str
    day: str
    moment: str
    commit: str
    short: str
    forge: str
    title: str
    summary: str
    notes: tuple[str, ...]
    records: tuple[TouchedView, ...]
    records_label: str
    records_folded: bool
    more_records: str
    rubric: tuple[str, ...]
    more_rubric: str
    settings: str
    moved: tuple[MovedView, ...]
    moved_label: str
    moved_folded: bool


@dataclass(frozen=True, slots=True)
class MergedMonth:
    """A month in which something was merged; `name` is that of its page: 2020-05."""

    name: str
    label: str
    entries: tuple[MergedView, ...]


@dataclass(frozen=True, slots=True)
class ChronicleView:
    """All merged changes of a year, the newest first.

    `has_history` is False where no history could be read: then there are no entries and no feed.
    `note` says what is missing and why. `recent` are the ones that the feed and, by month, the
    first page show; `months` has all of them. `urn` names the feed, `updated` is its time.
    """

    has_history: bool
    note: str
    count: str
    recent: tuple[MergedView, ...]
    recent_months: tuple[MergedMonth, ...]
    months: tuple[MergedMonth, ...]
    urn: str
    updated: str


NO_CHRONICLE = ChronicleView(
    has_history=False,
    note="这一次没有读取合并的历史，看不出变动。",
    count="0",
    recent=(),
    recent_months=(),
    months=(),
    urn="",
    updated="",
)


@dataclass(frozen=True, slots=True)
class DateView:
    """Something that fills whole days: `first` and the day after the last, as 20210125."""

    uid: str
    first: str
    after: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The dates of a year's stages for a calendar; `stamp` is when they were so, in UTC."""

    name: str
    stamp: str
    dates: tuple[DateView, ...]


NO_AGENDA = AgendaView(name="", stamp="", dates=())
