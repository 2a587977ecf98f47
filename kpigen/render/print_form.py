"""The words of a detail table's print: the form, the summary of deductions, what is signed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kpigen.render import BLANK_NAME, code_image
from kpigen.stamp import Stamp
from kpigen.view import digest
from kpigen.view.values import CommunityView, Form, RecordView, Report, RowView

# A row of more lines than this may break over pages; a shorter one moves to the next page whole.
_WHOLE_LINES = 18
# Characters on a line of 目标内容, 扣分细则 and 扣分原因 at the template's widths.
_CONTENT_LINE, _RULES_LINE, _REASON_LINE = 15, 21, 14
# Characters on a line of the reasons in the summary of deductions.
_LIST_LINE = 18
# A word as wide as the column would run into the next one; anything in it may end the line then.
_WIDE_WORD = re.compile(r"[!-~]{16,}")
_HEADINGS = (
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


class Job(NamedTuple):
    """One form to print; `heading` names it in the file's properties and on its pages.

    `community` is None for the blank form.
    """

    name: str
    heading: str
    form: Form
    digest: str
    community: CommunityView | None

    @classmethod
    def of(cls, report: Report, community: CommunityView) -> Job:
        """Give a community's."""
        heading = f"{report.title}　{community.name}"
        return cls(community.id, heading, community.form, community.digest, community)

    @classmethod
    def blank(cls, report: Report) -> Job:
        """Give the blank form's."""
        return cls(BLANK_NAME, report.title, report.blank, report.blank_digest, None)

    @property
    def records(self) -> tuple[RecordView, ...]:
        """The records behind the form."""
        return () if self.community is None else self.community.records


def words(report: Report, job: Job) -> dict[str, object]:
    """Collect everything that the print says, as plain data for the template."""
    form, community = job.form, job.community
    numbers = {record.id: place for place, record in enumerate(job.records, start=1)}
    said = "" if community is None else _code_words(report, community)
    return {
        **common(report, job.name, job.heading, job.digest),
        "description": "；".join(filter(None, (form.subtitle, report.demo))),
        "title": form.title,
        "name": "" if community is None else community.name,
        "facts": [] if community is None else _facts(report, community),
        "code": code_image.svg(said) if said else "",
        "code_words": said,
        "headings": form.headings,
        "rows": [_row(row, numbers) for row in form.rows],
        "total_label": form.total_label,
        "total_points": form.total_points,
        "total_score": form.total_score,
        "total_note": form.total_note,
        "ending": None if community is None else _ending(report, community, numbers),
    }


def common(report: Report, name: str, heading: str, document_digest: str) -> dict[str, object]:
    """Give what stands in the properties and on every page of every print."""
    stamp = Stamp(report.year, name, report.revision, report.modified, document_digest)
    return {
        "town": report.town,
        "heading": heading,
        "demo": report.demo,
        "revision": "　".join(filter(None, (report.revision_label, report.made))),
        "digest": digest.shown(document_digest),
        "stamp": str(stamp),
    }


def _facts(report: Report, community: CommunityView) -> list[tuple[str, str]]:
    return [
        ("考核期间", report.period),
        ("当前阶段", report.stage),
        ("总分", community.total),
        (f"{community.group}名次", community.group_rank_label),
        ("总名次", community.rank_label),
    ]


def _code_words(report: Report, community: CommunityView) -> str:
    """Say on a few lines what a phone shows of the print."""
    lines = (
        f"{report.title}（{community.name}）",
        report.demo,
        f"总分 {community.total}　{community.group}{community.group_rank_label}",
        report.revision_label,
        f"提交 {report.revision}" if report.revision else "",
        f"摘要 {community.digest}",
    )
    return "\n".join(filter(None, lines))


def _ending(
    report: Report, community: CommunityView, numbers: Mapping[str, int]
) -> dict[str, object]:
    """Give the list of records, the sums, and the sentence above the signatures."""
    whole = f"{report.period}　{community.name}"
    counted = sum(record.counts for record in community.records)
    return {
        "title": "扣分汇总",
        "note": f"{whole}　共 {len(community.records)} 条记录，计分的 {counted} 条；"
        "灰底的不计分。“计入”是 100 分制的扣分，总分的加减带正负号。"
        f"记录编号前面都是 {report.year}/{community.id}/。"
        if community.records
        else f"{whole}　没有扣分记录。",
        "headings": _HEADINGS,
        "records": [_record(record, numbers[record.id]) for record in community.records],
        "sums": _sums(community),
        "statement": f"{community.name}　总分 {community.total}　"
        f"{community.group}{community.group_rank_label}"
        + ("".join(f"　{badge}" for badge in community.badges)),
    }


def _record(record: RecordView, number: int) -> dict[str, object]:
    process = (record.approval, record.appeal, record.withdrawal, *record.corrections)
    reason = "\n".join([record.reason, *filter(None, process)])
    return {
        "counts": record.counts,
        "cells": [
            f"记{number}",
            record.date,
            record.rule,
            record.department_name,
            _wrapping(record.rule_text),
            _wrapping(reason),
            _wrapping(record.basis),
            record.adjustment or record.deduct,
            record.status_label,
            _breakable(record.id.split("/", 2)[2]),
        ],
        "breakable": _lines(reason, _LIST_LINE) > _WHOLE_LINES,
    }


def _sums(community: CommunityView) -> list[dict[str, str]]:
    """Lead from the full points to the total, a category a step."""
    balance = community.balance
    steps = [("满分", balance.start)]
    steps += [(category, f"−{lost}") for category, lost in balance.by_category]
    steps += [(line.category, line.change) for line in balance.adjustments]
    steps.append(("总分", community.total))
    return [{"name": name, "value": value} for name, value in steps]


def _row(row: RowView, numbers: Mapping[str, int]) -> dict[str, object]:
    printed, spans = row.printed, row.spans
    reason = "\n".join(
        f"记{numbers[record.id]}　{record.summary}" for record in row.records if record.counts
    )
    return {
        "number": printed.number,
        "category": printed.category,
        "seq": printed.seq,
        "content": _wrapping(printed.content),
        "veto": printed.veto,
        "department": printed.department,
        "points": printed.points,
        "rules": _wrapping(printed.rules),
        "reason": _wrapping(reason),
        "score": row.score_cell,
        "vetoed": row.vetoed,
        "spans": {
            "number": spans.number,
            "category": spans.category,
            "department": spans.department,
            "points": spans.points,
        },
        "breakable": _height(row) > _WHOLE_LINES,
    }


def _wrapping(text: str) -> str:
    """Let addresses and other long words without blanks break, by zero-width spaces."""
    return _WIDE_WORD.sub(lambda word: "\u200b".join(word[0]), text)


def _breakable(record_id: str) -> str:
    """Let a record's id end the line after each of its parts."""
    return record_id.replace("/", "/\u200b")


def _height(row: RowView) -> int:
    """Estimate how many lines a row takes."""
    return max(
        _lines(text, width)
        for text, width in (
            (row.printed.content, _CONTENT_LINE),
            (row.printed.rules, _RULES_LINE),
            (row.reason, _REASON_LINE),
        )
    )


def _lines(text: str, width: int) -> int:
    return sum(-(-len(line) // width) for line in text.split("\n"))
