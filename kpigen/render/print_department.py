"""The words of a department's list for stamping: all that it filed in the year."""

from __future__ import annotations

from collections import Counter

from kpigen.render.print_frame import Identity, frame
from kpigen.render.print_records import HEADINGS, record_row
from kpigen.view.values import DepartmentView, Report

PARTS = ("common", "department")
# 1 to 12 communities stand in one line of sums; more would be too narrow to read.
_MOST_SUMS = 14


def name(department_id: str) -> str:
    """Give the document's name."""
    return f"department-{department_id}"


def words(report: Report, department: DepartmentView) -> dict[str, object]:
    """Collect everything that the list says, as plain data for the template."""
    order = {community.id: place for place, community in enumerate(report.communities)}
    records = sorted(department.records, key=lambda one: (order[one.community], one.date, one.id))
    counted = sum(record.counts for record in records)
    title = f"{report.town}{report.year}年度社区考核扣分清单"
    whole = f"{department.name}　{len(records)} 条记录，计分的 {counted} 条"
    identity = Identity(name(department.id), f"{title}　{department.name}", whole, report.digest)
    items = "、".join(item.id for item in department.items)
    headings = [
        "序号" if one == "记录" else "社区、村" if one == "考核部门" else one for one in HEADINGS
    ]
    return {
        **frame(report, identity, whole),
        "title": title,
        "name": department.name,
        "note": f"考核期间：{report.period}　当前阶段：{report.stage}　考核项：{items or '无'}　"
        f"记录编号前面都是 {report.year}/。灰底的不计分。",
        "headings": headings,
        "records": [
            record_row(record, str(place), record.community_name, strip=1)
            for place, record in enumerate(records, start=1)
        ],
        "sums": _sums(report, department),
        "statement": f"{whole}。以上记录属实，依据齐全。"
        if records
        else f"{whole}。本年度没有扣分。",
    }


def _sums(report: Report, department: DepartmentView) -> list[dict[str, str]]:
    """Count the records that each community has of the department."""
    counts = Counter(record.community for record in department.records)
    named = [one for one in report.communities if counts[one.id]]
    if len(named) > _MOST_SUMS:
        return []
    return [{"name": one.name, "value": f"{counts[one.id]} 条"} for one in named]
