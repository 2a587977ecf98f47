"""A year's stages, calendar and appeals with one thing wrong, and the code that says so."""

from __future__ import annotations

from datetime import date

import pytest

from kpigen.diagnostics import Severity
from tests.conftest import Repository

ASSESSMENT = "data/rubric/2020/assessment.yaml"
CALENDAR = "data/rubric/2020/calendar.yaml"
PLAIN = "date: 2020-05-12\nrule: 2.5-1\nreason: 未按要求落实。\nbasis: 演示〔2020〕1号\n"
VETO = PLAIN.replace("2.5-1", "8.1-v")
WITHDRAWN = "withdrawn:\n  date: 2020-06-20\n  reason: 填错了\n  decided_by: 经发办\n"
FIVE = ("填报", "核实", "公示", "审定", "归档")


def appeal(filed: str, *, decision: str = "") -> str:
    text = f"appeal:\n  filed: {filed}\n  grounds: 已整改\n"
    if decision:
        text += f"  decided: 2020-06-30\n  decision: {decision}\n"
        text += "  decided_by: 党政办\n  document: 演示〔2020〕9号\n"
    return text


def on(repository: Repository, day: str) -> Repository:
    return Repository(repository.root, date.fromisoformat(day))


def stages(repository: Repository, text: str) -> None:
    """Write `公示 2021-01-25 2021-02-05; 审定 2021-02-08` in place of the year's stages."""
    lines = ""
    for stage in text.split("; "):
        names = ("stage", "from", "to")
        pairs = zip(names, stage.split(), strict=False)
        lines += f"  - {{{', '.join(f'{name}: {value}' for name, value in pairs)}}}\n"
    before = (repository.root / ASSESSMENT).read_text(encoding="utf-8")
    head, _, rest = before.partition("stages:\n")
    repository.write(ASSESSMENT, f"{head}stages:\n{lines}{rest[rest.index('# 期限') :]}")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("公示 2021-01-25 2021-02-05", []),
        ("公示 2021-01-25", []),
        ("核实 2021-01-11 2021-01-24; 公示 2021-01-25", []),
        ("核实 2021-01-11 2021-01-25; 公示 2021-01-25", ["KPI501"]),
        ("公示 2021-01-25; 核实 2021-02-11 2021-02-12", ["KPI501"]),
        ("公示 2021-02-05 2021-01-25", ["KPI501"]),
        ("公示 2021-01-25 2021-01-29; 公示 2021-02-01 2021-02-05", ["KPI502"]),
        ("填报 2020-01-01 2021-01-08", ["KPI503"]),
        ("公示 2021-01-25 2021-01-28", ["KPI504"]),
        ("公示 2021-01-25; 审定 2021-01-29", ["KPI504"]),  # its end is the day before
        ("公示 2021-02-05 2021-02-09", ["KPI504"]),
        ("公示 2021-02-05 2021-02-10", []),  # over a worked Sunday
        ("公示 0001-01-01 9999-12-31", ["KPI508", "KPI508"]),
    ],
)
def test_dates_of_the_stages(dated_repository: Repository, text: str, codes: list[str]) -> None:
    stages(dated_repository, text)
    assert dated_repository.codes() == codes


def test_too_short_a_publicity_is_told_how_long_to_be(dated_repository: Repository) -> None:
    dated_repository.replace(ASSESSMENT, "to: 2021-02-05", "to: 2021-01-28")
    (finding,) = dated_repository.findings()
    assert "只有 4 个工作日，至少要 5 个" in finding.message
    assert "2021-01-29" in finding.hint


@pytest.mark.parametrize(
    ("stage", "day", "said"),
    [
        ("填报", "2021-01-08", ""),
        ("填报", "2021-01-09", "“填报”已在 2021-01-08 结束"),
        ("公示", "2021-01-24", "它从 2021-01-25 才开始"),
        ("公示", "2021-01-25", ""),
        ("公示", "2021-02-05", ""),
        ("公示", "2021-02-06", "“公示”已在 2021-02-05 结束"),
        ("归档", "2021-02-28", "它从 2021-03-01 才开始"),
        ("归档", "2029-01-01", ""),
    ],
)
def test_the_stage_is_held_against_the_newest_commit(
    dated_repository: Repository, stage: str, day: str, said: str
) -> None:
    dated_repository.replace(ASSESSMENT, "\nstage: 公示", f"\nstage: {stage}")
    found = [(f.code, f.severity, said in f.message) for f in on(dated_repository, day).findings()]
    assert found == ([("KPI505", Severity.WARNING, True)] if said else [])


def test_an_overdue_stage_names_the_next(dated_repository: Repository) -> None:
    (finding,) = on(dated_repository, "2021-02-08").findings()
    assert "stage: 审定" in finding.hint


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("holidays: [2020-01-01, 2021-01-01]\nworkdays: [2020-01-19]\n", []),
        ("holidays: [2020-01-01, 2021-01-01, 2020-01-01]\nworkdays: []\n", ["KPI507"]),
        ("holidays: [2020-01-19, 2021-01-01]\nworkdays: [2020-01-19]\n", ["KPI507"]),
        (
            "holidays: [2020-01-01, 2021-01-01]\nworkdays: [2020-01-19, 2020-01-19]\n",
            ["KPI507"],
        ),
        ("holidays: [2020-01-01, 2021-01-01]\nworkdays: [2020-01-20]\n", ["KPI507"]),
        ("holidays: [2020-01-01]\nworkdays: []\n", ["KPI508"]),
        ("holidays: [2020-01-32]\nworkdays: []\n", ["KPI206"]),
    ],
)
def test_the_calendar(dated_repository: Repository, text: str, codes: list[str]) -> None:
    dated_repository.write(CALENDAR, text)
    found = dated_repository.findings()
    assert [finding.code for finding in found] == codes
    assert {finding.path for finding in found} <= {CALENDAR}


def test_a_year_without_a_calendar_is_warned_once_its_holidays_are_known(
    dated_repository: Repository,
) -> None:
    (dated_repository.root / CALENDAR).unlink()
    (finding,) = dated_repository.findings()
    assert (finding.code, finding.severity) == ("KPI508", Severity.WARNING)
    assert (finding.path, CALENDAR in finding.hint) == (ASSESSMENT, True)
    dated_repository.replace(ASSESSMENT, "\nstage: 公示", "\nstage: 填报")
    assert on(dated_repository, "2020-11-30").codes() == []
    assert on(dated_repository, "2020-12-01").codes() == ["KPI508"]


@pytest.mark.parametrize(
    ("day", "codes"), [("2020-12-31", []), ("2021-01-01", ["KPI506"]), ("2019-12-31", ["KPI506"])]
)
def test_what_is_sealed_lies_in_the_period(
    repository: Repository, day: str, codes: list[str]
) -> None:
    repository.replace(ASSESSMENT, "demo: true", f"demo: true\nsealed_through: {day}")
    assert repository.codes() == codes


@pytest.mark.parametrize(
    ("text", "day", "code", "said"),
    [
        (appeal("2020-06-01"), "2020-06-15", "", ""),
        (appeal("2020-06-05"), "2020-06-20", "KPI510", "逾期 1 天"),  # a Saturday
        (
            appeal("2020-06-01"),
            "2020-06-16",
            "KPI510",
            "2020-06-15 决定，到最近一次提交 2020-06-16",
        ),
        (appeal("2020-06-01"), "2020-06-16", "KPI510", "逾期 1 个工作日"),
        (appeal("2020-06-12"), "2020-06-29", "", ""),  # 端午 is free, but for its worked Sunday
        (appeal("2020-06-12"), "2020-06-30", "KPI510", "逾期 1 个工作日"),
        (appeal("2020-06-01") + WITHDRAWN, "2020-07-30", "", ""),
        (appeal("2020-06-01", decision="upheld"), "2020-07-30", "", ""),  # late, but done
        (appeal("2020-06-01", decision="upheld") + WITHDRAWN, "2020-07-30", "", ""),
        (appeal("2020-06-01", decision="withdrawn") + WITHDRAWN, "2020-07-30", "KPI513", "又写了"),
        (appeal("2020-06-20") + WITHDRAWN, "2020-07-30", "", ""),
        (appeal("2020-06-21") + WITHDRAWN, "2020-07-30", "KPI513", "2020-06-20 已经撤销"),
        (appeal("2020-05-11"), "2020-05-20", "KPI416", "早于"),
        (appeal("2020-07-01", decision="upheld"), "2020-07-30", "KPI416", "决定日期"),
        (appeal("2020-06-01").replace("已整改", '"  "'), "2020-06-02", "KPI209", "只有空格"),
        (appeal("2020-06-01").replace("已整改", ""), "2020-06-02", "KPI209", "grounds"),
        (appeal("2099-06-01"), "2020-06-02", "KPI404", "晚于"),
    ],
)
def test_appeals(dated_repository: Repository, text: str, day: str, code: str, said: str) -> None:
    dated_repository.replace(ASSESSMENT, "\nstage: 公示", "\nstage: 填报")
    dated_repository.record("tianshu/jingfa/a", PLAIN + text)
    found = [(f.code, said in f.message) for f in on(dated_repository, day).findings()]
    assert found == ([(code, True)] if code else []), on(dated_repository, day).findings()


def test_where_the_calendar_ends_lateness_is_told_in_days(dated_repository: Repository) -> None:
    dated_repository.record("tianshu/jingfa/a", PLAIN + appeal("2020-06-01"))
    overdue, stage = on(dated_repository, "2026-06-15").findings()
    assert (overdue.code, stage.code) == ("KPI510", "KPI505")
    assert "已逾期 2191 天" in overdue.message


def test_a_late_appeal_is_refused(dated_repository: Repository) -> None:
    for day, codes in (("2021-02-05", []), ("2021-02-06", ["KPI509"])):
        dated_repository.record("tianshu/jingfa/a", PLAIN + appeal(day))
        assert dated_repository.codes() == codes


def test_a_deadline_at_the_end_of_time_is_no_fault(dated_repository: Repository) -> None:
    dated_repository.record("tianshu/jingfa/a", PLAIN + appeal("9999-12-31"))
    assert set(dated_repository.codes()) == {"KPI509", "KPI508"}


@pytest.mark.parametrize("days", ["0", "367", "2.5", "十"])
def test_a_deadline_is_a_number_of_days_within_a_year(
    dated_repository: Repository, days: str
) -> None:
    dated_repository.replace(ASSESSMENT, "decide_within: 10", f"decide_within: {days}")
    (finding,) = dated_repository.findings()
    assert finding.code in {"KPI204", "KPI205", "KPI211"}


@pytest.mark.parametrize("stage", FIVE)
def test_what_is_left_undecided_in_each_stage(dated_repository: Repository, stage: str) -> None:
    dated_repository.replace(ASSESSMENT, "\nstage: 公示", f"\nstage: {stage}")
    dated_repository.record("tianshu/jingfa/open", PLAIN + appeal("2020-06-01"))
    dated_repository.record("bailu/jingfa/decided", PLAIN + appeal("2020-06-01", decision="upheld"))
    dated_repository.record("guyu/jingfa/gone", PLAIN + appeal("2020-06-01") + WITHDRAWN)
    dated_repository.record("tianshu/pingan/veto", VETO)
    found = [
        (f.code, f.severity, f.path.rpartition("/")[2])
        for f in dated_repository.findings()
        if f.code != "KPI414"
    ]
    expected = {"审定": ("KPI511", Severity.WARNING), "归档": ("KPI512", Severity.ERROR)}
    assert found == [
        (*expected[stage], name) for name in ("open.yaml", "veto.yaml") if stage in expected
    ]


def test_a_year_without_dates_has_nothing_to_be_late_for(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", PLAIN + appeal("2020-06-01"))
    (repository.root / CALENDAR).unlink()
    assert on(repository, "2029-01-01").codes() == []


@pytest.mark.parametrize(
    ("sealed", "text", "codes"),
    [
        ("2020-05-11", PLAIN + appeal("2020-06-01"), []),
        ("2020-05-12", PLAIN + appeal("2020-06-01"), ["KPI514"]),
        ("2020-05-12", PLAIN + appeal("2020-06-01", decision="upheld"), []),
        ("2020-05-12", VETO, ["KPI414", "KPI514"]),
        ("2020-05-12", PLAIN, []),
    ],
)
def test_nothing_undecided_is_sealed(
    repository: Repository, sealed: str, text: str, codes: list[str]
) -> None:
    repository.replace(ASSESSMENT, "demo: true", f"demo: true\nsealed_through: {sealed}")
    folder = "pingan" if text is VETO else "jingfa"
    repository.record(f"tianshu/{folder}/a", text)
    assert sorted(repository.codes()) == codes


@pytest.mark.parametrize(("day", "codes"), [("2020-06-29", ["KPI506"]), ("2020-06-30", [])])
def test_only_what_is_over_is_sealed(repository: Repository, day: str, codes: list[str]) -> None:
    repository.replace(ASSESSMENT, "demo: true", "demo: true\nsealed_through: 2020-06-30")
    assert on(repository, day).codes() == codes
