"""From a sound inspection to the report that every output shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpigen import history, scoring
from kpigen.inspection import Inspection
from kpigen.view.report import report
from kpigen.view.values import Report


def report_of(root: Path, inspection: Inspection, as_of: date | None = None) -> Report:
    """Score a sound inspection, by what had happened by `as_of`, and lay the result out."""
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    scores = scoring.score(inspection.dataset, as_of)
    return report(inspection.dataset, scores, history.compared(root, inspection.revision))
