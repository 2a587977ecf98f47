"""The words of the appeal form (申诉表), filled in for one record or empty."""

from __future__ import annotations

from kpigen.render.print_frame import Identity, frame
from kpigen.render.print_records import wrapping
from kpigen.view import digest
from kpigen.view.publicity_values import PublicityView
from kpigen.view.values import RecordView, Report

NAME = "appeal"
PARTS = ("common", "appeal")
# A pair of short fields stands in one line of the form, a long one has the line to itself.
_FIELDS = (
    ("社区、村", "发生日期"),
    ("考核部门", "记录状态"),
    ("记录编号",),
    ("记录的网页",),
    ("考核项",),
    ("扣分细则",),
    ("扣分原因",),
    ("依据",),
    ("怎样扣的",),
    ("计入扣分", "影响总分"),
)


def name(record_id: str) -> str:
    """Give the name of the document for a record: `appeal/2020/tianshu/guijian/…`."""
    return f"{NAME}/{record_id}"


def words(report: Report, record: RecordView | None) -> dict[str, object]:
    """Collect everything that the form says, as plain data for the template."""
    title = f"{report.town}{report.year}年度社区目标绩效考核申诉表"
    document = NAME if record is None else name(record.id)
    whole = "" if record is None else f"{record.community_name}　{record.id}"
    publicity = report.publicity
    values = {} if record is None else _values(report, record)
    return {
        **frame(report, Identity(document, title, whole, digest.of_appeal(report, record)), whole),
        "title": title,
        "note": _note(publicity),
        "fields": [
            [{"name": field, "value": values.get(field, "")} for field in line] for line in _FIELDS
        ],
        "process": [] if record is None else [wrapping(line) for line in record.process],
        "decided_by": publicity.decided_by,
        "decision": publicity.decision,
    }


def _note(publicity: PublicityView) -> str:
    """Say until when and how: an empty form may lie about until its year is over."""
    until = f"最迟在{publicity.until}（含当天）提出" if publicity.until else "在公示期间提出"
    how = publicity.how or "写明记录的编号和理由，由社区、村盖章后送达"
    return f"一条记录填一张。{until}。{how}。"


def _values(report: Report, record: RecordView) -> dict[str, str]:
    category = next(one.name for one in report.categories if one.id == record.category)
    page = f"{report.year}/communities/{record.community}.html#{record.anchor}"
    return {
        "社区、村": record.community_name,
        "发生日期": record.day,
        "考核部门": record.department_name,
        "记录状态": record.status_label,
        "记录编号": record.id,
        "记录的网页": f"考核网站下 {page}",
        "考核项": wrapping(f"{record.item}　{category}　{record.item_content}"),
        "扣分细则": wrapping(f"{record.rule}　{record.rule_words}"),
        "扣分原因": wrapping(record.reason),
        "依据": wrapping(record.basis),
        "怎样扣的": wrapping(record.arithmetic),
        "计入扣分": _deduct(record),
        "影响总分": _change(record),
    }


def _deduct(record: RecordView) -> str:
    if not record.counts or record.adjustment:
        return "不按 100 分制扣分" if record.counts else "不计分"
    return f"{record.deduct} 分（100 分制）"


def _change(record: RecordView) -> str:
    aside = f"（{record.cost.aside}）" if record.cost.aside else ""
    return f"{record.cost.label}{aside}"
