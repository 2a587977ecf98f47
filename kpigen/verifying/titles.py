"""Says in the office's words which document it is that a file's stamp names."""

from __future__ import annotations

from kpigen.render import BLANK_NAME, ENTRY_NAME, SUMMARY_NAME
from kpigen.verifying.remaking import Wanted
from kpigen.verifying.values import Kind
from kpigen.view.values import Report

_TABLE = "考核明细表"
_OF_ALL = {BLANK_NAME: "空白表", SUMMARY_NAME: "汇总表", "town": "合订本", "notice": "公示稿"}
_APPEAL = "申诉表"
_DATA = {"deductions": "扣分记录", "scores": "得分"}


def title(report: Report, wanted: Wanted) -> str:
    """Name a document: `天枢社区的考核明细表`; one that is not known keeps its own name."""
    if wanted.kind in {Kind.JSON, Kind.CSV}:
        whose = _communities(report).get((wanted.selection.communities or ("",))[0], "全部社区、村")
        return f"{whose}的{_DATA[wanted.document]}"
    return _of_stamp(report, wanted.document)


def _of_stamp(report: Report, document: str) -> str:
    if document in _OF_ALL:
        return _OF_ALL[document]
    if document in (communities := _communities(report)):
        return f"{communities[document]}的{_TABLE}"
    departments = {department.id: department.name for department in report.departments}
    first, _, rest = document.partition("-")
    of_department = {"department": "扣分清单", ENTRY_NAME: "填报表"}.get(first, "")
    if of_department and rest in departments:
        return f"{departments[rest]}的{of_department}"
    kind, _, record = document.partition("/")
    if kind == "appeal":
        return f"记录 {record} 的{_APPEAL}" if record else f"空白的{_APPEAL}"
    return document


def _communities(report: Report) -> dict[str, str]:
    return {community.id: community.name for community in report.communities}
