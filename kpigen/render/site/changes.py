"""The merged changes: the newest ones, a page for each month, and the files to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import File, Selection, atom, ics
from kpigen.render.site.year import Year


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the list, every month's page, the feed and the calendar.

    A change stands on its month's page from the first day on, so that its address never changes.
    """
    report = year.report
    months = report.chronicle.months
    yield year.page("changes/index", "changes", title="变动", section="changes")
    for place, month in enumerate(months):
        yield year.page(
            f"changes/{month.name}",
            "changes-month",
            title=f"{month.label}的变动",
            section="changes",
            up=("index.html", "变动"),
            context={
                "month": month,
                "later": months[place - 1] if place else None,
                "earlier": months[place + 1] if place + 1 < len(months) else None,
            },
        )
    for render in (atom.render, ics.render):
        for name, content in render(report, selection):
            yield File(f"docs/{report.year}/{name}", content)
