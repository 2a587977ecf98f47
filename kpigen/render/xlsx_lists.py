"""The sheets that are plain lists, and how a list is laid out: title, note, headings, lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kpigen.render import heights
from kpigen.render.workbook import (
    BODY_SIZE,
    HEAD_SIZE,
    TITLE_SIZE,
    Look,
    Sheet,
    day,
    empty,
    figure,
    signed,
    text,
)
from kpigen.view.values import CommunityView, ReadingView, RecordView, Report

HEADER = 3
RECORDS = "扣分记录"
READINGS = "读法"

_RECORD_COLUMNS = (
    ("编号", 24),
    ("日期", 11),
    ("主协助考核部门", 11),
    ("考核项", 22),
    ("扣分细则", 25),
    ("扣分原因", 30),
    ("依据", 17),
    ("扣分（100分制）", 8),
    ("总分加减", 8),
    ("状态", 9),
    ("说明", 24),
    ("批准、申诉、撤销", 28),
)
_READING_COLUMNS = (
    ("编号", 8),
    ("涉及", 16),
    ("原文", 24),
    ("存疑之处", 42),
    ("执行的读法", 46),
    ("分制", 9),
    ("裁定", 24),
)


class Line(NamedTuple):
    """One row: its cells, and the texts by column that decide how high it is."""

    cells: list[str]
    texts: tuple[tuple[int, str], ...]


def records(report: Report, community: CommunityView) -> Sheet:
    """List one community's records, withdrawn ones included."""
    shown = community.records
    return plain_list(
        report,
        RECORDS,
        _RECORD_COLUMNS,
        map(_record, shown),
        note=f"{community.name}　共 {len(shown)} 条，含已撤销的；已撤销和待批准的不计分",
    )


def _record(record: RecordView) -> Line:
    told, item = process(record), f"{record.item} {record.item_content}"
    cells = [
        text(record.id),
        day(record.date),
        text(record.department_name, Look.LABEL),
        text(item),
        text(record.rule_text),
        text(record.reason),
        text(record.basis),
        empty(Look.LABEL) if record.adjustment else figure(record.deduct),
        signed(record.adjustment),
        text(record.status_label, Look.LABEL),
        text(record.arithmetic),
        text(told),
    ]
    texts = (
        (0, record.id),
        (3, item),
        (4, record.rule_text),
        (5, record.reason),
        (6, record.basis),
        (10, record.arithmetic),
        (11, told),
    )
    return Line(cells, texts)


def process(record: RecordView) -> str:
    """Tell a record's approval, appeal, withdrawal and corrections, each on a line of its own."""
    return "\n".join(
        words
        for words in (
            record.approval,
            record.appeal,
            record.appeal_grounds,
            record.withdrawal,
            *record.corrections,
        )
        if words
    )


def readings(report: Report) -> Sheet:
    """List the doubts about the printed words and how they are read."""
    return plain_list(
        report, READINGS, _READING_COLUMNS, (_reading(reading) for reading in report.readings)
    )


def _reading(reading: ReadingView) -> Line:
    about = "、".join(reading.about)
    words = (about, reading.text, reading.doubt, reading.reading, reading.scale, reading.decided)
    cells = [text(reading.id, Look.LABEL), *(text(one) for one in words)]
    return Line(cells, tuple(enumerate(words, start=1)))


def plain_list(
    report: Report,
    name: str,
    columns: Sequence[tuple[str, int]],
    lines: Iterable[Line],
    *,
    note: str = "",
    filtered: bool = True,
) -> Sheet:
    """Write a title, a note, the headings and the lines."""
    made = Sheet(name, [width for _, width in columns])
    made.header, made.filtered = HEADER, filtered
    fill_list(made, report, columns, lines, note=note)
    return made


def fill_list(
    made: Sheet,
    report: Report,
    columns: Sequence[tuple[str, int]],
    lines: Iterable[Line],
    *,
    note: str = "",
) -> None:
    """Write title, note, headings and lines into a sheet of these columns."""
    widths = made.widths
    made.footer = (report.demo, report.revision_label)
    notes = (note, f"考核期 {report.period}", f"{report.stage}阶段", report.demo)
    shown = "　".join(part for part in notes if part)
    title = f"{report.title}：{made.title}"
    made.line(_height(((0, title),), [sum(widths)], TITLE_SIZE), text(title, Look.TITLE))
    made.line(_height(((0, shown),), [sum(widths)], BODY_SIZE), text(shown, Look.NOTE))
    headings = tuple((place, heading) for place, (heading, _) in enumerate(columns))
    made.row(
        _height(headings, widths, HEAD_SIZE), [text(heading, Look.HEAD) for heading, _ in columns]
    )
    for line in lines:
        made.row(_height(line.texts, widths, BODY_SIZE), line.cells)


def _height(texts: Iterable[tuple[int, str]], widths: Sequence[int], size: int) -> int:
    lines = (heights.lines(words, widths[place], size) for place, words in texts)
    return heights.height(max(lines, default=1), size)
