"""The words of the appeal form (申诉表), filled in for one record or empty."""

from __future__ import annotations

from kpigen.render.print_frame import Identity, frame
from kpigen.view.values import RecordView, Report

NAME = "appeal"
PARTS = ("common", "appeal")
_FIELDS = (
    "社区、村",
    "记录编号",
    "日期",
    "考核部门",
    "考核项",
    "扣分细则",
    "扣分原因",
    "依据",
    "扣了多少",
    "状态",
)


def name(record_id: str) -> str:
    """Give the name of the document for a record: `appeal/2020/tianshu/guijian/…`."""
    return f"{NAME}/{record_id}"


def words(report: Report, record: RecordView | None) -> dict[str, object]:
    """Collect everything that the form says, as plain data for the template."""
    title = f"{report.town}{report.year}年度社区考核扣分申诉表"
    document = NAME if record is None else name(record.id)
    whole = "" if record is None else f"{record.community_name}　{record.id}"
    identity = Identity(document, title, whole, report.digest)
    values = [""] * len(_FIELDS) if record is None else _values(record)
    return {
        **frame(report, identity, whole),
        "title": title,
        "note": report.appeal or "写明记录编号和理由，附上证据，由社区、村盖章后送达。",
        "fields": [
            {"name": field, "value": value} for field, value in zip(_FIELDS, values, strict=True)
        ],
    }


def _values(record: RecordView) -> list[str]:
    process = "；".join(filter(None, (record.approval, record.appeal, record.withdrawal)))
    return [
        record.community_name,
        record.id.replace("/", "/\u200b"),
        record.day,
        record.department_name,
        f"{record.item}　{record.item_content}",
        f"{record.rule}　{record.rule_text}",
        record.reason,
        record.basis,
        "　".join(filter(None, (record.arithmetic, record.cost.label))),
        "；".join(filter(None, (record.status_label, process))),
    ]
