"""What a change does, as data with a version for other programs: figures are exact texts."""

from __future__ import annotations

import json
from typing import Any

from kpigen.diagnostics import Diagnostic
from kpigen.view.change_values import ChangeReport, Shift, StandingView, YearView

FORMAT = 1


def text(report: ChangeReport) -> str:
    """Write the report as one JSON document."""
    document = {
        "format": FORMAT,
        "base": report.base,
        "head": report.head,
        "sound": report.sound,
        "notes": list(report.notes),
        "violations": list(map(_finding, report.violations)),
        "findings": list(map(_finding, report.findings)),
        "warnings": list(map(_finding, report.warnings)),
        "years": list(map(_year, report.years)),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _finding(found: Diagnostic) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "message": found.message,
        "hint": found.hint,
    }


def _year(year: YearView) -> dict[str, object]:
    document: dict[str, object] = _plain(year)
    del document["standing"]
    document["communities"] = list(map(_community, year.standing))
    document["moved"] = [view.id for view in year.moved]
    document["by_rubric"] = [{**_plain(line), "rank": _ranks(line.rank)} for line in year.by_rubric]
    return document


def _community(view: StandingView) -> dict[str, object]:
    return {
        "id": view.id,
        "name": view.name,
        "group": view.group,
        "total": _plain(view.total),
        "total_exact": _plain(view.total_exact),
        "difference": view.difference or "0",
        "rank": _ranks(view.rank),
        "group_rank": _ranks(view.group_rank),
        "vetoed": _flags(view.vetoed),
        "award_eligible": _flags(view.award_eligible),
        "touched": view.touched,
    }


def _ranks(shift: Shift) -> dict[str, int | None]:
    before, after = (None if text is None else int(text) for text in shift)
    return {"before": before, "after": after}


def _flags(shift: Shift) -> dict[str, bool | None]:
    before, after = (None if text is None else text == "是" for text in shift)
    return {"before": before, "after": after}


def _plain(value: Any) -> Any:  # noqa: ANN401  # the view's tuples, turned into JSON's kinds
    if hasattr(value, "_fields"):
        return {name: _plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value
