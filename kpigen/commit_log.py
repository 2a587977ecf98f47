"""Reads in one `git log` which commits touched which records, from the oldest on.

Merges count too, where the merge itself changed a file: where the file differs from what every
parent had (an evil merge, or a conflict that was settled).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kpigen import git
from kpigen.errors import MachineError
from kpigen.record_loader import DEDUCTIONS

# `-c` shows a merge's own changes; what the user's settings could change is said outright.
COMMAND = (
    *("log", "-z", "--topo-order", "--no-renames", "--root", "-c", "--raw", "--no-abbrev"),
    *("--no-color", "--no-ext-diff", "--no-notes", "--ignore-submodules", "--format=%H %at %ct %P"),
)


class Commit(NamedTuple):
    """A commit: its id, its parents' ids, when it was written and when it was made (seconds)."""

    id: bytes
    parents: tuple[bytes, ...]
    authored: int
    committed: int


class Touch(NamedTuple):
    """One commit's change of one file: its blob in each parent and after, None where absent."""

    commit: Commit
    before: tuple[bytes | None, ...]
    after: bytes | None


class Log(NamedTuple):
    """The history up to one commit.

    `commits` are by id. `touches` has, by path below the folder that holds data/, what happened to
    every record, the oldest first. `cut` are the commits at which a shallow clone ends: what they
    seem to add was there before.
    """

    commits: dict[bytes, Commit]
    touches: dict[str, list[Touch]]
    cut: frozenset[bytes]


def read(root: Path, commit: str) -> Log:
    """Read the history of the records up to a commit, given by its full id."""
    prefix, cut = _surroundings(root)
    answer = git.ask(root, *COMMAND, commit, "--") or b""
    commits: dict[bytes, Commit] = {}
    touches: dict[str, list[Touch]] = {}
    wanted = prefix + DEDUCTIONS.encode("ascii") + b"/"
    try:
        for made, files in _newest_first(answer):
            commits[made.id] = made
            for head, path in files:
                if path.startswith(wanted):
                    name = os.fsdecode(path[len(prefix) :])
                    touches.setdefault(name, []).append(_touch(made, head))
    except (ValueError, StopIteration) as error:
        raise MachineError("git 的回答看不懂", "看看 git 命令是不是正常：git log -1") from error
    for found in touches.values():
        found.reverse()
    return Log(commits, touches, cut)


def _surroundings(root: Path) -> tuple[bytes, frozenset[bytes]]:
    """Give the data's folder below the top of the repository, and where a shallow clone ends."""
    answer = git.ask(root, "rev-parse", "--show-prefix", "--git-path", "shallow") or b"\n\n"
    prefix, shallow, _ = answer.split(b"\n", 2)
    path = root / os.fsdecode(shallow)
    return prefix, frozenset(path.read_bytes().split()) if path.is_file() else frozenset()


def _newest_first(answer: bytes) -> Iterator[tuple[Commit, list[tuple[bytes, bytes]]]]:
    """Part git's answer into commits, each with the (raw line, path) pairs of its files."""
    words = iter(answer.split(b"\0"))
    commit: Commit | None = None
    files: list[tuple[bytes, bytes]] = []
    for word in words:
        if word[:1] == b":" or word[:2] == b"\n:":
            files.append((word, next(words)))
        elif word.strip():
            if commit is not None:
                yield commit, files
            name, authored, committed, *parents = word.split()
            commit = Commit(name, tuple(parents), int(authored), int(committed))
            files = []
    if commit is not None:
        yield commit, files


def _touch(commit: Commit, head: bytes) -> Touch:
    """Read a raw line: colons, a mode a side, a blob a side, and the status."""
    fields = head.split()
    sides = (len(fields) - 1) // 2
    blobs = tuple(None if blob.strip(b"0") == b"" else blob for blob in fields[sides : 2 * sides])
    return Touch(commit, blobs[:-1], blobs[-1])
