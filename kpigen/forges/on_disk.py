"""Holds the forges' files that a repository carries against what kpigen would write now."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.codes import written_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.forges import FORGES, MARK, files
from kpigen.model import ForgeKind, Rubric
from kpigen.reading.tree import Tree
from kpigen.written import Compared, State, compare, is_ours


def findings(tree: Tree, newest: Rubric) -> Iterator[Diagnostic]:
    """Name what differs, for every forge whose files the repository carries.

    `newest` is the newest year's rubric. A repository without any of our files is told nothing.
    """
    for kind in FORGES:
        if _carries(tree, kind):
            yield from _findings(kind, compare(tree, files(kind, newest), MARK))


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
    return any(is_ours(tree, path, MARK) for path in (_OWNERS[kind], _WORKFLOWS[kind]))


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
