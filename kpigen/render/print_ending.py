"""What stands behind a community's table in print: its records, their sums, the way to the total.

A record has a short number for people, 记1, 记2 … in the order of the days: the table's reasons
begin with it, and the list gives the full id beside it.
"""

from __future__ import annotations

from kpigen import labels
from kpigen.render import print_records
from kpigen.view.sum_values import CategorySum
from kpigen.view.values import CommunityView

_TITLE = "扣分汇总"
_HEADINGS = (
    *("记号", "日期", "部门", "扣分细则", "扣分原因和记录编号", "依据"),
    *("计入扣分", "影响总分", "状态"),
)
_SUMS_TITLE = "各类合计"
_SUM_HEADINGS = ("序号", "目标类别", "分值", "计入的记录", "增减", "得分")
_WIDTHS = print_records.Widths(rule=17, reason=28, basis=9)
_NOTHING = "—"


def numbers(community: CommunityView) -> dict[str, str]:
    """Give each record's short number by its id."""
    return {record.id: f"记{place}" for place, record in enumerate(community.records, 1)}


def ending(community: CommunityView) -> dict[str, object]:
    """Collect everything that stands behind the table, as plain data for the template."""
    marks = numbers(community)
    return {
        "title": _TITLE,
        "note": _note(community),
        "headings": _HEADINGS,
        "records": [
            print_records.line(record, marks[record.id], _WIDTHS) for record in community.records
        ],
        "sums_title": _SUMS_TITLE,
        "sum_headings": _SUM_HEADINGS,
        "sums": [_sum(each) for each in community.sums],
        "steps": _steps(community),
        "note_on_total": community.balance.ending,
        "badges": "，".join(community.badges),
    }


def _note(community: CommunityView) -> str:
    """Say how many records there are, and how many of them count nothing."""
    if not community.records:
        return "没有扣分记录。"
    void = sum(not record.counts for record in community.records)
    rest = f"，其中 {void} 条已撤销或待批准，照样列出，不计分" if void else "，全部计分"
    return f"共 {len(community.records)} 条{rest}。扣分原因栏里的“记1”“记2”就是这里的记号。"


def _sum(each: CategorySum) -> list[str]:
    others = f"（另 {each.others} 条不计）" if each.others else ""
    return [
        each.number,
        each.name,
        each.points or _NOTHING,
        f"{each.counting}{others}" if each.counting or others else _NOTHING,
        each.change if each.change != "0" else _NOTHING,
        each.score or _NOTHING,
    ]


def _steps(community: CommunityView) -> list[dict[str, str]]:
    """Lead from the full points to the total, each step as a sign, a name and a figure."""
    balance = community.balance
    steps = (
        ("", "满分", balance.start),
        ("−", "各行失分", balance.lost),
        ("=", "各行得分", balance.subtotal),
        ("+", "加分", community.bonus),
        ("−", "扣分", community.extra),
        ("=", "总分", labels.minus_sign(community.total)),
    )
    return [{"sign": sign, "name": name, "figure": figure} for sign, name, figure in steps]
