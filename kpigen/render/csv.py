"""The deductions and the scores as CSV, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from operator import attrgetter

from kpigen.render import File, Selection, data_schema
from kpigen.view.data_fields import COMMUNITIES, DEDUCTIONS, scores_of
from kpigen.view.data_kinds import FORMULA_STARTS, YES, Field, Text
from kpigen.view.values import CommunityView, RecordView, Report

DEDUCTIONS_SCHEMA = "deductions.csv.schema.json"
SCORES_SCHEMA = "scores.csv.schema.json"


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Give `deductions.csv`; where a folder is written, `scores.csv` and the schemas, too."""
    yield File("deductions.csv", _bytes(deductions(report, selection)))
    if selection.summary:
        yield File("scores.csv", _bytes(scores(report, selection)))
        yield from schemas(report)


def schemas(report: Report) -> Iterator[File]:
    """Give a JSON Schema for a line of each file."""
    yield File(
        DEDUCTIONS_SCHEMA,
        data_schema.of_lines(
            DEDUCTIONS, f"{report.year}年度扣分记录的一行", "deductions.csv 的一行，按列名读。"
        ),
    )
    yield File(
        SCORES_SCHEMA,
        data_schema.of_lines(
            scores_of(report.blank.rows),
            f"{report.year}年度得分的一行",
            "scores.csv 的一行，按列名读；编号是列名的是各考核项的单项得分。",
        ),
    )


def _bytes(text: str) -> bytes:
    """Encode with the mark by which Excel knows UTF-8."""
    return text.encode("utf-8-sig")


def deductions(report: Report, selection: Selection) -> str:
    """Write one line a record, withdrawn and pending ones included, by date."""
    wanted = {community.id for community in selection.of(report)}
    return _table(
        [column.name for column in DEDUCTIONS.fields],
        (
            [_cell(record, column) for column in DEDUCTIONS.fields]
            for record in report.records
            if record.community in wanted
        ),
    )


def scores(report: Report, selection: Selection) -> str:
    """Write one line a community: standing, total and the score of every row."""
    return _table(
        [column.name for column in scores_of(report.blank.rows).fields],
        (
            [
                *(_cell(community, column) for column in COMMUNITIES.fields),
                *(row.score or "" for row in community.form.rows),
            ]
            for community in selection.of(report)
        ),
    )


def _cell(thing: RecordView | CommunityView, column: Field) -> str:
    """Write what a column shows of a thing; nothing and no are an empty cell."""
    value = attrgetter(column.source)(thing)
    if value is None or isinstance(value, bool):
        return YES if value else ""
    return plain_text(str(value)) if isinstance(column.kind, Text) else str(value)


def plain_text(text: str) -> str:
    """Keep a text from being taken for a formula, by the apostrophe that spreadsheets use."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _table(headings: list[str], lines: Iterable[list[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(headings)
    writer.writerows(lines)
    return buffer.getvalue()
