"""What every print carries: properties, stamp, digest, the code for phones, header and footer."""

from __future__ import annotations

from typing import NamedTuple

from kpigen.render import code_image
from kpigen.stamp import Stamp
from kpigen.view import digest
from kpigen.view.values import Report


class Identity(NamedTuple):
    """Which document it is: its name below the downloads, heading, one-line summary, digest."""

    name: str
    heading: str
    summary: str
    digest: str


def frame(report: Report, identity: Identity, result: str) -> dict[str, object]:
    """Give what stands in the properties and on every page; `result` is what the code tells.

    Without a result there is no code: an empty form proves nothing.
    """
    stamp = Stamp(report.year, identity.name, report.revision, report.modified, identity.digest)
    said = _code_words(report, identity, result) if result else ""
    return {
        "town": report.town,
        "heading": identity.heading,
        "description": "；".join(filter(None, (identity.summary, report.demo))),
        "demo": report.demo,
        "revision": "　".join(filter(None, (report.revision_label, report.made))),
        "digest": digest.shown(identity.digest),
        "stamp": str(stamp),
        "code": code_image.svg(said) if said else "",
        "code_words": said,
    }


def _code_words(report: Report, identity: Identity, result: str) -> str:
    """Say on a few lines what a phone shows of the print."""
    lines = (
        identity.heading,
        report.demo,
        result,
        report.revision_label,
        f"提交 {report.revision}" if report.revision else "",
        f"摘要 {identity.digest}",
    )
    return "\n".join(filter(None, lines))
