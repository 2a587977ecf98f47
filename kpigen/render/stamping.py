"""Gives each document the stamp that it carries in its properties."""

from __future__ import annotations

from kpigen.render import BLANK_NAME, ENTRY_NAME
from kpigen.stamp import Stamp
from kpigen.view.values import Report


def stamp(report: Report, document: str) -> str:
    """Write the stamp of a document, named as among the year's downloads, without a suffix.

    A community's has the digest of the community, the blank form and the entry forms that of the
    table, any other that of the year.
    """
    of = {community.id: community.digest for community in report.communities}
    digest = of.get(document, report.digest)
    if document == BLANK_NAME or document.startswith(f"{ENTRY_NAME}-"):
        digest = report.blank_digest
    return str(Stamp(report.year, document, report.revision, report.modified, digest))
