from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from kpigen.reviewing.review import review
from tests.conftest import Repository

ASSESSMENT = "data/rubric/2020/assessment.yaml"
PLACE = "tianshu/jingfa/x"
PATH = f"data/deductions/2020/{PLACE}.yaml"
RECORD = (
    "date: 2020-05-12\nrule: 2.5-1\ncount: 1\nreason: 未协助做好宣传。\nbasis: 演示〔2020〕1号\n"
)
CORRECTION = (
    "corrections:\n  - date: 2020-06-05\n    reason: 次数写错了。\n    decided_by: 党政办\n"
)
SECOND = "  - date: 2020-07-05\n    reason: 又写错了。\n    decided_by: 党政办\n"
WITHDRAWN = "withdrawn:\n  date: 2020-06-05\n  reason: 重复。\n  decided_by: 党政办\n"
FILED = "appeal:\n  filed: 2020-06-01\n  grounds: 已开展宣传。\n"
DECIDED = (
    "  decided: 2020-06-05\n  decision: upheld\n  decided_by: 党政办\n  document: 演示〔2020〕9号\n"
)
VETO = "date: 2020-05-12\nrule: 8.1-v\nreason: 发生群体事件。\nbasis: 演示〔2020〕1号\n"
APPROVAL = "approval:\n  document: 演示〔2020〕9号\n  approved_by: 镇党委\n  date: 2020-06-01\n"
VETO_PATH = "data/deductions/2020/tianshu/pingan/x.yaml"


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def filing(repository: Repository) -> Repository:
    """The 2020 rubric while records are filed."""
    repository.replace(ASSESSMENT, "stage: 公示", "stage: 填报")
    return repository


def codes(repository: Repository, base: str = "HEAD", head: str | None = None) -> list[str]:
    report = review(repository.root, base, head, year=None, strict=True)
    assert not report.findings, report.findings
    return [found.code for found in report.violations]


def settle(repository: Repository, *lines: str) -> None:
    """Add lines to the year's assessment."""
    path = repository.root / ASSESSMENT
    repository.write(ASSESSMENT, path.read_text("utf-8") + "".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, RECORD, []),
        (RECORD, RECORD, []),
        (RECORD, "# 加一行注释\n" + RECORD, []),
        (RECORD, RECORD + "internal:\n  recorded_by: 经发办\n", []),
        (RECORD, None, ["KPI701"]),
        (RECORD, RECORD.replace("count: 1", "count: 2"), ["KPI703"]),
        (RECORD, RECORD.replace("count: 1", "count: 2") + CORRECTION, []),
        (None, RECORD + FILED, []),
        (None, RECORD + FILED + DECIDED, ["KPI706"]),
        (
            RECORD + CORRECTION,
            RECORD.replace("宣传", "科普") + CORRECTION + CORRECTION.partition("\n")[2],
            ["KPI703"],
        ),
        (
            RECORD + FILED + DECIDED,
            RECORD.replace("count: 1", "count: 2") + FILED + DECIDED + CORRECTION,
            ["KPI706"],
        ),
        (
            RECORD + FILED + DECIDED,
            RECORD.replace("宣传", "科普") + FILED + DECIDED + CORRECTION,
            [],
        ),
        (RECORD, RECORD.replace("2020-05-12", "2020-05-13"), ["KPI703"]),
        (RECORD, RECORD.replace("2.5-1", "2.4-1"), ["KPI703"]),
        (RECORD, RECORD.replace("宣传", "科普"), ["KPI703"]),
        (RECORD, RECORD.replace("1号", "2号"), ["KPI703"]),
        (RECORD, RECORD + "event: 五月宣传\n", ["KPI703"]),
        (RECORD + "event: 五月宣传\n", RECORD, ["KPI703"]),
        (RECORD + CORRECTION, RECORD.replace("count: 1", "count: 2") + CORRECTION, ["KPI703"]),
        (RECORD + CORRECTION, RECORD.replace("count: 1", "count: 2") + CORRECTION + SECOND, []),
        (RECORD + CORRECTION, RECORD, ["KPI704"]),
        (RECORD + CORRECTION, RECORD + CORRECTION.replace("次数", "人数"), ["KPI704"]),
        (RECORD, RECORD + WITHDRAWN, []),
        (RECORD + WITHDRAWN, RECORD, ["KPI705"]),
        (RECORD + WITHDRAWN, RECORD + CORRECTION, ["KPI705"]),
        (RECORD + WITHDRAWN, RECORD + WITHDRAWN.replace("重复", "误填"), ["KPI703"]),
        (RECORD + WITHDRAWN, RECORD + WITHDRAWN.replace("重复", "误填") + CORRECTION, []),
        (RECORD, RECORD + FILED, []),
        (RECORD + FILED, RECORD + FILED + DECIDED, []),
        (RECORD, RECORD + FILED + DECIDED, ["KPI706"]),
        (RECORD + FILED, RECORD, ["KPI706"]),
        (RECORD + FILED, RECORD + FILED.replace("06-01", "06-02"), ["KPI706"]),
        (RECORD + FILED, RECORD + FILED.replace("宣传", "科普") + DECIDED, ["KPI706"]),
        (RECORD + FILED + DECIDED, RECORD + FILED, ["KPI706"]),
        (RECORD + FILED + DECIDED, RECORD + FILED + DECIDED.replace("upheld", "withdrawn"),
         ["KPI706"]),
        (RECORD + FILED + DECIDED, RECORD + FILED + DECIDED + CORRECTION, []),
        ("date: 2020-05-12\nrule: 2.5-1\n", RECORD, []),
        ("date: 2020-05-12\nrule: 2.5-1\n", None, []),
        (b"\xff\xfe", RECORD, []),
    ],
)  # fmt: skip
def test_what_may_become_of_a_merged_record(
    filing: Repository, before: str | bytes | None, after: str | None, expected: list[str]
) -> None:
    if before is not None:
        filing.write(PATH, before)
    filing.commit()
    (filing.root / PATH).unlink(missing_ok=True)
    if after is not None:
        filing.write(PATH, after)
    assert codes(filing) == expected
    filing.git("add", "--all")
    filing.git("commit", "--quiet", "--allow-empty", "--message", "改动")
    assert codes(filing, "HEAD~1", "HEAD") == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (VETO, VETO + APPROVAL, []),
        (VETO + APPROVAL, VETO, ["KPI703"]),
        (VETO + APPROVAL, VETO + APPROVAL.replace("9号", "8号"), ["KPI703"]),
        (VETO + APPROVAL, VETO + APPROVAL.replace("9号", "8号") + CORRECTION, []),
    ],
)
def test_an_approval_stands(
    filing: Repository, before: str, after: str, expected: list[str]
) -> None:
    filing.write(VETO_PATH, before)
    filing.commit()
    filing.write(VETO_PATH, after)
    assert codes(filing) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [("tianshu/jingfa/y", ["KPI702"]), ("tianquan/jingfa/x", ["KPI702"])],
)
def test_a_merged_record_is_not_moved(filing: Repository, where: str, expected: list[str]) -> None:
    filing.record(PLACE, RECORD)
    filing.commit()
    (filing.root / PATH).unlink()
    filing.record(where, RECORD)
    assert codes(filing) == expected


def test_a_moved_and_changed_record_is_deleted(filing: Repository) -> None:
    filing.record(PLACE, RECORD)
    filing.commit()
    (filing.root / PATH).unlink()
    filing.record("tianshu/jingfa/y", RECORD.replace("宣传", "科普"))
    assert codes(filing) == ["KPI701"]


SEALED = "sealed_through: 2020-05-31"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, RECORD, ["KPI707"]),
        (None, RECORD.replace("2020-05-12", "2020-05-31"), ["KPI707"]),
        (None, RECORD.replace("2020-05-12", "2020-06-01"), []),
        (RECORD, None, ["KPI707"]),
        (RECORD, RECORD + WITHDRAWN, ["KPI707"]),
        (RECORD, RECORD + "internal:\n  recorded_by: 经发办\n", ["KPI707"]),
        (RECORD, "# 注释\n" + RECORD, []),
        (RECORD, RECORD.replace("2020-05-12", "2020-06-02") + CORRECTION, ["KPI707"]),
        (RECORD.replace("2020-05-12", "2020-06-12"), RECORD + CORRECTION, ["KPI707"]),
        (RECORD.replace("2020-05-12", "2020-06-12"), None, ["KPI701"]),
    ],
)
def test_a_sealed_period_stays(
    filing: Repository, before: str | None, after: str | None, expected: list[str]
) -> None:
    settle(filing, SEALED)
    if before is not None:
        filing.record(PLACE, before)
    filing.commit()
    (filing.root / PATH).unlink(missing_ok=True)
    if after is not None:
        filing.record(PLACE, after)
    assert codes(filing) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ["KPI709"]),
        ("sealed_through: 2020-04-30", ["KPI709"]),
        ("sealed_through: 2020-06-30", []),
    ],
)
def test_a_seal_is_not_lifted(filing: Repository, line: str, expected: list[str]) -> None:
    settle(filing, SEALED)
    filing.commit()
    filing.replace(ASSESSMENT, SEALED, line)
    assert codes(filing) == expected


def test_a_change_cannot_lift_its_own_seal(filing: Repository) -> None:
    settle(filing, SEALED)
    filing.commit()
    filing.replace(ASSESSMENT, SEALED, "")
    filing.record(PLACE, RECORD)
    assert sorted(codes(filing)) == ["KPI707", "KPI709"]


@pytest.fixture
def archived(repository: Repository) -> Repository:
    """An archived year with one record, and the next year begun."""
    repository.replace(ASSESSMENT, "stage: 公示", "stage: 归档")
    repository.record(PLACE, RECORD)
    for path in sorted((repository.root / "data/rubric/2020").rglob("*.yaml")):
        if path.name == "calendar.yaml":  # another year has other holidays
            continue
        text = path.read_text("utf-8").replace("stage: 归档", "stage: 填报").replace("2020", "2021")
        below = path.relative_to(repository.root / "data/rubric/2020")
        repository.write(f"data/rubric/2021/{below}", text)
    repository.commit(day="2021-12-31")
    return repository


DEPARTMENTS = "data/rubric/2020/departments.yaml"


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (PATH, "count: 1", "count: 2", ["KPI708"]),
        (PATH, "date", "# 注释\ndate", []),
        (ASSESSMENT, "stage: 归档", "stage: 审定", ["KPI709"]),
        (ASSESSMENT, "bonus_cap: 10", "bonus_cap: 20", ["KPI708"]),
        (ASSESSMENT, "title: 南桐镇", "# 注释\ntitle: 南桐镇", []),
        (DEPARTMENTS, '["@nantong-demo/jingfa"]', '["@nantong-demo/xinlai"]', []),
        ("data/rubric/2021/assessment.yaml", "bonus_cap: 10", "bonus_cap: 20", []),
    ],
)
def test_an_archived_year_stays(
    archived: Repository, path: str, old: str, new: str, expected: list[str]
) -> None:
    archived.replace(path, old, new)
    assert codes(archived) == expected


def test_nothing_is_filed_into_an_archived_year(archived: Repository) -> None:
    archived.record("tianshu/jingfa/y", RECORD.replace("05-12", "05-13"))
    assert codes(archived) == ["KPI708"]


def test_an_archived_year_is_not_removed(archived: Repository) -> None:
    for folder in ("rubric", "deductions"):
        archived.git("rm", "-r", "--quiet", f"data/{folder}/2020")
    assert codes(archived) == ["KPI708", "KPI708"]


@pytest.mark.parametrize(
    ("lines", "day", "expected"),
    [
        ((), "2020-12-31", []),
        (("stages:", "  - {stage: 填报, from: 2020-01-01, to: 2020-06-30}"), "2020-06-30", []),
        (("stages:", "  - {stage: 填报, from: 2020-01-01, to: 2020-06-30}"), "2020-07-01",
         ["KPI710"]),
        (("stages:", "  - {stage: 填报, from: 2020-06-02}"), "2020-06-01", ["KPI710"]),
        (("stages:", "  - {stage: 填报, from: 2020-06-02}"), "2021-06-01", []),
        (("deadlines:", "  file_within: 30"), "2020-06-11", []),
        (("deadlines:", "  file_within: 30"), "2020-06-12", ["KPI711"]),
    ],
)  # fmt: skip
def test_the_filing_window(
    filing: Repository, lines: tuple[str, ...], day: str, expected: list[str]
) -> None:
    settle(filing, *lines)
    filing.commit(day="2020-05-20")
    filing.record(PLACE, RECORD)
    filing.git("add", "--all")
    filing.git("commit", "--quiet", "--message", "填报", day=day)
    assert codes(filing, "HEAD~1", "HEAD") == expected


@pytest.mark.parametrize(
    ("lines", "filed", "expected"),
    [
        (("deadlines:", "  file_within: 30"), "2020-06-11", []),
        (("deadlines:", "  file_within: 30"), "2020-06-12", ["KPI711"]),
        (("stages:", "  - {stage: 填报, from: 2020-01-01, to: 2020-06-30}"), "2020-06-30", []),
        (("stages:", "  - {stage: 填报, from: 2020-01-01, to: 2020-06-30}"), "2020-07-01",
         ["KPI710"]),
    ],
)  # fmt: skip
def test_a_long_review_makes_no_record_late(
    filing: Repository, lines: tuple[str, ...], filed: str, expected: list[str]
) -> None:
    settle(filing, *lines)
    filing.commit(day="2020-05-20")
    filing.git("checkout", "--quiet", "-b", "clerk")
    filing.record(PLACE, RECORD)
    filing.commit(day=filed)
    filing.replace(PATH, "count: 1", "count: 2")
    filing.commit(day="2020-08-20")
    main = filing.git("rev-parse", "HEAD~2").strip()
    assert codes(filing, main, "HEAD") == expected
    assert codes(filing, main) == expected, "the working tree builds on those commits"
    filing.git("checkout", "--quiet", "--detach", main)
    filing.git("merge", "--quiet", "--no-ff", "--no-edit", "clerk", day="2020-09-01")
    assert codes(filing, main, "HEAD") == expected, "a forge's trial merge"


def test_a_record_is_filed_when_it_first_came(filing: Repository) -> None:
    settle(filing, "deadlines:", "  file_within: 30")
    filing.commit(day="2020-05-20")
    filing.record(PLACE, RECORD)
    filing.commit(day="2020-06-01")
    (filing.root / PATH).unlink()
    filing.commit(day="2020-06-02")
    filing.record(PLACE, RECORD)
    filing.record("tianshu/jingfa/y", RECORD.replace("宣传", "科普"))
    filing.commit(day="2020-07-01")
    report = review(filing.root, "HEAD~3", "HEAD", year=None, strict=True)
    assert [(found.code, found.path) for found in report.violations] == [
        ("KPI711", "data/deductions/2020/tianshu/jingfa/y.yaml")
    ]


def test_the_day_of_filing_is_found_below_another_repository(
    filing: Repository, tmp_path: Path
) -> None:
    settle(filing, "deadlines:", "  file_within: 30")
    outer = Repository(tmp_path / "outer")
    shutil.copytree(filing.root / "data", outer.root / "镇" / "data")
    outer.commit(day="2020-05-20")
    inner = dataclasses.replace(outer, root=outer.root / "镇")
    inner.record(PLACE, RECORD)
    outer.commit(day="2020-06-01")
    outer.write("别的.txt", "一")
    outer.commit(day="2020-08-01")
    assert codes(inner, "HEAD~2", "HEAD") == []


def test_a_working_tree_has_the_day_of_the_commit_to_come_or_the_given_one(
    filing: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(filing, "deadlines:", "  file_within: 30")
    filing.commit(day="2021-01-31")
    filing.record(PLACE, RECORD)
    assert codes(filing) == ["KPI711"]  # a commit made now is of this century's later years
    expected: list[str]
    for seconds, expected in (("1591891199", []), ("1591891200", ["KPI711"])):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)  # around 2020-06-12 00:00 in China
        assert codes(filing) == expected


@pytest.mark.parametrize("stage", ["核实", "公示", "审定"])
def test_records_are_filed_while_they_are_filed(repository: Repository, stage: str) -> None:
    repository.replace(ASSESSMENT, "stage: 公示", f"stage: {stage}")
    repository.commit()
    repository.record(PLACE, RECORD)
    repository.replace(ASSESSMENT, f"stage: {stage}", "stage: 填报")
    assert codes(repository) == ["KPI710"], "a change can't open its own window"


def test_a_first_rubric_has_no_window(repository: Repository) -> None:
    repository.write("README.md", "空的")
    repository.git("init", "--quiet")
    repository.git("add", "README.md")
    repository.git("commit", "--quiet", "--message", "空的")
    repository.record(PLACE, RECORD)
    assert codes(repository) == []


def test_the_rules_are_those_of_base_and_not_of_the_parting(filing: Repository) -> None:
    filing.record(PLACE, RECORD)
    filing.commit()
    filing.git("checkout", "--quiet", "-b", "clerk")
    filing.replace(PATH, "count: 1", "count: 2")
    filing.write(PATH, (filing.root / PATH).read_text("utf-8") + CORRECTION)
    filing.git("commit", "--quiet", "--all", "--message", "更正")
    filing.git("checkout", "--quiet", "-b", "office", "HEAD~1")
    assert codes(filing, "office", "clerk") == []
    settle(filing, SEALED)
    filing.git("commit", "--quiet", "--all", "--message", "封存")
    assert codes(filing, "office", "clerk") == ["KPI707"]


def test_rules_hold_for_what_could_be_read(filing: Repository) -> None:
    filing.record(PLACE, RECORD)
    filing.record("tianshu/jingfa/broken", "date: 2020-05-12\n")
    filing.commit()
    (filing.root / PATH).unlink()
    filing.record("tianshu/jingfa/broken", RECORD.replace("05-12", "05-13"))
    assert codes(filing) == ["KPI701"]


def test_errors_of_head_do_not_hide_violations(filing: Repository) -> None:
    filing.record(PLACE, RECORD)
    filing.commit()
    (filing.root / PATH).unlink()
    filing.record("tianshu/jingfa/y", "date: 2020-05-12\n")
    report = review(filing.root, "HEAD", None, year=None, strict=True)
    assert [found.code for found in report.violations] == ["KPI701"]
    assert report.findings
    assert not report.years


def test_a_violation_stands_at_its_record(filing: Repository) -> None:
    filing.record(PLACE, RECORD)
    filing.commit()
    filing.replace(PATH, "count: 1", "count: 2")
    (found,) = review(filing.root, "HEAD", None, year=None, strict=True).violations
    assert (found.path, found.line) == (PATH, 3)
    assert "count" in found.message


def test_without_strict_nothing_is_forbidden(filing: Repository) -> None:
    filing.record(PLACE, RECORD)
    filing.commit()
    (filing.root / PATH).unlink()
    assert review(filing.root, "HEAD", None, year=None, strict=False).sound


def test_sides_that_merged_each_other_hide_nothing(filing: Repository) -> None:
    """Two starts in common: from either one alone, a lost record would not be seen."""
    filing.git("init", "--quiet", "--initial-branch=main")
    filing.commit()
    filing.git("switch", "--quiet", "--create", "feat")
    filing.record("tianshu/jingfa/y", RECORD.replace("05-12", "05-13"))
    filing.commit()
    filing.git("switch", "--quiet", "main")
    filing.record(PLACE, RECORD)
    filing.commit()
    added = filing.git("rev-parse", "HEAD").strip()
    filing.git("merge", "--quiet", "--no-edit", "feat")
    filing.git("switch", "--quiet", "feat")
    filing.git("merge", "--quiet", "--no-commit", "--no-ff", added)
    filing.git("rm", "--quiet", "--force", PATH)
    filing.commit()
    assert len(filing.git("merge-base", "--all", "main", "feat").split()) == 2
    assert codes(filing, "main", "feat") == ["KPI701"]
