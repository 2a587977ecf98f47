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


_NO_COMMIT = Commit(b"", (), 0, 0)


class Touch(NamedTuple):
    """One commit's change of one file, as git's raw line puts it; read when it is asked for."""

    commit: Commit
    line: bytes

    @property
    def blobs(self) -> tuple[bytes | None, ...]:
        """The file's blob in each parent and, last, after the commit; None where it is absent.

        The line has colons, a mode a side, a blob a side, and the status.
        """
        fields = self.line.split()
        sides = (len(fields) - 1) // 2
        return tuple(blob if blob.strip(b"0") else None for blob in fields[sides : 2 * sides])


class Log(NamedTuple):
    """The history up to one commit.

    `commits` are by id. `touches` has, by path below the folder that holds data/, what happened to
    every record, the oldest first. `cut` are the commits at which a shallow clone ends: what they
    seem to add was there before.
    """

    commits: dict[bytes, Commit]
    touches: dict[str, list[Touch]]
    cut: frozenset[bytes]


def read(root: Path, head: str) -> Log:
    """Read the history of the records up to a commit, given by its full id."""
    prefix, cut = _surroundings(root)
    wanted = prefix + DEDUCTIONS.encode("ascii") + b"/"
    commits: dict[bytes, Commit] = {}
    touches: dict[bytes, list[Touch]] = {}
    commit = _NO_COMMIT
    words = _words(git.listen(root, *COMMAND, head, "--"))
    try:
        for word in words:
            if word[:1] == b":" or word[:2] == b"\n:":
                path = next(words)
                if path.startswith(wanted):
                    touches.setdefault(path, []).append(Touch(commit, word))
            elif word.strip():
                name, authored, committed, *parents = word.split()
                commit = Commit(name, tuple(parents), int(authored), int(committed))
                commits[name] = commit
    except (ValueError, StopIteration) as error:
        raise MachineError("git 的回答看不懂", "看看 git 命令是不是正常：git log -1") from error
    oldest_first = {
        os.fsdecode(path[len(prefix) :]): found[::-1] for path, found in touches.items()
    }
    return Log(commits, oldest_first, cut)


def _surroundings(root: Path) -> tuple[bytes, frozenset[bytes]]:
    """Give the data's folder below the top of the repository, and where a shallow clone ends."""
    answer = git.ask(root, "rev-parse", "--show-prefix", "--git-path", "shallow") or b"\n\n"
    prefix, shallow, _ = answer.split(b"\n", 2)
    path = root / os.fsdecode(shallow)
    return prefix, frozenset(path.read_bytes().split()) if path.is_file() else frozenset()


def _words(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Part git's answer at its NULs, while git still looks for more."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
    yield rest
