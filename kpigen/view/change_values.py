"""The frozen values that the reports of a change show: texts and exact figures as text."""

from __future__ import annotations

from typing import NamedTuple

from kpigen.diagnostics import Diagnostic


class Shift(NamedTuple):
    """A text before and after; None where there is none on that side."""

    before: str | None
    after: str | None

    @property
    def changed(self) -> bool:
        """Tell whether the two differ."""
        return self.before != self.after


class RankShift(NamedTuple):
    """A rank before and after; None where there is none on that side."""

    before: int | None
    after: int | None


class FlagShift(NamedTuple):
    """Whether something holds, before and after; None where there is nothing to tell of."""

    before: bool | None
    after: bool | None


class StandingView(NamedTuple):
    """A community's total and ranks before and after; `difference` is signed, empty if none.

    `touched`: a record of its changed. `notes` say in a few words what else a reader must know.
    """

    id: str
    name: str
    group: str
    total: Shift
    total_exact: Shift
    difference: str
    rank: RankShift
    group_rank: RankShift
    vetoed: FlagShift
    award_eligible: FlagShift
    touched: bool
    changed: bool
    notes: tuple[str, ...]


class FieldView(NamedTuple):
    """A field of a record or of the rubric, with its Chinese title."""

    name: str
    title: str
    shift: Shift


class RecordChangeView(NamedTuple):
    """A record that changes. `effect` says what it takes and what becomes of its row.

    `acts` and `status` are the codes, `label` says the acts in Chinese.
    """

    acts: tuple[str, ...]
    label: str
    id: str
    path: str
    community: str
    community_name: str
    department: str
    department_name: str
    date: str
    rule: str
    rule_text: str
    reason: str
    basis: str
    status: Shift
    fields: tuple[FieldView, ...]
    effect: str


class RowChangeView(NamedTuple):
    """A row's score before and after, and the ids of the changed records behind it.

    `zero` is reached, left or still, empty where the row is not at 0; `sentence` says the same.
    """

    community: str
    community_name: str
    item: str
    score: Shift
    records: tuple[str, ...]
    zero: str
    sentence: str


class LimitView(NamedTuple):
    """A rule at its cap or allotment; figures are on the row's scale.

    All bonus or all extra deductions at their ceiling have no `rule`, and for `bound` bonus or
    deduct.
    """

    community: str
    community_name: str
    rule: str
    bound: str
    limit: str
    asked: Shift
    counted: Shift
    turn: str
    sentence: str


class VetoView(NamedTuple):
    """A veto that comes into force or goes out of it."""

    community: str
    community_name: str
    item: str
    record: str
    comes: bool
    sentence: str


class RubricChangeView(NamedTuple):
    """One field of the rubric; `what` names the thing, as in 细则 3.2-2."""

    part: str
    id: str
    what: str
    field: FieldView
    rows: tuple[str, ...]


class EffectView(NamedTuple):
    """What the rubric alone makes of a row's score, for all communities to whom the same happens.

    `because` names the changes that bear on the row.
    """

    item: str
    score: Shift
    communities: tuple[str, ...]
    community_names: tuple[str, ...]
    because: tuple[str, ...]


class RubricStandingView(NamedTuple):
    """A community's total and rank, before and by the rubric's change alone."""

    community: str
    community_name: str
    total: Shift
    rank: RankShift


class YearView(NamedTuple):
    """What a change does to one year. `notes` say what the reader must know first.

    `stage` is the one after the change; `demo` is empty unless the data is a demonstration.
    """

    year: int
    title: str
    stage: str
    demo: str
    summary: str
    notes: tuple[str, ...]
    scored: bool
    standing: tuple[StandingView, ...]
    records: tuple[RecordChangeView, ...]
    rows: tuple[RowChangeView, ...]
    limits: tuple[LimitView, ...]
    vetoes: tuple[VetoView, ...]
    moved: tuple[StandingView, ...]
    rubric: tuple[RubricChangeView, ...]
    effects: tuple[EffectView, ...]
    by_rubric: tuple[RubricStandingView, ...]
    reworded: tuple[str, ...]


class ChangeReport(NamedTuple):
    """What every format of `kpigen diff` shows.

    `findings` are the errors of HEAD's data: with them there are no years. `warnings` are those
    that BASE does not have. `violations` are what the rules of the record book forbid. `head` is
    None for the working tree.
    """

    base: str
    head: str | None
    compared: str
    notes: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    violations: tuple[Diagnostic, ...]
    years: tuple[YearView, ...]

    @property
    def sound(self) -> bool:
        """Tell whether the change may be merged as far as the data goes."""
        return not self.findings and not self.violations
