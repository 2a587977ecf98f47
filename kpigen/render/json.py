"""The scores as data with a version, for other programs: figures are exact texts."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpigen.render import File, Selection, data_schema
from kpigen.view.data_fields import SCHEMA_NAME, SCORES
from kpigen.view.life_values import LifeView
from kpigen.view.values import CommunityView, RecordView, Report, RowView

FORMAT = 1


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Give `scores.json` with the wanted communities; where a folder is written, its schema, too.

    A file that stands alone names no schema: none stands beside it.
    """
    if not selection.summary:
        yield File("scores.json", text(report, selection).encode("utf-8"))
        return
    whole = {"$schema": SCHEMA_NAME, **document(report, selection)}
    yield File("scores.json", _written(whole).encode("utf-8"))
    yield File(
        SCHEMA_NAME,
        data_schema.of_document(
            SCORES, "社区目标绩效考核的得分", "scores.json 的格式；数字写成文本，不失精度。"
        ),
    )


def text(report: Report, selection: Selection) -> str:
    """Write the scores as one JSON document."""
    return _written(document(report, selection))


def _written(whole: dict[str, object]) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def document(report: Report, selection: Selection) -> dict[str, object]:
    """Give the scores; every name is declared in `view.data_fields`, which tests compare."""
    return {
        "format": FORMAT,
        "year": report.year,
        "revision": report.revision,
        "modified": report.modified,
        "as_of": report.as_of,
        "title": report.title,
        "demo": bool(report.demo),
        "total": report.total,
        "digest": report.digest,
        "history": report.history,
        "communities": [_community(community) for community in selection.of(report)],
    }


def _community(community: CommunityView) -> dict[str, object]:
    return {
        "id": community.id,
        "name": community.name,
        "group": community.group,
        "total": community.total,
        "total_exact": community.total_exact,
        "rank": community.rank,
        "group_rank": community.group_rank,
        "vetoed": community.vetoed,
        "award_eligible": community.award_eligible,
        "digest": community.digest,
        "subtotal": community.subtotal,
        "bonus": community.bonus,
        "extra_deductions": community.extra,
        "adjustments": community.adjustments,
        "items": [_item(row) for row in community.form.rows],
    }


def _item(row: RowView) -> dict[str, object]:
    item: dict[str, object] = {
        "id": row.item,
        "points": row.points,
        "deducted": row.deducted,
        "score": row.score,
        "vetoed": row.vetoed,
    }
    if row.pool_deducted is not None:
        item["pool_deducted"] = row.pool_deducted
    item["records"] = [_record(record) for record in row.records]
    return item


def _record(record: RecordView) -> dict[str, object]:
    return {
        "id": record.id,
        "rule": record.rule,
        **dict(record.figures),
        "asked": record.asked,
        "deduct": record.deduct,
        "cost": record.cost.points,
        "adjustment": record.adjustment or None,
        "status": record.status,
        "date": record.date,
        "department": record.department,
        "reason": record.reason,
        "basis": record.basis,
        "event": record.event or None,
        "corrections": list(record.corrections),
        "provenance": _provenance(record.life),
    }


def _provenance(life: LifeView) -> dict[str, object] | None:
    """Give names of fields as the files have them, never values; null where nothing is known."""
    if life.filing is None:
        return None
    return {
        "filed": life.filing.filed,
        "merged": life.filing.merged,
        "commit": life.filing.commit.id,
        "changes": [
            {
                "date": change.date,
                "commit": change.commit.id,
                "what": change.what,
                "fields": None if change.fields is None else list(change.fields),
            }
            for change in life.changes
        ],
    }
