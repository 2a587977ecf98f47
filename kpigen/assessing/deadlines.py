"""Reckons when a stage ends and by when an appeal must be decided, from the year's own dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kpigen.assessing import workdays
from kpigen.model import Assessment, Deduction, Rubric, Stage

ORDER = {stage: place for place, stage in enumerate(Stage)}


class Lateness(NamedTuple):
    """How long a deadline has gone by: calendar days and working days, 0 on the weekend after it.

    `working_days` is None where the calendar lacks the holidays of a year in between.
    """

    days: int
    working_days: int | None

    @property
    def words(self) -> str:
        """Say it in working days, on a weekend or without a calendar in days: 逾期 3 个工作日."""
        counted = f"{self.working_days} 个工作日" if self.working_days else f"{self.days} 天"
        return f"逾期 {counted}"


def last_day(assessment: Assessment, stage: Stage) -> date | None:
    """Give a stage's last day: as written, else the day before the next one that has dates."""
    dates = assessment.dates_of(stage)
    if dates is None:
        return None
    if dates.ends is not None:
        return dates.ends
    later = [other.starts for other in assessment.stages if other.starts > dates.starts]
    return min(later) - timedelta(days=1) if later else None


def has_open_appeal(record: Deduction) -> bool:
    """Tell whether an appeal waits for its decision; a withdrawn record leaves none to make."""
    appeal = record.appeal
    return (
        appeal is not None
        and appeal.decided is None
        and appeal.decision is None
        and record.withdrawn is None
    )


def decide_by(record: Deduction, rubric: Rubric) -> date | None:
    """Give the last day to decide a record's open appeal; None where nothing is due."""
    within = rubric.assessment.deadlines.decide_within
    if record.appeal is None or within is None or not has_open_appeal(record):
        return None
    return workdays.nth_after(record.appeal.filed, within, rubric.calendar)


def lateness(due: date, day: date, rubric: Rubric) -> Lateness | None:
    """Tell how long a deadline has gone by on a day; None while it has not."""
    if day <= due:
        return None
    known = {holiday.year for holiday in rubric.calendar.holidays}
    working = None
    if known.issuperset(range(due.year, day.year + 1)):
        working = workdays.count(due + timedelta(days=1), day, rubric.calendar)
    return Lateness((day - due).days, working)
