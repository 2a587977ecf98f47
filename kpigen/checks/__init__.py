"""What must hold across records and inside the rubric: plain functions in a tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpigen.checks import forge, printed, records, repeats, rubric, stages
from kpigen.diagnostics import Diagnostic
from kpigen.model import Dataset

Check = Callable[[Dataset], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    rubric.headings_and_year,
    rubric.total_bounds,
    rubric.nothing_empty,
    rubric.unique_ids,
    rubric.unique_names,
    rubric.references,
    rubric.points_source,
    rubric.points_sum,
    rubric.category_order,
    rubric.printed_order,
    rubric.kinds_and_figures,
    rubric.veto_marks,
    rubric.scales_agree,
    rubric.tiny_deductions,
    forge.owners,
    printed.cells_agree,
    printed.words_and_figures,
    printed.texts_are_printed,
    printed.nothing_unencoded,
    printed.allotments_sum,
    records.rules,
    records.dates,
    records.figures,
    records.vetoes,
    records.appeals,
    repeats.allotments,
    repeats.duplicates,
    repeats.events,
    stages.order,
    stages.current,
    stages.publicity,
    stages.sealed,
    stages.calendar_days,
    stages.calendar_years,
    stages.appeals,
    stages.settled,
)


def run(dataset: Dataset) -> Iterator[Diagnostic]:
    """Run every check over the dataset."""
    for check in CHECKS:
        yield from check(dataset)
