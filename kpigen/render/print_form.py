"""The words of a detail table's print: cover line, the form, and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kpigen.render import BLANK_NAME, print_ending
from kpigen.render.print_frame import Identity, frame
from kpigen.render.print_records import breakable, wrapping
from kpigen.view.values import CommunityView, Form, Report, RowView

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


def words(report: Report, job: Job) -> dict[str, object]:
    """Collect everything that the print says, as plain data for the template."""
    form, community = job.form, job.community
    numbers = {} if community is None else print_ending.numbers(community)
    return {
        **frame(
            report,
            Identity(job.name, job.heading, form.subtitle, job.digest),
            "" if community is None else f"总分 {community.total}　{_standing(community)}",
        ),
        "title": form.title,
        "cover": _cover(report, community),
        "badges": "" if community is None else "，".join(community.badges),
        "headings": form.headings,
        "rows": [_row(row, numbers) for row in form.rows],
        "total_label": form.total_label,
        "total_points": form.total_points,
        "total_score": form.total_score,
        "total_note": form.total_note,
        "ending": None if community is None else print_ending.ending(community),
    }


def _standing(community: CommunityView) -> str:
    return f"{community.group}{community.group_rank_label}"


def _cover(report: Report, community: CommunityView | None) -> list[tuple[str, str]]:
    """Give names and words of the line below the title; the blank form leaves some to write."""
    group, name, standing, total = (
        ("社区", "", "", "")
        if community is None
        else (community.group, community.name, _standing(community), community.total)
    )
    return [
        (group, name),
        ("考核期间", report.period),
        ("当前阶段", "" if community is None else report.stage),
        ("名次", standing),
        ("总分", total),
    ]


def _row(row: RowView, numbers: Mapping[str, str]) -> dict[str, object]:
    printed, spans = row.printed, row.spans
    texts = (
        (printed.content, _CONTENT_LINE),
        (printed.rules, _RULES_LINE),
        (row.reason, _REASON_LINE),
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
        "reasons": list(_reasons(row, numbers)),
        "score": row.score_cell,
        "vetoed": row.vetoed,
        "spans": {
            "number": spans.number,
            "category": spans.category,
            "department": spans.department,
            "points": spans.points,
            "score": spans.points,
        },
        "breakable": breakable(texts),
    }


def _reasons(row: RowView, numbers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Give the lines of the 扣分原因 cell; the first of a record begins with its number."""
    for record in row.records:
        if record.counts:
            mark = numbers[record.id]
            for line in record.summary.split("\n"):
                yield {"mark": mark, "words": wrapping(line)}
                mark = ""
