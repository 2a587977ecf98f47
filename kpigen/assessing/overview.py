"""The year at a glance: what was filed, by whom and when, and what still waits for a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kpigen.assessing.deadlines import Lateness, decide_by, has_open_appeal, last_day, lateness
from kpigen.assessing.scoring import known_by
from kpigen.assessing.standing import Status, status_of
from kpigen.model import Assessment, Dataset, Deduction, Stage


class Month(NamedTuple):
    """A month of the assessed period."""

    year: int
    month: int


class StageNow(NamedTuple):
    """The year's stage; its days and the days to go are None where they are not known.

    `begins_in` counts the days until it begins, `days_left` those until it ends, today not
    counted; negative once it is over.
    """

    stage: Stage
    starts: date | None
    ends: date | None
    begins_in: int | None
    days_left: int | None


class Filed(NamedTuple):
    """What a department filed: records by month of the period, and those since withdrawn."""

    department: str
    name: str
    by_month: tuple[int, ...]
    withdrawn: int

    @property
    def total(self) -> int:
        """Count the records that are not withdrawn."""
        return sum(self.by_month)


class OpenAppeal(NamedTuple):
    """An appeal that waits for its decision; `due` is None where the year sets no deadline."""

    record: str
    filed: date
    due: date | None
    late: Lateness | None


class Overview(NamedTuple):
    """One year as it stood on a day; `as_of` is None where nothing says what day it is."""

    assessment: Assessment
    as_of: date | None
    stage: StageNow
    months: tuple[Month, ...]
    filed: tuple[Filed, ...]
    appeals: tuple[OpenAppeal, ...]
    pending_vetoes: tuple[str, ...]
    undecided_readings: tuple[str, ...]

    @property
    def silent(self) -> tuple[Filed, ...]:
        """Give the departments that filed nothing at all."""
        return tuple(filed for filed in self.filed if not filed.total + filed.withdrawn)


def overview(dataset: Dataset, as_of: date | None) -> Overview:
    """Sum one sound year up, by what had happened at the end of a day; None: by all there is."""
    rubric = dataset.rubric
    records = tuple(_known(dataset.deductions, as_of))
    rules = rubric.rules
    return Overview(
        assessment=rubric.assessment,
        as_of=as_of,
        stage=_stage(rubric.assessment, as_of),
        months=(known := months(rubric.assessment)),
        filed=_filed(dataset, records, known),
        appeals=_appeals(dataset, records, as_of),
        pending_vetoes=tuple(
            record.id
            for record in records
            if status_of(record, rules[record.rule][1]) is Status.PENDING
        ),
        undecided_readings=tuple(
            reading.id
            for reading in rubric.readings
            if reading.decided is None or (as_of is not None and reading.decided.date > as_of)
        ),
    )


def _known(records: tuple[Deduction, ...], as_of: date | None) -> Iterator[Deduction]:
    """Give the records in order of their days, as they stood at the end of a day."""
    for record in sorted(records, key=lambda record: (record.date, record.id)):
        seen = record if as_of is None else known_by(record, as_of)
        if seen is not None:
            yield seen


def _stage(assessment: Assessment, as_of: date | None) -> StageNow:
    dates = assessment.dates_of(assessment.stage)
    if dates is None:
        return StageNow(assessment.stage, None, None, None, None)
    ends = last_day(assessment, assessment.stage)
    return StageNow(
        stage=assessment.stage,
        starts=dates.starts,
        ends=ends,
        begins_in=None if as_of is None else (dates.starts - as_of).days,
        days_left=None if as_of is None or ends is None else (ends - as_of).days,
    )


def months(assessment: Assessment) -> tuple[Month, ...]:
    """Give the months that the assessed period touches, in order."""
    first = assessment.starts.year * 12 + assessment.starts.month - 1
    last = assessment.ends.year * 12 + assessment.ends.month - 1
    return tuple(Month(number // 12, number % 12 + 1) for number in range(first, last + 1))


def _filed(
    dataset: Dataset, records: tuple[Deduction, ...], period: tuple[Month, ...]
) -> tuple[Filed, ...]:
    rules = dataset.rubric.rules
    standing: Counter[tuple[str, int, int]] = Counter()
    withdrawn: Counter[str] = Counter()
    for record in records:
        if status_of(record, rules[record.rule][1]) is Status.WITHDRAWN:
            withdrawn[record.department] += 1
        else:
            standing[record.department, record.date.year, record.date.month] += 1
    return tuple(
        Filed(
            department=department.id,
            name=department.name,
            by_month=tuple(standing[(department.id, *month)] for month in period),
            withdrawn=withdrawn[department.id],
        )
        for department in dataset.rubric.departments
    )


def _appeals(
    dataset: Dataset, records: tuple[Deduction, ...], as_of: date | None
) -> tuple[OpenAppeal, ...]:
    found = [_appeal(dataset, record, as_of) for record in records if has_open_appeal(record)]
    return tuple(sorted(found, key=lambda appeal: (appeal.due or date.max, appeal.record)))


def _appeal(dataset: Dataset, record: Deduction, as_of: date | None) -> OpenAppeal:
    assert record.appeal is not None  # noqa: S101  # it is open
    due = decide_by(record, dataset.rubric)
    late = lateness(due, as_of, dataset.rubric) if due and as_of else None
    return OpenAppeal(record.id, record.appeal.filed, due, late)
