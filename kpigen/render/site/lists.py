"""The pages that are one a year: all records, the readings, the downloads."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import File, Selection
from kpigen.render.site.year import Year
from kpigen.view.values import Report


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the three pages."""
    del selection
    report = year.report
    yield year.page("deductions", "deductions", title="扣分记录", section="deductions")
    yield year.page(
        "readings",
        "readings",
        title="细则读法",
        section="readings",
        context={
            "decided": [reading for reading in report.readings if reading.is_decided],
            "undecided": [reading for reading in report.readings if not reading.is_decided],
            "links": _links(report),
        },
    )
    yield year.page("downloads", "downloads", title="下载", section="downloads")


def _links(report: Report) -> dict[str, str]:
    """Give the address of every row and rule that a reading can be about."""
    links = {}
    for category in report.categories:
        for item in category.items:
            links[item.id] = item.address
            links.update((rule.id, f"{item.address}#{rule.anchor}") for rule in item.rules)
    return links
