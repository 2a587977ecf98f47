"""The deductions and the scores as CSV, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from operator import attrgetter

from kpigen.render import File, Selection
from kpigen.view.values import Report

# Spreadsheets take a text that begins with one of these for a formula; Excel in Chinese also
# the full-width ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")

_RECORD_COLUMNS = (
    ("id", "记录编号"),
    ("community_name", "社区"),
    ("department_name", "部门"),
    ("date", "日期"),
    ("item", "考核项"),
    ("rule", "细则"),
    ("rule_text", "细则原文"),
    ("reason", "扣分原因"),
    ("basis", "依据"),
    ("event", "事件"),
    ("asked", "应扣"),
    ("deduct", "计扣"),
    ("cost.points", "折合失分"),
    ("adjustment", "总分加减"),
    ("status_label", "状态"),
    ("arithmetic", "算法"),
)
_FIGURES = frozenset({"asked", "deduct", "cost.points", "adjustment"})


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Give `deductions.csv`, and `scores.csv` where a summary is wanted."""
    yield File("deductions.csv", _bytes(deductions(report, selection)))
    if selection.summary:
        yield File("scores.csv", _bytes(scores(report, selection)))


def _bytes(text: str) -> bytes:
    """Encode with the mark by which Excel knows UTF-8."""
    return text.encode("utf-8-sig")


def deductions(report: Report, selection: Selection) -> str:
    """Write one line a record, withdrawn and pending ones included, by date."""
    wanted = {community.id for community in selection.of(report)}
    columns = [(name, attrgetter(name)) for name, _ in _RECORD_COLUMNS]
    return _table(
        [title for _, title in _RECORD_COLUMNS],
        (
            [
                value(record) if name in _FIGURES else plain_text(value(record))
                for name, value in columns
            ]
            for record in report.records
            if record.community in wanted
        ),
    )


def scores(report: Report, selection: Selection) -> str:
    """Write one line a community: standing, total and the score of every row."""
    rows = report.blank.rows
    return _table(
        ["社区编号", "社区", "类别", "名次", "类内名次", "总分", "精确总分", "加减", "一票否决"]
        + [row.item for row in rows],
        (
            [
                community.id,
                plain_text(community.name),
                community.group,
                community.rank or "",
                community.group_rank or "",
                community.total,
                community.total_exact,
                community.adjustments,
                "是" if community.vetoed else "",
                *(row.score or "" for row in community.form.rows),
            ]
            for community in selection.of(report)
        ),
    )


def plain_text(text: str) -> str:
    """Keep a text from being taken for a formula, by the apostrophe that spreadsheets use."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _table(headings: list[str], lines: Iterable[list[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(headings)
    writer.writerows(lines)
    return buffer.getvalue()
