"""The digest of what a document holds: equal in print, workbook and data where they say the same.

It is SHA-256 of the words and figures shown, written as JSON. The commit, the day, the
stage and the look stay out: a community that nothing was changed for keeps its digest. What follows
from the day a report is made on (that an appeal is overdue) stays out as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from kpigen.view.values import Form, RecordView

_SHOWN = 16


def of_form(year: int, period: str, form: Form, records: Iterable[RecordView]) -> str:
    """Digest a detail table of a period, blank or filled, and the records behind it."""
    return _of(
        [
            year,
            period,
            form.title,
            form.subtitle,
            list(form.headings),
            [
                [
                    row.item,
                    row.printed.number,
                    row.printed.category,
                    row.printed.seq,
                    row.printed.content,
                    row.printed.veto,
                    row.printed.department,
                    row.printed.points,
                    row.printed.rules,
                    row.reason,
                    row.score_cell,
                ]
                for row in form.rows
            ],
            [form.total_label, form.total_points, form.total_score, form.total_note],
            [_record(record) for record in records],
        ]
    )


def of_records(year: int, said: Iterable[str], records: Iterable[RecordView]) -> str:
    """Digest a list of records, a department's or an appeal's, and what is said around it."""
    return _of([year, list(said), [_record(record) for record in records]])


def of_notice(digest: str, said: Iterable[str]) -> str:
    """Digest what a notice says about a year of this digest."""
    return _of([digest, list(said)])


def of_year(year: int, digests: Iterable[str], readings: Iterable[tuple[str, ...]]) -> str:
    """Digest a year: its tables' digests in their order, and the readings in force."""
    return _of([year, list(digests), [list(reading) for reading in readings]])


def shown(digest: str) -> str:
    """Write the first characters for people, in fours: `3F2A 91C0 …`."""
    first = digest[:_SHOWN].upper()
    return " ".join(first[place : place + 4] for place in range(0, _SHOWN, 4))


def _record(record: RecordView) -> list[object]:
    return [
        record.id,
        record.community_name,
        record.department_name,
        record.date,
        record.item_content,
        record.rule,
        record.rule_text,
        [list(figure) for figure in record.figures],
        record.reason,
        record.basis,
        record.event,
        record.status,
        record.deduct,
        record.adjustment,
        record.arithmetic,
        record.cost.label,
        record.cost.aside,
        record.approval,
        record.appeal,
        record.appeal_grounds,
        record.withdrawal,
        list(record.corrections),
    ]


def _of(content: list[object]) -> str:
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode("utf-8")).hexdigest()
