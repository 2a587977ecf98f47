"""From a sound inspection to the report that every output shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpigen import scoring
from kpigen.history import compared
from kpigen.inspection import Inspection
from kpigen.provenance import UNREAD, History
from kpigen.view.report import report
from kpigen.view.values import Report


def report_of(
    root: Path, inspection: Inspection, as_of: date | None = None, history: History = UNREAD
) -> Report:
    """Score a sound inspection, by what had happened by `as_of`, and lay the result out.

    Only who shows the records' provenance reads it (`provenance.read`) and hands it in.
    """
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    scores = scoring.score(inspection.dataset, as_of)
    return report(inspection.dataset, scores, compared(root, inspection.revision), history)
