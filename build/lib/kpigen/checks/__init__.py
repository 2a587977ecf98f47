"""What must hold across records and inside the rubric: plain functions in a tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpigen.checks import records, repeats, rubric
from kpigen.diagnostics import Diagnostic
from kpigen.model import Dataset

Check = Callable[[Dataset], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    rubric.headings_and_year,
    rubric.unique_ids,
    rubric.references,
    rubric.printed_agrees,
    rubric.points_sum,
    rubric.printed_order,
    rubric.kinds_and_figures,
    rubric.figures_are_printed,
    rubric.texts_are_printed,
    rubric.nothing_unencoded,
    rubric.allotments_sum,
    rubric.veto_marks,
    rubric.tiny_deductions,
    records.rules,
    records.dates,
    records.figures,
    records.vetoes,
    records.appeals,
    repeats.allotments,
    repeats.duplicates,
    repeats.events,
)


def run(dataset: Dataset) -> Iterator[Diagnostic]:
    """Run every check over the dataset."""
    for check in CHECKS:
        yield from check(dataset)
