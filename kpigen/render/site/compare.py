"""The page that sets two communities side by side, and the style sheet that picks the two."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import File, Selection
from kpigen.render.site.year import Year

# Every community is a column; two are shown. Where `:has` is unknown, all are, in a scrollable box.
_RULES = """\
@supports selector(:has(*)) {{
  .kp-compare__table :is(td, thead th + th) {{ display: none; }}
  .kp-compare__scroll {{ overflow: visible; }}
{columns}}}
"""
_COLUMN = (
    "  .kp-compare__choose:has(option:nth-child({place}):checked) ~ .kp-compare__scroll .c{index}"
    " {{ display: table-cell; }}\n"
)


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the page and its style sheet."""
    del selection
    comparison = year.report.comparison
    yield year.page(
        "compare", "compare", title="比较", section="compare", context={"comparison": comparison}
    )
    columns = "".join(
        _COLUMN.format(place=index + 1, index=index) for index in range(len(comparison.columns))
    )
    yield File(f"docs/{year.report.year}/compare.css", _RULES.format(columns=columns).encode())
