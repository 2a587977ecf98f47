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
from kpigen.versions import main_line
from kpigen.versions.history import with_modified
from kpigen.versions.main_line import MainLine
from kpigen.versions.provenance import UNREAD, History, Known
from kpigen.view.report import report
from kpigen.view.values import Report


def report_of(
    root: Path,
    inspection: Inspection,
    as_of: date | None = None,
    history: History = UNREAD,
    audience: Audience = Audience.PUBLIC,
    line: MainLine = main_line.UNREAD,
    *,
    preview: bool = False,
    committed: bool = False,
) -> Report:
    """Score a sound inspection, by what had happened by `as_of`, and lay the result out.

    Only who shows the records' provenance reads it (`provenance.read`) and hands it in. So it is
    with the main line (`main_line.read`), from which the year's changes and its dates are told. A
    preview says that it is one, whether or not anything differs from the commit: the first change
    of a record then changes no more than the pages that show it. What was read from a commit is
    `committed`, whatever lies on disk.
    """
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    scores = scoring.score(inspection.dataset, as_of)
    revision = inspection.revision
    if preview:
        revision = revision._replace(modified=True, preview=True)
    elif not committed:
        revision = with_modified(root, revision)
    if audience is Audience.PUBLIC:
        made = report(inspection.dataset, scores, revision, history)
        return _with_course(made, inspection, line)
    # The only way on which an internal text comes into a report; no public one ever loads it.
    from kpigen.reading.internal import record_parts  # noqa: PLC0415
    from kpigen.view.entry import entry  # noqa: PLC0415  # the other commands need not load it
    from kpigen.view.internal import internal_facts  # noqa: PLC0415

    facts = internal_facts(record_parts(Folder(root), inspection.dataset.deductions))
    made = report(inspection.dataset, scores, revision, history, facts)
    made = _with_course(made, inspection, line)
    return replace(made, entry=entry(inspection.dataset, scores, made), marking=labels.MARKING)


def _with_course(made: Report, inspection: Inspection, line: MainLine) -> Report:
    """Add what a site tells of the way to these scores: every merged change, the stages' dates."""
    if line.known is Known.UNREAD:
        return made
    from kpigen.changes.chronicle import chronicle  # noqa: PLC0415  # only a site shows it
    from kpigen.versions.year_line import deltas  # noqa: PLC0415  # as above
    from kpigen.view.agenda import agenda  # noqa: PLC0415  # as above
    from kpigen.view.chronicle import chronicle_view  # noqa: PLC0415  # as above

    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    rubric = inspection.dataset.rubric
    found = chronicle(deltas(line, made.year), line.known, line.start)
    return replace(
        made,
        chronicle=chronicle_view(found, made, inspection.revision, rubric.assessment.forge),
        agenda=agenda(rubric, inspection.revision),
    )
