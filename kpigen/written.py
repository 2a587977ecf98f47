"""Files that kpigen writes into the repository: are they still what it would write?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from kpigen.reading.tree import EntryKind, Tree

# The folder that `kpigen schema` writes and that the first line of every data file points to.
SCHEMAS = ".schemas"
_LIMIT = 1_000_000


class Written(NamedTuple):
    """A file that kpigen writes: its path below the repository, its bytes (line ends are LF)."""

    path: str
    content: bytes


class State(Enum):
    """How a written file and its place compare; FOREIGN is a place that others have taken."""

    MISSING = "missing"
    SAME = "same"
    DIFFERENT = "different"
    FOREIGN = "foreign"


class Compared(NamedTuple):
    """A written file, how its place looks, and the first line there that differs (from 1)."""

    file: Written
    state: State
    line: int = 1


def compare(tree: Tree, wanted: Iterable[Written], mark: str) -> tuple[Compared, ...]:
    """Look at the place of every file; what is ours has `mark` in its first line."""
    return tuple(_compared(tree, file, mark) for file in wanted)


def is_ours(tree: Tree, path: str, mark: str) -> bool:
    """Tell whether a file of ours, whatever its state, stands at a place."""
    held = _held(tree, path)
    return isinstance(held, bytes) and _is_ours(held, mark)


def _compared(tree: Tree, file: Written, mark: str) -> Compared:
    held = _held(tree, file.path)
    if held is None:
        return Compared(file, State.MISSING)
    if isinstance(held, EntryKind) or not _is_ours(held, mark):
        return Compared(file, State.FOREIGN)
    # git may have written the file with Windows' line ends.
    there, wanted = held.replace(b"\r\n", b"\n").split(b"\n"), file.content.split(b"\n")
    if there == wanted:
        return Compared(file, State.SAME)
    same = 0
    while same < min(len(there), len(wanted)) and there[same] == wanted[same]:
        same += 1
    return Compared(file, State.DIFFERENT, min(same + 1, len(there)))


def _is_ours(content: bytes, mark: str) -> bool:
    return mark.encode() in content.split(b"\n", 1)[0]


def _held(tree: Tree, path: str) -> bytes | EntryKind | None:
    """Give what is at a place: a plain file's bytes, what else is there, or None for nothing.

    A link, wherever on the way, leads elsewhere: nothing of ours is behind it.
    """
    folder = "."
    *above, name = path.split("/")
    for part in above:
        kind = _kind(tree, folder, part)
        if kind is None:
            return None
        if kind is not EntryKind.FOLDER:
            return kind
        folder = f"{folder}/{part}"
    kind = _kind(tree, folder, name)
    if kind is None:
        return None
    return tree.read(path, _LIMIT) if kind is EntryKind.FILE else kind


def _kind(tree: Tree, folder: str, name: str) -> EntryKind | None:
    return next((entry.kind for entry in tree.entries(folder) if entry.name == name), None)
