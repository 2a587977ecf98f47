"""The sections of a year, in the order of the navigation: what leads to every page."""

from __future__ import annotations

from typing import NamedTuple

from kpigen.view.values import Report


class Section(NamedTuple):
    """A section: the name by which its pages say that they belong to it, its title, its page.

    `source` is the page's source file below the year.
    """

    name: str
    title: str
    source: str

    @property
    def address(self) -> str:
        """Give the page's address below the year."""
        return self.source.removesuffix(".md") + ".html"


_ENTRY = Section("entry", "填报扣分", "entry.md")
_SECTIONS = (
    Section("overview", "成绩总览", "index.md"),
    Section("compare", "比较", "compare.md"),
    Section("deductions", "扣分记录", "deductions.md"),
    Section("changes", "变动", "changes/index.md"),
    _ENTRY,
    Section("departments", "考核部门", "departments/index.md"),
    Section("categories", "目标类别", "categories/index.md"),
    Section("readings", "细则读法", "readings.md"),
    Section("scoring", "计分办法", "scoring.md"),
    Section("downloads", "下载", "downloads.md"),
)


def sections(report: Report) -> tuple[Section, ...]:
    """Give a year's sections; the form only where it is published."""
    return tuple(section for section in _SECTIONS if section != _ENTRY or report.entry)
