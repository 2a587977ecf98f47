"""`kpigen forge`: what it writes, what it refuses, and what it leaves alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpigen.model import ForgeKind
from tests.conftest import PROJECT, Repository


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kpigen", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(PROJECT)},
    )


def held(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "data" not in path.relative_to(root).parts
    }


@pytest.mark.parametrize("kind", list(ForgeKind))
def test_writes_the_set_and_then_nothing(repository: Repository, kind: ForgeKind) -> None:
    root = str(repository.root)
    first = run("-C", root, "forge", str(kind))
    assert first.returncode == 0, first.stderr
    written = held(repository.root)
    assert first.stdout.splitlines() == [
        f"已写出 {line.partition(' ')[2]}" for line in first.stdout.splitlines()
    ]
    assert {line.partition(" ")[2] for line in first.stdout.splitlines()} == set(written)
    again = run("-C", root, "forge", str(kind))
    assert {line.partition(" ")[0] for line in again.stdout.splitlines()} == {"没有变化"}
    assert held(repository.root) == written


def test_the_assessment_says_which_forge(repository: Repository) -> None:
    root = str(repository.root)
    assert run("-C", root, "forge").returncode == 0
    assert (repository.root / ".github" / "CODEOWNERS").is_file()
    repository.replace("data/rubric/2020/assessment.yaml", "kind: github", "kind: gitlab")
    assert run("-C", root, "forge").returncode == 0
    assert (repository.root / ".gitlab-ci.yml").is_file()


def test_without_either_the_user_is_asked(repository: Repository) -> None:
    repository.replace(
        "data/rubric/2020/assessment.yaml",
        "forge:\n  kind: github\n  repository: https://git.example/nantong-demo/kaohe\n"
        "  branch: main\n",
        "",
    )
    done = run("-C", str(repository.root), "forge")
    assert done.returncode == 2
    assert "没有说是哪个平台" in done.stderr
    assert "只能是" in run("-C", str(repository.root), "forge", "svn").stderr


@pytest.mark.parametrize("taken", [".github/CODEOWNERS", ".github/workflows/kpigen.yml"])
def test_a_file_that_people_wrote_stops_everything(repository: Repository, taken: str) -> None:
    repository.write(taken, "# 我们自己的\n")
    done = run("-C", str(repository.root), "forge", "github")
    assert done.returncode == 2
    assert taken in done.stderr
    assert held(repository.root) == {taken: "# 我们自己的\n".encode()}


def test_other_files_beside_ours_are_left_alone(repository: Repository) -> None:
    repository.write(".github/overview.png", b"\x89PNG")
    repository.write(".github/workflows/own.yml", "# 由 kpigen 以外的人写\n")
    assert run("-C", str(repository.root), "forge", "github").returncode == 0
    assert (repository.root / ".github" / "overview.png").read_bytes() == b"\x89PNG"
    assert "以外" in (repository.root / ".github/workflows/own.yml").read_text(encoding="utf-8")


def test_a_change_rewrites_only_what_it_touches(repository: Repository) -> None:
    root = str(repository.root)
    run("-C", root, "forge", "gitea")
    repository.replace(
        "data/rubric/2020/departments.yaml", "@nantong-demo/guijian", "@nantong-demo/new"
    )
    done = run("-C", root, "forge", "gitea")
    assert [line for line in done.stdout.splitlines() if line.startswith("已写出")] == [
        "已写出 .gitea/CODEOWNERS"
    ]
    assert "@nantong-demo/new" in (repository.root / ".gitea/CODEOWNERS").read_text("utf-8")


def test_faulty_records_do_not_stop_it_and_a_faulty_rubric_does(repository: Repository) -> None:
    root = str(repository.root)
    repository.record("tianshu/guijian/a", "坏的")
    assert run("-C", root, "forge", "github").returncode == 0
    repository.write("data/rubric/2020/communities.yaml", "communities: 1\n")
    done = run("-C", root, "forge", "gitlab")
    assert done.returncode == 1
    assert "communities.yaml" in done.stderr
    assert not (repository.root / ".gitlab-ci.yml").exists()


def test_the_newest_year_decides(repository: Repository) -> None:
    root = repository.root
    subprocess.run(["cp", "-r", "2020", "2021"], cwd=root / "data" / "rubric", check=True)
    repository.replace("data/rubric/2021/assessment.yaml", "year: 2020", "year: 2021")
    repository.replace(
        "data/rubric/2021/departments.yaml", "@nantong-demo/guijian", "@nantong-demo/new"
    )
    assert run("-C", str(root), "forge", "github", "--year", "2020").returncode == 2
    done = run("-C", str(root), "forge", "github")
    assert done.returncode == 0, done.stderr
    assert "@nantong-demo/new" in (root / ".github/CODEOWNERS").read_text("utf-8")
