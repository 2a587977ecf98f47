"""Pages of the forge's website: a commit's, and the one that makes a new file."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from kpigen.model import Forge, ForgeKind
from kpigen.view.entry_values import NewFilePage


class _Takes(NamedTuple):
    """A forge's name, its page below the repository, and the parameters that it reads."""

    name: str
    page: str
    file_name: str
    content: str


_PAGES = {
    ForgeKind.GITHUB: _Takes("GitHub", "new", "filename", "value"),
    # Its editor leaves `content` out, though the page takes it (gitlab-org/gitlab#594214).
    ForgeKind.GITLAB: _Takes("GitLab", "-/new", "file_name", ""),
    ForgeKind.GITEA: _Takes("Gitea", "_new", "filename", "value"),
    # Documents no parameters.
    ForgeKind.GITEE: _Takes("Gitee", "new", "", ""),
}


def new_file_page(forge: Forge) -> NewFilePage:
    """Say where a new file is made on the main branch of the town's repository."""
    takes = _PAGES[forge.kind]
    return NewFilePage(
        forge=takes.name,
        address=f"{forge.repository}/{takes.page}/{forge.branch}",
        name_parameter=takes.file_name,
        content_parameter=takes.content,
    )


def file_page(forge: Forge | None, path: str) -> str:
    """Give the address of a file as the main branch has it; empty without a forge."""
    if forge is None:
        return ""
    between = {ForgeKind.GITLAB: "-/blob/", ForgeKind.GITEA: "src/branch/"}.get(forge.kind, "blob/")
    return f"{forge.repository}/{between}{forge.branch}/{quote(path)}"


def commit_page(forge: Forge, commit: str) -> str:
    """Give the address of one commit, named by its full id."""
    between = "/-/commit/" if forge.kind is ForgeKind.GITLAB else "/commit/"
    return f"{forge.repository}{between}{commit}"
