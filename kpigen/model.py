"""The frozen values that everything after the reader works on: rubric, records, dataset.

Named tuples, because a class of theirs is made in a tenth of a dataclass's time and every command
makes them all; the two with a field `count` cannot be tuples.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kpigen.diagnostics import Place


class Kind(StrEnum):
    """How a printed rule takes points (DESIGN: the table of kinds)."""

    EACH = "each"
    ALLOTTED = "allotted"
    JUDGED = "judged"
    ALL = "all"
    VETO = "veto"
    ADJUSTMENT = "adjustment"


class Cell(StrEnum):
    """The printed cell in which a rule's words stand."""

    RULES = "rules"
    CONTENT = "content"
    VETO = "veto"


class Effect(StrEnum):
    """The direction of an adjustment after the 200 points (rows 15 and 16)."""

    BONUS = "bonus"
    DEDUCT = "deduct"


class Scale(StrEnum):
    """What a printed figure is measured in: hundredths of the row, or the row's own points."""

    HUNDRED = "hundred"
    POINTS = "points"


class VetoEffect(StrEnum):
    """What a veto in force does; the policy lists the ones that apply."""

    ZERO_ITEM = "zero_item"
    ZERO_POOL = "zero_pool"
    NO_AWARD = "no_award"
    RANK_LAST = "rank_last"
    DISQUALIFY = "disqualify"


class Decision(StrEnum):
    """How an appeal ended."""

    UPHELD = "upheld"
    REDUCED = "reduced"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """The stages of a year, in their order; 归档 seals it."""

    FILING = "填报"
    CHECKING = "核实"
    PUBLICITY = "公示"
    APPROVAL = "审定"
    ARCHIVED = "归档"


class ForgeKind(StrEnum):
    """The forges (代码托管平台) whose files and addresses kpigen knows."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"
    GITEE = "gitee"


class Department(NamedTuple):
    """An assessing department (主协助考核部门); `owners` approve its records on the forge."""

    id: str
    name: str
    owners: tuple[str, ...]
    at: Place


class Community(NamedTuple):
    """An assessed community; `group` is 社区 or 村 and is ranked by itself."""

    id: str
    name: str
    group: str
    at: Place


class Rule(NamedTuple):
    """One printed sentence and what it takes.

    `deduct`, `cap` and `allotment` are on the row's scale (100 unless a reading says otherwise);
    `target`, `step` and a record's `actual` are in `unit`.
    """

    id: str
    text: str
    kind: Kind
    cell: Cell
    deduct: Decimal | None
    unit: str
    cap: Decimal | None
    allotment: Decimal | None
    target: Decimal | None
    step: Decimal | None
    per: str
    decimals: int
    effect: Effect | None
    at: Place


class Printed(NamedTuple):
    """The cells of a row exactly as printed; an empty text is an empty or merged cell."""

    seq: str
    content: str
    veto: str
    department: str
    points: str
    rules: str

    def cell(self, cell: Cell) -> str:
        """Give the printed words of one cell."""
        return {Cell.RULES: self.rules, Cell.CONTENT: self.content, Cell.VETO: self.veto}[cell]


class Item(NamedTuple):
    """One row of the table. `points` is None for 3.2–3.7 (they draw on `pool`) and for 15, 16."""

    id: str
    printed: Printed
    department: str
    points: Decimal | None
    pool: str | None
    rules: tuple[Rule, ...]
    at: Place


class Ruling(NamedTuple):
    """Who settled a doubtful reading, when, and in which document."""

    by: str
    date: date
    document: str


class Reading(NamedTuple):
    """A doubt about the printed words and how they are read; `decided` is None while open."""

    id: str
    about: tuple[str, ...]
    text: str
    doubt: str
    reading: str
    scale: Scale | None
    decided: Ruling | None
    at: Place


class Category(NamedTuple):
    """A block of rows; `no` is the printed 序号, empty for the two unnumbered blocks."""

    id: str
    no: str
    name: str
    items: tuple[Item, ...]
    readings: tuple[Reading, ...]
    at: Place


class Policy(NamedTuple):
    """What the printed table leaves open: veto effects and ceilings, in points."""

    veto_effects: frozenset[VetoEffect]
    bonus_cap: Decimal | None
    extra_deduction_cap: Decimal | None
    total_min: Decimal | None
    total_max: Decimal | None


class StageDates(NamedTuple):
    """When a stage begins and ends (both days included); an open end is None."""

    stage: Stage
    starts: date
    ends: date | None
    at: Place


class Deadlines(NamedTuple):
    """The year's deadlines; None where the office set none.

    `file_within` is in calendar days from the event to the filing, `decide_within` in working days
    from an appeal to its decision, `publicity` the fewest working days that 公示 lasts.
    """

    file_within: int | None
    decide_within: int | None
    publicity: int | None


class Calendar(NamedTuple):
    """Where working days differ from Monday to Friday: 法定节假日 and 调休上班, as written.

    `at` is None without a calendar file.
    """

    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    at: Place | None = None


class Privacy(NamedTuple):
    """Words that need care beside a person's name, and the surnames a name begins with.

    `ordinary` are words that begin like a name and are none.
    """

    words: tuple[str, ...]
    surnames: tuple[str, ...]
    ordinary: tuple[str, ...]


class Forge(NamedTuple):
    """Where the repository lives: its web address without a slash at the end, its main branch."""

    kind: ForgeKind
    repository: str
    branch: str


class FontFolder(NamedTuple):
    """A folder of fonts for the prints, relative to the repository, with forward slashes."""

    path: str
    at: Place


class Assessment(NamedTuple):
    """The year: title and headings as printed, period, total points, stages, policy.

    `sealed_through` is the last day of the sealed part of the year; `appeal_to` says in a sentence
    how a community appeals; `fonts` serve the prints where the packaged fonts lack a character.
    """

    title: str
    town: str
    year: int
    starts: date
    ends: date
    total: Decimal
    stage: Stage
    stages: tuple[StageDates, ...]
    deadlines: Deadlines
    appeal_to: str
    sealed_through: date | None
    forge: Forge | None
    demo: bool
    headings: tuple[str, ...]
    total_label: str
    policy: Policy
    at: Place
    fonts: tuple[FontFolder, ...] = ()

    def dates_of(self, stage: Stage) -> StageDates | None:
        """Give a stage's dates, None where the office set none."""
        return next((dates for dates in self.stages if dates.stage is stage), None)


class Rubric(NamedTuple):
    """The official table of one year with everything needed to score against it.

    `office` is the id of the department that leads the assessment (党政办), empty if not said.
    """

    assessment: Assessment
    departments: tuple[Department, ...]
    office: str
    communities: tuple[Community, ...]
    categories: tuple[Category, ...]
    calendar: Calendar
    privacy: Privacy

    @property
    def items(self) -> tuple[Item, ...]:
        """All rows in printed order."""
        return tuple(item for category in self.categories for item in category.items)

    @property
    def rules(self) -> dict[str, tuple[Item, Rule]]:
        """All rules by id with the row they stand in."""
        return {rule.id: (item, rule) for item in self.items for rule in item.rules}

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings in printed order."""
        return tuple(reading for category in self.categories for reading in category.readings)


class Approval(NamedTuple):
    """The paper that puts a veto into force."""

    document: str
    approved_by: str
    date: date


@dataclass(frozen=True, slots=True)
class Appeal:
    """A community's appeal; everything from `decided` on is None until it is settled."""

    filed: date
    grounds: str
    decided: date | None
    decision: Decision | None
    deduct: Decimal | None
    count: Decimal | None
    decided_by: str
    document: str


class Withdrawal(NamedTuple):
    """Why and when a record stopped counting; the record itself stays."""

    date: date
    reason: str
    decided_by: str


class Correction(NamedTuple):
    """Why and when a merged record was changed; the change itself is in its history."""

    date: date
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Deduction:
    """One deduction record. `id` is its path below data/deductions without the suffix.

    `faulty` names the fields that the reader already complained of (they hold placeholders;
    a dataset with such records is never scored).
    """

    id: str
    community: str
    department: str
    date: date
    rule: str
    count: Decimal | None
    actual: Decimal | None
    deduct: Decimal | None
    points: Decimal | None
    reason: str
    basis: str
    event: str
    approval: Approval | None
    appeal: Appeal | None
    withdrawn: Withdrawal | None
    path: str
    corrections: tuple[Correction, ...] = ()
    places: tuple[tuple[str, int, int], ...] = field(default=(), compare=False, repr=False)
    faulty: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def at(self, name: str = "") -> Place:
        """Find where one of the record's fields stands, else the record's first line."""
        for known, line, column in self.places:
            if known == name:
                return Place(self.path, line, column)
        return Place(self.path)


class Dataset(NamedTuple):
    """Everything read for one year. `newest_commit` bounds what can have happened.

    `fonts` are the absolute folders of the year's own fonts; None where nobody looked for them.
    """

    rubric: Rubric
    deductions: tuple[Deduction, ...]
    newest_commit: date | None = None
    fonts: tuple[str, ...] | None = None
