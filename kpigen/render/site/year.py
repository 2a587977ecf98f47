"""What the pages of one year share: the report, the addresses of its things, how a page is made."""

from __future__ import annotations

from collections.abc import Mapping

from kpigen.render import File
from kpigen.render.site.templates import Templates
from kpigen.view.values import Report

Context = Mapping[str, object]


class Year:
    """One report, its templates and what every template can look up.

    `categories` gives the category of a row, `anchors` the place of a row on a page, `addresses`
    the page of a row; `item_of` and its like give what views name by its id.
    """

    def __init__(self, templates: Templates, report: Report) -> None:
        self.templates = templates
        self.report = report
        self.categories = {
            item.id: category.id for category in report.categories for item in category.items
        }
        self.anchors = {row.item: row.anchor for row in report.blank.rows}
        items = {item.id: item for category in report.categories for item in category.items}
        self.addresses = {item.id: item.address for item in items.values()}
        self._shared: Context = {
            "report": report,
            "categories": self.categories,
            "anchors": self.anchors,
            "addresses": self.addresses,
            "item_of": items,
            "rule_of": {rule.id: rule for item in items.values() for rule in item.rules},
            "record_of": {record.id: record for record in report.records},
            "reading_of": {reading.id: reading for reading in report.readings},
            "row_of": {row.item: row for category in report.rows for row in category.rows},
        }

    def page(
        self,
        name: str,
        template: str,
        *,
        title: str,
        section: str,
        up: tuple[str, str] | None = None,
        context: Context | None = None,
    ) -> File:
        """Make one page below the year; `up` is the address and the title of the page above."""
        settings = {"title": title, "year": str(self.report.year), "section": section}
        if up is not None:
            settings.update(zip(("up", "up_title"), up, strict=True))
        return self.templates.page(
            f"{self.report.year}/{name}", template, settings, {**self._shared, **(context or {})}
        )
