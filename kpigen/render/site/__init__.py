"""The site: one year's pages for MkDocs, kind by kind, and the frame that all years share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kpigen.render import File, Renderer, Selection
from kpigen.render.site import (
    categories,
    changes,
    communities,
    compare,
    data,
    departments,
    entry,
    items,
    lists,
    method,
    overview,
)
from kpigen.render.site.frame import frame
from kpigen.render.site.templates import Templates
from kpigen.render.site.year import Year
from kpigen.view.values import Report

# What a build asks of this package.
__all__ = ["frame", "renderer"]

# The kinds of pages: each gives its pages of one year.
PAGES: tuple[Callable[[Year, Selection], Iterator[File]], ...] = (
    overview.pages,
    communities.pages,
    compare.pages,
    departments.pages,
    categories.pages,
    items.pages,
    lists.pages,
    method.pages,
    changes.pages,
    data.pages,
    entry.pages,
)


def renderer(folder: Path) -> Renderer:
    """Give the renderer of one year's pages, with the templates of a town."""
    templates = Templates(folder)

    def render(report: Report, selection: Selection) -> Iterator[File]:
        year = Year(templates, report)
        for pages in PAGES:
            yield from pages(year, selection)

    return render
