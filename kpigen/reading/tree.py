"""Where files are read from: a folder on disk, or a commit; the loader can't tell the difference.

Paths are relative to the repository, with forward slashes.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Protocol

from kpigen import git
from kpigen.errors import MachineError

_BINARY = getattr(os, "O_BINARY", 0)  # only Windows has it, and needs it
_USUAL_BYTES = 65_536


class EntryKind(Enum):
    """What a name in a folder stands for; OTHER is a pipe, a device, a submodule."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


class Entry(NamedTuple):
    """A name in a folder, as the system gives it."""

    name: str
    path: str
    kind: EntryKind


class Tree(Protocol):
    """Files in folders."""

    def entries(self, folder: str) -> list[Entry]:
        """List a folder by name; nothing where there is no such folder."""

    def read(self, path: str, limit: int) -> bytes:
        """Read a file, or just more than `limit` bytes of it."""


class Folder:
    """The files as they are on disk. Bare calls: 15,000 files wait here."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)

    def entries(self, folder: str) -> list[Entry]:
        """List a folder by name; a link is a link, wherever it leads."""
        try:
            with os.scandir(f"{self._root}/{folder}") as found:
                return sorted(
                    Entry(entry.name, f"{folder}/{entry.name}", _kind(entry)) for entry in found
                )
        except (FileNotFoundError, NotADirectoryError):
            return []  # whoever lists the level above names what is missing or no folder
        except OSError as error:
            raise MachineError(f"打不开目录 {folder}", "看看它的访问权限") from error

    def read(self, path: str, limit: int) -> bytes:
        """Read a file, or just more of it than is allowed."""
        try:
            handle = os.open(f"{self._root}/{path}", os.O_RDONLY | _BINARY)
            try:
                data = os.read(handle, _USUAL_BYTES)
                while _USUAL_BYTES <= len(data) <= limit and (more := os.read(handle, limit)):
                    data += more
            finally:
                os.close(handle)
        except OSError as error:
            raise MachineError(f"读不了文件 {path}", "看看它的访问权限") from error
        return data


def _kind(entry: os.DirEntry[str]) -> EntryKind:
    if entry.is_symlink():
        return EntryKind.LINK
    if entry.is_file(follow_symlinks=False):
        return EntryKind.FILE
    return EntryKind.FOLDER if entry.is_dir(follow_symlinks=False) else EntryKind.OTHER


_MODES = {
    b"100644": EntryKind.FILE,
    b"100755": EntryKind.FILE,
    b"040000": EntryKind.FOLDER,
    b"120000": EntryKind.LINK,
}


class CommitTree:
    """The files below some folders as one commit holds them, asked of git in two calls."""

    def __init__(self, root: Path, commit: str, *folders: str) -> None:
        self._root = root
        self._listed: dict[str, list[Entry]] = {}
        self._objects: dict[str, bytes] = {}
        listing = git.ask(root, "ls-tree", "-r", "-t", "-z", commit, "--", *folders) or b""
        for line in listing.split(b"\0"):
            if not line:
                continue
            head, _, name = line.partition(b"\t")
            mode, _, digest = head.split(b" ")
            path = os.fsdecode(name)
            folder, _, last = path.rpartition("/")
            kind = _MODES.get(mode, EntryKind.OTHER)
            self._listed.setdefault(folder, []).append(Entry(last, path, kind))
            if kind is EntryKind.FILE:
                self._objects[path] = digest
        for entries in self._listed.values():
            entries.sort()
        self._contents: dict[bytes, bytes] | None = None

    def entries(self, folder: str) -> list[Entry]:
        """List a folder by name."""
        return self._listed.get(folder, [])

    @property
    def folders(self) -> tuple[str, ...]:
        """Name all folders in which something is."""
        return tuple(sorted(self._listed))

    def read(self, path: str, limit: int) -> bytes:
        """Give a file's bytes, whole however many they are."""
        del limit
        if self._contents is None:
            self._contents = contents(self._root, set(self._objects.values()))
        return self._contents[self._objects[path]]


class EarlierTree(CommitTree):
    """A commit that stands beside a tree it mostly agrees with.

    Only the files in `changed` are asked of git; every other one is read from the tree beside it.
    """

    def __init__(
        self, root: Path, commit: str, beside: Tree, changed: Collection[str], *folders: str
    ) -> None:
        super().__init__(root, commit, *folders)
        self._beside = beside
        self._objects = {path: self._objects[path] for path in self._objects if path in changed}

    def read(self, path: str, limit: int) -> bytes:
        """Give a file's bytes."""
        if path in self._objects:
            return super().read(path, limit)
        return self._beside.read(path, limit)


class Kept:
    """A tree that is asked for each file once, however often the file is read."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._read: dict[str, bytes] = {}

    def entries(self, folder: str) -> list[Entry]:
        """List a folder by name."""
        return self._tree.entries(folder)

    def read(self, path: str, limit: int) -> bytes:
        """Read a file, or just more than `limit` bytes of it."""
        if path not in self._read:
            self._read[path] = self._tree.read(path, limit)
        return self._read[path]


def contents(root: Path, objects: set[bytes]) -> dict[bytes, bytes]:
    """Ask git for many blobs at once: digest to bytes."""
    answer = (
        git.ask(root, "cat-file", "--batch", "--buffer", given=b"\n".join(sorted(objects)) + b"\n")
        or b""
    )
    found = {}
    place = 0
    while place < len(answer):
        end = answer.index(b"\n", place)
        digest, _, size = answer[place:end].partition(b" ")
        length = int(size.rpartition(b" ")[2]) if size.startswith(b"blob ") else None
        if length is None:
            raise MachineError("git 少了一些文件的内容", "取回完整的仓库：git fetch --refetch")
        found[digest] = answer[end + 1 : end + 1 + length]
        place = end + 2 + length
    return found
