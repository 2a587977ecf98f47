"""The sections of a year: their titles and their pages, in the order of the navigation."""

from __future__ import annotations

from kpigen.view.values import Report

_SECTIONS = (
    ("成绩总览", "index.md"),
    ("比较", "compare.md"),
    ("扣分记录", "deductions.md"),
    ("变动", "changes/index.md"),
    ("考核部门", "departments/index.md"),
    ("目标类别", "categories/index.md"),
    ("细则读法", "readings.md"),
    ("计分办法", "scoring.md"),
    ("下载", "downloads.md"),
)
_ENTRY = ("填报扣分", "entry.md")


def sections(report: Report) -> tuple[tuple[str, str], ...]:
    """Give title and source file, relative to the year; the form only where it is published."""
    return (*_SECTIONS, _ENTRY) if report.entry else _SECTIONS
