"""Tells whether the data have changed since the commit that vouches for a document."""

from __future__ import annotations

from pathlib import Path

from kpigen.render import BLANK_NAME, ENTRY_NAME, SUMMARY_NAME
from kpigen.verifying import remaking
from kpigen.verifying.remaking import Basis, Wanted
from kpigen.verifying.values import Kind, Since
from kpigen.versions.history import revision, with_modified
from kpigen.view import digest
from kpigen.view.values import CommunityView, Report


def since(root: Path, basis: Basis, wanted: Wanted) -> Since | None:
    """Hold a vouched document's content against the data as they are now.

    None where it still says what they do, or where the data on disk cannot be scored. Contents are
    compared, no document is made: what would stop a print now does not touch the one in hand.
    """
    state = with_modified(root, revision(root))
    if state.commit == basis.commit and not state.modified:
        return None
    now = remaking.present(root, basis.report.year, wanted._replace(with_history=False))
    if now is None:
        return None
    present = _digest(now.report, wanted)
    if present == _digest(basis.report, wanted):
        return None
    community = _community(now.report, wanted)
    if community is None:
        return Since(is_made=present is not None)
    standing = f"{community.group}{community.group_rank_label}"
    return Since(is_made=True, total=community.total, standing=standing)


def _digest(report: Report, wanted: Wanted) -> str | None:
    """Give the digest of a document's content; None where there is no such document."""
    community = _community(report, wanted)
    if community is not None:
        return community.digest
    document = wanted.document
    if wanted.kind is Kind.JSON and not wanted.selection.communities:
        return report.digest
    if document == BLANK_NAME:
        return report.blank_digest
    if wanted.kind is Kind.PDF:
        return _of_print(report, document)
    if document.startswith(f"{ENTRY_NAME}-"):
        known = {f"{ENTRY_NAME}-{department.id}" for department in report.departments}
        return report.blank_digest if document in known else None  # it asks, and tells no score
    return report.digest if document == SUMMARY_NAME else None


def _of_print(report: Report, document: str) -> str | None:
    # Workbooks need no typesetter.
    from kpigen.render import print_appeal, print_department, print_notice, print_town  # noqa: PLC0415

    if document == print_town.NAME:
        return report.digest
    if document == print_notice.NAME:
        return digest.of_notice(report)
    if document == print_appeal.NAME:
        return digest.of_appeal(report, None)
    for department in report.departments:
        if document == print_department.name(department.id):
            return digest.of_department(report, department)
    for record in report.records:
        if document == print_appeal.name(record.id):
            return digest.of_appeal(report, record)
    return None


def _community(report: Report, wanted: Wanted) -> CommunityView | None:
    """Find the community whose document it is, if it is one community's."""
    names = wanted.selection.communities or ()
    own = wanted.document if wanted.kind is not Kind.JSON else next(iter(names), "")
    return next((one for one in report.communities if one.id == own), None)
