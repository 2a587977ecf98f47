"""Writes one year's pages for MkDocs: Markdown that search reads, tables that bypass Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from markupsafe import Markup

from kpigen.render import File, Renderer, Selection
from kpigen.render.site_frame import WORDS, WORDS_VARIABLE, frame
from kpigen.render.site_pages import Pages
from kpigen.render.site_text import in_script
from kpigen.view.values import (
    CategoryView,
    CommunityView,
    DepartmentView,
    RecordView,
    Report,
    RowView,
)

_TOP_LOSSES = 10

# What a build asks of this module.
__all__ = ["WORDS", "WORDS_VARIABLE", "frame", "renderer"]

Context = Mapping[str, object]


def renderer(templates: Path) -> Renderer:
    """Give the renderer of one year's pages, with the templates of a town."""
    pages = Pages(templates)

    def render(report: Report, selection: Selection) -> Iterator[File]:
        return Year(pages, report).files(selection)

    return render


class Year:
    """The pages of one report, with the addresses that they share."""

    def __init__(self, pages: Pages, report: Report) -> None:
        self.pages = pages
        self.report = report
        self.categories = {
            item.id: category.id for category in report.categories for item in category.items
        }
        self.anchors = {row.item: row.anchor for row in report.blank.rows}
        self.shared: Context = {
            "report": report,
            "categories": self.categories,
            "anchors": self.anchors,
        }

    def files(self, selection: Selection) -> Iterator[File]:
        """Give every page of the year."""
        yield from self._overview()
        yield from self._communities(selection)
        yield from self._departments()
        yield from self._categories()
        yield from self._lists()
        yield from self._entry()

    def _page(
        self,
        name: str,
        template: str,
        *,
        title: str,
        section: str,
        up: tuple[str, str] | None = None,
        context: Context | None = None,
    ) -> File:
        settings = {"title": title, "year": str(self.report.year), "section": section}
        if up is not None:
            settings.update(zip(("up", "up_title"), up, strict=True))
        return self.pages.page(
            f"{self.report.year}/{name}", template, settings, {**self.shared, **(context or {})}
        )

    def _overview(self) -> Iterator[File]:
        report = self.report
        facts = [
            *(
                (f"参加考核的{group.name}", f"{len(group.communities)} 个", "#standing")
                for group in report.groups
            ),
            ("考核部门", f"{len(report.departments)} 个", "departments/index.html"),
            ("考核项", f"{len(report.blank.rows)} 项", "categories/index.html"),
            ("扣分记录", f"{len(report.records)} 条", "deductions.html"),
            ("细则读法", f"{len(report.readings)} 条", "readings.html"),
        ]
        yield self._page(
            "index",
            "overview",
            title=f"{report.year}年度成绩总览",
            section="overview",
            context={"facts": facts, "losses": report.losses[:_TOP_LOSSES]},
        )

    def _communities(self, selection: Selection) -> Iterator[File]:
        cells = self._cells()
        groups = _row_groups(self.report.blank.rows)
        for community in selection.of(self.report):
            yield self._community(community, cells, groups)

    def _community(
        self, community: CommunityView, cells: list[Markup], groups: list[range]
    ) -> File:
        return self._page(
            f"communities/{community.id}",
            "community",
            title=community.name,
            section="overview",
            up=("../index.html", "成绩总览"),
            context={
                "community": community,
                "rows": community.form.rows,
                "cells": cells,
                "groups": groups,
                "details": self._details,
            },
        )

    def _cells(self) -> list[Markup]:
        """Write the printed cells of every row once, for all communities."""
        template = self.pages.html.get_template("row.html")
        items = {item.id: item for category in self.report.categories for item in category.items}
        return [
            Markup(  # noqa: S704  # our own template, which escapes
                template.render(row=row, item=items[row.item], category=self.categories[row.item])
            )
            for row in self.report.blank.rows
        ]

    def _details(self, record: RecordView) -> Markup:
        """Write what a record's card says below its reason."""
        return self.pages.fragment("record", {"record": record, "anchors": self.anchors})

    def _departments(self) -> Iterator[File]:
        yield self._page(
            "departments/index", "departments", title="考核部门", section="departments"
        )
        for department in self.report.departments:
            yield self._department(department)

    def _department(self, department: DepartmentView) -> File:
        return self._page(
            f"departments/{department.id}",
            "department",
            title=department.name,
            section="departments",
            up=("index.html", "考核部门"),
            context={"department": department},
        )

    def _categories(self) -> Iterator[File]:
        yield self._page("categories/index", "categories", title="目标类别", section="categories")
        for category in self.report.categories:
            yield self._category(category)

    def _category(self, category: CategoryView) -> File:
        return self._page(
            f"categories/{category.id}",
            "category",
            title=category.name,
            section="categories",
            up=("index.html", "目标类别"),
            context={
                "category": category,
                "records": sorted(
                    (record for item in category.items for record in item.records),
                    key=lambda record: (record.date, record.id),
                ),
                "readings": {reading.id: reading.anchor for reading in self.report.readings},
            },
        )

    def _lists(self) -> Iterator[File]:
        report = self.report
        yield self._page("deductions", "deductions", title="扣分记录", section="deductions")
        yield self._page(
            "readings",
            "readings",
            title="细则读法",
            section="readings",
            context={
                "decided": [reading for reading in report.readings if reading.is_decided],
                "undecided": [reading for reading in report.readings if not reading.is_decided],
                "links": self._links(),
            },
        )
        yield self._page(
            "scoring",
            "scoring",
            title="计分办法",
            section="scoring",
            context={"example": _example(report), "pools": _pools(report.blank.rows)},
        )
        yield self._page("downloads", "downloads", title="下载", section="downloads")

    def _entry(self) -> Iterator[File]:
        entry = self.report.entry
        if entry is not None:
            yield self._page(
                "entry",
                "entry",
                title="填报扣分",
                section="entry",
                context={"entry": entry, "data": in_script(asdict(entry))},
            )

    def _links(self) -> dict[str, str]:
        """Give the address of every row and rule that a reading can be about."""
        return {
            about: f"categories/{category.id}.html#{item.anchor}"
            for category in self.report.categories
            for item in category.items
            for about in (item.id, *(rule.id for rule in item.rules))
        }


def _row_groups(rows: tuple[RowView, ...]) -> list[range]:
    """Part the rows where no merged cell crosses: a merged cell can't leave its group in HTML."""
    groups = []
    start = end = 0
    for index, row in enumerate(rows):
        if index == end and index > start:
            groups.append(range(start, index))
            start = index
        spans = row.spans
        reach = max(spans.number, spans.category, spans.department, spans.points, 1)
        end = max(end, index + reach)
    return [*groups, range(start, len(rows))] if rows else []


def _pools(rows: tuple[RowView, ...]) -> list[tuple[str, str, str]]:
    """Name the rows that share points: the first of them, all of them, the points."""
    return [
        (row.item, f"{row.item} 至 {rows[index + row.spans.points - 1].item}", row.points or "")
        for index, row in enumerate(rows)
        if row.spans.points > 1
    ]


def _example(report: Report) -> tuple[str, str, str, str] | None:
    """Find a row with a deduction to show the arithmetic on: name, row, sum, address."""
    for community in report.communities:
        for row in community.form.rows:
            if row.lost != "0" and not row.vetoed and row.pool_deducted is None:
                address = f"communities/{community.id}.html#{row.anchor}"
                return community.name, f"{row.item} {row.printed.content}", row.arithmetic, address
    return None
