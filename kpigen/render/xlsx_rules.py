"""The sheet of parameters: what the formulas of a community's workbook look up, for all to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

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
from kpigen.render.xlsx_formulas import FIRST, HEADER, PARAMETERS, RULE_NAMES, Places
from kpigen.view.calculation_values import Calculation, RowFigures, RuleFigures
from kpigen.view.values import CommunityView, Report

# Heading, width, and the name that formulas have for the column. The headings stand on every page,
# so they name what the rows' block below has in these columns too.
_COLUMNS = (
    ("编号", 9, "id"),
    ("类别", 11, ""),
    ("每次扣分（行：分值）", 8, "each"),
    ("累计上限（行：满分）", 8, "limit"),
    ("目标值", 7, "target"),
    ("每级", 6, "step"),
    ("一次扣完", 8, "whole"),
    ("总分加减", 8, "sign"),
    ("须经批准", 8, "approval"),
    ("考核项", 24, "item"),
    ("主协助考核部门", 12, "department"),
    ("扣分细则", 37, "text"),
)
_WIDTHS = tuple(width for _, width, _ in _COLUMNS)
_ITEM, _DEPARTMENT, _TEXT = 9, 10, 11
_NOTE = (
    "“考核明细表”“扣分记录”两表的公式按这里的参数计算。按次扣分的细则每次扣“每次扣分”，"
    "有目标值的每缺一“每级”算一次；“一次扣完”的一次扣这么多；其余按记录写的扣分；"
    "同一条细则合计不超过“累计上限”。单项得分＝分值－分值×扣分÷满分，不低于 0。"
)
_ROW_HEADINGS = ("考核项", "分值由来", "分值", "满分")
_POLICY = ("加分最多", "扣分最多", "总分最低", "总分最高")


def sheet(report: Report, community: CommunityView, places: Places) -> Sheet:
    """Lay out rules, rows, ceilings, and the words around the total, as `places` has them."""
    calculation = report.calculation
    made = Sheet(PARAMETERS, _WIDTHS)
    made.header, made.protected = HEADER, True
    made.footer = (report.demo, report.revision_label)
    made.line(heights.height(1, TITLE_SIZE), text(f"{report.title}：{PARAMETERS}", Look.TITLE))
    note = f"{_NOTE}　{report.demo}"
    made.line(_height(((sum(_WIDTHS), note),), BODY_SIZE), text(note, Look.NOTE))
    headings = [heading for heading, _, _ in _COLUMNS]
    made.row(
        _height(zip(_WIDTHS, headings, strict=True), HEAD_SIZE),
        [text(heading, Look.HEAD) for heading in headings],
    )
    for rule in calculation.rules:
        made.row(*_rule(rule))
    for place, (_, _, name) in enumerate(_COLUMNS, start=1):
        if name:
            made.name(RULE_NAMES[name], place, FIRST, HEADER + len(calculation.rules))
    _rows(made, calculation)
    _policy(made, calculation)
    _heading(made, report, community)
    if made.last != places.heading:
        raise RuntimeError(f"the parameters end in row {made.last}, not {places.heading}")
    return made


@lru_cache(maxsize=1024)
def _rule(rule: RuleFigures) -> tuple[int, tuple[str, ...]]:
    item = f"{rule.item} {rule.item_content}"
    cells = (
        text(rule.id, Look.LITERAL_LABEL),
        text(rule.kind, Look.LABEL),
        *(
            figure(words)
            for words in (rule.each, rule.limit, rule.target, rule.step, rule.whole, rule.sign)
        ),
        text("是" if rule.needs_approval else "", Look.LABEL),
        text(item),
        text(rule.department_name, Look.LABEL),
        text(rule.text),
    )
    texts = ((_ITEM, item), (_DEPARTMENT, rule.department_name), (_TEXT, rule.text))
    return _height([(_WIDTHS[place], words) for place, words in texts], BODY_SIZE), cells


def _rows(made: Sheet, calculation: Calculation) -> None:
    _block(made, _ROW_HEADINGS)
    for row in calculation.rows:
        made.row(heights.height(1, BODY_SIZE), _row(row, _head(row, calculation)))


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


def _policy(made: Sheet, calculation: Calculation) -> None:
    _block(made, ("办法", "", "分值"))
    figures = (
        calculation.bonus_cap,
        calculation.extra_deduction_cap,
        calculation.total_min,
        calculation.total_max,
    )
    for name, words in zip(_POLICY, figures, strict=True):
        shown = figure(words) if words else text("不限", Look.LABEL)
        made.row(heights.height(1, BODY_SIZE), [text(name, Look.LABEL), empty(Look.LABEL), shown])
        made.merge(made.last, 1, columns=2)


def _heading(made: Sheet, report: Report, community: CommunityView) -> None:
    """Keep the words around the total in cells, so that no formula holds words of the data."""
    words = around_total(report, community)
    _block(made, ("抬头", "", "总分"))
    made.row(
        _height([(_WIDTHS[place], one) for place, one in enumerate(words, start=_ITEM)], BODY_SIZE),
        [
            text("原来的总分", Look.LABEL),
            empty(Look.LABEL),
            figure(community.total, Look.BROKEN),
            *([empty(Look.LABEL)] * (_ITEM - 3)),
            *(text(one) for one in words),
        ],
    )
    made.merge(made.last, 1, columns=2)


def around_total(report: Report, community: CommunityView) -> tuple[str, str, str]:
    """Give what the line below the form's title says before the total, of the rank, and after."""
    known = (f"考核期 {report.period}", f"{report.stage}阶段", report.demo)
    return (
        f"{community.name}　总分 ",
        f"　{community.group}{community.group_rank_label}",
        "".join(f"　{part}" for part in known if part),
    )


def _block(made: Sheet, headings: Sequence[str]) -> None:
    made.row(heights.height(1, HEAD_SIZE), [text(heading, Look.HEAD) for heading in headings])


def _height(texts: Iterable[tuple[int, str]], size: int) -> int:
    return heights.height(max(heights.lines(words, width, size) for width, words in texts), size)
