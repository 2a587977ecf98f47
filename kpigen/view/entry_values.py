"""The frozen values of the entry page (填报扣分): what may be filed, and what it would do.

Figures are texts; the page's script computes with them exactly as `scoring` does.
"""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A rule to choose. `asks` are the figures that a record on it gives, the first one usual.

    `encoding` says in words what it takes. `most` bounds what all its records take together (cap or
    allotment), empty where nothing does; `takes` is what a record takes that gives no figure,
    `measure` the unit with its measure word. `sign` is + or - for rows 15 and 16.
    """

    id: str
    text: str
    kind: str
    encoding: str
    asks: tuple[str, ...]
    deduct: str
    unit: str
    measure: str
    most: str
    takes: str
    target: str
    step: str
    decimals: int
    sign: str


@dataclass(frozen=True, slots=True)
class EntryItem:
    """A row to choose. `points` is empty where it has none, `pool` the row whose it draws on.

    `full` is what its scale counts down from: 100, or its points.
    """

    id: str
    category: str
    content: str
    department: str
    points: str
    points_label: str
    pool: str
    full: str
    rules: tuple[EntryRule, ...]


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """A record that a new one may repeat; `figures` are count, actual, deduct, points.

    `row` is the row, or the one that carries its pool's points, in which an event counts once.
    """

    rule: str
    department: str
    date: str
    basis: str
    reason: str
    figures: tuple[str, ...]
    event: str
    row: str
    is_veto: bool
    path: str


@dataclass(frozen=True, slots=True)
class EntryCommunity:
    """A community as it stands: what each rule has taken so far, and its records.

    `taken` pairs a rule with what it took after cap or allotment, `adjusted` a row of 15 or 16 with
    its signed points before their ceiling, `vetoed` lists the rows with a veto in force.
    """

    id: str
    name: str
    group: str
    total: str
    taken: tuple[Pair, ...]
    adjusted: tuple[Pair, ...]
    vetoed: tuple[str, ...]
    records: tuple[EntryRecord, ...]


@dataclass(frozen=True, slots=True)
class EntryPolicy:
    """The ceilings of the assessment, each empty where there is none."""

    bonus_cap: str
    extra_deduction_cap: str
    total_min: str
    total_max: str


@dataclass(frozen=True, slots=True)
class EntryLimits:
    """The most characters that each text of a record may have; the least and the largest count."""

    reason: int
    basis: int
    event: int
    document: int
    approved_by: int
    least_count: str
    most_count: str


@dataclass(frozen=True, slots=True)
class EntryDays:
    """On which days a new record may lie, as ISO dates.

    `newest` is the day of the data's newest commit, empty outside git; later than that and than
    the reader's own day nothing can have happened. `within` is how many days after it happened a
    record is filed, None without such a deadline.
    """

    first: str
    last: str
    newest: str
    within: int | None


@dataclass(frozen=True, slots=True)
class EntryFiling:
    """Whether new records are taken now, and whom to ask where they are not.

    `stage` is empty while records are filed, else the stage that it is; the days, as ISO dates, are
    those between which records are filed, empty where the office set none.
    """

    stage: str
    starts: str
    ends: str
    office: str


@dataclass(frozen=True, slots=True)
class EntryPrivacy:
    """How numbers and doors that must not be published are known: `kpigen.privacy` as data.

    `wide` and `narrow` are the characters that mean the same, in the same order. Only a text with
    `suspicious` is searched for the `patterns`, in this order, and only one with any of
    `house_signs` for `house`. A kind has its title; the `refused` ones are errors to check.
    """

    wide: str
    narrow: str
    suspicious: str
    patterns: tuple[Pair, ...]
    titles: tuple[Pair, ...]
    refused: tuple[str, ...]
    house_signs: tuple[str, ...]
    house: str


@dataclass(frozen=True, slots=True)
class NewFilePage:
    """The forge's page for a new file.

    `name_parameter` and `content_parameter` are what its address takes, empty where it takes
    neither.
    """

    forge: str
    address: str
    name_parameter: str
    content_parameter: str


@dataclass(frozen=True, slots=True)
class EntryExample:
    """A record that could be filed as it stands: its place and its text."""

    title: str
    rule: str
    rule_text: str
    note: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """The communities of one group, in the rubric's order, to choose from."""

    name: str
    communities: tuple[EntryCommunity, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """Everything that the entry page knows.

    `invisible` lists, as JavaScript writes it inside [ ], the characters that no text may hold;
    `notices` are sentences on the stage and the time for filing.
    """

    year: int
    notices: tuple[str, ...]
    days: EntryDays
    filing: EntryFiling
    privacy: EntryPrivacy
    limits: EntryLimits
    invisible: str
    policy: EntryPolicy
    departments: tuple[Pair, ...]
    groups: tuple[EntryGroup, ...]
    items: tuple[EntryItem, ...]
    new_file: NewFilePage | None
    examples: tuple[EntryExample, ...]
