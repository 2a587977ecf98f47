"""A list of records in print: what each line says, and how its words may break."""

from __future__ import annotations

import re

from kpigen.view.values import RecordView

# A row of more lines than this may break over pages; a shorter one moves to the next page whole.
WHOLE_LINES = 18
# Characters on a line of the reasons in a list of records.
_LIST_LINE = 18
# A word as wide as the column would run into the next one; anything in it may end the line then.
_WIDE_WORD = re.compile(r"[!-~]{16,}")
HEADINGS = (
    "记录",
    "日期",
    "细则",
    "考核部门",
    "扣分细则",
    "扣分原因",
    "依据",
    "计入",
    "状态",
    "记录编号",
)


def record_row(record: RecordView, number: str, whose: str, *, strip: int) -> dict[str, object]:
    """Give one line of the list; the first `strip` parts of the record's id are said above it."""
    process = (record.approval, record.appeal, record.withdrawal, *record.corrections)
    reason = "\n".join([record.reason, *filter(None, process)])
    return {
        "counts": record.counts,
        "cells": [
            number,
            record.date,
            record.rule,
            whose,
            wrapping(record.rule_text),
            wrapping(reason),
            wrapping(record.basis),
            record.adjustment or record.deduct,
            record.status_label,
            _breakable(record.id.split("/", strip)[strip]),
        ],
        "breakable": line_count(reason, _LIST_LINE) > WHOLE_LINES,
    }


def wrapping(text: str) -> str:
    """Let addresses and other long words without blanks break, by zero-width spaces."""
    return _WIDE_WORD.sub(lambda word: "\u200b".join(word[0]), text)


def line_count(text: str, width: int) -> int:
    """Estimate the lines that a text takes, so many characters a line."""
    return sum(-(-len(line) // width) for line in text.split("\n"))


def _breakable(record_id: str) -> str:
    """Let a record's id end the line after each of its parts."""
    return record_id.replace("/", "/\u200b")
