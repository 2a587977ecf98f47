"""The sheet of parameters: what the formulas of a community's workbook look up, for all to read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from kpigen.render import heights
from kpigen.render.workbook import (
    BODY_SIZE,
    HEAD_SIZE,
    TITLE_SIZE,
    Look,
    Sheet,
    empty,
    figure,
    text,
)
from kpigen.render.xlsx_formulas import (
    FIRST,
    HEADER,
    PARAMETER_COLUMNS,
    PARAMETERS,
    RULE_NAMES,
)
from kpigen.view.calculation_values import Calculation, RowFigures, RuleFigures
from kpigen.view.values import CommunityView, Report


class _Column(NamedTuple):
    heading: str
    width: int


_COLUMNS = {
    "id": _Column("编号", 8),
    "kind": _Column("类别", 9),
    "each": _Column("每次扣分", 8),
    "limit": _Column("累计上限", 8),
    "target": _Column("目标值", 6),
    "step": _Column("每级", 6),
    "whole": _Column("一次扣完", 8),
    "sign": _Column("总分加减", 8),
    "approval": _Column("须经批准", 8),
    "department": _Column("主协助考核部门", 11),
    "text": _Column("扣分细则", 66),
    "row": _Column("考核项", 8),
    "head": _Column("分值由来", 9),
    "points": _Column("分值", 6),
    "full": _Column("满分", 6),
    "ceiling": _Column("总分限度", 9),
    "most": _Column("限于", 6),
    "total": _Column("原来的总分", 11),
    "before": _Column("抬头：总分以前", 26),
    "rank": _Column("抬头：名次", 22),
    "after": _Column("抬头：名次以后", 80),
    "item": _Column("细则的考核项", 90),
}
_GAP = _Column("", 2)
_WIDTHS = tuple(_COLUMNS.get(name, _GAP).width for name in PARAMETER_COLUMNS)
_PRINTED = PARAMETER_COLUMNS.index("most") + 1
_ASIDE = PARAMETER_COLUMNS.index("total") + 1
# How many columns each block has.
_RULE, _ROW, _CEILING, _AROUND = 11, 4, 2, 4
_TITLE = f"{PARAMETERS}（供公式取数，不必打印）"
_NOTE = (
    "“考核明细表”“扣分记录”两表的公式按这里的参数计算。按次扣分的细则每次扣“每次扣分”，"
    "有目标值的每缺一“每级”算一次；“一次扣完”的一次扣这么多；其余按记录写的扣分；"
    "同一条细则合计不超过“累计上限”。单项得分＝分值－分值×扣分÷满分，不低于 0。"
)
_ASIDE_NOTE = (
    "下面各栏只供公式取用，不打印：“考核明细表”抬头的字句（总分改了，名次就不再显示）；"
    "“扣分记录”里新填的记录的考核项。"
)
_CEILINGS = ("加分最多", "扣分最多", "总分最低", "总分最高")


def sheet(report: Report, community: CommunityView) -> Sheet:
    """Lay out rules, rows, ceilings and the words around the total, side by side."""
    calculation = report.calculation
    made = Sheet(PARAMETERS, _WIDTHS)
    made.header, made.protected, made.printed = HEADER, True, _PRINTED
    made.footer = (report.demo, report.revision_label)
    _top(made, report)
    for high, line in _lines(report, community):
        made.row(high, line)
    for place, name in enumerate(PARAMETER_COLUMNS, start=1):
        if name in RULE_NAMES:
            made.name(RULE_NAMES[name], place, FIRST, HEADER + len(calculation.rules))
    return made


def _top(made: Sheet, report: Report) -> None:
    printed = sum(_WIDTHS[:_PRINTED])
    made.row(heights.height(1, TITLE_SIZE), [text(f"{report.title}：{_TITLE}", Look.TITLE)])
    made.merge(made.last, 1, columns=_PRINTED)
    note = f"{_NOTE}　{report.demo}"
    aside = len(_WIDTHS) - _ASIDE + 1
    made.row(
        heights.of_row(((printed, note), (sum(_WIDTHS[_ASIDE - 1 :]), _ASIDE_NOTE)), BODY_SIZE),
        [
            text(note, Look.NOTE),
            *[empty(Look.NOTE)] * (_ASIDE - 2),
            text(_ASIDE_NOTE, Look.NOTE),
        ],
    )
    made.merge(made.last, 1, columns=_PRINTED)
    made.merge(made.last, _ASIDE, columns=aside)
    made.row(
        heights.of_row([(width, heading) for heading, width in _COLUMNS.values()], HEAD_SIZE),
        [
            text(_COLUMNS[name].heading, Look.HEAD) if name else empty(Look.NOTE)
            for name in PARAMETER_COLUMNS
        ],
    )


def _lines(report: Report, community: CommunityView) -> Iterator[tuple[int, list[str]]]:
    """Set the blocks side by side; one that has ended leaves its room. Gives height and cells."""
    calculation = report.calculation
    one_line = heights.height(1, BODY_SIZE)
    nothing, gap = empty(Look.NOTE), (empty(Look.NOTE),)
    for rule, row, ceiling, around in zip_longest(
        calculation.rules, calculation.rows, _ceilings(calculation), [_around(report, community)]
    ):
        cells = (
            *((nothing,) * _RULE if rule is None else _rule(rule)),
            *gap,
            *((nothing,) * _ROW if row is None else _row(row, _head(row, calculation))),
            *gap,
            *(ceiling or (nothing,) * _CEILING),
            *gap,
            *(around or (nothing,) * _AROUND),
            nothing if rule is None else text(_item(rule)),
        )
        yield one_line if rule is None else _tall(rule), list(cells)


def _item(rule: RuleFigures) -> str:
    return f"{rule.item} {rule.item_content}"


@lru_cache(maxsize=1024)
def _tall(rule: RuleFigures) -> int:
    texts = {"department": rule.department_name, "text": rule.text}
    return heights.of_row(
        [(_COLUMNS[name].width, words) for name, words in texts.items()], BODY_SIZE
    )


@lru_cache(maxsize=1024)
def _rule(rule: RuleFigures) -> tuple[str, ...]:
    return (
        text(rule.id, Look.LITERAL_LABEL),
        text(rule.kind, Look.LABEL),
        *(
            figure(words)
            for words in (rule.each, rule.limit, rule.target, rule.step, rule.whole, rule.sign)
        ),
        text("是" if rule.needs_approval else "", Look.LABEL),
        text(rule.department_name, Look.LABEL),
        text(rule.text),
    )


def _head(row: RowFigures, calculation: Calculation) -> str:
    """Name the row whose points a row draws on, or say that it changes the total."""
    if row.adjusts:
        return "总分加减"
    heads = (head.item for head in calculation.rows if head.points and row.item in head.members)
    return next(heads, row.item)


@lru_cache(maxsize=1024)
def _row(row: RowFigures, head: str) -> tuple[str, ...]:
    return (
        text(row.item, Look.LITERAL_LABEL),
        text(head, Look.LITERAL_LABEL),
        figure(row.points),
        empty(Look.LABEL) if row.adjusts else figure(row.full),
    )


def _ceilings(calculation: Calculation) -> list[tuple[str, ...]]:
    figures = (
        calculation.bonus_cap,
        calculation.extra_deduction_cap,
        calculation.total_min,
        calculation.total_max,
    )
    return [
        (text(name, Look.LABEL), figure(words) if words else text("不限", Look.LABEL))
        for name, words in zip(_CEILINGS, figures, strict=True)
    ]


def _around(report: Report, community: CommunityView) -> tuple[str, ...]:
    """Keep the words around the total in cells, so that no formula holds words of the data."""
    return (
        figure(community.total, Look.BROKEN),
        *(text(one) for one in around_total(report, community)),
    )


def around_total(report: Report, community: CommunityView) -> tuple[str, str, str]:
    """Give what the line below the form's title says before the total, of the rank, and after."""
    known = (f"考核期 {report.period}", f"{report.stage}阶段", report.demo)
    return (
        f"{community.name}　总分 ",
        f"　{community.group}{community.group_rank_label}",
        "".join(f"　{part}" for part in known if part),
    )
