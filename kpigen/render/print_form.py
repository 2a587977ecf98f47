"""The words of a detail table's print: the form, the summary of deductions, what is signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kpigen.render import BLANK_NAME
from kpigen.render.print_frame import Identity, frame
from kpigen.render.print_records import HEADINGS, WHOLE_LINES, line_count, record_row, wrapping
from kpigen.view.values import CommunityView, Form, RecordView, Report, RowView

PARTS = ("common", "detail", "form")
# Characters on a line of 目标内容, 扣分细则 and 扣分原因 at the template's widths.
_CONTENT_LINE, _RULES_LINE, _REASON_LINE = 15, 21, 14


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
    return {
        **frame(
            report,
            Identity(job.name, job.heading, form.subtitle, job.digest),
            _result(community) if community is not None else "",
        ),
        "title": form.title,
        "name": "" if community is None else community.name,
        "facts": [] if community is None else _facts(report, community),
        "headings": form.headings,
        "rows": [_row(row, numbers) for row in form.rows],
        "total_label": form.total_label,
        "total_points": form.total_points,
        "total_score": form.total_score,
        "total_note": form.total_note,
        "ending": None if community is None else _ending(report, community, numbers),
    }


def _facts(report: Report, community: CommunityView) -> list[tuple[str, str]]:
    return [
        ("考核期间", report.period),
        ("当前阶段", report.stage),
        ("总分", community.total),
        (f"{community.group}名次", community.group_rank_label),
        ("总名次", community.rank_label),
    ]


def _result(community: CommunityView) -> str:
    return f"总分 {community.total}　{community.group}{community.group_rank_label}"


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
        "headings": HEADINGS,
        "records": [
            record_row(record, f"记{numbers[record.id]}", record.department_name, strip=2)
            for record in community.records
        ],
        "sums": _sums(community),
        "statement": f"{community.name}　总分 {community.total}　"
        f"{community.group}{community.group_rank_label}"
        + ("".join(f"　{badge}" for badge in community.badges)),
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
        "content": wrapping(printed.content),
        "veto": printed.veto,
        "department": printed.department,
        "points": printed.points,
        "rules": wrapping(printed.rules),
        "reason": wrapping(reason),
        "score": row.score_cell,
        "vetoed": row.vetoed,
        "spans": {
            "number": spans.number,
            "category": spans.category,
            "department": spans.department,
            "points": spans.points,
        },
        "breakable": _height(row) > WHOLE_LINES,
    }


def _height(row: RowView) -> int:
    """Estimate how many lines a row takes."""
    return max(
        line_count(text, width)
        for text, width in (
            (row.printed.content, _CONTENT_LINE),
            (row.printed.rules, _RULES_LINE),
            (row.reason, _REASON_LINE),
        )
    )
