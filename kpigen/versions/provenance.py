"""Tells of every record when it was filed and merged, by which commit, and what changed since.

Names of fields only, never their values: an old value may be what was taken out for privacy. And
no names of people: git knows who, the public knows the department.

A record is filed on the day on which the commit that first added it was written, and merged by the
first commit of the main line (HEAD and its first parents) that contains it: the merge, or the very
commit where it was squashed, rebased or put on the main branch directly. A file that was deleted
and came back has both in its changes and keeps its first filing. Of a merge that changed a file
itself only the fields that differ from every parent count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kpigen.reading import schema, source, tree
from kpigen.reading.record_loader import DEDUCTIONS
from kpigen.versions import commit_log
from kpigen.versions.commit_log import Commit, Log, Touch
from kpigen.versions.history import CHINA

_SUFFIX = ".yaml"
_FIRST_DAY = date(1970, 1, 1).toordinal()
_SECONDS_A_DAY = 86_400
_EAST = int(CHINA.utcoffset(None).total_seconds())


class Known(StrEnum):
    """How much of the history there is; UNREAD where nobody asked for it."""

    FULL = "full"
    SHALLOW = "shallow"
    NONE = "none"
    UNREAD = "unread"


class Deed(StrEnum):
    """What a later commit did with a record's file."""

    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"


class Filing(NamedTuple):
    """When a record was filed, and when and by which commit it came to the main line."""

    day: date
    merged: date
    commit: str


class Change(NamedTuple):
    """A later commit: its day and id, and the names of the fields that it changed.

    `fields` is empty where only comments or blanks changed, None where a version can't be read.
    """

    day: date
    commit: str
    deed: Deed
    fields: tuple[str, ...] | None


class Life(NamedTuple):
    """One record's provenance; `filing` is None where a shallow clone hides it."""

    record: str
    filing: Filing | None
    changes: tuple[Change, ...]


class History(NamedTuple):
    """The provenance of all records of all years that are committed, by id.

    `order` has the ids of all commits that the lives name, the oldest first: days are too coarse
    for what happened on one of them.
    """

    known: Known
    lives: tuple[Life, ...]
    order: tuple[str, ...] = ()


UNREAD = History(Known.UNREAD, ())


def read(root: Path, commit: str | None) -> History:
    """Read the provenance of every record up to a commit (None: there is no git)."""
    if commit is None:
        return History(Known.NONE, ())
    log = commit_log.read(root, commit)
    merged = _merged(log, commit.encode("ascii"))
    versions = _versions(root, log)
    lives = tuple(
        Life(
            path[len(DEDUCTIONS) + 1 : -len(_SUFFIX)],
            _filing(touches[0].commit, merged, log),
            tuple(_changes(touches, versions)) if len(touches) > 1 else (),
        )
        for path, touches in sorted(log.touches.items())
        if path.endswith(_SUFFIX)
    )
    return History(Known.SHALLOW if log.cut else Known.FULL, lives, _order(lives, log))


def _order(lives: tuple[Life, ...], log: Log) -> tuple[str, ...]:
    """Put the commits that lives name in the order of the history, the oldest first."""
    named = {life.filing.commit for life in lives if life.filing is not None}
    named.update(change.commit for life in lives for change in life.changes)
    newest_first = (commit.decode("ascii") for commit in log.commits)
    return tuple(reversed([commit for commit in newest_first if commit in named]))


def _day(seconds: int) -> date:
    """Give the Chinese calendar day; by sums, as every record asks for two."""
    return date.fromordinal(_FIRST_DAY + (seconds + _EAST) // _SECONDS_A_DAY)


def _merged(log: Log, head: bytes) -> dict[bytes, Commit]:
    """Give for every commit the first one of the main line that contains it."""
    line = []
    here: Commit | None = log.commits.get(head)
    while here is not None:
        line.append(here)
        here = log.commits.get(here.parents[0]) if here.parents else None
    found: dict[bytes, Commit] = {}
    for merge in reversed(line):
        reached = [merge.id]
        while reached:
            name = reached.pop()
            commit = log.commits.get(name)
            if commit is not None and name not in found:
                found[name] = merge
                reached.extend(commit.parents)
    return found


def _filing(added: Commit, merged: dict[bytes, Commit], log: Log) -> Filing | None:
    """Say when a record was filed and merged, unless a shallow clone hides it."""
    merge = merged[added.id]
    if log.cut:
        oldest = next(iter(merged.values()))
        if added.id in log.cut or added.committed < oldest.committed:
            return None  # what lies before the main line's visible part may have been in it
    return Filing(_day(added.authored), _day(merge.committed), merge.id.decode("ascii"))


def _versions(root: Path, log: Log) -> dict[bytes, bytes]:
    """Get every version of the records that changed, in one question to git."""
    wanted = {
        blob
        for touches in log.touches.values()
        if len(touches) > 1
        for touch in touches
        for blob in touch.blobs
        if blob is not None
    }
    return tree.contents(root, wanted) if wanted else {}


def _changes(touches: list[Touch], versions: dict[bytes, bytes]) -> Iterator[Change]:
    """Give what happened to a record after it was first added."""
    *_, last = touches[0].blobs
    removed = False
    for touch in touches[1:]:
        day, commit = _day(touch.commit.authored), touch.commit.id.decode("ascii")
        *parents, after = touch.blobs
        if after is None:
            yield Change(day, commit, Deed.REMOVED, ())
            removed = True
            continue
        # Where nothing was before, the file was removed, or two branches added the same one.
        before = tuple(blob for blob in parents if blob is not None) or (last,)
        fields = _changed(tuple(versions[blob] for blob in before if blob), versions[after])
        if removed and not any(parents):
            yield Change(day, commit, Deed.RESTORED, fields)
        elif after not in before and (len(before) == 1 or fields != ()):
            yield Change(day, commit, Deed.CHANGED, fields)
        last, removed = after, False


def _changed(before: tuple[bytes, ...], after: bytes) -> tuple[str, ...] | None:
    """Name the fields that differ from every version before, in the order of the schema."""
    differing = []
    for version in before:
        names = _on_plain_lines(version, after)
        if names is None:
            then, now = source.fields("", version), source.fields("", after)
            if then is None or now is None:
                return None
            names = {name for name in {*then, *now} if then.get(name) != now.get(name)}
        differing.append(names)
    if not differing:
        return None
    names = set.intersection(*differing)
    other = (OTHER,) if names.difference(_NAMES) else ()
    return (*(name for name in _NAMES if name in names), *other)


# A figure, a day or a word of a record's own level: its line alone says what it is.
_PLAIN_LINE = re.compile(rb"([a-z_]+): [A-Za-z0-9.-]+\Z")


def _on_plain_lines(before: bytes, after: bytes) -> set[str] | None:
    """Name the fields that differ if only plain lines do, as for most changes; None otherwise.

    Reading both versions as YAML takes twenty times as long.
    """
    old, new = before.split(b"\n"), after.split(b"\n")
    gone, come = set(old).difference(new), set(new).difference(old)
    if not (gone or come) or len(new) - len(old) != len(come) - len(gone):
        return None
    lines = [_PLAIN_LINE.match(line) for line in (*gone, *come)]
    return None if None in lines else {line[1].decode("ascii") for line in lines if line}


# A name that no record may have any more is not repeated: nobody has checked it.
OTHER = "other"
_NAMES = tuple(field.name for field in schema.DEDUCTION.fields)
