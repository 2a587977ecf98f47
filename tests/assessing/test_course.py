"""The year's course is what scoring says at the end of every month, and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.assessing.course import Course, course, month_end
from kpigen.assessing.overview import Month
from kpigen.assessing.scoring import ItemScore, Table, rows, score
from kpigen.inspection import inspect
from kpigen.model import Approval, Dataset, Decision, Deduction, Withdrawal
from tests.conftest import PROJECT, YEAR, Repository

RECORD = "date: {day}\nrule: 1.1-1\nreason: 起火。\nbasis: 演示〔2020〕{number}号\n"
DECIDED = (
    "appeal:\n  filed: 2020-12-20\n  grounds: 已整改\n  decided: 2021-01-11\n"
    "  decision: {decision}\n  decided_by: 党政办\n  document: 演示申复〔2021〕1号\n"
)
WITHDRAWN = "withdrawn:\n  date: {day}\n  reason: 填错了\n  decided_by: 经发办\n"
FULL, ONE_FIRE = "200.00", "198.75"  # row 1.1 has 2.5 points, a fire takes half of them


def totals(followed: Course, community: str = "tianshu") -> list[str]:
    (own,) = [own for own in followed.communities if own.community.id == community]
    return [str(point.total) for point in own.points]


def counted(followed: Course) -> list[int]:
    return [point.records for point in followed.sums()]


@pytest.mark.parametrize(
    ("day", "more", "expected"),
    [
        ("2020-05-12", "", [*[FULL] * 4, *[ONE_FIRE] * 8]),
        ("2020-01-31", "", [ONE_FIRE] * 12),
        ("2020-02-01", "", [FULL, *[ONE_FIRE] * 11]),
        ("2020-12-31", "", [*[FULL] * 11, ONE_FIRE]),
        # What happened to it within the year shows in its month,
        (
            "2020-05-12",
            WITHDRAWN.format(day="2020-07-31"),
            [*[FULL] * 4, *[ONE_FIRE] * 2, *[FULL] * 6],
        ),
        # and what happened after it in one point more.
        ("2020-05-12", WITHDRAWN.format(day="2021-01-04"), [*[FULL] * 4, *[ONE_FIRE] * 8, FULL]),
        ("2020-12-12", DECIDED.format(decision="withdrawn"), [*[FULL] * 11, ONE_FIRE, FULL]),
        ("2020-12-12", DECIDED.format(decision="upheld"), [*[FULL] * 11, ONE_FIRE, ONE_FIRE]),
    ],
)
def test_a_record_by_month(
    repository: Repository, day: str, more: str, expected: list[str]
) -> None:
    repository.record("tianshu/guijian/a", RECORD.format(day=day, number=1) + more)
    repository.record("tianxuan/guijian/b", RECORD.format(day="2020-12-31", number=2))
    followed = course(repository.dataset())
    assert totals(followed) == expected
    assert followed.has_now == (len(expected) == 13)


def test_sums_of_groups_and_town(repository: Repository) -> None:
    for number, where in enumerate(("tianshu", "tianxuan", "guyu"), 1):
        day = f"2020-0{number}-15"
        repository.record(f"{where}/guijian/a", RECORD.format(day=day, number=number))
    bonus = RECORD.format(day="2020-04-01", number=9).replace("1.1-1", "16.1-1\npoints: 2")
    repository.record("guyu/dangzheng/b", bonus)
    followed = course(repository.dataset())
    assert followed.months == (Month(2020, 1), Month(2020, 2), Month(2020, 3))
    assert followed.has_now  # the bonus, in a month that is not over
    lost = {
        group: [str(point.lost.normalize()) for point in followed.sums(group)]
        for group in ("社区", "村", None)
    }
    assert lost == {
        "社区": ["1.25", "2.5", "2.5", "2.5"],
        "村": ["0", "0", "1.25", "1.25"],
        None: ["1.25", "2.5", "3.75", "3.75"],
    }
    assert [point.communities for point in followed.sums("村")] == [5] * 4
    assert counted(followed) == [1, 2, 3, 4]
    assert [str(point.total_exact.normalize()) for point in followed.sums("村")][-1] == "1000.75"


@pytest.mark.parametrize(
    ("today", "as_of", "months", "now", "records"),
    [
        ("2020-06-15", None, 5, None, [0, 1, 1, 1, 1, 2]),
        ("2020-06-09", None, 5, None, [0, 1, 1, 1, 1]),  # nothing since the end of May
        ("2020-06-30", None, 6, None, [0, 1, 1, 1, 1, 2]),
        ("2021-01-31", "2020-06-15", 5, "2020-06-15", [0, 1, 1, 1, 1, 2]),
        ("2021-01-31", "2020-03-31", 3, "2020-03-31", [0, 1, 1]),
        ("2021-01-31", "2020-02-09", 1, "2020-02-09", [0]),
        ("2019-12-31", None, 0, None, []),
    ],
)
def test_the_course_ends_today(
    repository: Repository,
    today: str,
    as_of: str | None,
    months: int,
    now: str | None,
    records: list[int],
) -> None:
    newest = date.fromisoformat(today)
    days = [day for day in ("2020-02-10", "2020-06-10") if as_of or day <= today]
    for number, day in enumerate(days, 1):
        repository.record(f"tianshu/guijian/r{number}", RECORD.format(day=day, number=number))
    dataset = repository.dataset()._replace(newest_commit=newest)
    followed = course(dataset, date.fromisoformat(as_of) if as_of else None)
    assert len(followed.months) == months
    assert followed.now == (date.fromisoformat(now) if now else None)
    assert counted(followed) == records


def test_a_period_may_begin_and_end_within_a_month(repository: Repository) -> None:
    repository.replace(
        "data/rubric/2020/assessment.yaml",
        "from: 2020-01-01\n  to: 2020-12-31",
        "from: 2019-11-20\n  to: 2020-12-20",
    )
    assessment = repository.dataset().rubric.assessment
    assert month_end(Month(2019, 11), assessment) == date(2019, 11, 30)
    assert month_end(Month(2020, 2), assessment) == date(2020, 2, 29)
    assert month_end(Month(2020, 12), assessment) == date(2020, 12, 20)


@cache
def demonstration() -> Dataset:
    dataset = inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    return dataset


def assert_is_what_scoring_says(dataset: Dataset, as_of: date | None = None) -> None:
    followed = course(dataset, as_of)
    ends = [month_end(month, dataset.rubric.assessment) for month in followed.months]
    days = [*ends, *([as_of] if followed.has_now else [])]
    assert all(len(own.points) == len(days) for own in followed.communities)
    for place, day in enumerate(days):
        for own, result in zip(followed.communities, score(dataset, day).communities, strict=True):
            point = own.points[place]
            assert (point.total_exact, point.total) == (result.total_exact, result.total)
            assert point.lost == followed.full - result.subtotal
            assert point.records == sum(len(item.records) for item in result.items)


def test_the_demonstration_at_every_months_end() -> None:
    assert_is_what_scoring_says(demonstration())
    assert_is_what_scoring_says(demonstration(), date(2020, 9, 17))


def test_the_last_point_is_the_published_score() -> None:
    published = score(demonstration()).communities
    followed = course(demonstration()).communities
    assert [own.points[-1].total for own in followed] == [result.total for result in published]


DAYS = st.dates(date(2020, 1, 1), date(2020, 12, 31))


PLACES = st.lists(st.integers(0, 259), max_size=25, unique=True)
LATER = st.none() | st.integers(0, 420).map(timedelta)


@st.composite
def altered(draw: st.DrawFn) -> Dataset:
    """The demonstration's records on other days, with other things happening to them."""
    dataset = demonstration()
    records = tuple(_altered(draw, dataset.deductions[place]) for place in draw(PLACES))
    return dataset._replace(deductions=records, newest_commit=date(2022, 12, 31))


def _altered(draw: st.DrawFn, record: Deduction) -> Deduction:
    day = draw(DAYS)
    approved, decided, withdrawn = draw(LATER), draw(LATER), draw(LATER)
    appeal = record.appeal
    if appeal is not None and decided is not None:
        decision = draw(st.sampled_from(Decision))
        appeal = replace(appeal, filed=day, decided=day + decided, decision=decision)
    return replace(
        record,
        date=day,
        approval=None
        if approved is None
        else Approval("演示〔2020〕1号", "镇党委", day + approved),
        appeal=appeal,
        withdrawn=None if withdrawn is None else Withdrawal(day + withdrawn, "填错了", "党政办"),
    )


@given(dataset=altered())
def test_any_year_at_every_months_end(dataset: Dataset) -> None:
    assert_is_what_scoring_says(dataset)


def test_rows_are_scored_again_only_when_something_happened_to_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[int] = []

    def counting(records: Iterable[Deduction], table: Table) -> tuple[ItemScore, ...]:
        calls.append(len(table.items))
        return rows(records, table)

    monkeypatch.setattr("kpigen.assessing.course.rows", counting)
    dataset = demonstration()
    course(dataset)
    happenings = sum(
        1
        + bool(record.approval)
        + bool(record.appeal and record.appeal.decided)
        + bool(record.withdrawn)
        for record in dataset.deductions
    )
    units = {item.pool or item.id for item in dataset.rubric.items}
    assert 0 < len(calls) <= happenings + len(units)
    assert max(calls) == 7  # the rows of the pool, never the whole table
