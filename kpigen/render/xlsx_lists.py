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
    text,
)
from kpigen.view.values import ReadingView, Report

HEADER = 3
RECORDS = "扣分记录"
READINGS = "读法"

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
