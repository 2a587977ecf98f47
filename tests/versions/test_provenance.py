"""Provenance read from real repositories: merged, squashed, changed, shallow, exported, absent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpigen.commands.score import command as score
from kpigen.versions import provenance
from kpigen.versions.history import revision
from kpigen.versions.provenance import Change, Deed, Filing, History, Known, Life
from tests.conftest import Repository

RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: {reason}\nbasis: 演示〔2020〕1号\n"
FIRST = RECORD.format(reason="未按要求协助。")
WHERE = "tianshu/jingfa/a"
ID = f"2020/{WHERE}"
PATH = f"data/deductions/{ID}.yaml"
APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n"
WITHDRAWN = "withdrawn:\n  date: 2020-06-10\n  reason: 误报\n  decided_by: 党政办\n"


@pytest.fixture
def town(repository: Repository) -> Repository:
    """The rubric, committed on the first day of the year, on `main`."""
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit(day="2020-01-01")
    return repository


def head(repository: Repository, name: str = "HEAD") -> str:
    return repository.git("rev-parse", name).strip()


def read(root: Path) -> History:
    return provenance.read(root, revision(root).commit)


def life(repository: Repository, record: str = ID) -> Life:
    return next(life for life in read(repository.root).lives if life.record == record)


def file(repository: Repository, text: str, day: str, where: str = WHERE) -> str:
    """Commit one record; give the commit."""
    repository.record(where, text)
    repository.commit(day=day)
    return head(repository)


def test_a_direct_commit_files_and_merges_at_once(town: Repository) -> None:
    commit = file(town, FIRST, "2020-05-13")
    day = date(2020, 5, 13)
    lives = (Life(ID, Filing(day, day, commit), ()),)
    assert read(town.root) == History(Known.FULL, lives, (commit,))


def test_a_merge_is_the_commit_that_merged(town: Repository) -> None:
    town.git("switch", "--quiet", "--create", "request")
    file(town, FIRST, "2020-05-13")
    town.git("switch", "--quiet", "main")
    file(town, FIRST.replace("1号", "2号"), "2020-05-14", "guyu/jingfa/b")
    town.git("merge", "--quiet", "--no-ff", "request", day="2020-05-20")
    assert life(town).filing == Filing(date(2020, 5, 13), date(2020, 5, 20), head(town))
    town.git("merge", "--quiet", "--ff-only", "request")
    file(town, FIRST.replace("1号", "3号"), "2020-05-21", "guyu/jingfa/c")
    assert life(town).filing == Filing(date(2020, 5, 13), date(2020, 5, 20), head(town, "HEAD~1"))


def test_a_merge_into_a_branch_is_not_yet_the_main_line(town: Repository) -> None:
    town.git("switch", "--quiet", "--create", "one")
    file(town, FIRST, "2020-05-13")
    town.git("switch", "--quiet", "--create", "two", "main")
    file(town, FIRST.replace("1号", "2号"), "2020-05-14", "guyu/jingfa/b")
    town.git("merge", "--quiet", "--no-ff", "one", day="2020-05-15")
    town.git("switch", "--quiet", "main")
    town.git("merge", "--quiet", "--no-ff", "two", day="2020-05-20")
    for record in (ID, "2020/guyu/jingfa/b"):
        filing = life(town, record).filing
        assert filing is not None
        assert (filing.merged, filing.commit) == (date(2020, 5, 20), head(town))


def test_a_squashed_request_is_its_own_commit(town: Repository) -> None:
    town.git("switch", "--quiet", "--create", "request")
    file(town, FIRST, "2020-05-13")
    file(town, FIRST + "count: 2\n", "2020-05-14")
    town.git("switch", "--quiet", "main")
    town.git("merge", "--quiet", "--squash", "request")
    town.git("commit", "--quiet", "--message", "填报", day="2020-05-20")
    day = date(2020, 5, 20)
    assert life(town) == Life(ID, Filing(day, day, head(town)), ())


def test_the_day_of_filing_is_the_author_s_and_chinese(town: Repository) -> None:
    town.record(WHERE, FIRST)
    town.git("add", "--all")
    subprocess.run(
        ["git", "-C", str(town.root), "commit", "--quiet", "--message", "填报"],
        check=True,
        env={
            **os.environ,
            **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME",)},
            **{f"GIT_{who}_EMAIL": "x@example.invalid" for who in ("AUTHOR", "COMMITTER")},
            "GIT_AUTHOR_DATE": "2020-05-13T20:00:00+00:00",
            "GIT_COMMITTER_DATE": "2020-05-15T15:59:59+00:00",
        },
    )
    assert life(town).filing == Filing(date(2020, 5, 14), date(2020, 5, 15), head(town))


def test_changes_name_the_fields_in_the_order_of_the_schema(town: Repository) -> None:
    file(town, FIRST, "2020-05-13")
    texts = [
        (FIRST + "count: 2\n", ("count",)),
        (FIRST + "count: 3\n" + APPEAL, ("count", "appeal")),
        (FIRST + "count: 3\n" + APPEAL.replace("已整改", "已改"), ("appeal",)),
        (RECORD.format(reason='"未按要求协助。"') + "count: 3\n" + APPEAL, ("appeal",)),
        (RECORD.format(reason="漏报。") + "count: 3\n" + APPEAL, ("reason",)),
        ("# 说明\n" + RECORD.format(reason="漏报。") + "count: 3\n" + APPEAL, ()),
        (FIRST, ("count", "reason", "appeal")),
        (FIRST + "internal:\n  details: 甲\n", ("internal",)),
        (FIRST + "internal:\n  details: 乙\n", ("internal",)),
        (FIRST + WITHDRAWN, ("withdrawn", "internal")),
        (FIRST + "old_name: 1\n", ("withdrawn", "other")),
        ("date: [\n", None),
        (FIRST, None),
    ]
    expected = []
    for number, (text, fields) in enumerate(texts):
        commit = file(town, text, f"2020-06-{number + 1:02}")
        expected.append(Change(date(2020, 6, number + 1), commit, Deed.CHANGED, fields))
    assert list(life(town).changes) == expected
    assert read(town.root).order[1:] == tuple(change.commit for change in expected)


def test_a_file_with_windows_line_ends_is_read_as_well(town: Repository) -> None:
    file(town, FIRST.replace("\n", "\r\n"), "2020-05-13")
    file(town, (FIRST + "count: 2\n").replace("\n", "\r\n"), "2020-05-14")
    assert [change.fields for change in life(town).changes] == [("count",)]


def test_a_changed_mode_is_no_change(town: Repository) -> None:
    file(town, FIRST, "2020-05-13")
    town.git("update-index", "--chmod=+x", PATH)
    town.git("commit", "--quiet", "--message", "权限")
    assert life(town).changes == ()


def test_a_file_that_came_back_keeps_its_first_filing(town: Repository) -> None:
    filed = file(town, FIRST, "2020-05-13")
    town.git("rm", "--quiet", PATH)
    town.git("commit", "--quiet", "--message", "删除", day="2020-05-14")
    removed = head(town)
    restored = file(town, FIRST + "count: 2\n", "2020-05-15")
    day = date(2020, 5, 13)
    assert life(town) == Life(
        ID,
        Filing(day, day, filed),
        (
            Change(date(2020, 5, 14), removed, Deed.REMOVED, ()),
            Change(date(2020, 5, 15), restored, Deed.RESTORED, ("count",)),
        ),
    )


def diverge(town: Repository, ours: str, theirs: str) -> None:
    """Change the record on `main` and on `request`, and begin the merge."""
    file(town, FIRST, "2020-05-13")
    town.git("switch", "--quiet", "--create", "request")
    file(town, theirs, "2020-05-14")
    town.git("switch", "--quiet", "main")
    file(town, ours, "2020-05-15")


def test_a_clean_merge_of_two_changes_adds_none_of_its_own(town: Repository) -> None:
    spread = "date: 2020-05-12\nrule: 2.5-1\n# 一\n# 二\n# 三\nreason: 甲\nbasis: 演示〔2020〕1号\n"
    file(town, spread, "2020-05-12")
    town.git("switch", "--quiet", "--create", "request")
    file(town, spread.replace("甲", "乙"), "2020-05-14")
    town.git("switch", "--quiet", "main")
    file(town, spread.replace("2.5-1", "2.5-2"), "2020-05-15")
    town.git("merge", "--quiet", "--no-ff", "request", day="2020-05-16")
    assert sorted(change.fields or () for change in life(town).changes) == [("reason",), ("rule",)]


def test_a_merge_that_changes_the_record_itself_is_a_change(town: Repository) -> None:
    diverge(town, RECORD.format(reason="甲"), RECORD.format(reason="乙"))
    with pytest.raises(subprocess.CalledProcessError):
        town.git("merge", "--quiet", "--no-ff", "request")
    file(town, RECORD.format(reason="丙"), "2020-05-16")
    assert life(town).changes[-1] == Change(
        date(2020, 5, 16), head(town), Deed.CHANGED, ("reason",)
    )


def test_a_name_in_chinese_in_a_folder_below_the_top(
    tmp_path: Path, repository: Repository
) -> None:
    top = Repository(tmp_path / "总库")
    shutil.copytree(repository.root, top.root / "考核" / "南桐")
    town = Repository(top.root / "考核" / "南桐")
    town.record("tianshu/jingfa/消防", FIRST)
    town.record(WHERE, FIRST)
    top.write(PATH, "这不是它")
    top.commit(day="2020-05-13")
    (top.root / "说明.txt").write_text("说明")
    top.commit(day="2020-05-14")
    town.record(WHERE, FIRST + "count: 2\n")
    top.commit(day="2020-05-15")
    assert [(life.record, life.filing, len(life.changes)) for life in read(town.root).lives] == [
        (ID, Filing(date(2020, 5, 13), date(2020, 5, 13), head(top, "HEAD~2")), 1),
        (
            "2020/tianshu/jingfa/消防",
            Filing(date(2020, 5, 13), date(2020, 5, 13), head(top, "HEAD~2")),
            0,
        ),
    ]


def test_the_user_s_settings_change_nothing(town: Repository) -> None:
    diverge(town, FIRST + "count: 2\n", FIRST + "count: 3\n")
    with pytest.raises(subprocess.CalledProcessError):
        town.git("merge", "--quiet", "--no-ff", "request")
    file(town, FIRST + "count: 4\n", "2020-05-16")
    before = read(town.root)
    for name, value in (
        ("log.showRoot", "false"),
        ("log.diffMerges", "off"),
        ("log.date", "human"),
        ("log.decorate", "full"),
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("color.ui", "always"),
        ("core.abbrev", "7"),
        ("format.pretty", "oneline"),
        ("core.quotePath", "true"),
    ):
        town.git("config", name, value)
    assert read(town.root) == before


def shallow(town: Repository, folder: Path, depth: int) -> Repository:
    subprocess.run(
        [
            *("git", "clone", "--quiet", f"--depth={depth}"),
            *(f"file://{town.root}", str(folder)),
        ],
        check=True,
        capture_output=True,
    )
    return Repository(folder)


def test_a_shallow_clone_says_what_it_lacks(town: Repository, tmp_path: Path) -> None:
    file(town, FIRST, "2020-05-13")
    file(town, FIRST + "count: 2\n", "2020-05-14")
    late = file(town, FIRST.replace("1号", "2号"), "2020-05-15", "guyu/jingfa/b")
    day = date(2020, 5, 15)
    known = read(shallow(town, tmp_path / "two", 2).root)
    assert known == History(
        Known.SHALLOW,
        (Life("2020/guyu/jingfa/b", Filing(day, day, late), ()), Life(ID, None, ())),
        (late,),
    )
    (first, second) = read(shallow(town, tmp_path / "one", 1).root).lives
    assert (first.filing, second.filing) == (None, None)
    assert read(shallow(town, tmp_path / "all", 99).root) == read(town.root)


def test_a_shallow_clone_never_takes_a_late_merge_for_the_first(
    town: Repository, tmp_path: Path
) -> None:
    file(town, FIRST, "2020-05-13")
    town.git("branch", "request")
    for day in range(14, 19):
        file(town, FIRST.replace("1号", f"{day}号"), f"2020-05-{day}", f"guyu/jingfa/{day}")
    town.git("switch", "--quiet", "request")
    for day in (19, 20):
        file(town, FIRST.replace("1号", f"{day}号"), f"2020-05-{day}", f"guyu/jingfa/{day}")
    town.git("switch", "--quiet", "main")
    town.git("merge", "--quiet", "--no-ff", "request", day="2020-05-21")
    everything = {life.record: life for life in read(town.root).lives}
    for depth in range(1, 8):
        for life in read(shallow(town, tmp_path / str(depth), depth).root).lives:
            assert life.filing in {None, everything[life.record].filing}


def test_without_git_nothing_is_known(repository: Repository) -> None:
    repository.record(WHERE, FIRST)
    assert read(repository.root) == History(Known.NONE, ())
    repository.git("init", "--quiet")
    assert read(repository.root) == History(Known.NONE, ())


def told(root: Path) -> tuple[str, object]:
    done = CliRunner().invoke(score, ["-C", str(root), "--format", "json"], standalone_mode=False)
    assert done.return_value == 0, done.output
    document = json.loads(done.stdout)
    (record,) = (
        record
        for community in document["communities"]
        for item in community["items"]
        for record in item["records"]
    )
    return document["history"], record["provenance"]


def test_scores_as_json_carry_it(town: Repository, tmp_path: Path) -> None:
    commit = file(town, FIRST, "2020-05-13")
    changed = file(town, FIRST + "count: 2\ninternal:\n  details: 秘密\n", "2020-05-14")
    filed = {"filed": "2020-05-13", "merged": "2020-05-13", "commit": commit}
    change = {
        "date": "2020-05-14",
        "commit": changed,
        "what": "changed",
        "fields": ["count", "internal"],
    }
    assert told(town.root) == ("full", {**filed, "changes": [change]})
    assert told(shallow(town, tmp_path / "one", 1).root) == ("shallow", None)
    shutil.copytree(town.root / "data", tmp_path / "exported" / "data")
    assert told(tmp_path / "exported") == ("none", None)


def test_a_record_that_is_not_committed_has_none(town: Repository) -> None:
    town.write("说明.txt", "说明")
    town.commit(day="2020-05-13")
    town.record(WHERE, FIRST)
    assert told(town.root) == ("full", None)


def test_scores_as_text_do_not_pay_for_it(
    town: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(town, FIRST, "2020-05-13")

    def refuse(*_: object) -> History:
        raise AssertionError

    monkeypatch.setattr(provenance, "read", refuse)
    for output_format in ("text", "csv"):
        arguments = ["-C", str(town.root), "--format", output_format]
        assert CliRunner().invoke(score, arguments, standalone_mode=False).return_value == 0
