"""What a change does, as data with a version for other programs: figures are exact texts."""

from __future__ import annotations

import json
from typing import Any

from kpigen.view.change_values import ChangeReport, StandingView, YearView

FORMAT = 1


def text(report: ChangeReport) -> str:
    """Write the report as one JSON document."""
    document = {
        "format": FORMAT,
        "base": report.base,
        "head": report.head,
        "sound": report.sound,
        "notes": list(report.notes),
        "violations": [found.as_data() for found in report.violations],
        "findings": [found.as_data() for found in report.findings],
        "warnings": [found.as_data() for found in report.warnings],
        "years": list(map(_year, report.years)),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _year(year: YearView) -> dict[str, object]:
    document: dict[str, object] = _plain(year)
    del document["standing"]
    document["communities"] = list(map(_community, year.standing))
    document["moved"] = [view.id for view in year.moved]
    return document


def _community(view: StandingView) -> dict[str, object]:
    return {
        "id": view.id,
        "name": view.name,
        "group": view.group,
        "total": _plain(view.total),
        "total_exact": _plain(view.total_exact),
        "difference": view.difference or "0",
        "rank": _plain(view.rank),
        "group_rank": _plain(view.group_rank),
        "vetoed": _plain(view.vetoed),
        "award_eligible": _plain(view.award_eligible),
        "touched": view.touched,
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  # the view's tuples, turned into JSON's kinds
    if hasattr(value, "_fields"):
        return {name: _plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value
