"""Scores as a table for people, and one community's arithmetic down to the printed rule."""

from __future__ import annotations

from kpigen.terminal.columns import aligned
from kpigen.view.values import CommunityView, RecordView, Report, RowView

_NOTES = "；"


def table(report: Report, communities: tuple[CommunityView, ...]) -> str:
    """Write the standing: one line a community, best first."""
    wanted = {community.id for community in communities}
    headings = ["名次", "组别", "组内", "社区", "总分", "扣减行数", "加减", "说明"]
    lines = [
        [
            str(community.rank or "—"),
            community.group,
            str(community.group_rank or "—"),
            community.name,
            community.total,
            str(sum(row.lost != "0" for row in community.form.rows)),
            community.adjustments,
            _NOTES.join(community.badges),
        ]
        for community in report.standing
        if community.id in wanted
    ]
    return "\n".join([_heading(report), "", *aligned([headings, *lines])])


def explanation(report: Report, community: CommunityView) -> str:
    """Write how one community's total follows from every row, record and printed rule."""
    lines = [
        _heading(report),
        "",
        f"{community.name}（{community.id}）：总分 {community.total}，"
        f"全镇{community.rank_label}，{community.group}{community.group_rank_label}"
        + "".join(f"，{badge}" for badge in community.badges),
        community.total_arithmetic,
    ]
    category = ""
    for row in community.form.rows:
        if row.category != category:
            category = row.category
            lines += ["", f"【{category}】"]
        lines += _row(row)
    return "\n".join(lines)


def _heading(report: Report) -> str:
    parts = [report.title, f"{report.stage}阶段"]
    if report.as_of:
        parts.append(f"截至 {report.as_of}")
    if report.demo:
        parts.append(report.demo)
    return "　".join(parts)


def _row(row: RowView) -> list[str]:
    content = row.printed.content.replace("\n", "")
    content = content if len(content) <= 30 else content[:29] + "…"  # noqa: PLR2004  # one line
    lines = [f"{row.item} {content}", f"    {row.arithmetic or '总分之外加减'}"]
    for record in row.records:
        lines += _record(record)
    return lines


def _record(record: RecordView) -> list[str]:
    status = "" if record.status == "active" else f"［{record.status_label}］"
    rule = record.rule_text.replace("\n", "")
    return [
        f"    - {record.date} {record.department_name} {status}{record.reason}",
        f"      细则 {record.rule}“{rule}”",
        f"      {record.arithmetic}　依据 {record.basis}",
        *(f"      {line}" for line in record.process),
        f"      {record.path}",
    ]
