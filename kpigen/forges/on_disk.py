"""Compares the forges' files with what is on disk; nothing is written over that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from kpigen.codes import written_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.forges import FORGES, files
from kpigen.forges.fitting import MARK, GeneratedFile
from kpigen.model import ForgeKind, Rubric
from kpigen.tree import Tree, What

_LIMIT = 1_000_000


class State(Enum):
    """How a generated file and its place compare; FOREIGN is a place that others have taken."""

    MISSING = "missing"
    SAME = "same"
    DIFFERENT = "different"
    FOREIGN = "foreign"


class Compared(NamedTuple):
    """A generated file, how its place looks, and the first line there that differs (from 1)."""

    file: GeneratedFile
    state: State
    line: int = 1


def compare(tree: Tree, wanted: tuple[GeneratedFile, ...]) -> tuple[Compared, ...]:
    """Look at the place of every file."""
    return tuple(_compared(tree, file) for file in wanted)


def findings(tree: Tree, newest: Rubric) -> Iterator[Diagnostic]:
    """Name what differs, for every forge whose files the repository carries.

    `newest` is the newest year's rubric. A repository without any of our files is told nothing.
    """
    for kind in FORGES:
        if _carries(tree, kind):
            yield from _findings(kind, compare(tree, files(kind, newest)))


# CODEOWNERS lies in a folder of its own on each forge: a look there costs next to nothing.
_OWNERS = {
    ForgeKind.GITHUB: ".github/CODEOWNERS",
    ForgeKind.GITLAB: ".gitlab/CODEOWNERS",
    ForgeKind.GITEA: ".gitea/CODEOWNERS",
    ForgeKind.GITEE: ".gitee/CODEOWNERS",
}
_WORKFLOWS = {
    ForgeKind.GITHUB: ".github/workflows/kpigen.yml",
    ForgeKind.GITLAB: ".gitlab-ci.yml",
    ForgeKind.GITEA: ".gitea/workflows/kpigen.yml",
    ForgeKind.GITEE: ".workflow/kpigen-pr.yml",
}


def _carries(tree: Tree, kind: ForgeKind) -> bool:
    """Tell whether a forge's files were written here; either of the two main ones tells."""
    return any(
        _is_ours(held) for path in (_OWNERS[kind], _WORKFLOWS[kind]) if (held := _held(tree, path))
    )


def _findings(kind: ForgeKind, compared: tuple[Compared, ...]) -> Iterator[Diagnostic]:
    for file, state, line in compared:
        if state is State.SAME:
            continue
        code = codes.OWNERS if file.path == _OWNERS[kind] else codes.FORGE_FILE
        name = file.path.rpartition("/")[2]
        said = {
            State.MISSING: f"缺少 {name}",
            State.DIFFERENT: f"{name} 不是 kpigen 现在会写的样子，从第 {line} 行起不同",
            State.FOREIGN: f"{name} 不是 kpigen 写的",
        }[state]
        hint = f"运行 kpigen forge {kind}，把改动一起提交"
        if state is State.FOREIGN:
            hint = f"把它移走，再{hint}"
        yield code.at(Place(file.path, line), said, hint)


def _compared(tree: Tree, file: GeneratedFile) -> Compared:
    held = _held(tree, file.path)
    if held is None:
        return Compared(file, State.MISSING)
    if not _is_ours(held):
        return Compared(file, State.FOREIGN)
    # git may have written the file with Windows' line ends.
    there, wanted = held.replace(b"\r\n", b"\n").split(b"\n"), file.content.split(b"\n")
    if there == wanted:
        return Compared(file, State.SAME)
    same = 0
    while same < min(len(there), len(wanted)) and there[same] == wanted[same]:
        same += 1
    return Compared(file, State.DIFFERENT, min(same + 1, len(there)))


def _is_ours(content: bytes) -> bool:
    return MARK.encode() in content.split(b"\n", 1)[0]


def _held(tree: Tree, path: str) -> bytes | None:
    """Give what is at a place: None for nothing, no bytes for what is no plain file of ours.

    A link, wherever on the way, leads elsewhere: nothing of ours is behind it.
    """
    folder = "."
    *above, name = path.split("/")
    for part in above:
        what = _what(tree, folder, part)
        if what is None:
            return None
        if what is not What.FOLDER:
            return b""
        folder = f"{folder}/{part}"
    what = _what(tree, folder, name)
    if what is None:
        return None
    return tree.read(path, _LIMIT) if what is What.FILE else b""


def _what(tree: Tree, folder: str, name: str) -> What | None:
    return next((entry.what for entry in tree.entries(folder) if entry.name == name), None)
