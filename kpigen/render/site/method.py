"""The page that says how everything is computed, and its sections for the search."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from kpigen.render import File, Selection
from kpigen.render.site.year import Year
from kpigen.view.values import Report, RowView


class Section(NamedTuple):
    """A section of the page: the id of its heading, the heading, all text below it."""

    anchor: str
    title: str
    text: str


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the page."""
    del selection
    yield _page(year)


def sections(year: Year) -> tuple[Section, ...]:
    """Give what the page says, as it says it: a town may have its own words there."""
    reader = _Sections()
    reader.feed(_page(year).content.decode("utf-8"))
    reader.close()
    return tuple(
        Section(anchor, _in_a_line(title), _in_a_line(text)) for anchor, title, text in reader.found
    )


class _Sections(HTMLParser):
    """Gathers the text below every heading that has an id."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str], list[str]]] = []
        self._into: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        anchor = dict(attrs).get("id")
        if tag == "h2":
            self.found.append((anchor or "", [], []))
            self._into = self.found[-1][1]

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2":
            self._into = self.found[-1][2]

    def handle_data(self, data: str) -> None:
        self._into.append(data)


def _in_a_line(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def _page(year: Year) -> File:
    report = year.report
    return year.page(
        "scoring",
        "scoring",
        title="计分办法",
        section="scoring",
        context={"example": _example(report), "pools": _pools(report.blank.rows)},
    )


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
