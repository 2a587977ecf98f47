"""The pages that are one a year: all records, the readings, how it is computed, the downloads."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import File, Selection
from kpigen.render.site.year import Year
from kpigen.view.values import Report, RowView


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the four pages."""
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
    yield year.page(
        "scoring",
        "scoring",
        title="计分办法",
        section="scoring",
        context={"example": _example(report), "pools": _pools(report.blank.rows)},
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
