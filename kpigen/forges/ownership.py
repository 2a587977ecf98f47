"""Who approves what on a forge: one list from departments.yaml, before any forge's own syntax."""

from __future__ import annotations

from typing import NamedTuple

from kpigen.forges.fitting import Fitted, as_comment, as_is, lines
from kpigen.model import Rubric


class Share(NamedTuple):
    """A department that has owners: they approve the records in its folders."""

    id: str
    name: str
    owners: tuple[str, ...]


class Ownership(NamedTuple):
    """Departments with owners in table order; `office` approves everything else."""

    shares: tuple[Share, ...]
    office: tuple[str, ...]
    without: tuple[str, ...]


def ownership(rubric: Rubric) -> Ownership:
    """Read the owners; a department without any falls to the office."""
    shares = tuple(
        Share(department.id, department.name, _once(department.owners))
        for department in rubric.departments
        if department.owners
    )
    office = next((share.owners for share in shares if share.id == rubric.office), ())
    without = tuple(known.name for known in rubric.departments if not known.owners)
    return Ownership(shares, office, without)


def notes(owned: Ownership) -> Fitted:
    """Say in comments what departments.yaml leaves open."""
    said = []
    if not owned.shares:
        said.append(
            "还没有审批人：在 departments.yaml 里给各部门加一行 owners，写平台上的用户或小组"
        )
    elif owned.without:
        said.append(f"没有写审批人的部门，归牵头部门：{'、'.join(owned.without)}")
    if owned.shares and not owned.office:
        said.append("牵头部门（office）没有审批人，其余文件无人负责：在 departments.yaml 里补上")
    return lines(Fitted(f"# {as_comment(line)}") for line in said) if said else Fitted("#")


def glob_rules(owned: Ownership) -> Fitted:
    """Write the rules as globs where the last match wins: GitHub, GitLab, Gitee."""
    rules = [Fitted(f"* {_named(owned.office)}")] if owned.office else []
    for share in owned.shares:
        rules.append(Fitted(f"# {as_comment(share.name)}"))
        rules.append(Fitted(f"/data/deductions/*/*/{as_is(share.id)}/ {_named(share.owners)}"))
    return lines(rules)


def expression_rules(owned: Ownership) -> Fitted:
    """Write the rules as Go regular expressions, which all apply: Gitea.

    Gitea takes backslashes away before it reads an expression, so none is used.
    """
    rules = []
    for share in owned.shares:
        rules.append(Fitted(f"# {as_comment(share.name)}"))
        rules.append(Fitted(f"{_folders(_literal(share.id))} {_named(share.owners)}"))
    if owned.office:
        others = "|".join(_literal(share.id) for share in owned.shares)
        rules.append(Fitted("# 其余文件"))
        rules.append(Fitted(f"!{_folders(f'({others})')} {_named(owned.office)}"))
    return lines(rules)


def _folders(department: str) -> str:
    return f"data/deductions/[^/]+/[^/]+/{department}/.*"


def _literal(department: str) -> str:
    return as_is(department).replace(".", "[.]")


def _named(owners: tuple[str, ...]) -> str:
    return " ".join(as_is(owner) for owner in owners)


def _once(owners: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(owners))
