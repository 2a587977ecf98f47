"""The frozen values that renderers see: texts and exact figures as text, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass

from kpigen.view.balance_values import BalanceView
from kpigen.view.calculation_values import Calculation, Filed
from kpigen.view.chronicle_values import NO_AGENDA, NO_CHRONICLE, AgendaView, ChronicleView
from kpigen.view.compare_values import CompareView
from kpigen.view.cost_values import CostView
from kpigen.view.entry_values import EntryView
from kpigen.view.event_values import EventRecord
from kpigen.view.filing_values import FilingsView
from kpigen.view.headline_values import HeadlineView
from kpigen.view.life_values import LifeView
from kpigen.view.overview_values import CommunityCourseView, OverviewView
from kpigen.view.place_values import PlaceView
from kpigen.view.publicity_values import PublicityView
from kpigen.view.row_values import CategoryRowsView
from kpigen.view.sum_values import CategorySum
from kpigen.view.summary_values import SummaryView


@dataclass(frozen=True, slots=True)
class RecordView:
    """One deduction as shown. `deduct` is what counts, `asked` what it took before any bound.

    `adjustment` is the signed points of rows 15 and 16, else empty, `adjustment_shown` the same as
    a page writes it. `figures` are the record's own (name, figure) pairs, `filed` all that its file
    gives. `counts` is False for withdrawn and pending records. `summary` is the one-line text for
    the 扣分原因 cell, `basis_parts` the names in `basis` and the parts of each that stay in one
    line, `path` the file below the repository, `source` its page on the forge (empty without one).
    `cost` says what it costs and why, `life` when it was filed, merged and changed, `same_event`
    names the other records of its event. `process` tells in whole lines what was decided about it,
    from its approval to its corrections; `overdue` that an appeal should have been decided by now.
    `rule_words` is `rule_text` with what it takes to be read away from the table. `internal` are
    (name, text) pairs, none in a public report.
    """

    id: str
    path: str
    source: str
    anchor: str
    community: str
    community_name: str
    department: str
    department_name: str
    category: str
    item: str
    item_content: str
    rule: str
    rule_text: str
    rule_words: str
    rule_kind: str
    date: str
    day: str
    reason: str
    basis: str
    basis_parts: tuple[tuple[str, ...], ...]
    event: str
    figures: tuple[tuple[str, str], ...]
    filed: Filed
    asked: str
    deduct: str
    adjustment: str
    adjustment_shown: str
    arithmetic: str
    cost: CostView
    status: str
    status_label: str
    counts: bool
    summary: str
    approval: str
    appeal: str
    appeal_grounds: str
    overdue: str
    withdrawal: str
    corrections: tuple[str, ...]
    process: tuple[str, ...]
    life: LifeView
    same_event: tuple[EventRecord, ...] = ()
    internal: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """The eight leading cells of a row as printed; 扣分原因 and 单项得分 stand in the row."""

    number: str
    category: str
    seq: str
    content: str
    veto: str
    department: str
    points: str
    rules: str


@dataclass(frozen=True, slots=True)
class Spans:
    """How many rows each merged cell covers from here down; 0 means covered from above."""

    number: int
    category: int
    department: int
    points: int


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the table. In the blank form `reason` and `score_cell` are empty.

    `points` and `score` are None where the row has none of its own (3.2–3.7, 15, 16).
    `score_shown` is `score_cell` as a page writes it.
    """

    item: str
    anchor: str
    category: str
    printed: Printed
    spans: Spans
    points: str | None
    deducted: str
    pool_deducted: str | None
    score: str | None
    lost: str
    vetoed: bool
    score_cell: str
    score_shown: str
    reason: str
    arithmetic: str
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The detail table, blank or filled: title, eight headings, rows, and the total line."""

    title: str
    subtitle: str
    headings: tuple[str, ...]
    rows: tuple[RowView, ...]
    total_label: str
    total_points: str
    total_score: str
    total_note: str


@dataclass(frozen=True, slots=True)
class CommunityView:
    """One community's results; `bar` is its total as a share of the year's, 0 to 100.

    `headline` says what it lost where, `place` where it stands in its group, `balance` how its
    points come down to the total, `sums` the same by category; `records_note` says how many of the
    records are bonuses, withdrawn or pending; `digest` tells its table and records from any other.
    """

    id: str
    name: str
    group: str
    total: str
    total_exact: str
    subtotal: str
    bonus: str
    extra: str
    adjustments: str
    total_arithmetic: str
    rank: int | None
    rank_label: str
    group_rank: int | None
    group_rank_label: str
    group_size: int
    vetoed: bool
    award_eligible: bool
    badges: tuple[str, ...]
    bar: str
    form: Form
    records: tuple[RecordView, ...]
    headline: HeadlineView
    place: PlaceView
    balance: BalanceView
    course: CommunityCourseView | None
    records_note: str
    digest: str
    sums: tuple[CategorySum, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule beside its printed words: `encoding` says in plain Chinese what kpigen does.

    `anchor` is its place on its row's page, `choice` its line in a pick list, `fill` the columns
    that a new record on it fills.
    """

    id: str
    anchor: str
    text: str
    source: str
    kind: str
    encoding: str
    readings: tuple[str, ...]
    choice: str
    fill: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A doubt about the printed words and the reading in force; `decided` is a whole sentence."""

    id: str
    anchor: str
    about: tuple[str, ...]
    text: str
    doubt: str
    reading: str
    scale: str
    is_decided: bool
    decided: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A row: printed cells, rules, records; `address` is its page below the year."""

    id: str
    anchor: str
    address: str
    printed: Printed
    department: str
    department_name: str
    points_label: str
    rules: tuple[RuleView, ...]
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category with its rows, rules and readings."""

    id: str
    number: str
    name: str
    points: str
    items: tuple[ItemView, ...]
    readings: tuple[ReadingView, ...]


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A department: the rows it assesses and what it filed."""

    id: str
    name: str
    items: tuple[ItemView, ...]
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """The standing of one group (社区 or 村), best first."""

    name: str
    communities: tuple[CommunityView, ...]


@dataclass(frozen=True, slots=True)
class LossView:
    """A row of the table and what all communities together lost in it."""

    item: str
    category: str
    content: str
    lost: str
    communities: int
    records: int
    bar: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """The records of what happened in one month; only months with records are made."""

    anchor: str
    name: str
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What stands above every page of the year: the stage, and what it means to the reader."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage with its dates; `state` says in words whether it is over, current or to come."""

    name: str
    period: str
    state: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that any output shows of one year.

    `digest` is that of all tables and readings, `blank_digest` that of the blank form.
    `fonts` are the absolute folders of the year's own fonts, for the prints; no output shows them.
    `entry` and `marking` (what forbids to publish it) stand only where those who file see it.
    """

    year: int
    town: str
    title: str
    period: str
    first_day: str
    last_day: str
    stage: str
    total: str
    demo: str
    revision: str | None
    revision_label: str
    modified: bool
    made: str
    timestamp: int
    as_of: str | None
    headings: tuple[str, ...]
    blank: Form
    communities: tuple[CommunityView, ...]
    standing: tuple[CommunityView, ...]
    groups: tuple[GroupView, ...]
    departments: tuple[DepartmentView, ...]
    categories: tuple[CategoryView, ...]
    readings: tuple[ReadingView, ...]
    records: tuple[RecordView, ...]
    losses: tuple[LossView, ...]
    rows: tuple[CategoryRowsView, ...]
    filings: tuple[FilingsView, ...]
    policy: tuple[str, ...]
    notice: NoticeView
    stages: tuple[StageView, ...]
    deadlines: tuple[str, ...]
    appeal: str
    publicity: PublicityView
    record_months: tuple[MonthView, ...]
    history: str
    history_note: str
    comparison: CompareView
    overview: OverviewView
    calculation: Calculation
    summary: SummaryView
    digest: str
    blank_digest: str
    fonts: tuple[str, ...] = ()
    entry: EntryView | None = None
    chronicle: ChronicleView = NO_CHRONICLE
    agenda: AgendaView = NO_AGENDA
    marking: str = ""
