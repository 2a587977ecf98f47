"""`kpigen diff` as its users start it, on real repositories."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpigen.inspection import inspect
from kpigen.render.change_markdown import LIMIT, MARKER
from kpigen.reporting import report_of
from tests.bench.towns import town
from tests.conftest import PROJECT, Repository
from tests.test_cli import run

FIRE = "date: 2020-05-12\nrule: 1.1-1\nreason: 沿街商铺电线老化起火。\nbasis: 演示〔2020〕1号\n"
INTERNAL = "internal:\n  details: 机密甲\n  recorded_by: 机密乙\n"
FORMATS = ("text", "markdown", "json")


def diff(repository: Repository, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("-C", str(repository.root), "diff", *arguments)


def said(repository: Repository, *arguments: str, code: int = 0) -> str:
    done = diff(repository, *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def data(repository: Repository, *arguments: str) -> Any:  # noqa: ANN401  # JSON
    return json.loads(said(repository, *arguments, "--format", "json"))


@pytest.fixture
def merged(repository: Repository) -> Repository:
    """One merged record."""
    repository.record("tianshu/guijian/a", FIRE + INTERNAL)
    repository.commit()
    return repository


def test_nothing_changed(merged: Repository) -> None:
    assert "没有改动。" in said(merged, "HEAD")
    assert "没有改动。" in said(merged, "HEAD", "HEAD")


def test_a_new_record_in_the_working_tree(merged: Repository) -> None:
    merged.record("tianquan/guijian/b", FIRE.replace("1.1-1", "1.1-2"))
    text = said(merged, "HEAD")
    for words in (
        "南桐镇2020年度社区目标绩效考核明细表　公示阶段　演示数据",
        "扣分记录新增 1 条；1 个社区总分变化",
        "天权社区  200.00 → 197.50  -2.5",
        "［新增］2020-05-12 天权社区 规建环保办 细则 1.1-2“出现死亡事故，一次扣100分。”",
        "沿街商铺电线老化起火。　依据 演示〔2020〕1号",
        "100 分 × 1 次 = 100 分。1.1 由 2.5 分变为 0 分，扣完",
        "data/deductions/2020/tianquan/guijian/b.yaml",
        "天权社区 1.1 由 2.5 分变为 0 分，扣完",
        "没有改动它的记录，名次却变了",
        "天枢社区 全镇名次 12 → 11",
    ):
        assert words in text


def test_both_forms_say_the_same(merged: Repository) -> None:
    merged.record("tianquan/guijian/b", FIRE)
    merged.replace("data/deductions/2020/tianshu/guijian/a.yaml", "沿街", "临街")
    before = data(merged, "HEAD")
    merged.git("add", "--all")
    merged.git("commit", "--quiet", "--message", "改动")
    after = data(merged, "HEAD~1", "HEAD")
    assert before["years"] == after["years"]
    assert (before["head"], after["head"]) == (None, merged.git("rev-parse", "HEAD").strip())


def test_the_figures_are_those_of_score(merged: Repository) -> None:
    def totals() -> dict[str, tuple[str, int]]:
        document = json.loads(run("-C", str(merged.root), "score", "--format", "json").stdout)
        return {c["id"]: (c["total_exact"], c["rank"]) for c in document["communities"]}

    before = totals()
    merged.record("tianquan/guijian/b", FIRE.replace("1.1-1", "1.1-2"))
    (year,) = data(merged, "HEAD")["years"]
    for side, expected in (("before", before), ("after", totals())):
        assert {
            community["id"]: (community["total_exact"][side], community["rank"][side])
            for community in year["communities"]
        } == expected


def test_ranks_and_flags_are_no_texts_in_json(merged: Repository) -> None:
    merged.record(
        "tianquan/yingji/v",
        FIRE.replace("1.1-1", "3.1-v")
        + "approval:\n  document: 演示〔2020〕2号\n  approved_by: 镇党委\n  date: 2020-06-01\n",
    )
    (year,) = data(merged, "HEAD")["years"]
    (community,) = (view for view in year["communities"] if view["id"] == "tianquan")
    assert (community["vetoed"], community["award_eligible"], community["rank"]) == (
        {"before": False, "after": True},
        {"before": True, "after": False},
        {"before": 1, "after": 12},
    )


def test_figures_are_texts_in_json(merged: Repository) -> None:
    merged.replace("data/rubric/2020/assessment.yaml", "bonus_cap: 10", "bonus_cap: 11.5")
    document = data(merged, "HEAD")
    assert document["format"] == 1
    (change,) = document["years"][0]["rubric"]
    assert change["field"] == {
        "name": "policy.bonus_cap",
        "title": "计分办法：加分上限",
        "shift": {"before": "10", "after": "11.5"},
    }
    assert '": 11.5' not in json.dumps(document)


@pytest.mark.parametrize("output_format", FORMATS)
def test_nothing_internal_is_shown(merged: Repository, output_format: str) -> None:
    path = "data/deductions/2020/tianshu/guijian/a.yaml"
    merged.replace(path, "机密甲", "机密丙")
    text = said(merged, "HEAD", "--format", output_format)
    assert "机密" not in text
    assert {"text": "改内部资料", "markdown": "改内部资料", "json": '"internal"'}[
        output_format
    ] in text
    merged.replace(path, "沿街", "临街")
    assert "机密" not in said(merged, "HEAD", "--format", output_format)
    (merged.root / path).unlink()
    assert "机密" not in said(merged, "HEAD", "--format", output_format)


def test_a_change_of_the_mere_writing_is_said(merged: Repository) -> None:
    path = "data/deductions/2020/tianshu/guijian/a.yaml"
    merged.replace(path, "date", "# 注释\ndate")
    merged.replace(path, "机密甲", '"机密甲"')
    (year,) = data(merged, "HEAD")["years"]
    assert (year["records"], year["reworded"]) == ([], ["2020/tianshu/guijian/a"])
    assert "1 条记录只改了写法" in year["summary"]


@pytest.mark.parametrize("output_format", FORMATS)
def test_errors_of_head_are_printed(merged: Repository, output_format: str) -> None:
    merged.record("tianquan/guijian/b", FIRE.replace("1.1-1", "1.1-9"))
    text = said(merged, "HEAD", "--format", output_format, code=1)
    assert "KPI401" in text
    assert output_format != "markdown" or text.startswith(MARKER)


def test_errors_of_base_are_said_and_no_scores_shown(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", FIRE.replace("1.1-1", "1.1-9"))
    repository.commit()
    repository.record("tianshu/guijian/a", FIRE)
    repository.record("tianquan/guijian/b", FIRE)
    (year,) = data(repository, "HEAD")["years"]
    assert [record["label"] for record in year["records"]] == ["新增", "更改"]
    assert (year["scored"], year["communities"]) == (False, [])
    assert "比较的起点有 1 个错误" in year["notes"][0]


def test_an_unreadable_file_does_not_go_unseen(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", "date: [")
    repository.record("tianquan/guijian/b", "date: [")
    repository.commit()
    (repository.root / "data/deductions/2020/tianshu/guijian/a.yaml").unlink()
    repository.record("tianquan/guijian/b", FIRE)
    text = said(repository, "HEAD")
    assert "［修好］2020-05-12 天权社区" in text
    assert "读不出来的 1 个文件没有了：2020/tianshu/guijian/a" in text


def test_a_first_rubric(repository: Repository) -> None:
    repository.git("init", "--quiet")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "空的")
    repository.record("tianshu/guijian/a", FIRE)
    text = said(repository, "HEAD")
    assert "还没有 2020 年度的考核表" in text
    assert "［新增］2020-05-12 天枢社区" in text


@pytest.mark.parametrize("output_format", FORMATS)
def test_violations_come_first(merged: Repository, output_format: str) -> None:
    (merged.root / "data/deductions/2020/tianshu/guijian/a.yaml").unlink()
    assert "KPI701" not in said(merged, "HEAD", "--format", output_format)
    text = said(merged, "HEAD", "--strict", "--format", output_format, code=1)
    assert text.index("KPI701") < text.index("200.00")


def test_the_rubric_and_whom_it_touches(merged: Repository) -> None:
    path = "data/rubric/2020/categories/01-chengzhen.yaml"
    for _ in range(2):
        merged.replace(path, "消防事故，一次扣50分", "消防事故，一次扣60分")
    merged.replace(path, "deduct: 50", "deduct: 60")
    text = said(merged, "HEAD")
    for words in (
        "细则 1.1-1 每次扣分：50 → 60",
        "1.1 由 1.25 → 1：天枢社区（细则 1.1-1 每次扣分 50 → 60）",
        "天枢社区 总分 198.75 → 198.50",
    ):
        assert words in text


def test_two_sides_that_parted_are_compared_from_where_they_did(merged: Repository) -> None:
    merged.git("checkout", "--quiet", "-b", "clerk")
    merged.record("tianquan/guijian/b", FIRE)
    merged.git("add", "--all")
    merged.git("commit", "--quiet", "--message", "填报")
    merged.git("checkout", "--quiet", "-b", "main2", "HEAD~1")
    merged.record("tianji/guijian/c", FIRE)
    merged.git("add", "--all")
    merged.git("commit", "--quiet", "--message", "别人的填报")
    text = said(merged, "main2", "clerk")
    assert "“main2”上另有后来的提交" in text
    assert "合并以后的总分和名次可能与这里不同" in text
    assert "把“main2”合并到这个分支再比较" in text
    assert "b.yaml" in text
    assert "c.yaml" not in text

    merged.git("merge", "--quiet", "--no-edit", "clerk")
    assert "b.yaml" in said(merged, "HEAD^1", "HEAD")
    assert "c.yaml" in said(merged, "clerk")


def test_the_older_side_may_stand_second(merged: Repository) -> None:
    merged.record("tianquan/guijian/b", FIRE)
    merged.git("add", "--all")
    merged.git("commit", "--quiet", "--message", "填报")
    assert "［删除］" in said(merged, "HEAD", "HEAD~1")


def test_every_year_that_differs_is_compared(merged: Repository) -> None:
    shutil.copytree(
        merged.root / "data/rubric/2020",
        merged.root / "data/rubric/2019",
        ignore=shutil.ignore_patterns("calendar.yaml"),  # another year has other holidays
    )
    for path in (merged.root / "data/rubric/2019").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("2020", "2019"), encoding="utf-8")
    merged.commit()
    merged.write(
        "data/deductions/2019/tianshu/guijian/a.yaml", FIRE.replace("date: 2020", "date: 2019")
    )
    assert [year["year"] for year in data(merged, "HEAD")["years"]] == [2019]
    merged.record("tianquan/guijian/b", FIRE)
    assert [year["year"] for year in data(merged, "HEAD")["years"]] == [2020, 2019]
    assert [year["year"] for year in data(merged, "HEAD", "--year", "2020")["years"]] == [2020]


def test_untracked_ignored_and_chinese_names(merged: Repository) -> None:
    merged.write(".gitignore", "b.yaml\n")
    merged.record("tianquan/guijian/b", FIRE)
    assert "b.yaml" in said(merged, "HEAD"), "what check reads is compared, ignored or not"
    merged.write("data/deductions/2020/天权/说明.yaml", FIRE)
    assert "天权" in said(merged, "HEAD", code=1)
    merged.commit()
    shutil.rmtree(merged.root / "data/deductions/2020/天权")
    assert "比较的起点有" in said(merged, "HEAD")


def test_below_another_repository(merged: Repository, tmp_path: Path) -> None:
    outer = Repository(tmp_path / "outer")
    shutil.copytree(merged.root / "data", outer.root / "镇" / "data")
    outer.write("别的.txt", "一")
    outer.commit()
    inner = replace(outer, root=outer.root / "镇")
    inner.record("tianquan/guijian/b", FIRE)
    outer.write("别的.txt", "二")
    text = said(inner, "HEAD")
    assert "扣分记录新增 1 条；" in text
    outer.git("add", "--all")
    outer.git("commit", "--quiet", "--message", "改动")
    assert said(inner, "HEAD~1", "HEAD").splitlines()[1:] == text.splitlines()[1:]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "缺少 起点"),
        (["没有这个分支"], "仓库里没有“没有这个分支”"),
        (["HEAD", "nowhere"], "仓库里没有“nowhere”"),
        (["HEAD", "--year", "2019"], "没有 2019 年度的考核表"),
        (["--format", "html", "HEAD"], "--format 只能是"),
    ],
)
def test_wrong_usage(merged: Repository, arguments: list[str], says: str) -> None:
    done = diff(merged, *arguments)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr


def test_outside_git(repository: Repository) -> None:
    done = diff(repository, "HEAD")
    assert done.returncode == 2
    assert "不是 git 仓库" in done.stderr


def test_a_shallow_clone_says_what_is_missing(merged: Repository, tmp_path: Path) -> None:
    first = merged.git("rev-parse", "HEAD").strip()
    merged.record("tianquan/guijian/b", FIRE)
    merged.git("add", "--all")
    merged.git("commit", "--quiet", "--message", "填报")
    shallow = Repository(tmp_path / "shallow")
    shallow.root.mkdir()
    merged.git("clone", "--quiet", "--depth", "1", f"file://{merged.root}", str(shallow.root))
    done = diff(shallow, first)
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr
    shallow.git("fetch", "--quiet", "--depth", "1", "origin", first)
    done = diff(shallow, first)
    assert done.returncode == 2
    assert "共同的历史" in done.stderr


def test_the_same_change_gives_the_same_bytes(merged: Repository) -> None:
    merged.record("tianquan/guijian/b", FIRE)
    for output_format in FORMATS:
        once, again = (said(merged, "HEAD", "--format", output_format) for _ in range(2))
        assert once == again


def test_a_comment_of_a_thousand_changed_records_fits(tmp_path: Path) -> None:
    repository = Repository(town(tmp_path / "town", 12, 1_000))
    repository.commit()
    for path in (repository.root / "data/deductions").rglob("*.yaml"):
        text = path.read_text("utf-8").replace("第", "见@a、#1、**第", 1).replace("测速〔", "速〔")
        path.write_text(text, encoding="utf-8")
    repository.replace("data/rubric/2020/assessment.yaml", "bonus_cap: 10", "bonus_cap: 11")
    text = said(repository, "HEAD", "--format", "markdown", "--strict", code=1)
    assert text.startswith(f"{MARKER}\n")
    assert len(text) < LIMIT
    for title in ("违反记录规则（1000）", "扣分记录（1000）", "总分和名次（12）"):
        assert title in text
    assert "加分上限" in text, "what comes last has its place as well"
    assert text.count("另有 ") == 2
    assert text.count("<details>") == text.count("</details>") == 2
    whole = said(repository, "HEAD")
    assert whole.count("［更改］") == 1_000


def test_the_demonstration_against_itself() -> None:
    report = report_of(PROJECT, inspect(PROJECT))
    done = run("-C", str(PROJECT), "diff", "HEAD", "--format", "json")
    if done.returncode == 2:
        pytest.skip("不在 git 仓库中")
    (year, *_) = json.loads(done.stdout)["years"]
    assert {c["id"]: c["total"]["after"] for c in year["communities"]} == {
        community.id: community.total for community in report.communities
    }


ALIKE = "date: 2020-05-12\nrule: 2.5-1\nreason: 未协助做好宣传。\nbasis: 演示〔2020〕1号\n"


@pytest.fixture
def alike(repository: Repository) -> Repository:
    """Two merged records that look alike: a warning to everyone."""
    repository.record("tianshu/jingfa/a", ALIKE)
    repository.record("tianshu/jingfa/b", ALIKE.replace("未协助", "没有协助"))
    repository.commit()
    return repository


@pytest.mark.parametrize("output_format", FORMATS)
def test_warnings_that_the_change_brings(alike: Repository, output_format: str) -> None:
    alike.replace("data/deductions/2020/tianshu/jingfa/b.yaml", "date", "# 注释\n\ndate")
    assert "KPI417" not in said(alike, "HEAD", "--format", output_format), "only its line moved"
    alike.record("tianquan/jingfa/c", ALIKE)
    alike.record("tianquan/jingfa/d", ALIKE.replace("未协助", "没有协助"))
    text = said(alike, "HEAD", "--format", output_format)
    assert text.count("KPI417") == 1
    assert "data/deductions/2020/tianquan/jingfa/d.yaml" in text
    assert "若是同一件事，只留一条" in text
    assert output_format == "json" or "这次改动带来的提醒" in text


def test_warnings_are_data_in_json(alike: Repository) -> None:
    alike.record("tianshu/jingfa/c", ALIKE.replace("未协助", "未"))
    document = data(alike, "HEAD")
    assert [(found["code"], found["severity"]) for found in document["warnings"]] == [
        ("KPI417", "warning")
    ]
    assert document["sound"]


def test_a_warning_that_time_alone_brings_is_not_the_changes(repository: Repository) -> None:
    repository.write(
        "data/rubric/2020/assessment.yaml",
        (repository.root / "data/rubric/2020/assessment.yaml").read_text("utf-8")
        + "deadlines:\n  decide_within: 5\n",
    )
    appeal = "appeal:\n  filed: 2020-06-01\n  grounds: 已开展宣传。\n"
    repository.record("tianshu/guijian/a", FIRE + appeal)
    repository.commit(day="2020-06-02")
    repository.record("tianquan/guijian/b", FIRE)
    repository.commit(day="2020-09-01")
    assert "KPI510" in run("-C", str(repository.root), "check").stdout
    assert data(repository, "HEAD~1", "HEAD")["warnings"] == []


@pytest.mark.parametrize("output_format", FORMATS)
def test_errors_come_before_warnings_and_without_old_ones(
    alike: Repository, output_format: str
) -> None:
    alike.record("tianshu/jingfa/c", ALIKE.replace("未协助", "未"))
    alike.record("tianxuan/jingfa/d", ALIKE.replace("2.5-1", "2.5-9"))
    text = said(alike, "HEAD", "--format", output_format, code=1)
    assert text.count("KPI417") == 1, "c alone"
    assert text.index("KPI401") < text.index("KPI417")
    assert output_format == "json" or text.index("1 个错误") < text.index("KPI401")


VETO = "date: 2020-05-12\nrule: 8.1-v\nreason: 发生群体事件。\nbasis: 演示〔2020〕1号\n"
APPROVAL = "approval:\n  document: 演示〔2020〕9号\n  approved_by: 镇党委\n  date: 2020-06-01\n"
WITHDRAWN = "withdrawn:\n  date: 2020-06-05\n  reason: 填重了。\n  decided_by: 党政办\n"


@pytest.mark.parametrize("output_format", FORMATS)
def test_what_a_new_record_brings_with_it_is_shown(merged: Repository, output_format: str) -> None:
    merged.record("tianquan/pingan/v", VETO + APPROVAL)
    merged.record("tianquan/guijian/w", FIRE + WITHDRAWN)
    text = said(merged, "HEAD", "--format", output_format)
    for words in ("演示〔2020〕9号", "镇党委", "2020-06-01", "填重了。", "2020-06-05"):
        assert words in text


def test_a_veto_mark_is_shown_by_what_the_row_is_about(merged: Repository) -> None:
    merged.record("tianquan/pingan/v", VETO)
    (year,) = data(merged, "HEAD")["years"]
    (record,) = year["records"]
    (item, rule) = inspect(merged.root).dataset.rubric.rules["8.1-v"]  # type: ignore[union-attr]
    assert rule.text == "是"
    assert record["rule_text"] == item.printed.content


def test_an_allotment_that_is_used_up_takes_no_more(merged: Repository) -> None:
    merged.record("tianquan/dangqun/b", FIRE.replace("1.1-1", "12.2-9") + "deduct: 10\n")
    text = said(merged, "HEAD")
    assert "细则 12.2-9 的分配分值 10 分已经扣完，再填这条细则会被拒绝（KPI409）" in text


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_change_that_takes_everything_away(merged: Repository, output_format: str) -> None:
    merged.git("rm", "-r", "--quiet", "data")
    working = said(merged, "HEAD", "--strict", "--format", output_format, code=1)
    merged.git("commit", "--quiet", "--message", "删光")
    text = said(merged, "HEAD~1", "HEAD", "--strict", "--format", output_format, code=1)
    for report in (working, text):
        assert "KPI701" in report
        assert "改动删去了 2020 年度的考核表" in report


def test_without_git(merged: Repository, tmp_path: Path) -> None:
    done = run("-C", str(merged.root), "diff", "HEAD", PATH=str(tmp_path))
    assert done.returncode == 3
    assert "没有找到 git 命令" in done.stderr


BONUS = "date: 2020-05-12\nrule: 16.1-1\npoints: {}\nreason: 获得表彰。\nbasis: 演示〔2020〕1号\n"


def test_the_ceiling_of_the_bonus_is_said(merged: Repository) -> None:
    merged.record("tianquan/dangzheng/b", BONUS.format(12))
    text = said(merged, "HEAD")
    assert "16.1 由 0 分变为 10 分，合计 12 分，超出上限的 2 分不计" in text
    assert "天权社区 总分外加分合计达到上限 10 分，合计应计 12 分，超出的 2 分不计" in text
    (limit,) = data(merged, "HEAD")["years"][0]["limits"]
    assert (limit["bound"], limit["rule"], limit["limit"], limit["turn"]) == (
        *("bonus", "", "10"),
        "reached",
    )


def test_a_record_moved_to_another_community_names_both(merged: Repository) -> None:
    (merged.root / "data/deductions/2020/tianshu/guijian/a.yaml").unlink()
    merged.record("tianquan/guijian/a", FIRE + INTERNAL)
    text = said(merged, "HEAD")
    assert (
        "改记到天权社区：50 分 × 1 次 = 50 分。"
        "天枢社区 1.1 由 1.25 分变为 2.5 分；天权社区 1.1 由 2.5 分变为 1.25 分"
    ) in text
    assert "计分不变" not in text


def test_a_record_that_takes_the_same_in_a_row_that_changes(merged: Repository) -> None:
    path = "data/deductions/2020/tianshu/guijian/a.yaml"
    merged.replace(path, "沿街", "临街")
    assert "计分不变：50 分 × 1 次 = 50 分" in said(merged, "HEAD")
    merged.record("tianshu/guijian/b", FIRE.replace("05-12", "05-13"))
    text = said(merged, "HEAD")
    assert "本条仍计：50 分 × 1 次 = 50 分" in text
    assert "计分不变" not in text


NUMBERS = ("13812345678", "6222021234567890128", "110101199003071233", "a.b@example.com")


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_number_that_is_cleaned_away_is_not_shown_once_more(
    repository: Repository, output_format: str
) -> None:
    private = FIRE.replace("沿街商铺电线老化起火。", "、".join(NUMBERS))
    repository.record("tianshu/guijian/a", private)
    repository.record("tianshu/guijian/gone", private.replace("05-12", "05-13"))
    repository.record("tianshu/guijian/13812345678", "date: 不可读")
    category = "data/rubric/2020/categories/01-chengzhen.yaml"
    repository.replace(category, "    doubt: ", "    doubt: 打13812345678")
    repository.commit()
    repository.record("tianshu/guijian/a", FIRE)
    for name in ("gone", "13812345678"):
        (repository.root / f"data/deductions/2020/tianshu/guijian/{name}.yaml").unlink()
    repository.replace(category, "    doubt: 打13812345678", "    doubt: ")
    done = diff(repository, "HEAD", "--strict", "--format", output_format)
    told = (done.stdout + done.stderr).replace("<i></i>", "")
    assert "13…" in told
    assert [number for number in NUMBERS if number in told] == []
