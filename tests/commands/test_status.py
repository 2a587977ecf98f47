"""`kpigen status` as its users start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from unicodedata import east_asian_width

import pytest

from tests.conftest import Repository

GOOD = (
    "date: 2020-05-12\nrule: 2.5-1\nreason: 未按要求落实。\nbasis: 演示〔2020〕1号\n"
    "appeal:\n  filed: 2021-01-26\n  grounds: 已整改\n"
)


def run(repository: Repository, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kpigen", "-C", str(repository.root), "status", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture
def committed(dated_repository: Repository) -> Repository:
    dated_repository.record("tianshu/jingfa/a", GOOD)
    dated_repository.commit(day="2021-02-03")
    return dated_repository


def test_the_newest_commit_is_the_day_unless_another_is_named(committed: Repository) -> None:
    for arguments, said in (
        ((), ("截至 2021-02-03", "还剩 2 天", "1 件，其中逾期 0 件", "期限 2021-02-08\n")),
        (("--as-of", "2021-02-05"), ("今天是最后一天",)),
        (("--as-of", "2021-02-06"), ("已过期 1 天",)),
        (("--as-of", "2021-02-09"), ("其中逾期 1 件", "期限 2021-02-08，逾期 1 个工作日")),
        (("--as-of", "2021-01-20"), ("还有 5 天开始", "未决的申诉：0 件")),
    ):
        done = run(committed, *arguments)
        assert done.returncode == 0, done.stderr
        for words in said:
            assert words in done.stdout, (arguments, words)


def test_without_git_no_day_is_made_up(dated_repository: Repository) -> None:
    dated_repository.record("tianshu/jingfa/a", GOOD)
    done = run(dated_repository)
    assert done.returncode == 0
    assert "截至" not in done.stdout
    assert "公示　2021年1月25日至2月5日\n" in done.stdout
    assert "2020/tianshu/jingfa/a  2021-01-26 提出  期限 2021-02-08\n" in done.stdout


def test_a_stage_without_an_end(dated_repository: Repository) -> None:
    dated_repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", "stage: 归档")
    dated_repository.commit(day="2021-03-02")
    assert "阶段：归档　2021年3月1日起\n" in run(dated_repository).stdout


def test_figures_stand_below_each_other(committed: Repository) -> None:
    lines = run(committed).stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("部门 "))
    table = lines[start : start + 19]
    ends = {sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in table}
    assert len(ends) == 1
    assert table[2].split() == ["经发办", *"----1-------", "1", "-"]
    assert table[-1].split() == ["合计", *"----1-------", "1", "-"]


def test_json_says_the_same(committed: Repository) -> None:
    document = json.loads(run(committed, "--format", "json", "--as-of", "2021-02-09").stdout)
    assert (document["format"], document["year"], document["as_of"]) == (1, 2020, "2021-02-09")
    assert document["stage"] == {
        "name": "公示",
        "from": "2021-01-25",
        "to": "2021-02-05",
        "begins_in": -15,
        "days_left": -4,
    }
    assert document["open_appeals"] == [
        {
            "record": "2020/tianshu/jingfa/a",
            "filed": "2021-01-26",
            "due": "2021-02-08",
            "overdue": True,
            "days_late": 1,
            "working_days_late": 1,
        }
    ]
    jingfa = next(found for found in document["departments"] if found["id"] == "jingfa")
    assert dict(zip(document["months"], jingfa["records"], strict=True))["2020-05"] == 1
    assert len(document["filed_nothing"]) == 16
    assert document["pending_vetoes"] == []
    assert document["undecided_readings"]


def test_a_year_with_errors_has_no_status(committed: Repository) -> None:
    committed.record("tianshu/jingfa/a", GOOD.replace("2.5-1", "2.5-9"))
    done = run(committed)
    assert (done.returncode, done.stdout) == (1, "")
    assert "KPI401" in done.stderr
