"""The detail table as a sheet that prints like the official form: merges, heights, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from kpigen.render import heights
from kpigen.render.page_ends import page_room, page_starts
from kpigen.render.workbook import (
    BODY_SIZE,
    HEAD_SIZE,
    SMALL_SIZE,
    TITLE_SIZE,
    Look,
    Sheet,
    empty,
    figure,
    formula,
    text,
)
from kpigen.render.xlsx_formulas import ScoreFormulas
from kpigen.render.xlsx_rules import around_total
from kpigen.view.values import CommunityView, Form, Printed, Report, RowView, Spans

NAME = "考核明细表"
HEADER = 3
# 序号, 类别, 圆圈序号, 内容, 否决, 部门, 分值, 细则, 扣分原因, 单项得分: one A4 page across.
_WIDTHS = (4, 10, 3, 28, 7, 10, 5, 60, 30, 8)
_NUMBER, _CATEGORY, _SEQ, _CONTENT, _VETO, _DEPARTMENT, _POINTS, _RULES, _REASON, _SCORE = range(10)
# How many columns each of the eight printed headings covers.
_HEADING_COLUMNS = (1, 3, 1, 1, 1, 1, 1, 1)
# Who signs, row by row: two names beside a line each, then where the seal and the date go.
_SIGNATURES = (
    ("制表：", "审核：", "　　部门（章）："),
    ("分管领导：", "社区签收：", "　　日期：　　　　　年　　　月　　　日"),
)
# The columns of a name, its line, the other name, its line, and the place of seal or date.
_SIGN_COLUMNS = (2, 2, 3, 1, 2)
# Two of them are as high as a seal is across, some 42 mm.
_SIGNATURE_HEIGHT = 66
_TOTAL_HEIGHT = 24
_CUT = "……（写不下，全部见“扣分记录”表）"


def sheet(report: Report, form: Form, community: CommunityView | None, last: int = 0) -> Sheet:
    """Lay out the blank form, or one community's: computed from its records down to row `last`."""
    made = Sheet(NAME, _WIDTHS)
    made.header, made.protected = HEADER, True
    made.footer = (report.demo, report.revision_label)
    made.line(heights.height(1, TITLE_SIZE), text(form.title, Look.TITLE))
    formulas = None
    if last:
        formulas = ScoreFormulas(report.calculation, last, _letter(_SCORE), HEADER + 1)
    _note(made, report, community, formulas)
    _headings(made, form.headings)
    needed = _row_heights(form.rows)
    starts = _page_starts(made, form.rows, needed)
    made.page_ends = tuple(made.last + start for start in starts)
    for place, (row, height) in enumerate(zip(form.rows, needed, strict=True)):
        _row(made, row, _Placed(height, _looks(row.spans, place, starts)), formulas)
    _total(made, form, formulas)
    _signatures(made)
    return made


class _Looks(NamedTuple):
    """The looks of the cells that may be merged over rows."""

    number: Look
    category: Look
    department: Look
    points: Look


class _Placed(NamedTuple):
    """How a row is laid out on the sheet."""

    height: int
    looks: _Looks


def _page_starts(made: Sheet, rows: tuple[RowView, ...], needed: list[int]) -> tuple[int, ...]:
    """Begin pages with a category, or any row that no merged cell reaches into."""
    room = page_room(_WIDTHS) - made.heights[HEADER - 1]
    above = sum(made.heights[: HEADER - 1])
    ending = [_TOTAL_HEIGHT, *[_SIGNATURE_HEIGHT] * len(_SIGNATURES)]
    return page_starts([*needed, *ending], tuple(_wholes(rows)), room - above, room)


def _wholes(rows: tuple[RowView, ...]) -> Iterator[int]:
    reach = 0
    for place, row in enumerate(rows):
        if place >= reach:
            yield place
        reach = max(reach, place + max(_spans(row.spans)))


def _looks(spans: Spans, place: int, starts: tuple[int, ...]) -> _Looks:
    return _Looks(*(_label(place, span, starts) for span in _spans(spans)))


def _spans(spans: Spans) -> tuple[int, int, int, int]:
    return spans.number, spans.category, spans.department, spans.points


def _label(place: int, rows: int, starts: tuple[int, ...]) -> Look:
    divided = any(place < start < place + rows for start in starts)
    return Look.DIVIDED if divided else Look.LABEL


def _note(
    made: Sheet, report: Report, community: CommunityView | None, formulas: ScoreFormulas | None
) -> None:
    if community is None or formulas is None:
        note = report.demo
        cell = text(note, Look.NOTE)
    else:
        before, rank, after = around_total(report, community)
        note = f"{before}{community.total}{rank}{after}"
        total = f"{_letter(_SCORE)}{HEADER + len(community.form.rows) + 1}"
        cell = formula(formulas.heading(total), note, Look.LIVE_NOTE)
    made.line(heights.height(heights.lines(note, sum(_WIDTHS), BODY_SIZE), BODY_SIZE), cell)


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


def _row(made: Sheet, row: RowView, placed: _Placed, formulas: ScoreFormulas | None) -> None:
    expression = "" if formulas is None else formulas.score(row.item)
    made.row(
        placed.height,
        [
            *_printed(row.printed, row.spans.points, placed.looks),
            _wrapped(_REASON, _fitting(row.reason)),
            _score(row, expression, placed.looks.points),
        ],
    )
    for column, rows in (
        (_NUMBER, row.spans.number),
        (_CATEGORY, row.spans.category),
        (_DEPARTMENT, row.spans.department),
        (_POINTS, row.spans.points),
        (_SCORE, row.spans.points),
    ):
        made.merge(made.last, column + 1, rows=rows)


def _score(row: RowView, expression: str, look: Look) -> str:
    if not expression:
        return empty(look)
    if row.score is None:
        return formula(expression, row.score_cell, Look.SIGNED_LIVE)
    # The spreadsheet's own format would round what does not fit its column.
    if look is Look.LABEL and "." in row.score_cell:
        look = Look.BROKEN
    return formula(expression, row.score_cell, look)


@lru_cache(maxsize=256)
def _printed(printed: Printed, shared: int, looks: _Looks) -> tuple[str, ...]:
    """Write the leading cells, which all communities share; `shared` rows have these points."""
    return (
        figure(printed.number, looks.number),
        text(printed.category, looks.category),
        text(printed.seq, Look.LABEL),
        _wrapped(_CONTENT, printed.content),
        text(printed.veto, Look.LABEL),
        text(printed.department, looks.department),
        figure(printed.points, looks.points if shared > 1 else None),
        _wrapped(_RULES, printed.rules),
    )


def _total(made: Sheet, form: Form, formulas: ScoreFormulas | None) -> None:
    cells = [empty(Look.SUM_LABEL)] * len(_WIDTHS)
    cells[_CATEGORY] = text(form.total_label, Look.SUM_LABEL)
    cells[_POINTS] = figure(form.total_points, Look.SUM_WHOLE)
    if formulas is None:
        cells[_SCORE] = empty(Look.SUM)
    else:
        cells[_REASON] = formula(formulas.veto() or '""', form.total_note, Look.SUM_LABEL)
        cells[_SCORE] = formula(formulas.total(), form.total_score, Look.SUM)
    made.row(_TOTAL_HEIGHT, cells)


def _signatures(made: Sheet) -> None:
    for one, other, aside in _SIGNATURES:
        cells: list[str] = []
        merges: list[tuple[int, int]] = []
        for columns, words, look in zip(
            _SIGN_COLUMNS,
            (one, "", other, "", aside),
            (Look.SIGNED_BY, Look.SIGN_HERE, Look.SIGNED_BY, Look.SIGN_HERE, Look.SEALED),
            strict=True,
        ):
            merges.append((len(cells) + 1, columns))
            cells += [text(words, look), *[empty(look)] * (columns - 1)]
        made.row(_SIGNATURE_HEIGHT, cells)
        for column, columns in merges:
            made.merge(made.last, column, columns=columns)


def _letter(place: int) -> str:
    return get_column_letter(place + 1)


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
