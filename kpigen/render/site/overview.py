"""The year's first page: where everybody stands, and where the points went."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import File, Selection
from kpigen.render.site.year import Year

_TOP_LOSSES = 10


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the overview."""
    del selection
    report, view = year.report, year.report.overview
    facts = [
        *(
            (f"参加考核的{group.name}", f"{len(group.communities)} 个", "#standing", "")
            for group in report.groups
        ),
        ("考核部门", f"{len(report.departments)} 个", "departments/index.html", ""),
        ("考核项", f"{len(report.blank.rows)} 项", "categories/index.html", ""),
        ("记录", f"{len(report.records)} 条", "deductions.html", view.records_note),
        ("细则读法", f"{len(report.readings)} 条", "readings.html", view.readings_note),
    ]
    yield year.page(
        "index",
        "overview",
        title=f"{report.year}年度成绩总览",
        section="overview",
        context={
            "facts": facts,
            "losses": report.losses[:_TOP_LOSSES],
            "gaps": dict(view.gaps),
        },
    )
