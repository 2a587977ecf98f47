"""What must hold across records and inside the rubric: plain functions in a tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpigen.checks import forge, glyphs, printed, privacy, records, repeats, rubric, stages
from kpigen.diagnostics import Diagnostic, Severity
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
    privacy.published_texts,
    privacy.file_names,
    glyphs.printable,
)

# What a score hangs on, parted by what each check must see: the table; records one by one; all of
# a community's records. The chronicle asks them of hundreds of versions, each of what it touched.
SCORABLE_RUBRIC: tuple[Check, ...] = (
    rubric.total_bounds,
    rubric.unique_ids,
    rubric.references,
    rubric.points_source,
    rubric.kinds_and_figures,
    rubric.scales_agree,
)
SCORABLE_RECORDS: tuple[Check, ...] = (
    records.rules,
    records.figures,
    records.vetoes,
    records.appeals,
)
SCORABLE_COMMUNITY: tuple[Check, ...] = (repeats.allotments,)


def hold(checks: tuple[Check, ...], dataset: Dataset) -> bool:
    """Tell whether some checks find no error."""
    return not any(
        finding.severity is Severity.ERROR for check in checks for finding in check(dataset)
    )


def run(dataset: Dataset) -> Iterator[Diagnostic]:
    """Run every check over the dataset."""
    for check in CHECKS:
        yield from check(dataset)
