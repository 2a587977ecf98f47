"""Asks git which commit the data is, and when it was made; the clock is never asked."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from kpigen import git
from kpigen.errors import MachineError, UsageError
from kpigen.reading.record_loader import DEDUCTIONS

CHINA = timezone(timedelta(hours=8))
# Zip files, and so workbooks, know no later year.
LATEST = 4_354_819_199
# Without git and without SOURCE_DATE_EPOCH documents still need some date that never changes.
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


class Revision(NamedTuple):
    """The state of the repository: `commit` is None outside git, `committed` is its time.

    `made` dates the documents: SOURCE_DATE_EPOCH, else the commit's time, else nothing.
    `modified` tells that data/ differs from the commit (see `with_modified`). Of a `preview` nobody
    asked whether it does: it shows the files of the moment.
    """

    commit: str | None
    committed: datetime | None
    made: datetime | None
    modified: bool = False
    preview: bool = False

    @property
    def newest(self) -> date | None:
        """The Chinese calendar day of the commit: nothing later can have happened."""
        return None if self.committed is None else self.committed.astimezone(CHINA).date()

    @property
    def day(self) -> date | None:
        """The Chinese calendar day that the documents carry."""
        return None if self.made is None else self.made.astimezone(CHINA).date()

    @property
    def timestamp(self) -> int:
        """Seconds since 1970 for everything that must carry a time."""
        return int((self.made or _NO_DATE).timestamp())


def revision(root: Path, commit: str | None = None) -> Revision:
    """Ask git for a commit, given by its full id, and its time; without one for the newest."""
    epoch = _source_date_epoch()
    named = () if commit is None else (commit,)
    answer = (git.ask(root, "log", "-1", "--format=%H %ct", *named, "--") or b"").split()
    if not answer:
        return Revision(None, None, epoch)
    try:
        name, seconds = (word.decode("ascii") for word in answer)
        committed = datetime.fromtimestamp(min(max(int(seconds), 0), LATEST), UTC)
    except ValueError as error:
        raise MachineError("git 的回答看不懂", "看看 git 命令是不是正常：git log -1") from error
    return Revision(name, committed, epoch or committed)


def given_day() -> date | None:
    """Give the Chinese calendar day that SOURCE_DATE_EPOCH names; None where it is not set."""
    epoch = _source_date_epoch()
    return None if epoch is None else epoch.astimezone(CHINA).date()


def with_modified(root: Path, revision: Revision) -> Revision:
    """Say of a revision whether data/ still is what the commit holds."""
    if revision.commit is None:
        return revision
    changed = git.ask(root, "status", "--porcelain", "--untracked-files=all", "--", "data")
    return revision._replace(modified=bool(changed))


def coming(root: Path, revision: Revision) -> date | None:
    """Give the day that a commit made now would carry, by git's own word; None outside git.

    A record that is only being filed is bound by the commit that will bring it in.
    """
    if revision.newest is None:
        return None
    somebody = ("-c", "user.name=kpigen", "-c", "user.email=kpigen@localhost")
    words = (git.ask(root, *somebody, "var", "GIT_COMMITTER_IDENT") or b"").split()
    try:
        moment = datetime.fromtimestamp(int(words[-2]), UTC)
    except (IndexError, ValueError) as error:
        raise MachineError("git 的回答看不懂", "看看 git var GIT_COMMITTER_IDENT") from error
    return max(revision.newest, moment.astimezone(CHINA).date())


def filed(root: Path, base: str, head: str) -> dict[str, date]:
    """Give the day on which each record that `base..head` adds was first written, by its path.

    Both are full ids of commits. What is not committed, or came in by a merge itself, is left out.
    """
    flags = ("-z", "--topo-order", "--no-renames", "--diff-filter=A", "--name-only", "--relative")
    settings = ("--no-color", "--no-ext-diff", "--no-notes", "--format=%at")
    answer = git.ask(root, "log", *flags, *settings, f"{base}..{head}", "--", DEDUCTIONS)
    days: dict[str, date] = {}
    day = date.min
    for word in (answer or b"").split(b"\0"):
        if word.isdigit():
            day = datetime.fromtimestamp(min(int(word), LATEST), CHINA).date()
        elif word:
            days[os.fsdecode(word.removeprefix(b"\n"))] = day  # the oldest comes last, and stays
    return days


def _source_date_epoch() -> datetime | None:
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= LATEST):
        raise UsageError(
            f"环境变量 SOURCE_DATE_EPOCH 不能是“{text[:40]}”",
            "写成 1970 年以来的整数秒（2107 年以前），或不设它",
        )
    return datetime.fromtimestamp(int(text), UTC)
