"""What a year has against a new record: archived, sealed, not the time of filing, too late.

Said to whoever files it, before it is written, and held against it before it is merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpigen.codes import book_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.model import Assessment, Deduction, Stage


def against(record: Deduction, assessment: Assessment, day: date | None) -> Iterator[Diagnostic]:
    """Say all that stands against a new record on a day; None: no day is held against it."""
    if assessment.stage is Stage.ARCHIVED:
        yield archived(assessment.year, Place(record.path))
        return
    through = assessment.sealed_through
    if through is not None and "date" not in record.faulty and record.date <= through:
        yield sealed(through, record.date, record)
        return
    yield from not_filing(assessment, day, Place(record.path))
    yield from too_late(record, assessment, day)


def archived(year: int, place: Place, done: str = "新增") -> Diagnostic:
    """Say that a year is over, and what can't be done to its records any more."""
    return codes.ARCHIVED.at(
        place, f"{year} 年度已归档，记录不能{done}", "恢复原样；属于别的年度的，放到那一年的目录下"
    )


def sealed(through: date, day: date, record: Deduction, done: str = "新增") -> Diagnostic:
    """Say that a day is sealed, and what can't be done to its records any more."""
    return codes.SEALED.at(
        record.at("date"),
        f"{through} 及以前已经封存，{day} 的记录不能{done}",
        "恢复原样；确需更改的，由党政办在下一时期另作处理",
    )


def not_filing(assessment: Assessment, day: date | None, place: Place) -> Iterator[Diagnostic]:
    """Say that records are not filed now: by the stage, or by the dates of filing."""
    if assessment.stage is not Stage.FILING:
        yield codes.NOT_FILING.at(
            place,
            f"{assessment.year} 年度现在是“{assessment.stage}”阶段，不能新增记录",
            "确需补填的，先由党政办另提合并请求改回填报阶段",
        )
        return
    dates = assessment.dates_of(Stage.FILING)
    if day and dates and not dates.starts <= day <= (dates.ends or date.max):
        ends = f"至 {dates.ends}" if dates.ends else "起"
        yield codes.NOT_FILING.at(
            place,
            f"填报的时间是 {dates.starts} {ends}，提交的日期是 {day}",
            "确需补填的，先由党政办另提合并请求延长填报的时间",
        )


def too_late(record: Deduction, assessment: Assessment, day: date | None) -> Iterator[Diagnostic]:
    """Say that more days have passed since it happened than the year allows."""
    within = assessment.deadlines.file_within
    if within is None or day is None or "date" in record.faulty:
        return
    passed = (day - record.date).days
    if passed > within:
        yield codes.TOO_LATE.at(
            record.at("date"),
            f"{record.date} 的事，到 {day} 已过 {passed} 天，填报的期限是 {within} 天",
            "核对日期；确需补填的，请党政办决定",
        )
