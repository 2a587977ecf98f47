"""The chronicle of a year: every merged change with what it did to totals and ranks. No text.

A pure replay of what the commits of the main line brought, the oldest first. Only the communities
whose records a commit touched are scored again, all of them where it touched the table. Neither
messages nor names of people come along: nobody has checked what they say, and git keeps them for
those who may see the repository. What only concerns the internal part of records, or their
comments, changes no value and so is no change here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from kpigen import checks
from kpigen.assessing.scoring import CommunityScore, Table, community_score, ranked
from kpigen.changes.record_changes import Aside, RecordChange, record_changes
from kpigen.changes.rubric_changes import RubricChange, rubric_changes
from kpigen.model import Community, Dataset, Deduction, Rubric
from kpigen.versions.provenance import Known
from kpigen.versions.year_line import Delta


class Standing(NamedTuple):
    """Where a community stood: its total, exact and rounded, its ranks (None: not ranked)."""

    total_exact: Decimal
    total: Decimal
    rank: int | None
    group_rank: int | None


class Moved(NamedTuple):
    """A community whose total, or rank in its group, a change moved.

    None on the side where it is not assessed.
    """

    community: Community
    before: Standing | None
    after: Standing | None


class Entry(NamedTuple):
    """One merged change: the commit's full id and time in seconds, and what it did.

    `damaged` counts the files of records that it left unreadable. `founds` tells that the year's
    table came with it. Where `scored` is False its version has errors and there are no effects;
    where `resumed` is True, the version before had, and the effects are against the last without.
    """

    commit: str
    committed: int
    records: tuple[RecordChange, ...]
    damaged: int
    rubric: tuple[RubricChange, ...]
    founds: bool
    scored: bool
    resumed: bool
    effects: tuple[Moved, ...]


class Chronicle(NamedTuple):
    """All changes of a year, the oldest first, and where the last one left every community."""

    known: Known
    entries: tuple[Entry, ...]
    standings: tuple[tuple[str, Standing], ...]


def chronicle(deltas: Iterable[Delta], known: Known, start: str | None = None) -> Chronicle:
    """Replay what the commits brought, the oldest first.

    What a shallow clone seems to bring at its `start` was there before, and is no change. A year
    that began later is known in full.
    """
    replay = _Replay()
    taken = [(delta.commit, replay.step(delta)) for delta in deltas]
    if known is Known.SHALLOW and all(commit != start for commit, _ in taken):
        known = Known.FULL
    entries = tuple(entry for commit, entry in taken if entry is not None and commit != start)
    standings = tuple(sorted((name, place) for name, (_, place) in replay.standings.items()))
    return Chronicle(known, entries, standings)


def _community(record: str) -> str:
    """Give the community that stands in a record's id."""
    return record.split("/", 2)[1]


class _Replay:
    """The year as the commits so far left it."""

    def __init__(self) -> None:
        self._rubric: Rubric | None = None
        self._known_rubric: Rubric | None = None  # the last one that could be read
        self._table: Table | None = None
        self._records: dict[str, dict[str, Deduction]] = defaultdict(dict)  # by community and id
        self._damaged: set[str] = set()
        self._unfit: set[str] = set()  # ids of records that the table has no score for
        self._overdrawn: set[str] = set()  # communities whose records go beyond an allotment
        self._stale: set[str] = set()  # communities whose score is not of this version
        self._scores: dict[str, CommunityScore] = {}
        self._was_scored = True
        self.standings: dict[str, tuple[Community, Standing]] = {}

    def step(self, delta: Delta) -> Entry | None:
        """Take one commit's part; None where it changed nothing that is published."""
        records = self._take(delta)
        founds = delta.has_rubric and self._known_rubric is None and delta.rubric is not None
        rubric = self._take_rubric(delta) if delta.has_rubric else ()
        self._hold(delta)
        scored = self._table is not None and not (self._damaged or self._unfit or self._overdrawn)
        effects = self._effects() if scored else ()
        resumed = scored and not self._was_scored
        changed = scored != self._was_scored
        self._was_scored = scored
        if not (records or rubric or founds or effects or delta.damaged or changed):
            return None
        return Entry(
            commit=delta.commit,
            committed=delta.committed,
            records=records,
            damaged=len(delta.damaged),
            rubric=rubric,
            founds=founds,
            scored=scored,
            resumed=resumed,
            effects=effects,
        )

    def _take(self, delta: Delta) -> tuple[RecordChange, ...]:
        """Put new, changed and missing records in their places; say what became of each."""
        touched = delta.touched
        before = [record for record in map(self._taken, sorted(touched)) if record is not None]
        aside = Aside(unreadable=frozenset(self._damaged & touched), damaged=delta.damaged)
        self._damaged = (self._damaged - touched) | delta.damaged
        self._unfit -= touched
        for record in delta.records:
            self._records[record.community][record.id] = record
        self._stale.update(record.community for record in (*before, *delta.records))
        return record_changes(before, delta.records, aside)

    def _taken(self, name: str) -> Deduction | None:
        return self._records[_community(name)].pop(name, None)

    def _take_rubric(self, delta: Delta) -> tuple[RubricChange, ...]:
        """Put a new table in its place; say what differs from the last that could be read."""
        before, self._rubric = self._known_rubric, delta.rubric
        self._table = None
        self._stale.update(self._scores, self._records)
        if delta.rubric is None:
            return ()
        self._known_rubric = delta.rubric
        if checks.hold(checks.SCORABLE_RUBRIC, Dataset(delta.rubric, ())):
            self._table = Table.of(delta.rubric)
        self._stale.update(community.id for community in delta.rubric.communities)
        return () if before is None else rubric_changes(before, delta.rubric)

    def _hold(self, delta: Delta) -> None:
        """Hold what changed against the table: all of it where the table did."""
        if self._rubric is None or self._table is None:
            return
        if delta.has_rubric:
            kept = [record for held in self._records.values() for record in held.values()]
            self._unfit = set(self._misfits(tuple(kept)))
            communities = set(self._records)
        else:
            self._unfit.update(self._misfits(delta.records))
            communities = set(map(_community, delta.touched))
        for name in communities:
            held = Dataset(self._rubric, tuple(self._records[name].values()))
            fits = checks.hold(checks.SCORABLE_COMMUNITY, held)
            (self._overdrawn.discard if fits else self._overdrawn.add)(name)

    def _misfits(self, records: tuple[Deduction, ...]) -> Iterator[str]:
        """Name the records that the table has no score for; rarely any, so all at once first."""
        assert self._rubric is not None  # noqa: S101  # asked for by who has one
        known = {community.id for community in self._rubric.communities}
        yield from (record.id for record in records if record.community not in known)
        if not checks.hold(checks.SCORABLE_RECORDS, Dataset(self._rubric, records)):
            for record in records:
                if not checks.hold(checks.SCORABLE_RECORDS, Dataset(self._rubric, (record,))):
                    yield record.id

    def _effects(self) -> tuple[Moved, ...]:
        """Score what is stale and say who moved since the last version that had scores."""
        assert self._rubric is not None  # noqa: S101  # asked for by who has one
        assert self._table is not None  # noqa: S101  # as above
        scores = {}
        for community in self._rubric.communities:
            score = self._scores.get(community.id)
            if score is None or community.id in self._stale:
                held = self._records[community.id].values()
                score = community_score(community, held, self._table)
            scores[community.id] = score
        self._stale.clear()
        self._scores = scores
        before = self.standings
        self.standings = {
            score.community.id: (
                score.community,
                Standing(score.total_exact, score.total, score.rank, score.group_rank),
            )
            for score in ranked(list(scores.values()), self._table.policy)
        }
        return tuple(_moved(before, self.standings))


def _moved(
    before: dict[str, tuple[Community, Standing]], after: dict[str, tuple[Community, Standing]]
) -> Iterator[Moved]:
    for name in {**after, **before}:
        (old_community, old), (new_community, new) = (
            side.get(name, (None, None)) for side in (before, after)
        )
        community = new_community or old_community
        if _shown(old) != _shown(new) and community is not None:
            yield Moved(community, old, new)


def _shown(standing: Standing | None) -> tuple[Decimal, int | None] | None:
    """Give what a change is measured by: the overall rank moves with every other group's, too."""
    return None if standing is None else (standing.total_exact, standing.group_rank)
