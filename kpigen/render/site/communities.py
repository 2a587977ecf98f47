"""A community's page: its standing, the table as printed, and every deduction."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from kpigen.render import File, Selection
from kpigen.render.site.year import Year
from kpigen.view.values import RecordView, RowView


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the page of every wanted community."""
    cells = _cells(year)
    groups = _row_groups(year.report.blank.rows)

    def details(record: RecordView) -> Markup:
        """Write what a record's card says below its reason."""
        shown = {"record": record, "anchors": year.anchors, "addresses": year.addresses}
        return year.templates.fragment("record", shown)

    for community in selection.of(year.report):
        yield year.page(
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
                "details": details,
            },
        )


def _cells(year: Year) -> list[Markup]:
    """Write the printed cells of every row once, for all communities."""
    items = {item.id: item for category in year.report.categories for item in category.items}
    with year.templates.located():
        template = year.templates.html.get_template("row.html")
        return [
            Markup(  # noqa: S704  # our own template, which escapes
                template.render(row=row, item=items[row.item], category=year.categories[row.item])
            )
            for row in year.report.blank.rows
        ]


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
