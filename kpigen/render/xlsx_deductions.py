"""The sheet of a community's records: what may be corrected stands open, what follows computes.

Its columns are `labels.DEDUCTION_COLUMNS`; `kpigen import` reads them back.
"""

from __future__ import annotations

from typing import NamedTuple

from kpigen import labels
from kpigen.render import heights
from kpigen.render.wide_sheet import WideSheet
from kpigen.render.workbook import (
    BODY_SIZE,
    HEAD_SIZE,
    Allowed,
    Look,
    Sheet,
    at_least,
    between_days,
    chosen,
    day,
    empty,
    figure,
    formula,
    text,
)
from kpigen.render.xlsx_formulas import (
    FIRST,
    HEADER,
    PARAMETERS,
    RULE_NAMES,
    SPARE,
    RecordFormulas,
    last_row,
)
from kpigen.view.calculation_values import StatusWords
from kpigen.view.values import CommunityView, RecordView, Report


class _Column(NamedTuple):
    """A column: its width, the look of a new record's cell, what to say while one is filled.

    Without a prompt nothing is to be filled in.
    """

    width: int
    look: Look
    prompt: str = ""


# As wide together as two pages of A4 landscape show at a size that can be read.
_COLUMNS = {
    "id": _Column(15, Look.LABEL),
    "date": _Column(10, Look.OPEN_DAY, "事情发生的那一天，例如 2020-5-12。"),
    "rule": _Column(8, Look.OPEN_LABEL, f"从下拉列表里选；各条的全文在“{PARAMETERS}”表里。"),
    "department": _Column(9, Look.LABEL),
    "item": _Column(13, Look.TEXT),
    "rule_text": _Column(18, Look.TEXT),
    "reason": _Column(25, Look.OPEN_TEXT, "一两句话，会公布；不写姓名、住址和电话。"),
    "basis": _Column(12, Look.OPEN_TEXT, "依据的文号。"),
    "event": _Column(7, Look.OPEN_TEXT, "可以不填；同一件事用同一个名称。"),
    "count": _Column(6, Look.OPEN_FIGURE, "几次或几人，整数；不填就是 1。"),
    "actual": _Column(6, Look.OPEN_FIGURE, "有目标值的细则填实际完成值，缺额由表格算。"),
    "deduct": _Column(6, Look.OPEN_FIGURE, "限额、酌定的细则填扣多少分。"),
    "points": _Column(6, Look.OPEN_FIGURE, "总分之外加减多少分，不带正负号。"),
    "reduced_count": _Column(
        6, Look.OPEN_FIGURE, "申诉后减轻的填减轻以后的次数，状态同时选“申诉后减轻”。"
    ),
    "reduced_deduct": _Column(
        6,
        Look.OPEN_FIGURE,
        "申诉后减轻的填减轻以后的扣分（总分加减的填分值），状态同时选“申诉后减轻”。",
    ),
    "status": _Column(8, Look.OPEN_LABEL, "从下拉列表里选；不填就是生效，一票否决是待批准。"),
    "asked": _Column(6, Look.LABEL),
    "counted": _Column(6, Look.LABEL),
    "adjustment": _Column(6, Look.SIGNED_LIVE),
    "process": _Column(19, Look.TEXT),
    "correction_reason": _Column(16, Look.OPEN_TEXT, "改了已有的记录，写为什么改。"),
    "correction_by": _Column(10, Look.OPEN_LABEL, "决定更正的部门或者会议。"),
    "correction_date": _Column(10, Look.OPEN_DAY, "决定更正的日期，例如 2020-6-1。"),
}
_CORRECTION = ("correction_reason", "correction_by", "correction_date")
# They stay in sight, and are repeated on the second of two pages side by side: what was filed, and
# what became of it.
_KEPT = ("id", "date", "rule")
_LAST_FILED = "points"
# How many of the rows for new records are printed.
_PRINTED_SPARE = 3
_EARLIEST, _LATEST = "2000-01-01", "2099-12-31"
_SPARE_HEIGHT = 28
_NOTE = (
    "浅黄色的格子可以改，改了以后应扣、计入扣分和“考核明细表”的单项得分、总分随之重算；"
    "改已有的记录要写更正原因、更正决定人、更正日期。新记录从最后一条下面的空行填起，编号不填。"
    "改好后交党政办用 kpigen import 导入，“考核明细表”的扣分原因和名次导入后重排。"
)


def sheet(report: Report, community: CommunityView) -> Sheet:
    """List one community's records, withdrawn ones included, and rows for new ones."""
    names = labels.DEDUCTION_COLUMNS
    widths = [_COLUMNS[name].width for name in names]
    made = WideSheet(labels.DEDUCTION_SHEET, widths)
    made.heading, made.kept, made.protected = (HEADER, HEADER), len(_KEPT), True
    made.breaks = (list(names).index(_LAST_FILED) + 1,)
    made.printed_to = HEADER + len(community.records) + _PRINTED_SPARE
    made.footer = (report.demo, report.revision_label)
    made.head(f"{report.title}：{labels.DEDUCTION_SHEET}", _note(report, community))
    made.row(
        heights.of_row(zip(widths, names.values(), strict=True), HEAD_SIZE),
        [text(heading, Look.HEAD) for heading in names.values()],
    )
    formulas = RecordFormulas(report.calculation.statuses)
    adjusting = frozenset(rule.id for rule in report.calculation.rules if rule.sign)
    for record in community.records:
        _record(made, record, formulas, adjusts=record.rule in adjusting)
    for _ in range(SPARE):
        _spare(made, formulas)
    made.filter_end = made.last
    if made.last != last_row(len(community.records)):
        raise RuntimeError(f"the records end in row {made.last}")
    _allow(made, report, len(community.records))
    return made


def _note(report: Report, community: CommunityView) -> str:
    known = (
        f"{community.name}　共 {len(community.records)} 条，含已撤销的；已撤销和待批准的不计分",
        f"考核期 {report.period}",
        f"{report.stage}阶段",
        report.demo,
    )
    return "　".join(part for part in known if part) + f"\n{_NOTE}"


def _record(made: Sheet, record: RecordView, formulas: RecordFormulas, *, adjusts: bool) -> None:
    row = made.last + 1
    process = "\n".join(record.process)
    item = f"{record.item} {record.item_content}"
    filed = record.filed
    figures = (
        filed.count,
        filed.actual,
        filed.deduct,
        filed.points,
        filed.reduced_count,
        filed.reduced_deduct,
    )
    asked, counted = ("", "") if adjusts else (record.asked, record.deduct)
    adjustment = (record.adjustment or "0") if adjusts else ""
    cells = [
        text(record.id),
        day(record.date, Look.OPEN_DAY),
        text(record.rule, Look.LITERAL_LABEL),
        text(record.department_name, Look.LABEL),
        text(item),
        text(record.rule_text),
        text(record.reason, Look.OPEN_TEXT),
        text(record.basis, Look.OPEN_TEXT),
        text(record.event, Look.OPEN_TEXT),
        *(_figure(one) for one in figures),
        text(record.status_label, Look.OPEN_LABEL),
        formula(formulas.asked(row), asked, Look.LABEL),
        formula(formulas.counted(row), counted, Look.LABEL),
        formula(formulas.adjustment(row), adjustment, Look.SIGNED_LIVE),
        text(process),
        *(empty(_COLUMNS[name].look) for name in _CORRECTION),
    ]
    texts = {
        "id": record.id,
        "department": record.department_name,
        "item": item,
        "rule_text": record.rule_text,
        "reason": record.reason,
        "basis": record.basis,
        "event": record.event,
        "status": record.status_label,
        "process": process,
    }
    made.row(
        heights.of_row(((_COLUMNS[name].width, words) for name, words in texts.items()), BODY_SIZE),
        cells,
    )


def _figure(words: str) -> str:
    return figure(words, Look.OPEN_FIGURE) if words else empty(Look.OPEN_FIGURE)


def _spare(made: Sheet, formulas: RecordFormulas) -> None:
    """Add a row for a new record: it shows nothing until a rule is chosen."""
    row = made.last + 1
    computed = {
        "department": formulas.looked_up("department", row),
        "item": formulas.looked_up("item", row),
        "rule_text": formulas.looked_up("text", row),
        "asked": formulas.asked(row),
        "counted": formulas.counted(row),
        "adjustment": formulas.adjustment(row),
    }
    made.row(
        _SPARE_HEIGHT,
        [
            formula(computed[name], "", column.look) if name in computed else empty(column.look)
            for name, column in _COLUMNS.items()
        ],
        grows=True,
    )


def _allow(made: Sheet, report: Report, records: int) -> None:
    for place, (name, column) in enumerate(_COLUMNS.items(), start=1):
        if column.prompt:
            first = FIRST + records if name == "rule" else FIRST
            made.allow(place, first, made.last, _allowed(report, name, column.prompt))


def _allowed(report: Report, name: str, prompt: str) -> Allowed:
    title = labels.DEDUCTION_COLUMNS[name]
    if name == "rule":
        return chosen(title, prompt, "没有这条细则，请从列表里选。", RULE_NAMES["id"])
    if name == "status":
        statuses = _choices(report.calculation.statuses)
        return chosen(title, prompt, "没有这种状态，请从列表里选。", statuses)
    if name == "date":
        wrong = f"要写考核期内的日期，例如 {report.first_day}。"
        return between_days(title, prompt, wrong, report.first_day, report.last_day)
    if name == "correction_date":
        return between_days(title, prompt, "要写日期，例如 2020-6-1。", _EARLIEST, _LATEST)
    if name in {"count", "reduced_count"}:
        return at_least(title, prompt, "要写大于 0 的整数，不带单位。", "1", whole=True)
    if name in {"actual", "deduct", "points", "reduced_deduct"}:
        return at_least(title, prompt, "要写数字，不带单位和正负号。", "0", whole=False)
    return Allowed("none", title, prompt, "", "")


def _choices(statuses: StatusWords) -> str:
    return f'"{",".join(statuses.all)}"'
