"""The words of a department's list for stamping: all that it filed in the year."""

from __future__ import annotations

from itertools import groupby

from kpigen.render import print_records
from kpigen.render.print_frame import Identity, frame
from kpigen.view import digest
from kpigen.view.filing_values import FilingsView
from kpigen.view.values import DepartmentView, RecordView, Report

PARTS = ("common", "department")
_HEADINGS = (
    *("序号", "日期", "扣分细则", "扣分原因和记录编号", "依据"),
    *("计入扣分", "影响总分", "状态"),
)
_WIDTHS = print_records.Widths(rule=20, reason=23, basis=10)


def name(department_id: str) -> str:
    """Give the document's name."""
    return f"department-{department_id}"


def words(report: Report, department: DepartmentView) -> dict[str, object]:
    """Collect everything that the list says, as plain data for the template."""
    filed = _filed(report, department)
    title = f"{report.town}{report.year}年度社区目标绩效考核扣分清单"
    identity = Identity(
        name(department.id),
        f"{title}　{department.name}",
        f"{department.name}　{_counts(department.records)}",
        digest.of_department(report, department),
    )
    return {
        **frame(report, identity, identity.summary),
        "title": title,
        "name": department.name,
        "facts": _facts(report, department, filed),
        "headings": _HEADINGS,
        "communities": _communities(report, department, filed),
        "note": "计入扣分按 100 分制；影响总分是这一条实际增减的总分，不计分的用灰底。"
        "失分不含总分之外的加减。",
        "statement": f"合计 {_counts(department.records)}；失分 {filed.lost} 分。"
        "以上记录经核对属实，依据齐全。"
        if department.records
        else f"{department.name}本年度没有扣分记录。",
    }


def _filed(report: Report, department: DepartmentView) -> FilingsView:
    return next(one for one in report.filings if one.department == department.id)


def _facts(report: Report, department: DepartmentView, filed: FilingsView) -> list[tuple[str, str]]:
    return [
        ("考核期间", report.period),
        ("当前阶段", report.stage),
        ("考核的项", f"{len(department.items)} 项"),
        ("扣分记录", f"{len(department.records)} 条"),
        ("涉及社区、村", f"{len(filed.rows)} 个"),
        ("合计失分", f"{filed.lost} 分"),
    ]


def _counts(records: tuple[RecordView, ...]) -> str:
    void = sum(not record.counts for record in records)
    return f"{len(records)} 条记录" + (f"，其中 {void} 条不计分" if void else "")


def _communities(
    report: Report, department: DepartmentView, filed: FilingsView
) -> list[dict[str, object]]:
    """Part the records by community, in the order of the communities and of the days."""
    order = {community.id: place for place, community in enumerate(report.communities)}
    lost = {row.community: row.lost for row in filed.rows}
    numbered = enumerate(
        sorted(department.records, key=lambda one: (order[one.community], one.date, one.id)), 1
    )
    parts: list[dict[str, object]] = []
    for community, of_one in groupby(numbered, key=lambda entry: entry[1].community):
        entries = list(of_one)
        records = tuple(record for _, record in entries)
        parts.append(
            {
                "name": records[0].community_name,
                "counts": _counts(records),
                "lost": f"失分 {lost[community]} 分",
                "records": [
                    print_records.line(record, str(place), _WIDTHS) for place, record in entries
                ],
            }
        )
    return parts
