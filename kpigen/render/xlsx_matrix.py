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
# A narrow category's columns are as wide as its name needs to stand on so many lines.
_NAME_LINES = 3
_NOTE = (
    "一个社区（村）一行，一个考核项一列，列首是考核项的编号；单元格是单项得分，失了分的有底色。"
    "共用分值的各项，得分只写在第一项。选中编号可看目标内容，全文在“考核项”表。"
)
# What a spreadsheet shows beside a cell at most, and as its title.
_MOST_PROMPT, _MOST_TITLE = 250, 30


class _Block(NamedTuple):
    """A category's columns: where it begins, from 1, how many it has and how wide they are."""

    name: str
    column: int
    columns: int
    width: int


def sheet(report: Report) -> WideSheet:
    """Set every score side by side; what shares points stays empty but for the first."""
    items = report.summary.items
    blocks = _blocks(items)
    widths = [block.width for block in blocks for _ in range(block.columns)]
    made = WideSheet(NAME, [*(width for _, width in _KEPT), *widths])
    made.heading, made.kept = (1, HEADER), len(_KEPT)
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
        blocks.append(_Block(name, column, columns, _width(name, columns)))
        column += columns
    return blocks


def _width(name: str, columns: int) -> int:
    """Give the width of each of a category's columns."""
    width = _ITEM
    while heights.lines(name, width * columns, HEAD_SIZE) > _NAME_LINES:
        width += 1
    return width


def _breaks(blocks: list[_Block]) -> tuple[int, ...]:
    """End pages between categories where they can, and inside one that fills a page by itself."""
    room = PAGE_WIDTH - sum(width for _, width in _KEPT)
    breaks: list[int] = []
    used = 0
    for block in blocks:
        if used and used + block.columns * block.width > room:
            breaks.append(block.column - 1)
            used = 0
        for column in range(block.column, block.column + block.columns):
            if used + block.width > room:
                breaks.append(column - 1)
                used = 0
            used += block.width
    return tuple(breaks)


def _titles(made: WideSheet, report: Report) -> None:
    notes = (_NOTE, f"考核期 {report.period}", f"{report.stage}阶段", report.demo)
    made.head(f"{report.title}：{NAME}", "　".join(part for part in notes if part))


def _category_names(made: WideSheet, blocks: list[_Block]) -> None:
    cells = [text("目标类别", Look.HEAD), *[empty(Look.HEAD)] * (len(_KEPT) - 1)]
    for block in blocks:
        cells += [text(block.name, Look.HEAD), *[empty(Look.HEAD)] * (block.columns - 1)]
    lines = max(
        (heights.lines(block.name, block.columns * block.width, HEAD_SIZE) for block in blocks),
        default=1,
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
