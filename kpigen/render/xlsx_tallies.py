"""The sheets that sum records up: by department, by department and community, by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpigen.render.wide_sheet import WideSheet
from kpigen.render.workbook import Look, Sheet, figure, signed, text
from kpigen.render.xlsx_lists import HEADER, Line, fill_list
from kpigen.view.summary_values import DepartmentTally, ItemTally, PairTally, TallyView
from kpigen.view.values import Report

DEPARTMENTS = "部门"
PAIRS = "部门与社区"
ITEMS = "考核项"
_MONTH = 5
_SUMS = (("记录", 6), ("计分", 6), ("扣去分值", 9), ("总分加减", 8))
_SUMS_NOTE = (
    "“计分”不含已撤销和待批准的记录，各月是计分的条数，按事情发生的日期；"
    "“扣去分值”是计分的记录实际扣掉的考核分值，扣完为止，同一项先发生的先算；"
    "“总分加减”是加分、扣分两类计入总分的分。"
)


def departments(report: Report) -> Sheet:
    """List what every department assesses and filed, and all departments together."""
    columns = [("主协助考核部门", 16), ("考核项", 22), ("涉及社区", 6), *_SUMS, *_months(report)]
    lines = [_department(one, Look.LABEL) for one in report.summary.departments]
    total = _department(report.summary.total, Look.SUM_LABEL)
    return _tallies(report, DEPARTMENTS, columns, lines, [total])


def _department(one: DepartmentTally, look: Look) -> Line:
    # The rows of all departments are all rows: a sum names none.
    items = "、".join(one.items) if look is Look.LABEL else f"共 {len(one.items)} 行"
    return Line(
        [text(one.name, look), text(items), figure(one.communities), *_tally(one.tally)],
        ((0, one.name), (1, items)),
    )


def pairs(report: Report) -> Sheet:
    """List what every department filed about every community, where it filed anything."""
    columns = [("主协助考核部门", 16), ("社区（村）", 14), ("组别", 6), *_SUMS, *_months(report)]
    lines = [_pair(one) for one in report.summary.pairs]
    return _tallies(report, PAIRS, columns, lines)


def _pair(one: PairTally) -> Line:
    return Line(
        [
            text(one.department_name, Look.LABEL),
            text(one.community_name, Look.LABEL),
            text(one.group, Look.LABEL),
            *_tally(one.tally),
        ],
        ((0, one.department_name), (1, one.community_name)),
    )


def items(report: Report) -> Sheet:
    """List the rows of the table: who assesses them, what they are worth, what was filed."""
    columns = [
        ("编号", 6),
        ("目标类别", 13),
        ("目标内容", 34),
        ("主协助考核部门", 13),
        ("考核分值", 6),
        ("全镇失分", 8),
        ("涉及社区", 6),
        *_SUMS,
        *_months(report),
    ]
    return _tallies(report, ITEMS, columns, [_item(one) for one in report.summary.items])


def _item(one: ItemTally) -> Line:
    return Line(
        [
            text(one.item, Look.LABEL),
            text(one.category, Look.LABEL),
            text(one.content),
            text(one.department_name, Look.LABEL),
            figure(one.points),
            figure(one.lost),
            figure(one.communities),
            *_tally(one.tally),
        ],
        ((1, one.category), (2, one.content), (3, one.department_name)),
    )


def _months(report: Report) -> list[tuple[str, int]]:
    return [(month, _MONTH) for month in report.summary.months]


def _tally(tally: TallyView) -> list[str]:
    return [
        figure(tally.records),
        figure(tally.counted),
        figure(tally.taken),
        signed(tally.adjusted),
        *(figure(month) for month in tally.months),
    ]


def _tallies(
    report: Report,
    name: str,
    columns: Sequence[tuple[str, int]],
    lines: Iterable[Line],
    totals: Sequence[Line] = (),
) -> Sheet:
    """Write a list whose totals stay below the filter."""
    made = WideSheet(name, [width for _, width in columns])
    made.heading, made.kept = (HEADER, HEADER), 2
    fill_list(made, report, columns, [*lines, *totals], note=_SUMS_NOTE)
    made.filter_end = made.last - len(totals)
    return made
