"""Asks git which commit the data is, and when it was made; the clock is never asked."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from kpigen.errors import MachineError, UsageError

CHINA = timezone(timedelta(hours=8))
# Without git and without SOURCE_DATE_EPOCH documents still need some date that never changes;
# zip files cannot be older.
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


class Revision(NamedTuple):
    """The state of the repository: `commit` is None outside git, `made` is its time.

    `modified` tells that data/ differs from the commit (see `compared`). `made` is None where
    nothing dates it.
    """

    commit: str | None
    modified: bool
    made: datetime | None

    @property
    def day(self) -> date | None:
        """The Chinese calendar day of the revision."""
        return None if self.made is None else self.made.astimezone(CHINA).date()

    @property
    def timestamp(self) -> int:
        """Seconds since 1970 for everything that must carry a time."""
        return int((self.made or _NO_DATE).timestamp())


def revision(root: Path) -> Revision:
    """Ask git once for commit and time; SOURCE_DATE_EPOCH, where set, decides the time."""
    epoch = _source_date_epoch()
    answer = _git(root, "log", "-1", "--format=%H %ct")
    if not answer:
        return Revision(None, modified=False, made=epoch)
    commit, seconds = answer.split()
    made = epoch or datetime.fromtimestamp(int(seconds), UTC)
    return Revision(commit, modified=False, made=made)


def compared(root: Path, revision: Revision) -> Revision:
    """Say of a revision whether data/ still is what the commit holds."""
    if revision.commit is None:
        return revision
    changed = _git(root, "status", "--porcelain", "--untracked-files=all", "--", "data")
    return revision._replace(modified=bool(changed))


def _source_date_epoch() -> datetime | None:
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"环境变量 SOURCE_DATE_EPOCH 不是秒数：{text[:40]}", "写成整数秒，或不设它"
        ) from error


def _git(root: Path, *arguments: str) -> str:
    """Run git and give its output; empty where there is no git, repository or commit."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
    except FileNotFoundError:
        return ""
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MachineError("git 没有回应", "看看 git 能不能正常运行") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "replace").strip()
    if b"dubious ownership" in done.stderr:
        raise MachineError(
            "git 不信任这个目录：它属于另一个用户",
            f"运行：git config --global --add safe.directory {root.resolve()}",
        )
    return ""
