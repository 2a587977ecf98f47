"""Files that kpigen writes are compared with what it would write, whatever git did to line ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpigen import schema_files
from kpigen.inspection import inspect, inspect_commit
from kpigen.tree import Folder
from kpigen.written import Written, findings, outdated
from tests.conftest import Repository

WANTED = Written("folder/below/file.txt", "一\n二\n".encode())


@pytest.mark.parametrize(
    ("on_disk", "is_outdated"),
    [
        ("一\n二\n", False),
        ("一\r\n二\r\n", False),
        ("一\n二", True),
        ("一\n三\n", True),
        ("", True),
        (None, True),
    ],
)
def test_a_file_is_compared_line_by_line(
    tmp_path: Path, on_disk: str | None, *, is_outdated: bool
) -> None:
    if on_disk is not None:
        path = tmp_path / WANTED.path
        path.parent.mkdir(parents=True)
        path.write_bytes(on_disk.encode())
    assert list(outdated(Folder(tmp_path), [WANTED])) == ([WANTED] if is_outdated else [])


def test_a_folder_or_a_link_in_its_place_is_no_file(tmp_path: Path) -> None:
    (tmp_path / WANTED.path).mkdir(parents=True)
    linked = Written("folder/link.txt", b"")
    (tmp_path / linked.path).symlink_to(tmp_path)
    assert list(outdated(Folder(tmp_path), [WANTED, linked])) == [WANTED, linked]


def test_a_finding_says_which_command_to_run(tmp_path: Path) -> None:
    (found,) = findings(Folder(tmp_path), [WANTED], "kpigen schema")
    assert (found.path, found.code, found.severity) == (WANTED.path, "KPI901", "warning")
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
    commit = repository.git("rev-parse", "HEAD").strip()
    assert [f.code for f in inspect_commit(repository.root, commit).findings] == []
