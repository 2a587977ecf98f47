"""Reads in one `git log` what each commit of the main line did to data/, and those files' contents.

The main line is HEAD and its first parents. A merge is held against its first parent: what a
request brought is one change, however many commits it took.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kpigen import git
from kpigen.reading import tree
from kpigen.versions.commit_log import NO_COMMIT, Commit, surroundings
from kpigen.versions.provenance import Known

# What the user's settings could change is said outright.
_COMMAND = (
    *("log", "-z", "--first-parent", "-m", "--no-renames", "--root", "--raw", "--no-abbrev"),
    *("--no-color", "--no-ext-diff", "--no-notes", "--ignore-submodules"),
    "--format=%H %at %ct %P",
)
_PLAIN = (b"100644", b"100755")


class FileChange(NamedTuple):
    """A file that a commit added, changed or took away.

    `path` is relative to the repository's data. `blob` is None where it is gone, and where what
    stands in its place is no plain file; `there` tells the two apart.
    """

    path: str
    blob: bytes | None
    there: bool


class Step(NamedTuple):
    """One commit of the main line that touched data/: its full id, its time in seconds."""

    commit: str
    committed: int
    files: tuple[FileChange, ...]


class MainLine(NamedTuple):
    """All of them, the oldest first, and the contents of their files by blob.

    Where a shallow clone cuts the history (`known`), the first step holds what was there before.
    """

    known: Known
    steps: tuple[Step, ...]
    contents: Mapping[bytes, bytes]

    @property
    def start(self) -> str | None:
        """Give the commit at which a shallow clone cuts the line; None where it is whole."""
        return self.steps[0].commit if self.known is Known.SHALLOW else None


UNREAD = MainLine(Known.UNREAD, (), {})


def read(root: Path, head: str | None) -> MainLine:
    """Read the main line up to a commit, given by its full id (None: there is no git)."""
    if head is None:
        return MainLine(Known.NONE, (), {})
    prefix, cut = surroundings(root)
    steps = tuple(_steps(root, head, prefix))[::-1]
    wanted = {file.blob for step in steps for file in step.files if file.blob is not None}
    is_cut = bool(steps) and steps[0].commit.encode("ascii") in cut
    contents = tree.contents(root, wanted) if wanted else {}
    return MainLine(Known.SHALLOW if is_cut else Known.FULL, steps, contents)


def _steps(root: Path, head: str, prefix: bytes) -> Iterator[Step]:
    """Take the log to pieces: a commit's header, then a raw line and a path for every file."""
    commit, files = NO_COMMIT, list[FileChange]()
    line = rest = b""
    for piece in git.listen(root, *_COMMAND, head, "--", "data"):
        *words, rest = (rest + piece).split(b"\0")
        for word in words:
            if line:
                files.append(_file(line, os.fsdecode(word[len(prefix) :])))
                line = b""
            elif word[:1] == b":" or word[:2] == b"\n:":
                line = word
            elif word:
                if files:
                    yield Step(commit.id.decode("ascii"), commit.committed, tuple(files))
                commit, files = Commit(*word.split(b" ", 3)), []
    if files:
        yield Step(commit.id.decode("ascii"), commit.committed, tuple(files))


def _file(line: bytes, path: str) -> FileChange:
    """Read a raw line: the modes and the blobs of both sides, the status."""
    _, mode, _, blob, status = line.split()
    there = status != b"D"
    return FileChange(path, blob if there and mode in _PLAIN else None, there)
