"""The assessing departments: a list, and a page each with what the department filed."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render import File, Selection
from kpigen.render.site.year import Year


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the list and every department's page."""
    del selection
    filings = {filed.department: filed for filed in year.report.filings}
    yield year.page(
        "departments/index",
        "departments",
        title="考核部门",
        section="departments",
        context={"filings": filings},
    )
    for department in year.report.departments:
        yield year.page(
            f"departments/{department.id}",
            "department",
            title=department.name,
            section="departments",
            up=("index.html", "考核部门"),
            context={"department": department, "filed": filings[department.id]},
        )
