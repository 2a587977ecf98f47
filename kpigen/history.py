"""Asks git which commit the data is, and when it was made; the clock is never asked."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from kpigen.errors import MachineError, UsageError

CHINA = timezone(timedelta(hours=8))
# Zip files, and so workbooks, know no later year.
_LATEST = 4_354_819_199
# Without git and without SOURCE_DATE_EPOCH documents still need some date that never changes.
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


class Revision(NamedTuple):
    """The state of the repository: `commit` is None outside git, `committed` is its time.

    `made` dates the documents: SOURCE_DATE_EPOCH, else the commit's time, else nothing.
    `modified` tells that data/ differs from the commit (see `compared`).
    """

    commit: str | None
    committed: datetime | None
    made: datetime | None
    modified: bool = False

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


def revision(root: Path) -> Revision:
    """Ask git once for commit and time."""
    epoch = _source_date_epoch()
    answer = _git(root, "log", "-1", "--format=%H %ct").split()
    if not answer:
        return Revision(None, None, epoch)
    try:
        commit, seconds = answer
        committed = datetime.fromtimestamp(int(seconds), UTC)
    except ValueError as error:
        raise MachineError("git 的回答看不懂", "看看 git 命令是不是正常：git log -1") from error
    return Revision(commit, committed, epoch or committed)


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
    if not (text.isascii() and text.isdigit() and int(text) <= _LATEST):
        raise UsageError(
            f"环境变量 SOURCE_DATE_EPOCH 不能是“{text[:40]}”",
            "写成 1970 年以来的整数秒（2107 年以前），或不设它",
        )
    return datetime.fromtimestamp(int(text), UTC)


def _git(root: Path, *arguments: str) -> str:
    """Run git and give its output; empty where there is no git, no repository or no commit."""
    command = ["git", "-c", "log.showSignature=false", "-C", str(root), *arguments]
    # git speaks the user's language; what it says is recognised by its English words below.
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        done = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, check=False, timeout=60
        )
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
    if b"not a git repository" in done.stderr or b"does not have any commits" in done.stderr:
        return ""
    raise MachineError("git 读不了这个仓库", f"在 {root.resolve()} 里运行 git log -1 看看原因")
