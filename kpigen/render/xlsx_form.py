"""The detail table as a sheet that prints like the official form: merges, heights, signatures."""

from __future__ import annotations

from functools import lru_cache

from kpigen.render import heights
from kpigen.render.workbook import (
    BODY_SIZE,
    HEAD_SIZE,
    SMALL_SIZE,
    TITLE_SIZE,
    Look,
    Sheet,
    empty,
    figure,
    signed,
    text,
)
from kpigen.view.values import CommunityView, Form, Printed, Report, RowView, Spans

NAME = "考核明细表"
HEADER = 3
# 序号, 类别, 圆圈序号, 内容, 否决, 部门, 分值, 细则, 扣分原因, 单项得分: one A4 page across.
_WIDTHS = (4, 9, 3, 26, 6, 9, 5, 49, 27, 8)
_NUMBER, _CATEGORY, _SEQ, _CONTENT, _VETO, _DEPARTMENT, _POINTS, _RULES, _REASON, _SCORE = range(10)
# How many columns each of the eight printed headings covers.
_HEADING_COLUMNS = (1, 3, 1, 1, 1, 1, 1, 1)
_SIGNATURES = ("制表：", "审核：", "分管领导：", "部门（章）：", "社区签收：", "日期：")
_SPACE_TO_SIGN = "　" * 9
_SIGNATURE_HEIGHT = 48
_TOTAL_HEIGHT = 24
_CUT = "……（写不下，全部见“扣分记录”表）"


def sheet(report: Report, form: Form, community: CommunityView | None) -> Sheet:
    """Lay out the blank form, or one community's."""
    made = Sheet(NAME, _WIDTHS)
    made.header = HEADER
    made.footer = (report.demo, report.revision_label)
    made.line(heights.height(1, TITLE_SIZE), text(form.title, Look.TITLE))
    note = _note(report, form, community)
    width = sum(_WIDTHS)
    made.line(
        heights.height(heights.lines(note, width, BODY_SIZE), BODY_SIZE), text(note, Look.NOTE)
    )
    _headings(made, form.headings)
    needed = _row_heights(form.rows)
    for row, height in zip(form.rows, needed, strict=True):
        _row(made, row, height)
    _total(made, form)
    return made


def _note(report: Report, form: Form, community: CommunityView | None) -> str:
    if community is None:
        return report.demo
    known = (form.subtitle, f"考核期 {report.period}", f"{report.stage}阶段", report.demo)
    return "　".join(part for part in known if part)


def _headings(made: Sheet, headings: tuple[str, ...]) -> None:
    cells: list[str] = []
    merges = []
    most = 1
    for heading, columns in zip(headings, _HEADING_COLUMNS, strict=True):
        width = sum(_WIDTHS[len(cells) : len(cells) + columns])
        most = max(most, heights.lines(heading, width, HEAD_SIZE))
        merges.append((len(cells) + 1, columns))
        cells.append(text(heading, Look.HEAD))
        cells.extend([empty(Look.HEAD)] * (columns - 1))
    made.row(heights.height(most, HEAD_SIZE), cells)
    for column, columns in merges:
        made.merge(HEADER, column, columns=columns)


def _row(made: Sheet, row: RowView, height: int) -> None:
    score = signed if row.score is None else figure
    made.row(
        height,
        [
            *_printed(row.printed, row.spans),
            _wrapped(_REASON, _fitting(row.reason)),
            score(row.score_cell),
        ],
    )
    for column, rows in (
        (_NUMBER, row.spans.number),
        (_CATEGORY, row.spans.category),
        (_DEPARTMENT, row.spans.department),
        (_POINTS, row.spans.points),
    ):
        made.merge(made.last, column + 1, rows=rows)


@lru_cache(maxsize=256)
def _printed(printed: Printed, spans: Spans) -> tuple[str, ...]:
    """Write the leading cells, which all communities share."""
    return (
        figure(printed.number, _label(spans.number)),
        text(printed.category, _label(spans.category)),
        text(printed.seq, Look.LABEL),
        _wrapped(_CONTENT, printed.content),
        text(printed.veto, Look.LABEL),
        text(printed.department, _label(spans.department)),
        figure(printed.points, _label(spans.points) if spans.points > 1 else None),
        _wrapped(_RULES, printed.rules),
    )


def _label(rows: int) -> Look:
    return Look.MERGED if rows > 1 else Look.LABEL


def _total(made: Sheet, form: Form) -> None:
    cells = [empty(Look.SUM_LABEL)] * len(_WIDTHS)
    cells[_CATEGORY] = text(form.total_label, Look.SUM_LABEL)
    cells[_POINTS] = figure(form.total_points, Look.SUM_WHOLE)
    cells[_REASON] = text(form.total_note, Look.SUM_LABEL)
    cells[_SCORE] = figure(form.total_score, Look.SUM)
    made.row(_TOTAL_HEIGHT, cells)
    made.line(_SIGNATURE_HEIGHT, text(_SPACE_TO_SIGN.join(_SIGNATURES), Look.NOTE))


def _fitting(reason: str) -> str:
    """Cut what even the highest row could not show, and say where all of it is."""
    room = heights.most_lines(SMALL_SIZE)
    if heights.lines(reason, _WIDTHS[_REASON], SMALL_SIZE) <= room:
        return reason
    kept: list[str] = []
    for line in reason.split("\n"):
        tried = "\n".join([*kept, line, _CUT])
        if heights.lines(tried, _WIDTHS[_REASON], SMALL_SIZE) > room:
            break
        kept.append(line)
    return "\n".join([*kept, _CUT])


def _row_heights(rows: tuple[RowView, ...]) -> list[int]:
    """Make rows as high as their own texts, then their last row as high as merged labels need."""
    needed = [
        max(
            _height(_CONTENT, row.printed.content),
            _height(_RULES, row.printed.rules),
            _height(_REASON, row.reason),
        )
        for row in rows
    ]
    for first, row in enumerate(rows):
        for column, label, span in (
            (_CATEGORY, row.printed.category, row.spans.category),
            (_DEPARTMENT, row.printed.department, row.spans.department),
        ):
            if span:
                short = _height(column, label) - sum(needed[first : first + span])
                needed[first + span - 1] += max(0, short)
    return needed


def _wrapped(column: int, words: str) -> str:
    """Write a text, smaller where even the highest row could not show it otherwise."""
    return text(words, Look.TEXT if _size(column, words) == BODY_SIZE else Look.SMALL)


def _height(column: int, words: str) -> int:
    size = _size(column, words)
    return heights.height(heights.lines(words, _WIDTHS[column], size), size)


def _size(column: int, words: str) -> int:
    lines = heights.lines(words, _WIDTHS[column], BODY_SIZE)
    return BODY_SIZE if lines <= heights.most_lines(BODY_SIZE) else SMALL_SIZE
