"""Workbooks for those who print, sign and archive: one per community, a blank form, a summary."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import (
    BLANK_NAME,
    ENTRY_NAME,
    SUMMARY_NAME,
    File,
    Selection,
    xlsx_entry,
    xlsx_form,
    xlsx_lists,
)
from kpigen.render.stamping import stamp
from kpigen.render.workbook import Sheet, pack
from kpigen.view.values import CommunityView, Report


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Give the wanted workbooks, one at a time."""
    for community in selection.of(report):
        title = f"{report.title}（{community.name}）"
        yield _file(report, community.id, title, _community(report, community))
    if selection.blank:
        blank = xlsx_form.sheet(report, report.blank, None)
        yield _file(report, BLANK_NAME, f"{report.title}（空表）", [blank])
    if selection.summary:
        yield _file(report, SUMMARY_NAME, f"{report.title}（汇总）", _summary(report))
    for department in report.departments if selection.entry else ():
        if department.id == selection.entry:
            title = f"{report.title}（{department.name}填报表）"
            sheets = xlsx_entry.sheets(report, department)
            yield _file(report, f"{ENTRY_NAME}-{department.id}", title, sheets)


def _community(report: Report, community: CommunityView) -> list[Sheet]:
    return [
        xlsx_form.sheet(report, community.form, community),
        xlsx_lists.records(report, community),
    ]


def _summary(report: Report) -> list[Sheet]:
    return [
        xlsx_lists.standing(report),
        xlsx_lists.matrix(report),
        xlsx_lists.records(report, None),
        xlsx_lists.readings(report),
    ]


def _file(report: Report, name: str, title: str, sheets: list[Sheet]) -> File:
    keywords = stamp(report, name)
    return File(f"{name}.xlsx", pack(title, report.town, report.timestamp, sheets, keywords))
