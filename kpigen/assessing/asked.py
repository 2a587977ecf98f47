"""What a rule asks of its records: the figures they may give, the one they must, and the words.

The check, the editor's schema and the help go by this.
"""

from __future__ import annotations

from typing import NamedTuple

from kpigen.model import Kind, Rule

FIGURES = ("count", "actual", "deduct", "points")


class Asked(NamedTuple):
    """Names of figures, the better first; `needed` is empty where all may be left out.

    `words` say what to write.
    """

    allowed: tuple[str, ...]
    needed: str
    words: str


_OF_A_TARGET = Asked(
    ("actual", "count"), "", "写 actual（实际完成值），缺多少由程序算，扣多少由考核表规定"
)
_OF_A_KIND = {
    Kind.EACH: Asked(("count",), "", "写 count（次数或人数），扣多少由考核表规定"),
    Kind.ALLOTTED: Asked(("deduct",), "deduct", "写 deduct，在分配的分值以内酌定"),
    Kind.JUDGED: Asked(("deduct",), "deduct", "写 deduct，按依据酌定"),
    Kind.ALL: Asked((), "", "本行全扣，不写数字"),
    Kind.VETO: Asked((), "", "是一票否决，不写数字，批准后补上 approval"),
    Kind.ADJUSTMENT: Asked(("points",), "points", "写 points，是总分上的分值"),
}


def asked(rule: Rule) -> Asked:
    """Say what a record on this rule gives."""
    return _OF_A_KIND[rule.kind] if rule.target is None else _OF_A_TARGET
