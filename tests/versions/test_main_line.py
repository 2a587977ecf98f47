"""The main line read from real repositories: merges as one step, and only files that count."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kpigen.versions import main_line, year_line
from kpigen.versions.history import revision
from kpigen.versions.main_line import FileChange, MainLine
from kpigen.versions.provenance import Known
from tests.conftest import YEAR, Repository

RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: {reason}\nbasis: 演示〔2020〕1号\n"
FIRST = RECORD.format(reason="甲")
PATH = f"data/deductions/{YEAR}/tianshu/jingfa/a.yaml"


@pytest.fixture
def town(repository: Repository) -> Repository:
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit(day="2020-01-01")
    return repository


def read(root: Path) -> MainLine:
    return main_line.read(root, revision(root).commit)


def last(line: MainLine) -> dict[str, bytes | None]:
    """Give what the newest step left in its files."""
    return {
        file.path: None if file.blob is None else line.contents[file.blob]
        for file in line.steps[-1].files
    }


def head(town: Repository) -> str:
    return town.git("rev-parse", "HEAD").strip()


def test_a_request_of_many_commits_is_one_step(town: Repository) -> None:
    town.git("switch", "--quiet", "--create", "request")
    town.write(PATH, FIRST)
    town.commit(day="2020-05-13")
    town.write(PATH, FIRST + "count: 2\n")
    town.commit(day="2020-05-14")
    town.git("switch", "--quiet", "main")
    town.git("merge", "--quiet", "--no-ff", "request", day="2020-05-20")
    line = read(town.root)
    assert len(line.steps) == 2
    assert line.steps[-1].commit == head(town)
    assert last(line) == {PATH: (FIRST + "count: 2\n").encode()}


def test_what_a_merge_itself_changed_is_in_its_step(town: Repository) -> None:
    town.write(PATH, FIRST)
    town.commit()
    town.git("switch", "--quiet", "--create", "request")
    town.write(PATH, RECORD.format(reason="乙"))
    town.commit()
    town.git("switch", "--quiet", "main")
    town.write(PATH, RECORD.format(reason="丙"))
    town.commit()
    with pytest.raises(subprocess.CalledProcessError):
        town.git("merge", "--quiet", "--no-ff", "request")
    town.write(PATH, RECORD.format(reason="丁"))
    town.commit()
    assert last(read(town.root)) == {PATH: RECORD.format(reason="丁").encode()}


def test_a_merge_that_brings_nothing_to_the_data_is_no_step(town: Repository) -> None:
    town.git("switch", "--quiet", "--create", "request")
    town.write("README.md", "说明\n")
    town.commit()
    town.git("switch", "--quiet", "main")
    town.git("merge", "--quiet", "--no-ff", "request")
    assert len(read(town.root).steps) == 1


def test_a_removed_file_and_one_that_became_a_link_have_no_contents(town: Repository) -> None:
    other = PATH.replace("a.yaml", "b.yaml")
    town.write(PATH, FIRST)
    town.write(other, FIRST)
    town.commit()
    (town.root / PATH).unlink()
    (town.root / other).unlink()
    (town.root / other).symlink_to("/etc/passwd")
    town.commit()
    line = read(town.root)
    assert line.steps[-1].files == (
        FileChange(PATH, None, there=False),
        FileChange(other, None, there=True),
    )
    *_, delta = year_line.deltas(line, YEAR)
    assert delta.gone == {f"{YEAR}/tianshu/jingfa/a"}
    assert delta.damaged == {f"{YEAR}/tianshu/jingfa/b"}


def test_data_below_the_top_of_a_repository_with_chinese_names(
    tmp_path: Path, repository: Repository
) -> None:
    top = Repository(tmp_path / "总库")
    shutil.copytree(repository.root, top.root / "考核" / "南桐")
    town = Repository(top.root / "考核" / "南桐")
    town.write(PATH, FIRST)
    top.commit()
    line = read(town.root)
    assert PATH in last(line)
    (delta,) = year_line.deltas(line, YEAR)
    assert delta.rubric is not None


def test_a_shallow_clone_begins_with_what_was_there(tmp_path: Path, town: Repository) -> None:
    town.write(PATH, FIRST)
    town.commit(day="2020-05-13")
    town.write(PATH, FIRST + "count: 2\n")
    town.commit(day="2020-05-14")
    clone = tmp_path / "clone"
    source = town.root.as_uri()
    command = ["git", "clone", "--quiet", "--depth", "2", source, str(clone)]
    subprocess.run(command, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    line = read(clone)
    assert line.known is Known.SHALLOW
    assert len(line.steps) == 2
    assert len(line.steps[0].files) > 20
    assert [file.path for file in line.steps[1].files] == [PATH]


def test_without_git_there_is_no_line(tmp_path: Path) -> None:
    assert read(tmp_path) == MainLine(Known.NONE, (), {})


def test_files_that_differ_in_their_comments_are_read_once(town: Repository) -> None:
    table = f"data/rubric/{YEAR}/assessment.yaml"
    text = (town.root / table).read_text(encoding="utf-8")
    town.write(PATH, FIRST)
    town.commit()
    town.write(PATH, "# 记录\n# 一条\n" + FIRST)
    town.write(table, "# 考核表\n" + text)
    town.commit()
    before, after = list(year_line.deltas(read(town.root), YEAR))[1:]
    assert after.records[0] is before.records[0]
    assert not after.has_rubric


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PATH, "date: [\n"),
        (PATH, FIRST + "old_name: 1\n"),
        (PATH.replace("a.yaml", "甲.yaml"), FIRST),
    ],
    ids=["no YAML", "a field of old", "a name that no system shares"],
)
def test_what_cannot_be_read_is_damaged(town: Repository, path: str, text: str) -> None:
    town.write(path, text)
    town.commit()
    *_, delta = year_line.deltas(read(town.root), YEAR)
    assert len(delta.damaged) == 1
    assert not delta.records


def test_a_table_that_cannot_be_read_is_none(town: Repository) -> None:
    town.write(f"data/rubric/{YEAR}/communities.yaml", "communities: 甲\n")
    town.commit()
    *_, delta = year_line.deltas(read(town.root), YEAR)
    assert delta.has_rubric
    assert delta.rubric is None


def test_only_the_year_s_own_commits_are_its_deltas(town: Repository) -> None:
    town.write("data/rubric/2021/README.md", "明年\n")
    town.write("data/deductions/2021/tianshu/jingfa/a.yaml", FIRST)
    town.commit()
    line = read(town.root)
    assert len(line.steps) == 2
    assert len(list(year_line.deltas(line, YEAR))) == 1
