"""Workbooks for those who print, sign and archive: one per community, a blank form, a summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpigen.render import (
    BLANK_NAME,
    ENTRY_NAME,
    SUMMARY_NAME,
    File,
    Selection,
    xlsx_deductions,
    xlsx_entry,
    xlsx_form,
    xlsx_rules,
    xlsx_summary,
)
from kpigen.render.sweeping import swept
from kpigen.render.workbook import Sheet
from kpigen.render.workbook_file import Properties, pack
from kpigen.render.xlsx_formulas import last_row
from kpigen.stamp import Stamp
from kpigen.view.values import CommunityView, Report

_CATEGORY = "年度目标绩效考核"


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Give the wanted workbooks, one at a time."""
    return swept(_workbooks(report, selection))


def _workbooks(report: Report, selection: Selection) -> Iterator[File]:
    for community in selection.of(report):
        about = _About(community.id, community.name, community.digest)
        yield _file(report, about, _community(report, community))
    if selection.blank:
        blank = xlsx_form.sheet(report, report.blank, None)
        yield _file(report, _About(BLANK_NAME, "空表", report.blank_digest), [blank])
    if selection.summary:
        about = _About(SUMMARY_NAME, "汇总", report.digest)
        yield _file(report, about, xlsx_summary.sheets(report))
    for department in report.departments if selection.entry else ():
        if department.id == selection.entry:
            name = f"{ENTRY_NAME}-{department.id}"
            about = _About(name, f"{department.name}填报表", report.digest)
            yield _file(report, about, xlsx_entry.sheets(report, department))


class _About(NamedTuple):
    """Which workbook it is: its file's name, its subject in words, the digest of its content."""

    name: str
    subject: str
    digest: str


def _community(report: Report, community: CommunityView) -> list[Sheet]:
    return [
        xlsx_form.sheet(report, community.form, community, last_row(len(community.records))),
        xlsx_deductions.sheet(report, community),
        xlsx_rules.sheet(report, community),
    ]


def _file(report: Report, about: _About, sheets: list[Sheet]) -> File:
    stamp = Stamp(report.year, about.name, report.revision, report.modified, about.digest)
    known = (f"考核期 {report.period}", f"{report.stage}阶段", report.revision_label, report.demo)
    properties = Properties(
        title=f"{report.title}（{about.subject}）",
        subject=about.subject,
        creator=report.town,
        keywords=str(stamp),
        description="；".join(part for part in known if part),
        category=_CATEGORY,
        timestamp=report.timestamp,
    )
    return File(f"{about.name}.xlsx", pack(properties, sheets))
