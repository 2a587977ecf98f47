"""Each CODEOWNERS is held against a matcher written from what that forge documents."""

from __future__ import annotations

import re
from collections.abc import Callable

import pathspec
import pytest

from kpigen import forges
from kpigen.diagnostics import Place
from kpigen.model import Department, ForgeKind, Rubric

Matcher = Callable[[str, str], set[str]]


def rules(text: str) -> list[tuple[str, set[str]]]:
    """Pattern and owners of every line that is no comment and no section."""
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith(("#", "[")):
            pattern, *owners = line.split()
            found.append((pattern, set(owners)))
    return found


def like_gitignore(text: str, path: str) -> set[str]:
    """GitHub and Gitee: patterns as in .gitignore, the last that matches is the only one."""
    owners: set[str] = set()
    for pattern, named in rules(text):
        if pathspec.GitIgnoreSpec.from_lines([pattern]).match_file(path):
            owners = named
    return owners


def as_gitlab(text: str, path: str) -> set[str]:
    """GitLab: Ruby's File.fnmatch with FNM_PATHNAME and FNM_DOTMATCH; last match in a section.

    A relative pattern may begin anywhere, one that ends in a slash stands for all below.
    """
    sections = re.split(r"^\[.*\]$", text, flags=re.MULTILINE)
    owners: set[str] = set()
    for section in sections:
        last: set[str] = set()
        for pattern, named in rules(section):
            whole = pattern if pattern.startswith("/") else f"/**/{pattern}"
            whole = f"{whole}**/*" if whole.endswith("/") else whole
            expression = "".join(
                {"**/": "(?:[^/]+/)*", "*": "[^/]*"}.get(part, re.escape(part))
                for part in re.split(r"(\*\*/|\*)", whole)
            )
            if re.fullmatch(expression, f"/{path}"):
                last = named
        owners |= last  # every section asks for its own approval
    return owners


def as_gitea(text: str, path: str) -> set[str]:
    """Gitea: Go expressions of the whole path, ! for all others; all that match apply.

    Its reader takes backslashes away first, and ends a line at a bare #.
    """
    owners: set[str] = set()
    for line in text.splitlines():
        tokens = [
            re.sub(r"\\(.)", r"\1", token)
            for token in re.findall(r"(?:\\.|[^\s\\])+", re.split(r"(?<!\\)#", line)[0])
        ]
        if len(tokens) < 2:
            continue
        expression, *named = tokens
        matches = re.fullmatch(expression.removeprefix("!"), path) is not None
        if matches is not expression.startswith("!"):
            owners |= set(named)
    return owners


MATCHERS: dict[ForgeKind, Matcher] = {
    ForgeKind.GITHUB: like_gitignore,
    ForgeKind.GITLAB: as_gitlab,
    ForgeKind.GITEA: as_gitea,
    ForgeKind.GITEE: like_gitignore,
}
KINDS = pytest.mark.parametrize("kind", list(ForgeKind))

ELSEWHERE = (
    "README.md",
    ".github/CODEOWNERS",
    "kpigen/guijian/x.py",
    "data/rubric/2020/departments.yaml",
    "data/rubric/2020/categories/01-chengzhen.yaml",
    "data/deductions/2020/guijian/x.yaml",
    "data/deductions/2020/guijian/tianshu/x.yaml",
    "data/deductions/2020/tianshu/guijian.yaml",
    "data/deductions/2020/tianshu/guijian-x/x.yaml",
    "data/deductions/2020/tianshu/xguijian/x.yaml",
    "other/data/deductions/2020/tianshu/guijian/x.yaml",
)


def owners_file(kind: ForgeKind, rubric: Rubric) -> str:
    first = forges.files(kind, rubric)[0]
    assert first.path.endswith("/CODEOWNERS")
    return first.content.decode("utf-8")


def record(department: str, year: int = 2020, community: str = "tianshu") -> str:
    return f"data/deductions/{year}/{community}/{department}/2020-05-12-xiaofang.yaml"


def with_owners(rubric: Rubric, owners: dict[str, tuple[str, ...]], office: str) -> Rubric:
    return rubric._replace(
        departments=tuple(
            Department(name, f"部门{name}", named, Place("x")) for name, named in owners.items()
        ),
        office=office,
    )


@KINDS
def test_every_department_approves_its_own_records(kind: ForgeKind, rubric: Rubric) -> None:
    text = owners_file(kind, rubric)
    (office,) = [known.owners for known in rubric.departments if known.id == rubric.office]
    assert {known.id for known in rubric.departments if not known.owners} == {"renda", "wuzhuang"}
    for department in rubric.departments:
        wanted = set(department.owners or office)
        for path in (
            record(department.id),
            record(department.id, 2021, "bailu"),
            record(department.id, community=rubric.departments[0].id),
        ):
            assert MATCHERS[kind](text, path) == wanted, path
    for path in ELSEWHERE:
        assert MATCHERS[kind](text, path) == set(office), path


@KINDS
def test_names_that_contain_each_other_or_a_dot(kind: ForgeKind, rubric: Rubric) -> None:
    owners = {"a.b": ("@t/1",), "a-b": ("@t/2", "@u"), "axb": (), "b": ("@t/3",)}
    text = owners_file(kind, with_owners(rubric, owners, "b"))
    for department, named in owners.items():
        wanted = set(named) or {"@t/3"}
        assert MATCHERS[kind](text, record(department)) == wanted, department


@KINDS
def test_without_an_office_the_rest_has_no_owner(kind: ForgeKind, rubric: Rubric) -> None:
    for office in ("", "b"):
        text = owners_file(kind, with_owners(rubric, {"a": ("@t/a",), "b": ()}, office))
        assert MATCHERS[kind](text, record("a")) == {"@t/a"}
        assert MATCHERS[kind](text, record("b")) == set()
        assert MATCHERS[kind](text, "README.md") == set()
        assert "牵头部门（office）没有审批人" in text


@KINDS
def test_without_any_owner_the_file_says_what_to_do(kind: ForgeKind, rubric: Rubric) -> None:
    text = owners_file(kind, with_owners(rubric, {"a": (), "b": ()}, "a"))
    assert not rules(text)
    assert "在 departments.yaml 里给各部门加一行 owners" in text


@KINDS
def test_a_name_in_a_comment_names_nobody(kind: ForgeKind, rubric: Rubric) -> None:
    named = rubric._replace(
        departments=(
            Department("a", "甲\n* @t/evil", ("@t/a",), Place("x")),
            Department("b", "乙 @t/evil\u2028* @t/evil", (), Place("x")),
        ),
        office="a",
    )
    text = owners_file(kind, named)
    assert "@t/evil" not in text
    assert MATCHERS[kind](text, "README.md") == {"@t/a"}


@pytest.mark.parametrize("kind", [each for each in ForgeKind if each is not ForgeKind.GITEA])
def test_the_broad_rule_stands_before_the_narrow_ones(kind: ForgeKind, rubric: Rubric) -> None:
    patterns = [pattern for pattern, _ in rules(owners_file(kind, rubric))]
    assert patterns[0] == "*"
    assert len(set(patterns)) == len(patterns)
