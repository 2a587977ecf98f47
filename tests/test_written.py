"""Files that kpigen writes are compared with what it would write, whatever git did to line ends."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kpigen.editor import schema_files
from kpigen.inspection import inspect, inspect_tree
from kpigen.reading.tree import CommitTree, Folder
from kpigen.versions.history import revision
from kpigen.written import State, Written, compare
from tests.conftest import YEAR, Repository

WANTED = Written("folder/below/file.txt", "一\n二\n".encode())


@pytest.mark.parametrize(
    ("on_disk", "state", "line"),
    [
        ("一\n二\n", State.SAME, 1),
        ("一\r\n二\r\n", State.SAME, 1),
        ("一\n二", State.DIFFERENT, 2),
        ("一\n三\n", State.DIFFERENT, 2),
        ("一\n", State.DIFFERENT, 2),
        ("别人写的\n", State.FOREIGN, 1),
        ("", State.FOREIGN, 1),
        (None, State.MISSING, 1),
    ],
)
def test_a_file_is_compared_line_by_line(
    tmp_path: Path, on_disk: str | None, state: State, line: int
) -> None:
    if on_disk is not None:
        path = tmp_path / WANTED.path
        path.parent.mkdir(parents=True)
        path.write_bytes(on_disk.encode())
    assert compare(Folder(tmp_path), [WANTED], mark="一") == ((WANTED, state, line),)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
def test_a_folder_or_a_link_in_its_place_is_no_file(tmp_path: Path) -> None:
    (tmp_path / WANTED.path).mkdir(parents=True)
    linked = Written("folder/link.txt", b"")
    (tmp_path / linked.path).symlink_to(tmp_path)
    compared = compare(Folder(tmp_path), [WANTED, linked], mark="一")
    assert [found.state for found in compared] == [State.FOREIGN, State.FOREIGN]


def test_a_finding_says_which_command_to_run(repository: Repository) -> None:
    write_schemas(repository)
    repository.replace(".schemas/category.json", "目标类别", "类别")
    (found,) = schema_files.findings(Folder(repository.root), repository.dataset().rubric)
    assert (found.path, found.code) == (".schemas/category.json", "KPI901")
    assert found.line > 1
    assert found.hint == "运行 kpigen schema，把更新的文件一起提交"


def written(root: Path) -> list[str]:
    return [found.path for found in inspect(root).findings if found.code == "KPI901"]


def write_schemas(repository: Repository) -> None:
    for file in schema_files.files(repository.dataset().rubric):
        repository.write(file.path, file.content)


def test_who_has_no_schemas_hears_nothing(repository: Repository) -> None:
    assert written(repository.root) == []


def test_schemas_just_written_are_good(repository: Repository) -> None:
    write_schemas(repository)
    assert written(repository.root) == []


def test_only_what_the_schema_tells_makes_it_out_of_date(repository: Repository) -> None:
    write_schemas(repository)
    categories = "data/rubric/2020/categories"
    repository.replace(f"{categories}/03-anquan.yaml", "unit: 次", "unit: 起")
    assert written(repository.root) == []
    repository.replace(f"{categories}/06-huanwei.yaml", "kind: judged", "kind: all")
    assert written(repository.root) == [".schemas/deduction-2020.json"]


def test_a_schema_changed_by_hand_or_lost_is_named(repository: Repository) -> None:
    write_schemas(repository)
    repository.replace(".schemas/category.json", "目标类别", "类别")
    (repository.root / ".schemas/privacy.json").unlink()
    assert written(repository.root) == [".schemas/category.json", ".schemas/privacy.json"]


def test_the_findings_do_not_stop_a_build(repository: Repository) -> None:
    repository.write(".schemas/assessment.json", "{}")
    inspected = inspect(repository.root)
    assert inspected.sound
    assert len(written(repository.root)) == 7


def test_a_commit_is_not_held_against_today_s_program(repository: Repository) -> None:
    repository.write(".schemas/assessment.json", "{}")
    repository.commit()
    tree = CommitTree(repository.root, "HEAD", "data")
    assert inspect_tree(tree, YEAR, revision(repository.root)).findings == ()
