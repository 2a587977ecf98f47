"""Counts working days: Monday to Friday, but for the calendar's holidays and make-up days."""

from __future__ import annotations

from datetime import date, timedelta

from kpigen.model import Calendar

_DAY = timedelta(days=1)
_WEEK = 7
_WORKING_WEEK = 5


def is_workday(day: date, calendar: Calendar) -> bool:
    """Tell whether a day is worked; a day that the calendar gives twice is a holiday."""
    if day in calendar.holidays:
        return False
    return not is_weekend(day) or day in calendar.workdays


def is_weekend(day: date) -> bool:
    """Tell a Saturday or Sunday."""
    return day.weekday() >= _WORKING_WEEK


def nth_after(day: date, number: int, calendar: Calendar) -> date:
    """Give the number-th working day after a day, which itself does not count.

    Where time itself ends (in the year 9999) before that, its last day.
    """
    while number and day < date.max:
        day += _DAY
        number -= is_workday(day, calendar)
    return day


def nth_from(day: date, number: int, calendar: Calendar) -> date:
    """Give the number-th working day from a day on, which itself may be the first."""
    return nth_after(day, number - is_workday(day, calendar), calendar)


def count(first: date, last: date, calendar: Calendar) -> int:
    """Count the working days from one day to another, both included; 0 if they are reversed."""
    if first > last:
        return 0
    weeks, rest = divmod((last - first).days + 1, _WEEK)
    working = weeks * _WORKING_WEEK + sum(
        (first.weekday() + extra) % _WEEK < _WORKING_WEEK for extra in range(rest)
    )
    holidays = set(calendar.holidays)
    for day in holidays:
        working -= first <= day <= last and not is_weekend(day)
    for day in set(calendar.workdays) - holidays:
        working += first <= day <= last and is_weekend(day)
    return working
