"""`kpigen schema` as people start it: what it writes, what it says, and when it does not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.conftest import Repository

GENERAL = ["assessment", "calendar", "category", "communities", "departments", "privacy"]


def run(repository: Repository, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kpigen", "-C", str(repository.root), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def written(repository: Repository) -> list[str]:
    return sorted(path.name for path in (repository.root / ".schemas").glob("*"))


def test_it_writes_a_schema_for_every_kind_of_file(repository: Repository) -> None:
    done = run(repository, "schema")
    assert (done.returncode, done.stderr) == (0, "")
    assert written(repository) == sorted(f"{name}.json" for name in [*GENERAL, "deduction-2020"])
    said = done.stdout.splitlines()
    assert said[0] == "已写出 .schemas/assessment.json"
    assert said[-1] == "共 7 个文件，写出 7 个，其余没有变化。"
    for path in (repository.root / ".schemas").iterdir():
        content = path.read_bytes()
        assert b"\r" not in content
        assert json.loads(content)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_a_second_run_writes_nothing(repository: Repository) -> None:
    run(repository, "schema")
    before = {path: path.stat().st_mtime_ns for path in (repository.root / ".schemas").iterdir()}
    done = run(repository, "schema")
    assert done.stdout == "共 7 个文件，写出 0 个，其余没有变化。\n"
    after = {path: path.stat().st_mtime_ns for path in (repository.root / ".schemas").iterdir()}
    assert before == after


def test_every_year_gets_its_records_schema_unless_one_is_named(repository: Repository) -> None:
    data = repository.root / "data" / "rubric"
    shutil.copytree(data / "2020", data / "2021")
    for old, new in (("year: 2020", "year: 2021"), ("2020-01-01", "2021-01-01")):
        repository.replace("data/rubric/2021/assessment.yaml", old, new)
    repository.replace("data/rubric/2021/assessment.yaml", "2020-12-31", "2021-12-31")
    assert run(repository, "schema", "--year", "2021").returncode == 0
    assert [name for name in written(repository) if "deduction" in name] == ["deduction-2021.json"]
    assert run(repository, "schema").returncode == 0
    assert [name for name in written(repository) if "deduction" in name] == [
        "deduction-2020.json",
        "deduction-2021.json",
    ]


def test_a_rubric_that_can_t_be_read_leaves_everything_as_it_was(repository: Repository) -> None:
    repository.replace("data/rubric/2020/departments.yaml", "id: guijian", "id: 规建")
    done = run(repository, "schema")
    assert (done.returncode, done.stdout) == (1, "")
    assert "KPI212" in done.stderr
    assert "没有写出" in done.stderr
    assert not (repository.root / ".schemas").exists()


def test_wrong_records_do_not_matter(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", "rule: 9.9-9\n")
    assert run(repository, "schema").returncode == 0


def test_check_sends_its_reader_here(repository: Repository) -> None:
    run(repository, "schema")
    assert run(repository, "check").stdout.startswith("检查了 0 条")
    repository.write(".schemas/privacy.json", "{}\n")
    done = run(repository, "check")
    assert done.returncode == 0
    assert ".schemas/privacy.json:1:1 警告 KPI901" in done.stdout
    assert "运行 kpigen schema" in done.stdout
    run(repository, "schema")
    assert run(repository, "check").stdout.startswith("检查了 0 条")


def test_there_must_be_a_rubric(repository: Repository) -> None:
    shutil.rmtree(repository.root / "data")
    done = run(repository, "schema")
    assert done.returncode == 2
    assert "没有考核表" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
def test_nothing_is_written_through_a_link(repository: Repository) -> None:
    elsewhere = repository.root.parent / "elsewhere"
    elsewhere.mkdir()
    (repository.root / ".schemas").symlink_to(elsewhere)
    done = run(repository, "schema")
    assert (done.returncode, "什么也没有写" in done.stderr) == (2, True)
    assert not list(elsewhere.iterdir())
