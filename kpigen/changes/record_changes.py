"""What became of each record between two states of a year: pure comparison, no text, no git."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kpigen.model import Correction, Deduction


class Act(StrEnum):
    """What a change does to a record; MENDED is one whose earlier version was unreadable."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MENDED = "mended"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    APPROVED = "approved"
    APPEAL_FILED = "appeal_filed"
    APPEAL_DECIDED = "appeal_decided"
    CHANGED = "changed"
    INTERNAL = "internal"


# A group's members are named `appeal.decision`, as the file has them.
Value = Decimal | date | str | Correction | None


class FieldChange(NamedTuple):
    """One field before and after; a correction is one entry that came or went."""

    name: str
    before: Value
    after: Value


class RecordChange(NamedTuple):
    """One record on both sides; None on the side where it is not, or is unreadable."""

    acts: tuple[Act, ...]
    base: Deduction | None
    head: Deduction | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def shown(self) -> Deduction:
        """Give the record as it is now, or as it last was."""
        record = self.head or self.base
        assert record is not None  # noqa: S101  # one side has it
        return record

    @property
    def counts(self) -> bool:
        """Tell whether anything changed that a score could hang on."""
        return self.acts != (Act.INTERNAL,)


class Aside(NamedTuple):
    """What the values of two states do not show, by record ids.

    `internal`: the internal part differs. `unreadable`: BASE has the file, but it could not be
    read. `damaged`: HEAD has the file, but it cannot be read.
    """

    internal: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()
    damaged: frozenset[str] = frozenset()


CORE = ("date", "rule", "count", "actual", "deduct", "points", "reason", "basis", "event")
GROUPS = ("approval", "appeal", "withdrawn")
_MEMBERS = {
    "approval": ("document", "approved_by", "date"),
    "appeal": (
        *("filed", "grounds", "decided", "decision"),
        *("deduct", "count", "decided_by", "document"),
    ),
    "withdrawn": ("date", "reason", "decided_by"),
}


def record_changes(
    base: Iterable[Deduction], head: Iterable[Deduction], aside: Aside
) -> tuple[RecordChange, ...]:
    """Compare the readable records of two states, by date and id."""
    before = {record.id: record for record in base if record.id not in aside.unreadable}
    after = {record.id: record for record in head if record.id not in aside.damaged}
    found: list[RecordChange] = []
    for name, record in after.items():
        if name in before:
            found.extend(_kept(before[name], record, internal=name in aside.internal))
    gone = [
        record for name, record in before.items() if name not in after and name not in aside.damaged
    ]
    come = [record for name, record in after.items() if name not in before]
    found.extend(_come_and_gone(gone, come, aside))
    return tuple(sorted(found, key=lambda change: (change.shown.date, change.shown.id)))


def _kept(base: Deduction, head: Deduction, *, internal: bool) -> Iterator[RecordChange]:
    fields = () if base == head else tuple(_fields(base, head))
    if fields or internal:
        acts = tuple(_acts(base, head, fields)) + ((Act.INTERNAL,) if internal else ())
        yield RecordChange(acts, base, head, fields)


def _come_and_gone(
    gone: list[Deduction], come: list[Deduction], aside: Aside
) -> Iterator[RecordChange]:
    """Pair what went with what came in its very words: that was moved."""
    by_content: dict[Deduction, list[Deduction]] = defaultdict(list)
    for record in sorted(gone, key=lambda record: record.id):
        by_content[_content(record)].append(record)
    for record in sorted(come, key=lambda record: record.id):
        same = by_content[_content(record)]
        if record.id in aside.unreadable:
            yield RecordChange((Act.MENDED,), None, record, tuple(_came_with(record)))
        elif same:
            base = same.pop(0)
            path = FieldChange("path", base.path, record.path)
            yield RecordChange((Act.MOVED,), base, record, (path,))
        else:
            yield RecordChange((Act.ADDED,), None, record, tuple(_came_with(record)))
    for left in by_content.values():
        for record in left:
            yield RecordChange((Act.REMOVED,), record, None)


def _content(record: Deduction) -> Deduction:
    return replace(record, id="", community="", department="", path="")


def _fields(base: Deduction, head: Deduction) -> Iterator[FieldChange]:
    for name in CORE:
        before, after = getattr(base, name), getattr(head, name)
        if before != after:
            yield FieldChange(name, before, after)
    for group in GROUPS:
        yield from _members(group, getattr(base, group), getattr(head, group))
    for entry in missing(base.corrections, head.corrections):
        yield FieldChange("corrections", entry, None)
    for entry in missing(head.corrections, base.corrections):
        yield FieldChange("corrections", None, entry)


def _came_with(record: Deduction) -> Iterator[FieldChange]:
    """Give what a new record brings beside the event itself: an approval, a withdrawal."""
    for group in GROUPS:
        yield from _members(group, None, getattr(record, group))


def _members(group: str, old: object, new: object) -> Iterator[FieldChange]:
    for member in _MEMBERS[group]:
        before, after = getattr(old, member, None), getattr(new, member, None)
        if (before or None) != (after or None):  # an empty text is one not written
            yield FieldChange(f"{group}.{member}", before or None, after or None)


def missing(
    wanted: tuple[Correction, ...], there: tuple[Correction, ...]
) -> tuple[Correction, ...]:
    """Give the entries of one list that another lacks, each as often as it lacks them."""
    left = list(there)
    found = []
    for entry in wanted:
        if entry in left:
            left.remove(entry)
        else:
            found.append(entry)
    return tuple(found)


def _acts(base: Deduction, head: Deduction, fields: tuple[FieldChange, ...]) -> Iterator[Act]:
    """Name what happened; what no act of its own explains is a plain change."""
    explained = set()
    if base.withdrawn is None and head.withdrawn is not None:
        explained.add("withdrawn")
        yield Act.WITHDRAWN
    if base.withdrawn is not None and head.withdrawn is None:
        explained.add("withdrawn")
        yield Act.RESTORED
    if base.approval is None and head.approval is not None:
        explained.add("approval")
        yield Act.APPROVED
    if base.appeal is None and head.appeal is not None:
        explained.add("appeal")
        yield Act.APPEAL_FILED
    if head.appeal and head.appeal.decision and not (base.appeal and base.appeal.decision):
        filed = base.appeal and (base.appeal.filed, base.appeal.grounds)
        if filed in {None, (head.appeal.filed, head.appeal.grounds)}:
            explained.add("appeal")
        yield Act.APPEAL_DECIDED
    if any(field.name.partition(".")[0] not in explained for field in fields):
        yield Act.CHANGED
