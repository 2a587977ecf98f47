"""The form in which a department keeps its deductions, to be read back by `kpigen import`."""

from __future__ import annotations

from typing import NamedTuple

from kpigen import labels
from kpigen.render import heights
from kpigen.render.workbook import (
    BODY_SIZE,
    HEAD_SIZE,
    TITLE_SIZE,
    Allowed,
    Look,
    Sheet,
    at_least,
    between_days,
    empty,
    listed,
    text,
)
from kpigen.render.xlsx_lists import Line, plain_list
from kpigen.view.values import DepartmentView, Report

RULES = "细则"
CHOICES = "选项"
HEADER = 3
ROWS = 200
_EARLIEST, _LATEST = "2000-01-01", "2099-12-31"
_ROW_HEIGHT = 28


class _Column(NamedTuple):
    """A column of the form: its width, the look of its cells, what to say while one is filled."""

    name: str
    width: int
    look: Look
    prompt: str


# As wide together as A4 landscape shows at a size that can be read.
_COLUMNS = (
    _Column("community", 10, Look.LITERAL_LABEL, "从下拉列表里选。"),
    _Column("rule", 26, Look.LITERAL, "从下拉列表里选；全文在“细则”表里。"),
    _Column("date", 12, Look.DAY, "事情发生的那一天，例如 2020-5-12。"),
    _Column("count", 7, Look.LABEL, "几次或几人，整数；不填就是 1。"),
    _Column("actual", 8, Look.LABEL, "有目标值的细则填实际完成值，由程序算缺额。"),
    _Column(
        "deduct", 7, Look.LABEL, "限额、酌定的细则填扣多少分；按哪种分制，看“细则”表最后一栏。"
    ),
    _Column("points", 7, Look.LABEL, "总分之外加减多少分，不带正负号。"),
    _Column("reason", 32, Look.LITERAL, "一两句话，会公布；不写姓名、住址和电话。"),
    _Column("basis", 18, Look.LITERAL, "依据的文号。"),
    _Column("event", 12, Look.LITERAL, "可以不填；同一件事用同一个名称。"),
    _Column("approval_document", 12, Look.LITERAL, "只有一票否决才填，批准以后填。"),
    _Column("approved_by", 10, Look.LITERAL_LABEL, "只有一票否决才填，批准以后填。"),
    _Column("approval_date", 12, Look.DAY, "只有一票否决才填，批准以后填。"),
)
_NOTE = (
    "一行填一条，中间可以空行。社区、细则从下拉列表里选；次数/人数、实际完成值、扣分、加减分"
    "按“细则”表最后一栏，只填用得到的一格。扣分原因会公布，不写姓名、住址、电话和病情。\n"
    "填好后运行 kpigen import，或交党政办导入；同一张表可以接着往下填、再次导入，已有的行不会重复。"
    "导入以后要更正，请改那条记录，不改这张表。"
    "另加的栏，表头写“备注”。"
)
_RULE_COLUMNS = (
    ("编号", 9),
    ("目标内容", 42),
    ("扣分细则", 48),
    ("类别", 11),
    ("程序怎样算", 34),
    ("填哪一栏", 29),
)


def sheets(report: Report, department: DepartmentView) -> list[Sheet]:
    """Give the form, the department's rules, and the lists that the form's cells choose from."""
    return [_form(report, department), _rules(report, department), _choices(report, department)]


def _form(report: Report, department: DepartmentView) -> Sheet:
    widths = [column.width for column in _COLUMNS]
    made = Sheet(labels.ENTRY_SHEET, widths)
    made.header = HEADER
    made.footer = (report.demo, report.revision_label)
    title = f"{report.title}：{department.name}填报表"
    made.line(heights.height(1, TITLE_SIZE), text(title, Look.TITLE))
    note = "\n".join(part for part in (_NOTE, report.demo) if part)
    lines = heights.lines(note, sum(widths), BODY_SIZE)
    made.line(heights.height(lines, BODY_SIZE), text(note, Look.NOTE))
    made.row(
        heights.height(2, HEAD_SIZE),
        [text(labels.ENTRY[column.name], Look.HEAD) for column in _COLUMNS],
    )
    for _ in range(ROWS):
        made.row(_ROW_HEIGHT, [empty(column.look) for column in _COLUMNS], grows=True)
    for place, column in enumerate(_COLUMNS, start=1):
        allowed = _allowed(report, department, column)
        made.allow(place, HEADER + 1, HEADER + ROWS, allowed)
    return made


def _allowed(report: Report, department: DepartmentView, column: _Column) -> Allowed:
    title, prompt = labels.ENTRY[column.name], column.prompt
    if column.name == "community":
        count = len(report.communities)
        return listed(title, prompt, "没有这个社区，请从列表里选。", CHOICES, 1, count)
    if column.name == "rule":
        count = sum(len(item.rules) for item in department.items)
        return listed(title, prompt, "不是本部门的细则，请从列表里选。", CHOICES, 2, max(count, 1))
    if column.name == "date":
        wrong = f"要写考核期内的日期，例如 {report.first_day}。"
        return between_days(title, prompt, wrong, report.first_day, report.last_day)
    if column.name == "approval_date":
        return between_days(title, prompt, "要写日期，例如 2020-6-1。", _EARLIEST, _LATEST)
    if column.name == "count":
        return at_least(title, prompt, "要写大于 0 的整数，不带单位。", "1", whole=True)
    if column.name in {"actual", "deduct", "points"}:
        return at_least(title, prompt, "要写数字，不带单位和正负号。", "0", whole=False)
    return Allowed("none", title, prompt, "", "")


def _rules(report: Report, department: DepartmentView) -> Sheet:
    lines = []
    for item in department.items:
        for rule in item.rules:
            words = (
                item.printed.content,
                rule.text,
                rule.kind,
                rule.encoding,
                rule.fill,
            )
            cells = [text(rule.id, Look.LABEL), *(text(one) for one in words)]
            lines.append(Line(cells, tuple(enumerate(words, start=1))))
    return plain_list(report, RULES, _RULE_COLUMNS, lines, note=department.name)


def _choices(report: Report, department: DepartmentView) -> Sheet:
    """Keep the pick lists' choices in cells: a list of more than 255 characters needs that."""
    made = Sheet(CHOICES, [20, 70])
    made.hidden = True
    communities = [community.name for community in report.communities]
    rules = [rule.choice for item in department.items for rule in item.rules]
    for place in range(max(len(communities), len(rules))):
        cells = [
            text(words[place], Look.LITERAL) if place < len(words) else empty(Look.LITERAL)
            for words in (communities, rules)
        ]
        made.row(heights.height(1, BODY_SIZE), cells)
    return made
