"""Reads in one `git log` which commits touched which records, from the oldest on.

Merges count too, where the merge itself changed a file: where the file differs from what every
parent had (an evil merge, or a conflict that was settled).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from kpigen import git
from kpigen.reading.record_loader import DEDUCTIONS
from kpigen.versions.history import LATEST

# `-c` shows a merge's own changes; what the user's settings could change is said outright.
COMMAND = (
    *("log", "-z", "--topo-order", "--no-renames", "--root", "-c", "--raw", "--no-abbrev"),
    *("--no-color", "--no-ext-diff", "--no-notes", "--ignore-submodules", "--format=%H %at %ct %P"),
)


class Commit(NamedTuple):
    """A commit as git's header line puts it: ids and seconds as text, the parents with blanks."""

    id: bytes
    written: bytes
    made: bytes
    before: bytes

    @property
    def parents(self) -> list[bytes]:
        """The ids of the parents."""
        return self.before.split()

    @property
    def authored(self) -> int:
        """When the change was written, in seconds."""
        return _seconds(self.written)

    @property
    def committed(self) -> int:
        """When the commit was made, in seconds."""
        return _seconds(self.made)


def _seconds(word: bytes) -> int:
    """Read a time as git gives it; a damaged one is taken for the nearest that has a day."""
    return min(int(word), LATEST) if word.isdigit() else 0


NO_COMMIT = Commit(b"", b"0", b"0", b"")


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
    prefix, cut = surroundings(root)
    wanted = prefix + DEDUCTIONS.encode("ascii") + b"/"
    commits: dict[bytes, Commit] = {}
    touches: dict[bytes, list[Touch]] = {}
    commit = NO_COMMIT
    line = rest = b""
    # One loop without calls: 15,000 commits wait here, while git still looks for more.
    for piece in git.listen(root, *COMMAND, head, "--"):
        *words, rest = (rest + piece).split(b"\0")
        for word in words:
            if line:
                if word.startswith(wanted):
                    touches.setdefault(word, []).append(Touch(commit, line))
                line = b""
            elif word[:1] == b":" or word[:2] == b"\n:":
                line = word
            elif word:
                commit = Commit(*word.split(b" ", 3))
                commits[commit.id] = commit
    oldest_first = {
        os.fsdecode(path[len(prefix) :]): found[::-1] for path, found in touches.items()
    }
    return Log(commits, oldest_first, cut)


def surroundings(root: Path) -> tuple[bytes, frozenset[bytes]]:
    """Give the data's folder below the top of the repository, and where a shallow clone ends."""
    answer = git.ask(root, "rev-parse", "--show-prefix", "--git-path", "shallow") or b"\n\n"
    prefix, shallow, _ = answer.split(b"\n", 2)
    path = root / os.fsdecode(shallow)
    return prefix, frozenset(path.read_bytes().split()) if path.is_file() else frozenset()
