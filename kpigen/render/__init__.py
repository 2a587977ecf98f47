"""The outputs: modules of one signature in one dict; each sees the report and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from kpigen.view.values import CommunityView, Report


class File(NamedTuple):
    """One finished output: a relative name with forward slashes, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents are wanted: communities by id (None for all), blank form, summary.

    `entry` is the id of a department whose entry form is wanted; only workbooks have one. `prints`
    names further prints (`pdf.names`); only PDF has them.
    """

    communities: tuple[str, ...] | None = None
    blank: bool = True
    summary: bool = True
    entry: str | None = None
    prints: tuple[str, ...] = ()

    def of(self, report: Report) -> tuple[CommunityView, ...]:
        """Give the wanted communities in the report's order."""
        if self.communities is None:
            return report.communities
        wanted = set(self.communities)
        return tuple(community for community in report.communities if community.id in wanted)


Renderer = Callable[[Report, Selection], Iterator[File]]

BLANK_NAME = "blank"
SUMMARY_NAME = "summary"
ENTRY_NAME = "entry"

# The documents. (The site is `site.renderer`: a town may bring templates of its own.)
# Module names, so that a command loads only the libraries that its own output needs.
RENDERERS: dict[str, str] = {
    "xlsx": "kpigen.render.xlsx",
    "pdf": "kpigen.render.pdf",
    "csv": "kpigen.render.csv",
    "json": "kpigen.render.json",
}


def renderer(name: str) -> Renderer:
    """Load one output's `render`."""
    loaded: Renderer = import_module(RENDERERS[name]).render
    return loaded
