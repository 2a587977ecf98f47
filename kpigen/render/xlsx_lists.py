"""The sheets that are plain lists: records, standing, score matrix, readings."""

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
from kpigen.view.values import CommunityView, ReadingView, RecordView, Report, RowView

HEADER = 3
RECORDS = "扣分记录"
STANDING = "排名"
MATRIX = "得分矩阵"
READINGS = "读法"

_COMMUNITY = ("社区（村）", 11)
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
_STANDING_COLUMNS = (
    ("总排名", 9),
    ("组别", 9),
    ("组内排名", 9),
    ("社区（村）", 18),
    ("各行得分", 14),
    ("加分", 10),
    ("扣分", 10),
    ("总分", 12),
    ("备注", 30),
)
_MATRIX_COLUMNS = (("编号", 7), ("目标类别", 14), ("目标内容", 40), ("考核分值", 7))
_MATRIX_COMMUNITY = 8
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


def records(report: Report, community: CommunityView | None) -> Sheet:
    """List one community's records, or everybody's, withdrawn ones included."""
    shown = report.records if community is None else community.records
    columns = list(_RECORD_COLUMNS)
    if community is None:
        columns.insert(1, _COMMUNITY)
    whose = "" if community is None else f"{community.name}　"
    return plain_list(
        report,
        RECORDS,
        columns,
        (_record(record, named=community is None) for record in shown),
        note=f"{whose}共 {len(shown)} 条，含已撤销的；已撤销和待批准的不计分",
    )


def _record(record: RecordView, *, named: bool) -> Line:
    process = "\n".join(
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
    item = f"{record.item} {record.item_content}"
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
        text(process),
    ]
    if named:
        cells.insert(1, text(record.community_name, Look.LABEL))
    texts = (
        (0, record.id),
        (3, item),
        (4, record.rule_text),
        (5, record.reason),
        (6, record.basis),
        (10, record.arithmetic),
        (11, process),
    )
    return Line(cells, tuple((place + (named and place > 0), words) for place, words in texts))


def standing(report: Report) -> Sheet:
    """List the communities from the first to the last."""
    return plain_list(
        report, STANDING, _STANDING_COLUMNS, (_standing(place) for place in report.standing)
    )


def _standing(community: CommunityView) -> Line:
    name, remark = community.name, "、".join(community.badges)
    cells = [
        _rank(community.rank, community.rank_label),
        text(community.group, Look.LABEL),
        _rank(community.group_rank, community.group_rank_label),
        text(name, Look.LABEL),
        figure(community.subtotal),
        figure(community.bonus),
        figure(community.extra),
        figure(community.total, Look.SUM),
        text(remark, Look.LABEL),
    ]
    return Line(cells, ((0, community.rank_label), (3, name), (8, remark)))


def _rank(rank: int | None, label: str) -> str:
    return text(label, Look.LABEL) if rank is None else figure(str(rank))


def matrix(report: Report) -> Sheet:
    """Set every row's score side by side; rows that share a pool stay empty below its first."""
    columns = list(_MATRIX_COLUMNS)
    columns += [(community.name, _MATRIX_COMMUNITY) for community in report.communities]
    return plain_list(
        report,
        MATRIX,
        columns,
        [
            *(
                _scores(row, [community.form.rows[place] for community in report.communities])
                for place, row in enumerate(report.blank.rows)
            ),
            _totals(report),
        ],
        filtered=False,
    )


def _scores(row: RowView, scored: Sequence[RowView]) -> Line:
    cells = [
        text(row.item, Look.LABEL),
        text(row.category, Look.LABEL),
        text(row.printed.content),
        figure(row.printed.points),
    ]
    cells += [(signed if one.score is None else figure)(one.score_cell) for one in scored]
    return Line(cells, ((1, row.category), (2, row.printed.content)))


def _totals(report: Report) -> Line:
    cells = [
        empty(Look.SUM_LABEL),
        text(report.blank.total_label, Look.SUM_LABEL),
        empty(Look.SUM_LABEL),
        figure(report.blank.total_points, Look.SUM_WHOLE),
    ]
    cells += [figure(community.total, Look.SUM) for community in report.communities]
    return Line(cells, ())


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
    widths = [width for _, width in columns]
    made = Sheet(name, widths)
    made.header, made.filtered = HEADER, filtered
    made.footer = (report.demo, report.revision_label)
    notes = (note, f"考核期 {report.period}", f"{report.stage}阶段", report.demo)
    shown = "　".join(part for part in notes if part)
    made.line(heights.height(1, TITLE_SIZE), text(f"{report.title}：{name}", Look.TITLE))
    made.line(_height(((0, shown),), [sum(widths)], BODY_SIZE), text(shown, Look.NOTE))
    headings = tuple((place, heading) for place, (heading, _) in enumerate(columns))
    made.row(
        _height(headings, widths, HEAD_SIZE), [text(heading, Look.HEAD) for heading, _ in columns]
    )
    for line in lines:
        made.row(_height(line.texts, widths, BODY_SIZE), line.cells)
    return made


def _height(texts: Iterable[tuple[int, str]], widths: Sequence[int], size: int) -> int:
    lines = (heights.lines(words, widths[place], size) for place, words in texts)
    return heights.height(max(lines, default=1), size)
