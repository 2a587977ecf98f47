"""The files that a forge (代码托管平台) reads: who approves, templates, forms, CI; a module each.

Which rubric: the newest year's. A forge knows one set of owners, and old years are sealed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from kpigen.model import ForgeKind, Rubric
from kpigen.written import Written

FilesOf = Callable[[Rubric], tuple[Written, ...]]

# What tells a file of ours from one that people wrote: it stands in the first line.
MARK = "由 kpigen forge "

# Module names, so that a command loads only the forge that it is about.
FORGES: dict[ForgeKind, str] = {
    ForgeKind.GITHUB: "kpigen.forges.github",
    ForgeKind.GITLAB: "kpigen.forges.gitlab",
    ForgeKind.GITEA: "kpigen.forges.gitea",
    ForgeKind.GITEE: "kpigen.forges.gitee",
}


def files(kind: ForgeKind, rubric: Rubric) -> tuple[Written, ...]:
    """Give a forge's whole set, paths from the repository's root; CODEOWNERS stands first."""
    files_of: FilesOf = import_module(FORGES[kind]).files
    return files_of(rubric)
