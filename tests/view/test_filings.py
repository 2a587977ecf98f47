"""What departments filed: the matrix sums up, and days are told only where they are known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpigen.inspection import inspect
from kpigen.reporting import report_of
from kpigen.versions.provenance import Filing, History, Known, Life
from kpigen.view.filing_values import DaysView, FilingsView
from kpigen.view.values import Report
from tests.conftest import PROJECT, Repository

COMMIT = "0123456789abcdef0123456789abcdef01234567"
ASSESSMENT = "data/rubric/2020/assessment.yaml"


@pytest.fixture(scope="module")
def demonstration() -> Report:
    return report_of(PROJECT, inspect(PROJECT))


def test_the_matrix_has_every_record_once(demonstration: Report) -> None:
    for filed, department in zip(demonstration.filings, demonstration.departments, strict=True):
        assert filed.department == department.id
        cells = [[int(count.text or 0) for count in row.months] for row in filed.rows]
        assert [sum(row) for row in cells] == [int(row.total) for row in filed.rows]
        by_month = [sum(column) for column in zip(*cells, strict=True)]
        assert by_month == [int(count.text or 0) for count in filed.by_month]
        assert sum(by_month) == int(filed.records) == len(department.records)
        assert len(filed.rows) + len(filed.silent) == len(demonstration.communities)
        for row in filed.rows:
            for count in row.months:
                assert (count.level == 0) == (count.text == "")
        about = {record.community for record in department.records}
        assert filed.communities == f"{len(about)} 个"


def test_the_points_lost_add_up_over_rows_and_communities(demonstration: Report) -> None:
    by_row = {
        row.item: Decimal(row.lost) for category in demonstration.rows for row in category.rows
    }
    for filed, department in zip(demonstration.filings, demonstration.departments, strict=True):
        lost = Decimal(filed.lost)
        assert lost == sum(Decimal(row.lost) for row in filed.rows)
        assert lost == sum(by_row[item.id] for item in department.items)


def record(day: str, more: str = "") -> str:
    return f"date: {day}\nrule: 2.5-1\nreason: 未按要求协助。\nbasis: 演示〔2020〕1号\n{more}"


def jingfa(repository: Repository, filed_on: dict[str, str | None]) -> FilingsView:
    """Report what 经发办 filed; each record's filing day by its name, None where unknown."""
    lives = tuple(
        Life(
            f"2020/tianshu/jingfa/{name}",
            None if day is None else Filing(date.fromisoformat(day), date(2021, 1, 1), COMMIT),
            (),
        )
        for name, day in filed_on.items()
    )
    report = report_of(
        repository.root, inspect(repository.root), history=History(Known.FULL, lives)
    )
    return next(filed for filed in report.filings if filed.department == "jingfa")


def real(repository: Repository) -> None:
    """Make the year a real one, with a deadline of 10 days to file."""
    repository.replace(ASSESSMENT, "demo: true", "demo: false\ndeadlines:\n  file_within: 10")


@pytest.mark.parametrize(
    ("filed_on", "expected"),
    [
        (
            {"a": "2020-05-03", "b": "2020-05-12"},
            DaysView(2, "6.5 天", "11 天", "2020/tianshu/jingfa/b", "1 条超过规定的 10 天", ""),
        ),
        (
            {"a": "2020-05-03", "b": None},
            DaysView(
                1,
                "2 天",
                "2 天",
                "2020/tianshu/jingfa/a",
                "都在规定的 10 天之内",
                "另有 1 条看不出何时填报。",
            ),
        ),
        (
            {"a": "2020-05-11", "b": "2020-05-11"},
            DaysView(
                2,
                "10 天",
                "10 天",
                "2020/tianshu/jingfa/b",
                "都在规定的 10 天之内",
                "这些记录都在2020年5月11日这一天填报。",
            ),
        ),
        # A date corrected to a later one lies after the filing.
        (
            {"a": "2020-04-30", "b": "2020-05-01"},
            DaysView(
                1,
                "0 天",
                "0 天",
                "2020/tianshu/jingfa/b",
                "都在规定的 10 天之内",
                "另有 1 条看不出何时填报。",
            ),
        ),
        (
            {"a": None, "b": None},
            DaysView(0, "", "", "", "", "历史里看不出这些记录何时填报。"),
        ),
    ],
)
def test_how_soon_records_were_filed(
    repository: Repository, filed_on: dict[str, str | None], expected: DaysView
) -> None:
    real(repository)
    for name in filed_on:
        repository.record(f"tianshu/jingfa/{name}", record("2020-05-01"))
    assert jingfa(repository, filed_on).days == expected


def test_a_demonstration_filed_at_once_tells_no_days(repository: Repository) -> None:
    for name in ("a", "b"):
        repository.record(f"tianshu/jingfa/{name}", record("2020-05-01"))
    days = jingfa(repository, {"a": "2026-05-01", "b": "2026-05-01"}).days
    assert (days.known, days.median) == (0, "")
    assert "演示数据是事后一次录入的" in days.note
    assert jingfa(repository, {"a": "2020-05-03", "b": "2020-05-04"}).days.known == 2


def test_withdrawn_and_reduced_records_are_counted(repository: Repository) -> None:
    withdrawn = "withdrawn:\n  date: 2020-06-01\n  reason: 记错了。\n  decided_by: 党政办\n"
    repository.record("tianshu/jingfa/a", record("2020-05-01", withdrawn))
    repository.record("tianshu/jingfa/b", record("2020-05-01"))
    repository.record("tianshu/jingfa/c", record("2020-07-01"))
    filed = jingfa(repository, {})
    assert filed.undone == "1 条，占 33.3%（撤销 1）"
    assert [count.text for count in filed.by_month] == ["", "", "", "", "2", "", "1", *[""] * 5]
    assert filed.rows[0].lost == filed.lost


def test_a_department_that_filed_nothing_has_nothing_to_tell(repository: Repository) -> None:
    filed = jingfa(repository, {})
    assert (filed.rows, filed.records, filed.lost, filed.undone) == ((), "0", "0", "没有")
    assert filed.days == DaysView(0, "", "", "", "", "")
    assert "无从比较" in filed.verdict
    assert len(filed.silent) == 12


def test_a_period_over_two_years_names_the_year_of_each_month(repository: Repository) -> None:
    repository.replace(ASSESSMENT, "from: 2020-01-01", "from: 2020-07-01")
    repository.replace(ASSESSMENT, "to: 2020-12-31", "to: 2021-06-30")
    labels = jingfa(repository, {}).months
    assert (len(labels), labels[0], labels[-1]) == (12, "2020年7月", "2021年6月")


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ({"12.2-5": (4, 4)}, "1 条细则有两条以上的记录，各次扣得都一样。"),
        ({"12.2-5": (4, 9)}, "1 条细则有两条以上的记录，各次扣得不一样。"),
        (
            {"12.2-5": (4, 4), "12.2-1": (5, 5)},
            "2 条细则各有两条以上的记录，每条各次扣得都一样。",
        ),
        (
            {"12.2-5": (4, 9), "12.2-1": (5, 5)},
            "2 条细则各有两条以上的记录，其中 1 条扣得不一样。",
        ),
    ],
)
def test_how_evenly_a_department_deducted_is_said_for_one_rule_and_for_more(
    repository: Repository, rules: dict[str, tuple[int, ...]], verdict: str
) -> None:
    for rule, figures in rules.items():
        for community, figure in zip(("tianshu", "tianxuan"), figures, strict=True):
            text = record("2020-05-01").replace("rule: 2.5-1", f"rule: {rule}\ndeduct: {figure}")
            repository.record(f"{community}/dangqun/{rule.replace('.', '-')}", text)
    (filed,) = (
        found
        for found in report_of(repository.root, inspect(repository.root)).filings
        if found.department == "dangqun"
    )
    assert filed.verdict == verdict
