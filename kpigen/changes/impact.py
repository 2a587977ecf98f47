"""What a change does to a year: two states and their scores to frozen differences.

Pure comparison: no text, no git. Every figure of a difference stands in one of the two scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from kpigen.assessing.scoring import CommunityScore, ItemScore, RecordScore, Scores, score
from kpigen.assessing.standing import Bound, heads, limit_of
from kpigen.changes.record_changes import Aside, RecordChange, record_changes
from kpigen.changes.rubric_changes import RubricChange, rubric_changes
from kpigen.exact import EXACT, ZERO
from kpigen.model import Community, Dataset, Deduction, Effect, Kind, Policy


class State(NamedTuple):
    """One side: a year at one time. `scores` is None where it cannot be scored.

    `deductions` are the records that could be read, whether or not there is a dataset.
    """

    dataset: Dataset | None
    deductions: tuple[Deduction, ...]
    scores: Scores | None

    @classmethod
    def scored(cls, dataset: Dataset) -> State:
        """Score a dataset without errors."""
        return cls(dataset, dataset.deductions, score(dataset))


class Turn(StrEnum):
    """How a row or a rule stands to its limit: it came there, it left it, it lost more there."""

    REACHED = "reached"
    LEFT = "left"
    STILL = "still"


class CommunityChange(NamedTuple):
    """A community's result on both sides, None where it is not; `touched`: a record changed."""

    base: CommunityScore | None
    head: CommunityScore | None
    touched: bool

    @property
    def community(self) -> Community:
        """Give the community as it is now, or as it last was."""
        result = self.head or self.base
        assert result is not None  # noqa: S101  # one side has it
        return result.community

    @property
    def total_changed(self) -> bool:
        """Tell whether the exact total differs."""
        return _of(self.base, "total_exact") != _of(self.head, "total_exact")

    @property
    def rank_changed(self) -> bool:
        """Tell whether the rank differs, overall or in the group."""
        return any(_of(self.base, name) != _of(self.head, name) for name in ("rank", "group_rank"))

    @property
    def award_changed(self) -> bool:
        """Tell whether the veto mark or the award eligibility differs."""
        names = ("vetoed", "award_eligible")
        return any(_of(self.base, name) != _of(self.head, name) for name in names)


class RowChange(NamedTuple):
    """A row of a community: its score, or what rows 15 and 16 add (signed), before and after.

    `records` are the changed records behind it, a pool's on the row that carries its points.
    `zero` tells that the score reached 0, left it, or lost more below it.
    """

    community: str
    item: str
    before: Decimal | None
    after: Decimal | None
    records: tuple[str, ...]
    zero: Turn | None


class LimitChange(NamedTuple):
    """A rule that meets its cap or allotment in a community, or all of an effect at its ceiling.

    `asked` is what its records ask for, `counted` what counts; both on the row's scale. `limit` is
    the one in force after the change (before it, where there is none any more). The ceiling of all
    that rows 16 or 15 add or take has its effect for `bound`, and no rule.
    """

    community: str
    rule: str
    bound: Bound | Effect
    limit: Decimal
    asked_before: Decimal
    asked: Decimal
    counted_before: Decimal
    counted: Decimal
    turn: Turn


class VetoChange(NamedTuple):
    """A veto that comes into force or goes out of it."""

    community: str
    item: str
    record: str
    comes: bool


class RubricEffect(NamedTuple):
    """A row's score that the rubric alone changes, and the changes that bear on it."""

    community: str
    item: str
    before: Decimal | None
    after: Decimal | None
    because: tuple[RubricChange, ...]


class RubricStanding(NamedTuple):
    """A community's total and rank, before and by the rubric's change alone."""

    community: str
    total_before: Decimal
    total: Decimal
    rank_before: int | None
    rank: int | None


class Impact(NamedTuple):
    """Everything that differs between two states of one year.

    `scored` tells that both sides have scores; without them there are only record and rubric
    changes. `communities` are all of them; `moved` those whose rank changed though no record of
    theirs did.
    """

    scored: bool
    records: tuple[RecordChange, ...]
    communities: tuple[CommunityChange, ...]
    rows: tuple[RowChange, ...]
    limits: tuple[LimitChange, ...]
    vetoes: tuple[VetoChange, ...]
    rubric: tuple[RubricChange, ...]
    effects: tuple[RubricEffect, ...]
    by_rubric: tuple[RubricStanding, ...]

    @property
    def moved(self) -> tuple[CommunityChange, ...]:
        """Give the communities that moved although nobody touched them."""
        return tuple(
            change
            for change in self.communities
            if change.base and change.head and change.rank_changed and not change.touched
        )

    @property
    def empty(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.records or self.rubric)


def impact(base: State, head: State, aside: Aside | None = None) -> Impact:
    """Compare two states of one year."""
    changes = record_changes(base.deductions, head.deductions, aside or Aside())
    rubric = (
        rubric_changes(base.dataset.rubric, head.dataset.rubric)
        if base.dataset is not None and head.dataset is not None
        else ()
    )
    nothing = Impact(
        scored=False,
        records=changes,
        communities=(),
        rows=(),
        limits=(),
        vetoes=(),
        rubric=rubric,
        effects=(),
        by_rubric=(),
    )
    if base.dataset is None or head.dataset is None or not (base.scores and head.scores):
        return nothing
    touched = {record.community for change in changes if change.counts for record in _sides(change)}
    pairs = _pairs(base.scores, head.scores)
    behind = _behind(changes, base, head)
    policies = (base.dataset.rubric.assessment.policy, head.dataset.rubric.assessment.policy)
    by_rubric = _by_rubric(base, head, rubric)
    return nothing._replace(
        scored=True,
        communities=tuple(CommunityChange(*pair, _id(pair) in touched) for pair in pairs),
        rows=tuple(chain.from_iterable(_rows(pair, behind) for pair in pairs)),
        limits=tuple(chain.from_iterable(_limits(pair, policies) for pair in pairs)),
        vetoes=tuple(chain.from_iterable(map(_vetoes, pairs))),
        effects=tuple(chain.from_iterable(_effects(pair, rubric) for pair in by_rubric)),
        by_rubric=tuple(chain.from_iterable(map(_standing, by_rubric))),
    )


_Pair = tuple[CommunityScore | None, CommunityScore | None]


def _of(result: CommunityScore | None, name: str) -> object:
    return None if result is None else getattr(result, name)


def _sides(change: RecordChange) -> tuple[Deduction, ...]:
    return tuple(record for record in (change.base, change.head) if record is not None)


def _pairs(base: Scores, head: Scores) -> list[_Pair]:
    """Put the two results of each community side by side, in the order of the later table."""
    before = {result.community.id: result for result in base.communities}
    after = {result.community.id: result for result in head.communities}
    return [(before.get(name), after.get(name)) for name in {**after, **before}]


def _id(pair: _Pair) -> str:
    return next(result.community.id for result in pair if result is not None)


def _behind(
    changes: tuple[RecordChange, ...], base: State, head: State
) -> dict[tuple[str, str], list[str]]:
    """Say which changed records stand behind which row of which community."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    before, after = _heads(base), _heads(head)
    for change in changes:
        if not change.counts:
            continue
        rows = set()
        for record, carriers in ((change.base, before), (change.head, after)):
            if record is not None:
                row = record.rule.partition("-")[0]
                rows.add((record.community, carriers.get(row, row)))
        for place in sorted(rows):
            found[place].append(change.shown.id)
    return found


def _heads(state: State) -> dict[str, str]:
    return {} if state.dataset is None else heads(state.dataset.rubric.items)


def figure(item: ItemScore | None) -> Decimal | None:
    """Give what a row stands for: its score, or the points that rows 15 and 16 count for."""
    if item is None:
        return None
    if item.score is not None or item.item.pool:
        return item.score
    return item.adjustment


def _lost(item: ItemScore | None) -> Decimal:
    if item is None:
        return ZERO
    return item.deducted if item.pool_deducted is None else item.pool_deducted


def _item_pairs(pair: _Pair) -> Iterator[tuple[str, ItemScore | None, ItemScore | None]]:
    base, head = ({} if r is None else {item.item.id: item for item in r.items} for r in pair)
    for name in {**head, **base}:
        yield name, base.get(name), head.get(name)


def _rows(pair: _Pair, behind: dict[tuple[str, str], list[str]]) -> Iterator[RowChange]:
    community = _id(pair)
    if None in pair:
        return  # a community that comes or goes is one change, not fifty
    for name, base, head in _item_pairs(pair):
        before, after = figure(base), figure(head)
        zero = None
        if (
            base is not None
            and head is not None
            and base.score is not None
            and head.score is not None
        ):
            zero = _turn(
                before=not base.score, after=not head.score, more=_lost(head) > _lost(base)
            )
        if before != after or zero is not None:
            records = tuple(behind.get((community, name), ()))
            yield RowChange(community, name, before, after, records, zero)


def _turn(*, before: bool, after: bool, more: bool) -> Turn | None:
    if after and not before:
        return Turn.REACHED
    if before and not after:
        return Turn.LEFT
    return Turn.STILL if after and more else None


class _Sums(NamedTuple):
    """What the records on one rule, or all of one effect, ask for and what counts of it."""

    asked: Decimal
    counted: Decimal
    bound: Bound | Effect
    limit: Decimal

    @property
    def full(self) -> bool:
        return self.counted >= self.limit


def _sums(result: CommunityScore | None) -> dict[str, _Sums]:
    found: dict[str, _Sums] = {}
    for entry in chain.from_iterable(item.records for item in result.items) if result else ():
        rule = entry.rule
        limit, bound = limit_of(rule)
        if limit is None or not entry.status.counts:
            continue
        sums = found.get(rule.id, _Sums(ZERO, ZERO, bound, limit))
        found[rule.id] = sums._replace(
            asked=EXACT.add(sums.asked, entry.asked), counted=EXACT.add(sums.counted, entry.deduct)
        )
    return found


def _ceilings(result: CommunityScore | None, policy: Policy) -> dict[str, _Sums]:
    """Give what rows 16 and 15 ask for and count, where the policy bounds it."""
    if result is None:
        return {}
    found = {}
    for effect, limit, counted, sign in (
        (Effect.BONUS, policy.bonus_cap, result.bonus, 1),
        (Effect.DEDUCT, policy.extra_deduction_cap, result.extra, -1),
    ):
        asked = ZERO
        for item in result.items:
            asked = EXACT.add(asked, max(ZERO, item.adjustment_asked * sign))
        if limit is not None and asked:
            found[str(effect)] = _Sums(asked, counted, effect, limit)
    return found


def _limits(pair: _Pair, policies: tuple[Policy, Policy]) -> Iterator[LimitChange]:
    before, after = (
        {**_sums(result), **_ceilings(result, policy)}
        for result, policy in zip(pair, policies, strict=True)
    )
    for rule in sorted({**before, **after}):
        old, new = before.get(rule), after.get(rule)
        was = old is not None and old.full
        now = new is not None and new.full
        asked_before = ZERO if old is None else old.asked
        asked = ZERO if new is None else new.asked
        turn = _turn(before=was, after=now, more=asked > asked_before)
        known = new or old
        if turn is not None and known is not None:
            yield LimitChange(
                community=_id(pair),
                rule="" if isinstance(known.bound, Effect) else rule,
                bound=known.bound,
                limit=known.limit,
                asked_before=asked_before,
                asked=asked,
                counted_before=ZERO if old is None else old.counted,
                counted=ZERO if new is None else new.counted,
                turn=turn,
            )


def _in_force(result: CommunityScore | None) -> dict[str, RecordScore]:
    return {
        entry.record.id: entry
        for item in (result.items if result else ())
        for entry in item.records
        if entry.rule.kind is Kind.VETO and entry.status.counts
    }


def _vetoes(pair: _Pair) -> Iterator[VetoChange]:
    before, after = _in_force(pair[0]), _in_force(pair[1])
    for record in sorted({**before, **after}):
        if (record in before) != (record in after):
            rule = (after.get(record) or before[record]).rule
            yield VetoChange(_id(pair), rule.id.partition("-")[0], record, record in after)


def _by_rubric(
    base: State, head: State, changes: tuple[RubricChange, ...]
) -> list[tuple[CommunityScore, CommunityScore]]:
    """Score the earlier records under the later rubric: what differs, the rubric alone changes."""
    if not changes or base.dataset is None or head.dataset is None or base.scores is None:
        return []
    rubric = head.dataset.rubric
    known = rubric.rules
    kept = tuple(record for record in base.dataset.deductions if record.rule in known)
    pairs = _pairs(base.scores, score(Dataset(rubric, kept)))
    return [(one, other) for one, other in pairs if one is not None and other is not None]


def _effects(
    pair: tuple[CommunityScore, CommunityScore], changes: tuple[RubricChange, ...]
) -> Iterator[RubricEffect]:
    for name, base, head in _item_pairs(pair):
        before, after = figure(base), figure(head)
        if before != after:
            because = tuple(change for change in changes if name in change.rows)
            yield RubricEffect(_id(pair), name, before, after, because)


def _standing(pair: tuple[CommunityScore, CommunityScore]) -> Iterator[RubricStanding]:
    base, head = pair
    if base.total_exact != head.total_exact or base.rank != head.rank:
        yield RubricStanding(_id(pair), base.total, head.total, base.rank, head.rank)
