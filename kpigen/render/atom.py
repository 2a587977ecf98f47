"""The year's changes as an Atom feed (RFC 4287): links are relative, the site may live anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kpigen.render import File, Selection
from kpigen.view.chronicle_values import MergedView
from kpigen.view.values import Report

NAME = "changes.xml"
# What XML 1.0 has no way to write, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Give `changes.xml` with the newest changes, where there is a history to tell of."""
    del selection
    if report.chronicle.has_history:
        yield File(NAME, text(report).encode("utf-8"))


def text(report: Report) -> str:
    """Write the feed."""
    chronicle = report.chronicle
    title = f"{report.town}{report.year}年度社区考核的变动"
    demo = f"<subtitle>{_text(report.demo)}</subtitle>\n" if report.demo else ""
    entries = "".join(_entry(entry) for entry in chronicle.recent)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<id>{_text(chronicle.urn)}</id>\n"
        f"<title>{_text(title)}</title>\n{demo}"
        f"<updated>{_text(chronicle.updated)}</updated>\n"
        f"<author><name>{_text(report.town)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{NAME}"/>\n'
        '<link rel="alternate" type="text/html" href="changes/index.html"/>\n'
        f"{entries}</feed>\n"
    )


def _entry(entry: MergedView) -> str:
    return (
        "<entry>\n"
        f"<id>{_text(entry.urn)}</id>\n"
        f"<title>{_text(entry.title)}</title>\n"
        f"<updated>{_text(entry.moment)}</updated>\n"
        f'<link rel="alternate" type="text/html" href={_attribute(entry.page)}/>\n'
        f'<summary type="text">{_text(entry.summary)}</summary>\n'
        "</entry>\n"
    )


def _text(value: str) -> str:
    return escape(_ILLEGAL.sub("", value))


def _attribute(value: str) -> str:
    return quoteattr(_ILLEGAL.sub("", value))
