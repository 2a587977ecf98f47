"""The matrix of scores: a line for every community, a column for every row of the table.

Twelve or three hundred communities go down the sheet, where they can be sorted and filtered, and
where pages end without a thought. The table has a fixed number of columns, which take a few pages.
"""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from kpigen.render import heights
from kpigen.render.wide_sheet import PAGE_WIDTH, WideSheet
from kpigen.render.workbook import (
    BODY_SIZE,
    HEAD_SIZE,
    TITLE_SIZE,
    Allowed,
    Look,
    empty,
    figure,
    signed,
    text,
)
from kpigen.view.summary_values import ItemTally
from kpigen.view.values import CommunityView, Report, RowView

NAME = "得分矩阵"
# Rows: title, note, categories, points, losses, and the numbers of the rows with the filter.
_CATEGORIES, _POINTS, HEADER = 3, 4, 6
_KEPT = (("社区（村）", 14), ("组别", 6), ("总分", 9))
_ITEM = 6
_NOTE = (
    "一个社区（村）一行，一个考核项一列，列首是考核项的编号；单元格是单项得分，失了分的有底色。"
    "共用分值的各项，得分只写在第一项。选中编号可看目标内容，全文在“考核项”表。"
)
# What a spreadsheet shows beside a cell at most, and as its title.
_MOST_PROMPT, _MOST_TITLE = 250, 30


class _Block(NamedTuple):
    """A category's columns: where it begins, from 1, and how many it has."""

    name: str
    column: int
    columns: int


def sheet(report: Report) -> WideSheet:
    """Set every score side by side; what shares points stays empty but for the first."""
    items = report.summary.items
    blocks = _blocks(items)
    made = WideSheet(NAME, [*(width for _, width in _KEPT), *([_ITEM] * len(items))])
    made.heading, made.kept = (_CATEGORIES, HEADER), len(_KEPT)
    made.footer = (report.demo, report.revision_label)
    made.breaks = _breaks(blocks)
    _titles(made, report)
    _category_names(made, blocks)
    _points(made, report, items)
    _numbers(made, items)
    for community in report.communities:
        made.row(_height(community.name), _scores(community))
    made.filter_end = made.last
    for column in range(len(_KEPT) + 1, len(made.widths) + 1):
        made.mark_less(column, HEADER + 1, made.last, _POINTS)
    return made


def _blocks(items: tuple[ItemTally, ...]) -> list[_Block]:
    blocks = []
    column = len(_KEPT) + 1
    for name, of_category in groupby(items, key=lambda item: item.category):
        columns = len(list(of_category))
        blocks.append(_Block(name, column, columns))
        column += columns
    return blocks


def _breaks(blocks: list[_Block]) -> tuple[int, ...]:
    """End pages between categories where they can, and inside one that fills a page by itself."""
    room = (PAGE_WIDTH - sum(width for _, width in _KEPT)) // _ITEM
    breaks: list[int] = []
    start = len(_KEPT) + 1
    for block in blocks:
        end = block.column + block.columns
        if end - start > room and block.column > start:
            start = block.column
            breaks.append(start - 1)
        while end - start > room:
            start += room
            breaks.append(start - 1)
    return tuple(breaks)


def _titles(made: WideSheet, report: Report) -> None:
    """Write title and note on the first page, beside the columns that every page repeats."""
    columns = (made.breaks[0] if made.breaks else len(made.widths)) - len(_KEPT)
    width = sum(made.widths[len(_KEPT) : len(_KEPT) + columns])
    aside = [empty(Look.NOTE)] * len(_KEPT)
    notes = (_NOTE, f"考核期 {report.period}", f"{report.stage}阶段", report.demo)
    note = "　".join(part for part in notes if part)
    for words, size, look in (
        (f"{report.title}：{NAME}", TITLE_SIZE, Look.TITLE),
        (note, BODY_SIZE, Look.NOTE),
    ):
        made.row(
            heights.height(heights.lines(words, width, size), size), [*aside, text(words, look)]
        )
        made.merge(made.last, len(_KEPT) + 1, columns=columns)


def _category_names(made: WideSheet, blocks: list[_Block]) -> None:
    cells = [text("目标类别", Look.HEAD), *[empty(Look.HEAD)] * (len(_KEPT) - 1)]
    for block in blocks:
        cells += [text(block.name, Look.HEAD), *[empty(Look.HEAD)] * (block.columns - 1)]
    lines = max(
        (heights.lines(block.name, block.columns * _ITEM, HEAD_SIZE) for block in blocks), default=1
    )
    made.row(heights.height(lines, HEAD_SIZE), cells)
    made.merge(made.last, 1, columns=len(_KEPT))
    for block in blocks:
        made.merge(made.last, block.column, columns=block.columns)


def _points(made: WideSheet, report: Report, items: tuple[ItemTally, ...]) -> None:
    """Write what every row is worth and what all communities lost in it."""
    frames = [empty(Look.SUM_LABEL)] * (len(_KEPT) - 2)
    height = heights.height(1, HEAD_SIZE)
    full = figure(report.blank.total_points, Look.SUM_WHOLE)
    worth = [text("考核分值", Look.SUM_LABEL), *frames, full]
    made.row(height, worth + [figure(item.points) for item in items])
    made.merge(made.last, 1, columns=len(_KEPT) - 1)
    lost = [text("全镇失分", Look.SUM_LABEL), *frames, figure(report.summary.total.tally.taken)]
    made.row(height, lost + [figure(item.lost) for item in items])
    made.merge(made.last, 1, columns=len(_KEPT) - 1)


def _numbers(made: WideSheet, items: tuple[ItemTally, ...]) -> None:
    names = [*(name for name, _ in _KEPT), *(item.item for item in items)]
    made.row(heights.height(1, HEAD_SIZE) + 4, [text(name, Look.HEAD) for name in names])
    for column, item in enumerate(items, len(_KEPT) + 1):
        title = f"{item.item} {item.category}"[:_MOST_TITLE]
        words = f"{item.content}（{item.department_name}）"
        shown = words if len(words) <= _MOST_PROMPT else f"{words[:_MOST_PROMPT]}……"
        made.allow(column, made.last, made.last, Allowed("none", title, shown, "", ""))


def _scores(community: CommunityView) -> list[str]:
    return [
        text(community.name, Look.LABEL),
        text(community.group, Look.LABEL),
        figure(community.total, Look.SUM),
        *(_score(row) for row in community.form.rows),
    ]


def _score(row: RowView) -> str:
    return (signed if row.score is None else figure)(row.score_cell)


def _height(name: str) -> int:
    return heights.height(heights.lines(name, _KEPT[0][1], BODY_SIZE), BODY_SIZE)
