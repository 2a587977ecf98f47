"""The summary workbook: standing, scores, all deductions, departments, readings, their origin."""

from __future__ import annotations

from kpigen.render import xlsx_lists, xlsx_matrix, xlsx_origin, xlsx_tallies
from kpigen.render.wide_sheet import WideSheet
from kpigen.render.workbook import Look, Sheet, day, empty, figure, signed, text
from kpigen.render.xlsx_lists import HEADER, Line, fill_list, plain_list
from kpigen.view.digest import shown
from kpigen.view.values import CommunityView, RecordView, Report

STANDING = "排名"
_STANDING_COLUMNS = (
    ("总排名", 8),
    ("组别", 7),
    ("组内名次", 8),
    ("社区（村）", 16),
    ("各行得分", 11),
    ("各行失分", 11),
    ("加分", 8),
    ("扣分", 8),
    ("总分", 10),
    ("记录", 7),
    ("备注", 26),
    ("明细表摘要", 25),
)
_RECORD_COLUMNS = (
    ("编号", 18),
    ("日期", 11),
    ("社区（村）", 10),
    ("主协助考核部门", 11),
    ("考核项", 6),
    ("细则", 7),
    ("扣分细则", 24),
    ("扣分原因", 28),
    ("依据", 14),
    ("事件", 8),
    ("扣分（100分制）", 8),
    ("总分加减", 7),
    ("状态", 8),
    ("计分", 5),
    ("说明", 18),
    ("批准、申诉、撤销", 20),
)


def sheets(report: Report) -> list[Sheet]:
    """Give the sheets in the order in which an office reads them."""
    return [
        standing(report),
        xlsx_matrix.sheet(report),
        xlsx_tallies.items(report),
        records(report),
        xlsx_tallies.departments(report),
        xlsx_tallies.pairs(report),
        xlsx_lists.readings(report),
        xlsx_origin.sheet(report),
    ]


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
        figure(community.balance.lost),
        figure(community.bonus),
        figure(community.extra),
        figure(community.total, Look.SUM),
        figure(str(len(community.records))),
        text(remark, Look.LABEL),
        text(shown(community.digest), Look.LABEL),
    ]
    place = community.rank_label if community.rank is None else ""
    return Line(cells, ((0, place), (3, name), (10, remark)))


def _rank(rank: int | None, label: str) -> str:
    return text(label, Look.LABEL) if rank is None else figure(str(rank))


def records(report: Report) -> Sheet:
    """List everybody's records, withdrawn ones included, to be filtered by any column."""
    made = WideSheet(xlsx_lists.RECORDS, [width for _, width in _RECORD_COLUMNS])
    made.heading, made.kept = (HEADER, HEADER), 3
    note = f"共 {len(report.records)} 条，含已撤销的；已撤销和待批准的不计分"
    fill_list(made, report, _RECORD_COLUMNS, map(_record, report.records), note=note)
    made.filter_end = made.last
    return made


def _record(record: RecordView) -> Line:
    process = "\n".join(record.process)
    words = (
        (0, record.id),
        (2, record.community_name),
        (3, record.department_name),
        (6, record.rule_text),
        (7, record.reason),
        (8, record.basis),
        (9, record.event),
        (14, record.arithmetic),
        (15, process),
    )
    cells = [
        text(record.id),
        day(record.date),
        text(record.community_name, Look.LABEL),
        text(record.department_name, Look.LABEL),
        text(record.item, Look.LABEL),
        text(record.rule, Look.LABEL),
        text(record.rule_text),
        text(record.reason),
        text(record.basis),
        text(record.event),
        empty(Look.LABEL) if record.adjustment else figure(record.deduct),
        signed(record.adjustment),
        text(record.status_label, Look.LABEL),
        text("是" if record.counts else "否", Look.LABEL),
        text(record.arithmetic),
        text(process),
    ]
    return Line(cells, words)
