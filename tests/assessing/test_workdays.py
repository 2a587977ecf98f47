"""Working days, with the real year 2020: its long Spring Festival and its make-up days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.assessing import workdays
from kpigen.model import Calendar
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import PROJECT, YEAR

NONE = Calendar((), ())
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    dataset = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert dataset is not None
    return dataset.rubric.calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2020-01-17", True),  # an ordinary Friday
        ("2020-01-18", False),  # an ordinary Saturday
        ("2020-01-19", True),  # a Sunday worked for the Spring Festival
        ("2020-01-24", False),  # its first day, a Friday
        ("2020-01-31", False),  # a Friday, free since the holiday was made longer
        ("2020-02-01", False),  # the Saturday that was to be worked, until then
        ("2020-02-03", True),  # the Monday on which work began
        ("2020-04-06", False),  # 清明, a Monday
        ("2020-05-09", True),  # a Saturday worked for 劳动节
        ("2020-06-28", True),  # a Sunday worked for 端午
        ("2020-10-08", False),  # the last day of 国庆、中秋, a Thursday
        ("2020-10-09", True),
        ("2020-10-10", True),  # a Saturday worked for it
        ("2020-10-11", False),
        ("2021-02-07", True),
        ("2021-02-17", False),
    ],
)
def test_real_days(calendar: Calendar, day: str, *, works: bool) -> None:
    assert workdays.is_workday(date.fromisoformat(day), calendar) is works


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        ("2020-01-17", 1, "2020-01-19"),  # Friday, then the worked Sunday
        ("2020-01-22", 1, "2020-01-23"),
        ("2020-01-23", 1, "2020-02-03"),  # over the Spring Festival
        ("2020-01-22", 5, "2020-02-06"),
        ("2020-09-25", 3, "2020-09-29"),  # over a worked Sunday
        ("2020-09-30", 2, "2020-10-10"),  # over 国庆 to a worked Saturday
        ("2021-01-26", 10, "2021-02-08"),  # over a worked Sunday
        ("2020-06-01", 0, "2020-06-01"),
    ],
)
def test_real_deadlines(calendar: Calendar, day: str, number: int, expected: str) -> None:
    assert workdays.nth_after(date.fromisoformat(day), number, calendar).isoformat() == expected


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2021-01-25", "2021-02-05", 10),
        ("2020-01-19", "2020-02-02", 5),  # the Sunday, then Monday to Thursday
        ("2020-02-01", "2020-02-29", 20),
        ("2020-10-01", "2020-10-08", 0),
        ("2020-05-09", "2020-05-09", 1),
        ("2020-05-09", "2020-05-08", 0),
        ("2020-01-01", "2020-12-31", 249),  # 262 weekdays, less 19 free, and 6 made up
    ],
)
def test_real_counts(calendar: Calendar, first: str, last: str, days: int) -> None:
    found = workdays.count(date.fromisoformat(first), date.fromisoformat(last), calendar)
    assert found == days


def test_time_ends_without_a_complaint() -> None:
    assert workdays.nth_after(date(9999, 12, 30), 366, NONE) == date.max
    assert workdays.count(date.min, date.max, NONE) > 2_600_000


DAYS = st.dates(date(2019, 11, 1), date(2020, 4, 1))
CALENDARS = st.builds(Calendar, st.frozensets(DAYS), st.frozensets(DAYS))


@given(DAYS, DAYS, CALENDARS)
def test_the_count_is_that_of_the_days_one_by_one(
    first: date, last: date, calendar: Calendar
) -> None:
    one_by_one = (first + DAY * step for step in range((last - first).days + 1))
    expected = sum(workdays.is_workday(day, calendar) for day in one_by_one)
    assert workdays.count(first, last, calendar) == expected


@given(DAYS, st.integers(1, 40), CALENDARS)
def test_the_nth_working_day_is_worked_and_has_that_many_behind_it(
    day: date, number: int, calendar: Calendar
) -> None:
    found = workdays.nth_after(day, number, calendar)
    assert workdays.is_workday(found, calendar)
    assert workdays.count(day + DAY, found, calendar) == number


@given(DAYS, st.integers(1, 40), CALENDARS)
def test_counting_from_a_day_includes_it(day: date, number: int, calendar: Calendar) -> None:
    assert workdays.count(day, workdays.nth_from(day, number, calendar), calendar) == number
