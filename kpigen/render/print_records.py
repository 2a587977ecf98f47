"""A list of records in print: what each line says, and how its words may break."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kpigen.view.values import RecordView

# A row of more lines than this may break over pages; a shorter one moves to the next page whole.
_WHOLE_LINES = 18
# A word as wide as a column would run into the next one; anything in it may end the line then.
_WIDE_WORD = re.compile(r"[!-~]{16,}")
_NOT_COUNTED = "不计"


class Widths(NamedTuple):
    """Characters on a line of 扣分细则, 扣分原因 and 依据 at a template's widths."""

    rule: int
    reason: int
    basis: int


def line(record: RecordView, mark: str, widths: Widths) -> dict[str, object]:
    """Give a record's line of a list; `mark` is what the print calls it by."""
    told = [wrapping(one) for one in record.process]
    texts = (
        (record.rule_words, widths.rule),
        ("\n".join([record.reason, *told, record.id]), widths.reason),
        (record.basis, widths.basis),
    )
    return {
        "mark": mark,
        "date": record.date,
        "department": record.department_name,
        "rule": record.rule,
        "rule_text": wrapping(record.rule_words),
        "reason": wrapping(record.reason),
        "told": told,
        # Not `wrapping`: an id is copied from the print, and it may break after each `/` anyway.
        "id": record.id,
        "basis": wrapping(record.basis),
        "deduct": _deduct(record),
        "change": record.cost.label.removesuffix(" 分") if record.counts else _NOT_COUNTED,
        "aside": record.cost.aside,
        "status": record.status_label,
        "counts": record.counts,
        "breakable": breakable(texts),
    }


def wrapping(text: str) -> str:
    """Let addresses and other long words without blanks break, by zero-width spaces."""
    return _WIDE_WORD.sub(lambda word: "\u200b".join(word[0]), text)


def breakable(cells: Iterable[tuple[str, int]]) -> bool:
    """Tell from its cells' texts and characters on a line whether a row may break over pages."""
    return max(_lines(text, width) for text, width in cells) > _WHOLE_LINES


def _lines(text: str, width: int) -> int:
    return sum(-(-len(line) // width) or 1 for line in text.split("\n"))


def _deduct(record: RecordView) -> str:
    if not record.counts:
        return _NOT_COUNTED
    if record.adjustment:
        return "—"
    bounded = f"\n（应扣 {record.asked}）" if record.deduct != record.asked else ""
    return f"{record.deduct}{bounded}"
