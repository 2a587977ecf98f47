"""What the changes say: only what is published now, and nothing of people or messages."""

from __future__ import annotations

import re
import shutil
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest

from kpigen.changes.chronicle import Moved, Standing
from kpigen.diagnostics import Place
from kpigen.exact import round_total
from kpigen.inspection import inspect
from kpigen.model import Community
from kpigen.reporting import report_of
from kpigen.versions import main_line
from kpigen.view import chronicle_words as words
from kpigen.view.chronicle_values import ChronicleView
from kpigen.view.values import Report
from tests.conftest import YEAR, Repository

RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: {reason}\nbasis: 演示〔2020〕1号\n"
FIRST = RECORD.format(reason="未按要求协助。")
WHERE = "tianshu/jingfa/a"
PATH = f"data/deductions/{YEAR}/{WHERE}.yaml"
TABLE = f"data/rubric/{YEAR}"


@pytest.fixture
def town(repository: Repository) -> Repository:
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit(day="2020-01-01")
    return repository


def reported(root: Path) -> Report:
    inspection = inspect(root, YEAR)
    assert inspection.sound, inspection.findings
    line = main_line.read(root, inspection.revision.commit)
    return report_of(root, inspection, line=line)


def view(town: Repository) -> ChronicleView:
    return reported(town.root).chronicle


def file(town: Repository, text: str, where: str = WHERE, day: str = "2020-06-01") -> None:
    town.record(where, text)
    town.commit(day=day)


def test_a_new_record_in_words(town: Repository) -> None:
    file(town, FIRST)
    entry = view(town).recent[0]
    assert (entry.date, entry.day) == ("2020-06-01", "6月1日")
    assert entry.moment == "2020-06-01T12:00:00+08:00"
    assert entry.title == "天枢社区：新增 1 条"
    (record,) = entry.records
    assert record.text == "2020年5月12日　2.5　未按要求协助。"
    assert record.address == "communities/tianshu.html#d-jingfa-a"
    (moved,) = entry.moved
    assert (moved.before, moved.after, moved.difference, moved.word) == (
        *("200.00", "199.80"),
        *("−0.20", "下降"),
    )
    assert (moved.rank_before, moved.rank_after, moved.rank_word) == ("1", "7", "降 6 位")
    assert entry.moved_label == "对得分的影响：1 个总分变化，1 个名次变化"
    assert entry.summary == (
        "新增：天枢社区　2020年5月12日　2.5　未按要求协助。\n"
        "天枢社区总分 200.00 → 199.80（−0.20），社区名次 1 → 7"
    )


def test_the_day_is_the_chinese_one(town: Repository) -> None:
    town.record(WHERE, FIRST)
    town.git("add", "--all")
    town.git("commit", "--quiet", "--message", "数据")
    text = town.git("cat-file", "commit", "HEAD")
    late = re.sub(r"(?m)^committer .*$", "committer x <x@example.invalid> 1590940800 +0000", text)
    (town.root / ".git" / "late").write_text(late, encoding="utf-8")
    made = town.git("hash-object", "-t", "commit", "-w", ".git/late").strip()
    town.git("update-ref", "HEAD", made)
    entry = view(town).recent[0]
    assert (entry.date, entry.month) == ("2020-06-01", "2020-06")  # 2020-05-31 16:00 UTC


def test_what_is_no_more_is_told_of_by_nothing_but_its_place(town: Repository) -> None:
    words = "某某某因故未到。"
    file(town, RECORD.format(reason=words), "tianshu/jingfa/zhangsan")
    town.git("rm", "--quiet", f"data/deductions/{YEAR}/tianshu/jingfa/zhangsan.yaml")
    town.git("commit", "--quiet", "--message", "张三 13800138000", day="2020-06-02")
    found = view(town)
    removed, added = found.recent[:2]
    assert removed.title == "天枢社区：删除 1 条"
    assert {view.text for entry in (removed, added) for view in entry.records} == {
        "经发办的一条记录，已不在"
    }
    everything = str(asdict(found))
    for word in (words, "某某某", "zhangsan", "张三", "13800138000", "经办", "clerk", "数据"):
        assert word not in everything.replace("这一版的数据", "")


def test_an_old_text_is_not_told(town: Repository) -> None:
    file(town, RECORD.format(reason="旧原因。"))
    file(
        town,
        RECORD.format(reason="新原因。")
        + "corrections:\n  - date: 2020-06-05\n    reason: 写错\n    decided_by: 党政办\n",
        day="2020-06-05",
    )
    found = view(town)
    corrected = found.recent[0]
    assert corrected.title == "天枢社区：更正 1 条"
    assert corrected.records[0].fields == "扣分原因"
    assert corrected.moved_label == "得分和名次都不变"
    assert "旧原因" not in str(asdict(found))


def test_a_moved_record_is_linked_where_it_is_now(town: Repository) -> None:
    file(town, FIRST)
    (town.root / "data/deductions/2020/guyu/jingfa").mkdir(parents=True)
    town.git("mv", PATH, "data/deductions/2020/guyu/jingfa/b.yaml")
    town.commit(day="2020-06-02")
    moved, added = view(town).recent[:2]
    address = "communities/guyu.html#d-jingfa-b"
    assert [entry.records[0].address for entry in (moved, added)] == [address, address]
    assert [entry.records[0].community for entry in (moved, added)] == ["谷雨村", "天枢社区"]


def test_a_version_with_errors_says_so(town: Repository) -> None:
    file(town, FIRST)
    file(town, "date: [\n", day="2020-06-02")
    file(town, FIRST, day="2020-06-03")
    mended, broken, _, founded = view(town).recent
    assert broken.notes == ("有 1 个记录文件读不了。", "这一版的数据有误，没有计分。")
    assert broken.title == "数据有误"
    assert broken.moved == ()
    assert mended.notes == ("前一版的数据有误，这里与最近一个能计分的版本相比。",)
    assert founded.title == "考核表首次合并"
    assert founded.moved == ()


def test_a_table_s_change_gives_figures_and_no_texts(town: Repository) -> None:
    words = "  - id: jingfa\n"
    departments = (town.root / TABLE / "departments.yaml").read_text(encoding="utf-8")
    assert words in departments
    town.replace(f"{TABLE}/assessment.yaml", "stage: 公示", "stage: 审定")
    town.replace(f"{TABLE}/communities.yaml", "name: 谷雨村", "name: 谷雨新村")
    town.replace(f"{TABLE}/privacy.yaml", "words:\n", "words:\n  - 某某旧病\n")
    town.commit(day="2020-06-01")
    town.replace(f"{TABLE}/privacy.yaml", "  - 某某旧病\n", "")
    town.commit(day="2020-06-02")
    after, before = view(town).recent[:2]
    assert before.rubric == (
        "考核总表：阶段 公示 → 审定",
        "社区 谷雨新村：名称",
    )
    assert before.settings == "考核表的设置（不影响计分）改动 1 处"
    assert before.title == "考核表改动 2 处"
    assert before.settings in before.summary.splitlines()
    assert (after.title, after.rubric, after.settings) == (before.settings, (), "")
    assert "某某旧病" not in str(after) + str(before)


@pytest.mark.parametrize(
    ("before", "after", "difference", "word", "line"),
    [
        # As published 200.00 and 194.46: these differ by 5.54, whatever was rounded away.
        ("200", "194.455", "−5.54", "下降", "总分 200.00 → 194.46（−5.54）"),
        ("194.455", "200", "+5.54", "上升", "总分 194.46 → 200.00（+5.54）"),
        ("200", "199.8", "−0.20", "下降", "总分 200.00 → 199.80（−0.20）"),
        ("199.994", "199.991", "不到 0.01", "下降", "总分 199.99（下降不到 0.01）"),
        ("199.8", "199.8", "0", "不变", "总分 199.80 不变"),
    ],
)
def test_the_difference_is_that_of_the_totals_shown(
    before: str, after: str, difference: str, word: str, line: str
) -> None:
    community = Community("tianshu", "天枢社区", "社区", Place(""))
    one, other = (
        Standing(Decimal(total), round_total(Decimal(total)), 1, 1) for total in (before, after)
    )
    now = words.Now({"tianshu": "天枢社区"}, {}, {})
    moved = words.moved(Moved(community, one, other), now)
    assert (moved.difference, moved.word) == (difference, word)
    assert words.in_a_line(moved) == f"天枢社区{line}"


def test_settings_are_summed_up_and_what_bears_on_readers_is_listed(town: Repository) -> None:
    for name, old, new in (
        ("departments", '    owners: ["@nantong-demo/jingfa"]', '    owners: ["@somebody"]'),
        ("assessment", "stage: 公示", "stage: 审定"),
        ("assessment", "  kind: github", "  kind: gitea"),
    ):
        town.replace(f"{TABLE}/{name}.yaml", old, new)
    town.commit(day="2020-06-01")
    entry = view(town).recent[0]
    assert entry.rubric == ("考核总表：阶段 公示 → 审定",)
    assert entry.settings == "考核表的设置（不影响计分）改动 2 处"
    for word in ("平台", "审批人", "somebody"):
        assert word not in str(asdict(entry))


def test_of_many_changed_things_the_first_are_named(town: Repository) -> None:
    path = town.root / TABLE / "communities.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("村\n    group", "寨村\n    group"), encoding="utf-8")
    town.commit()
    assert view(town).recent[0].rubric == (
        "社区 惊蛰寨村、谷雨寨村、芒种寨村、白露寨村 等 5 处：名称",
    )


def test_long_lists_are_folded_and_cut(town: Repository) -> None:
    for number in range(120):
        text = RECORD.format(reason=f"第{number}次未协助。").replace("1号", f"{number}号")
        town.record(f"tianshu/jingfa/r{number:03}", text)
    town.commit(day="2020-06-01")
    entry = view(town).recent[0]
    assert (len(entry.records), entry.records_folded) == (100, True)
    assert entry.records_label == "120 条记录"
    assert entry.more_records == "另有 20 条，见各社区、村的页面"
    assert entry.summary.count("\n新增：") == 7
    assert "另有 112 条记录" in entry.summary


def test_months_keep_all_and_the_first_page_fifty(town: Repository) -> None:
    for number in range(60):
        text = FIRST + f"count: {number + 1}\n"
        file(town, text, day=f"2020-{number // 20 + 6:02}-{number % 20 + 1:02}")
    found = view(town)
    assert [(month.name, month.label, len(month.entries)) for month in found.months] == [
        ("2020-08", "2020年8月", 20),
        ("2020-07", "2020年7月", 20),
        ("2020-06", "2020年6月", 20),
        ("2020-01", "2020年1月", 1),
    ]
    assert len(found.recent) == 50
    assert sum(len(month.entries) for month in found.recent_months) == 50
    assert found.count == "61"
    first = found.recent[0]
    assert (first.date, first.title) == ("2020-08-20", "天枢社区：更改 1 条")
    assert first.page == f"changes/2020-08.html#c-{first.short}"
    assert len({entry.urn for month in found.months for entry in month.entries}) == 61


def test_a_commit_is_linked_where_the_forge_is_known(town: Repository) -> None:
    file(town, FIRST)
    entry = view(town).recent[0]
    commit = town.git("rev-parse", "HEAD").strip()
    assert entry.forge == f"https://git.example/nantong-demo/kaohe/commit/{commit}"


def test_without_git_the_page_says_so(repository: Repository) -> None:
    found = view(repository)
    assert (found.has_history, found.recent, found.months) == (False, (), ())
    assert "不在 git 仓库中" in found.note


def test_a_shallow_clone_and_uncommitted_changes_are_noted(
    tmp_path: Path, town: Repository
) -> None:
    file(town, FIRST)
    clone = Repository(tmp_path / "clone")
    town.git("clone", "--quiet", "--depth", "1", town.root.as_uri(), str(clone.root))
    assert view(clone).note == "生成网站的仓库是浅克隆，更早的变动不在这里。"
    assert view(clone).recent == ()
    assert view(clone).has_history
    clone.record(WHERE, FIRST + "count: 2\n")
    assert view(clone).note.endswith("尚未提交的改动不列在这里。")


def test_identifiers_stay_when_the_folder_moves(tmp_path: Path, town: Repository) -> None:
    file(town, FIRST)
    shutil.copytree(town.root, tmp_path / "elsewhere")
    assert view(Repository(tmp_path / "elsewhere")) == view(town)


def test_only_who_asks_is_told(town: Repository) -> None:
    report = report_of(town.root, inspect(town.root, YEAR))
    assert not report.chronicle.has_history
    assert report.chronicle.note
