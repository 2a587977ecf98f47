"""The form on which a department fills in a deduction; only the internal site has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from kpigen.render import File, Selection
from kpigen.render.site.text import in_script
from kpigen.render.site.year import Year


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the form, where those who file see the report."""
    del selection
    entry = year.report.entry
    if entry is not None:
        yield year.page(
            "entry",
            "entry",
            title="填报扣分",
            section="entry",
            context={"entry": entry, "data": in_script(asdict(entry))},
        )
