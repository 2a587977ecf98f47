"""The categories of the table: a list, and a page each that leads to the pages of its rows."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import File, Selection
from kpigen.render.site.year import Year


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the list and every category's page."""
    del selection
    report = year.report
    losses = {category.category: category for category in report.rows}
    yield year.page(
        "categories/index",
        "categories",
        title="目标类别",
        section="categories",
        context={"losses": losses},
    )
    for category in report.categories:
        records = sorted(
            (record for item in category.items for record in item.records),
            key=lambda record: (record.date, record.id),
        )
        yield year.page(
            f"categories/{category.id}",
            "category",
            title=category.name,
            section="categories",
            up=("index.html", "目标类别"),
            context={"category": category, "records": records, "losses": losses[category.id]},
        )
