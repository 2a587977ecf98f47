"""How a rule is said away from its table, and offered to those who fill in a new record."""

from __future__ import annotations

from kpigen import labels
from kpigen.assessing.asked import asked
from kpigen.exact import ZERO, plain
from kpigen.excerpt import on_one_line
from kpigen.model import Cell, Item, Kind, Rule, Scale

_MOST = 48


def choice(item: Item, rule: Rule) -> str:
    """Give a rule's line in a pick list: `1.1-1 每次扣50分：辖区范围内发生消防事故…`.

    It begins with the rule's id and a blank, by which it is read back.
    """
    words = item.printed.content if rule.cell is Cell.VETO else rule.text
    return f"{rule.id} {_takes(rule)}：{on_one_line(words, _MOST)}"


def said(rule: Rule) -> str:
    """Give a rule's printed words; that of a veto may be nothing but the 是 of its column."""
    if not rule.text:
        return "按考核办法"
    return f"{labels.KIND[Kind.VETO]}：{rule.text}" if rule.cell is Cell.VETO else rule.text


def _takes(rule: Rule) -> str:
    if rule.kind is Kind.EACH:
        return f"每{rule.unit}扣{plain(rule.deduct or ZERO)}分"
    if rule.kind is Kind.ALLOTTED:
        return f"共{plain(rule.allotment or ZERO)}分"
    if rule.kind is Kind.ADJUSTMENT and rule.effect is not None:
        return labels.EFFECT[rule.effect]
    return labels.KIND[rule.kind]


def fill(rule: Rule, scale: Scale) -> str:
    """Say which of the figures' columns a record on this rule fills, on the row's scale."""
    if rule.kind is Kind.VETO:
        papers = "、".join(
            labels.ENTRY[name] for name in ("approval_document", "approved_by", "approval_date")
        )
        return f"不填数字；批准以后填{papers}"
    if rule.kind is Kind.EACH:
        count = f"{labels.ENTRY['count']}（几{rule.unit}；不填就是 1）"
        if rule.target is None:
            return count
        return f"{labels.ENTRY['actual']}（由程序算缺额），或者{count}"
    figures = asked(rule).allowed
    if figures == ("deduct",):
        return f"{labels.ENTRY['deduct']}（{labels.SCALE[scale]}）"
    return labels.ENTRY[figures[0]] if figures else "不填数字"
