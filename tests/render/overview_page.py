"""The overview's values with hostile text wherever a name or a record's words can stand."""

from __future__ import annotations

from dataclasses import replace

from kpigen.view.overview_values import NewsItem, NewsView, OverviewView
from kpigen.view.values import Report


def hostile_overview(report: Report, text: str) -> OverviewView:
    """Put a text into every name of the overview, and make up some news of the first record."""
    view = report.overview
    record = report.records[0]
    assert view.course is not None
    item = NewsItem(
        date=record.date,
        day=text,
        what=text,
        detail=text,
        record=record.id,
        anchor=record.anchor,
        community=record.community,
        community_name=text,
        item=record.item,
        reason=text,
    )
    chart = replace(
        view.course.lost,
        title=text,
        text=text,
        lines=tuple(replace(line, name=text) for line in view.course.lost.lines),
    )
    return replace(
        view,
        steps=tuple(replace(step, name=text, period=text) for step in view.steps),
        groups=tuple(text for _ in view.groups),
        categories=tuple(replace(loss, name=text) for loss in view.categories),
        untouched=(("1", text),),
        adjustments=tuple(replace(other, name=text) for other in view.adjustments),
        heat=replace(
            view.heat,
            columns=tuple(replace(column, name=text) for column in view.heat.columns),
            rows=tuple(replace(row, name=text) for row in view.heat.rows),
        ),
        course=replace(
            view.course,
            lost=chart,
            records=replace(view.course.records, title=text, text=text),
            figures=replace(view.course.figures, headings=(text,) * 5),
        ),
        news=NewsView(text, (item,)),
    )
