"""The rows of the table, a page each: printed words, encoding, readings, who lost points here."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.excerpt import on_one_line
from kpigen.render import File, Selection
from kpigen.render.site.year import Year

_TITLE_LENGTH = 24


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give every row's page, each with a way to the rows before and after it."""
    del selection
    rows = [(category, item) for category in year.report.categories for item in category.items]
    for place, (category, item) in enumerate(rows):
        words = on_one_line(item.printed.content, _TITLE_LENGTH)
        yield year.page(
            item.address.removesuffix(".html"),
            "item",
            title=f"{item.id} {words}",
            section="categories",
            up=(f"../categories/{category.id}.html", category.name),
            context={
                "item": item,
                "category": category,
                "before": rows[place - 1][1] if place else None,
                "after": rows[place + 1][1] if place + 1 < len(rows) else None,
            },
        )
