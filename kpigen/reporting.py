"""From a sound inspection to the report that every output shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from kpigen import labels
from kpigen.assessing import scoring
from kpigen.audience import Audience
from kpigen.inspection import Inspection
from kpigen.reading.tree import Folder
from kpigen.versions.history import with_modified
from kpigen.versions.provenance import UNREAD, History
from kpigen.view.report import report
from kpigen.view.values import Report


def report_of(
    root: Path,
    inspection: Inspection,
    as_of: date | None = None,
    history: History = UNREAD,
    audience: Audience = Audience.PUBLIC,
) -> Report:
    """Score a sound inspection, by what had happened by `as_of`, and lay the result out.

    Only who shows the records' provenance reads it (`provenance.read`) and hands it in.
    """
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    scores = scoring.score(inspection.dataset, as_of)
    revision = with_modified(root, inspection.revision)
    if audience is Audience.PUBLIC:
        return report(inspection.dataset, scores, revision, history)
    # The only way on which an internal text comes into a report; no public one ever loads it.
    from kpigen.reading.internal import record_parts  # noqa: PLC0415
    from kpigen.view.entry import entry  # noqa: PLC0415  # the other commands need not load it
    from kpigen.view.internal import internal_facts  # noqa: PLC0415

    facts = internal_facts(record_parts(Folder(root), inspection.dataset.deductions))
    made = report(inspection.dataset, scores, revision, history, facts)
    return replace(made, entry=entry(inspection.dataset, scores, made), marking=labels.MARKING)
