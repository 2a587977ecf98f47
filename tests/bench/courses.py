"""The year's course of 300 communities, against scoring them at the end of every month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kpigen.assessing.course import course, month_end
from kpigen.assessing.scoring import score
from kpigen.inspection import inspect
from tests.bench.timing import Row, compare
from tests.bench.towns import town

_COMMUNITIES, _RECORDS = 300, 15_000


def year(folder: Path) -> Iterator[Row]:
    """A town in which every community has records in every month."""
    dataset = inspect(town(folder / "town", _COMMUNITIES, _RECORDS)).dataset
    assert dataset is not None
    spread = tuple(
        replace(
            record, date=date(2020, (number + number // _COMMUNITIES) % 12 + 1, record.date.day)
        )
        for number, record in enumerate(dataset.deductions)
    )
    dataset = dataset._replace(deductions=spread)
    ends = [month_end(month, dataset.rubric.assessment) for month in course(dataset).months]
    yield from compare(
        f"一年的变化，{_COMMUNITIES} 个社区",
        lambda: course(dataset),
        [("逐月计分", lambda: [score(dataset, day) for day in ends], 0.35)],
    )
