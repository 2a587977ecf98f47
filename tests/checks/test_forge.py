"""Owners and the leading department: what the forge can read, and what exists."""

from __future__ import annotations

import pytest

from tests.conftest import Repository

DEPARTMENTS = "data/rubric/2020/departments.yaml"


@pytest.mark.parametrize(
    ("kind", "owner", "codes"),
    [
        ("github", "@a", []),
        ("github", "@a/b", []),
        ("github", "@a/b/c", ["KPI952"]),
        ("gitea", "@a/b/c", ["KPI952"]),
        ("gitee", "@a/b/c", ["KPI952"]),
        ("gitlab", "@a/b/c", []),
        ("gitlab", "@a//c", ["KPI952"]),
        ("github", "@a/", ["KPI952"]),
    ],
)
def test_owners(repository: Repository, kind: str, owner: str, codes: list[str]) -> None:
    repository.replace("data/rubric/2020/assessment.yaml", "kind: github", f"kind: {kind}")
    repository.replace(DEPARTMENTS, "@nantong-demo/jingfa", owner)
    assert repository.codes() == codes
    if codes:
        (finding,) = repository.findings()
        lines = (repository.root / DEPARTMENTS).read_text(encoding="utf-8").splitlines()
        assert lines[finding.line - 1].strip() == "- id: jingfa"


def test_the_leading_department_exists(repository: Repository) -> None:
    repository.replace(DEPARTMENTS, "office: dangzheng", "office: dangzhen")
    (finding,) = repository.findings()
    assert finding.path == DEPARTMENTS
    assert "没有牵头部门“dangzhen”" in finding.message
