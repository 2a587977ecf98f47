"""What `check` says of files that are no longer what kpigen would write."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpigen import forges
from kpigen.diagnostics import Diagnostic, Severity
from kpigen.forges import MARK
from kpigen.forges.on_disk import findings
from kpigen.model import ForgeKind, Rubric
from kpigen.reading.tree import Folder
from kpigen.written import State, compare
from tests.conftest import PROJECT, Repository

KINDS = pytest.mark.parametrize("kind", list(ForgeKind))


def put(repository: Repository, kind: ForgeKind, rubric: Rubric) -> tuple[str, ...]:
    made = forges.files(kind, rubric)
    for path, content in made:
        repository.write(path, content)
    return tuple(path for path, _ in made)


def found(repository: Repository, rubric: Rubric) -> list[Diagnostic]:
    return list(findings(Folder(repository.root), rubric))


def test_the_project_carries_the_github_set_up_to_date(rubric: Rubric) -> None:
    compared = compare(Folder(PROJECT), forges.files(ForgeKind.GITHUB, rubric), MARK)
    assert {file.path: state for file, state, _ in compared if state is not State.SAME} == {}
    assert list(findings(Folder(PROJECT), rubric)) == []


def test_a_repository_without_our_files_is_told_nothing(
    repository: Repository, rubric: Rubric
) -> None:
    assert found(repository, rubric) == []
    for path in (".github/CODEOWNERS", ".gitlab-ci.yml", ".github/workflows/kpigen.yml"):
        repository.write(path, "# 自己写的\n* @a\n")
    assert found(repository, rubric) == []


@KINDS
def test_fresh_files_are_up_to_date(
    repository: Repository, rubric: Rubric, kind: ForgeKind
) -> None:
    put(repository, kind, rubric)
    assert found(repository, rubric) == []


@KINDS
def test_windows_line_ends_are_no_difference(
    repository: Repository, rubric: Rubric, kind: ForgeKind
) -> None:
    for path in put(repository, kind, rubric):
        place = repository.root / path
        place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert found(repository, rubric) == []


@KINDS
def test_every_file_that_differs_is_named(
    repository: Repository, rubric: Rubric, kind: ForgeKind
) -> None:
    owners, *others = put(repository, kind, rubric)
    for path in (owners, *others):
        place = repository.root / path
        whole = place.read_bytes()
        head, line, *rest = whole.split(b"\n")
        changes = {
            "从第 2 行起不同": b"\n".join([head, line + b"x", *rest]),
            f"从第 {whole.count(10) + 1} 行起不同": whole + b"x\n",
            "不是 kpigen 写的": whole.replace("由 kpigen forge".encode(), b"", 1),
            "缺少": None,
        }
        for said, content in changes.items():
            if content is None:
                place.unlink()
            else:
                place.write_bytes(content)
            (finding,) = found(repository, rubric)
            assert finding.path == path
            assert said in finding.message
            assert f"kpigen forge {kind}" in finding.hint
            expected = ("KPI950", Severity.ERROR) if path == owners else ("KPI951", "warning")
            assert (finding.code, finding.severity) == expected
        place.write_bytes(whole)
    assert found(repository, rubric) == []


def test_a_new_owner_is_an_error_and_a_new_community_a_warning(
    repository: Repository, rubric: Rubric
) -> None:
    put(repository, ForgeKind.GITHUB, rubric)
    first, *others = rubric.departments
    moved = rubric._replace(departments=(first._replace(owners=("@t/new",)), *others))
    (finding,) = found(repository, moved)
    assert (finding.code, finding.path) == ("KPI950", ".github/CODEOWNERS")
    text = (repository.root / finding.path).read_text(encoding="utf-8").splitlines()
    assert text[finding.line - 1].startswith("/data/deductions/*/*/guijian/")
    fewer = rubric._replace(communities=rubric.communities[1:])
    assert {(each.code, each.path) for each in found(repository, fewer)} == {
        ("KPI951", ".github/ISSUE_TEMPLATE/1-deduction.yml"),
        ("KPI951", ".github/ISSUE_TEMPLATE/2-appeal.yml"),
    }


def test_the_demonstration_spoilt_on_disk_gives_both_codes(
    repository: Repository, rubric: Rubric
) -> None:
    put(repository, ForgeKind.GITHUB, rubric)
    repository.replace(
        "data/rubric/2020/departments.yaml", "@nantong-demo/guijian", "@nantong-demo/other"
    )
    repository.replace("data/rubric/2020/communities.yaml", "天枢社区", "天枢新社区")
    changed = repository.dataset().rubric
    assert {each.code for each in found(repository, changed)} == {"KPI950", "KPI951"}


def test_links_are_followed_nowhere(repository: Repository, rubric: Rubric, tmp_path: Path) -> None:
    wanted = forges.files(ForgeKind.GITHUB, rubric)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "CODEOWNERS").write_bytes(wanted[0].content)
    (repository.root / ".github").symlink_to(outside, target_is_directory=True)
    tree = Folder(repository.root)
    assert {state for _, state, _ in compare(tree, wanted, MARK)} == {State.FOREIGN}
    (repository.root / ".github").unlink()
    (repository.root / ".github").mkdir()
    (repository.root / ".github" / "CODEOWNERS").symlink_to(outside / "CODEOWNERS")
    assert compare(tree, wanted, MARK)[0].state is State.FOREIGN
    (repository.root / ".github" / "workflows").write_text("", encoding="utf-8")
    assert compare(tree, wanted, MARK)[-1].state is State.FOREIGN
