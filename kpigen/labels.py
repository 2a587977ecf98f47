"""The one place for the words and number forms that users read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpigen.assessing.standing import Bound, Status
from kpigen.changes.record_changes import Act
from kpigen.changes.rubric_changes import Part
from kpigen.exact import ZERO, plain
from kpigen.model import Cell, Decision, Effect, Kind, Scale, VetoEffect
from kpigen.versions.provenance import Known

KIND = {
    Kind.EACH: "按次扣分",
    Kind.ALLOTTED: "限额扣分",
    Kind.JUDGED: "酌定扣分",
    Kind.ALL: "全扣",
    Kind.VETO: "一票否决",
    Kind.ADJUSTMENT: "总分外加减",
}
STATUS = {
    Status.ACTIVE: "生效",
    Status.APPEALED: "申诉中",
    Status.REDUCED: "申诉后减轻",
    Status.WITHDRAWN: "已撤销",
    Status.PENDING: "待批准",
}
DECISION = {
    Decision.UPHELD: "维持",
    Decision.REDUCED: "减轻",
    Decision.WITHDRAWN: "撤销",
}
BOUND = {Bound.CAP: "累计上限", Bound.ALLOTMENT: "分配分值"}
SCALE = {Scale.HUNDRED: "100 分制", Scale.POINTS: "按分值"}
EFFECT = {Effect.BONUS: "加分", Effect.DEDUCT: "扣分"}
CELL = {Cell.RULES: "扣分细则栏", Cell.CONTENT: "目标内容栏", Cell.VETO: "否决栏的“是”"}
PERIOD = {"month": "每月", "quarter": "每季度", "": ""}
VETO_EFFECT = {
    VetoEffect.ZERO_ITEM: "本行记 0 分",
    VetoEffect.ZERO_POOL: "与本行共用分值的各行合计记 0 分",
    VetoEffect.NO_AWARD: "取消评优资格",
    VetoEffect.RANK_LAST: "排名列在未被否决的社区之后",
    VetoEffect.DISQUALIFY: "不参加排名",
}
ACT = {
    Act.ADDED: "新增",
    Act.REMOVED: "删除",
    Act.MOVED: "移动",
    Act.MENDED: "修好",
    Act.WITHDRAWN: "撤销",
    Act.RESTORED: "恢复",
    Act.APPROVED: "批准",
    Act.APPEAL_FILED: "申诉",
    Act.APPEAL_DECIDED: "申诉决定",
    Act.CHANGED: "更改",
    Act.INTERNAL: "改内部资料",
}
PART = {
    Part.ASSESSMENT: "考核总表",
    Part.DEPARTMENT: "部门",
    Part.COMMUNITY: "社区",
    Part.CATEGORY: "类别",
    Part.ITEM: "考核项",
    Part.RULE: "细则",
    Part.READING: "读法",
    Part.CALENDAR: "工作日历",
    Part.PRIVACY: "隐私词表",
}
_MEASURED = frozenset({"月", "季度", "百分点"})
ENTRY_SHEET = "填报"
# What a new record consists of, as the columns of the entry sheet and the questions of `add`.
ENTRY = {
    "community": "社区",
    "rule": "细则",
    "date": "日期",
    "count": "次数/人数",
    "actual": "实际完成值",
    "deduct": "扣分",
    "points": "加减分",
    "reason": "扣分原因",
    "basis": "依据",
    "event": "事件",
    "approval_document": "批准文号",
    "approved_by": "批准机关",
    "approval_date": "批准日期",
}
# The sheet of a community's workbook that lists its records and that the scores are computed from:
# what each column holds, by its heading there. `kpigen import` reads the same headings.
DEDUCTION_SHEET = "扣分记录"
DEDUCTION_COLUMNS = {
    "id": "编号",
    "date": "日期",
    "rule": "细则",
    "department": "主协助考核部门",
    "item": "考核项",
    "rule_text": "扣分细则",
    "reason": "扣分原因",
    "basis": "依据",
    "event": "事件",
    "count": "次数/人数",
    "actual": "实际完成值",
    "deduct": "扣分",
    "points": "加减分",
    "reduced_count": "减轻后次数",
    "reduced_deduct": "减轻后扣分",
    "status": "状态",
    "asked": "应扣",
    "counted": "计入扣分",
    "adjustment": "总分加减",
    "process": "批准、申诉、撤销",
    "correction_reason": "更正原因",
    "correction_by": "更正决定人",
    "correction_date": "更正日期",
}
VETOED = "一票否决"
# Stands on every page that only the offices may see.
MARKING = "内部版，不得公开"
INTERNAL_WHOLE = "说明"
# The names that records usually have below `internal`; any other is shown as it is written.
INTERNAL = {
    "details": "经过",
    "evidence": "证据",
    "file": "文件",
    "sha256": "校验值",
    "recorded_by": "经办",
    "recorded_on": "经办日期",
    "reviewed_by": "审核",
    "reviewed_on": "审核日期",
    "contact": "联系人",
    "phone": "电话",
    "note": "备注",
    "notes": "备注",
}
DEMO = "演示数据：社区、记录和文号均为虚构"
UNDECIDED = "党政办尚未裁定"
NOT_COMMITTED = "尚未提交"
HISTORY_CUT = "浅克隆，较早的历史不在"
HISTORY = {
    Known.FULL: "",
    Known.UNREAD: "",
    Known.SHALLOW: "生成网站的仓库是浅克隆，较早的历史不在，有些记录看不出何时填报、何时合并。",
    Known.NONE: "生成网站的目录不在 git 仓库中，看不出记录何时填报、何时合并、后来改过什么。",
}
CHRONICLE = {
    Known.FULL: "",
    Known.UNREAD: "这一次没有读取合并的历史，看不出变动。",
    Known.SHALLOW: "生成网站的仓库是浅克隆，更早的变动不在这里。",
    Known.NONE: "生成网站的目录不在 git 仓库中，或者还没有提交，看不出合并过哪些改动。",
}


def total(value: Decimal) -> str:
    """Write a published total with its two places: 186.4 is `186.40`."""
    return format(value + ZERO, ".2f")  # + 0 turns -0.00 into 0.00


def quantity(value: Decimal, unit: str) -> str:
    """Write a number of units with the measure word that some need: `3 次`, `3 个月`."""
    return f"{plain(value)} {measured(unit)}"


def measured(unit: str) -> str:
    """Write a unit with the measure word that some need: `次`, `个月`."""
    return f"个{unit}" if unit in _MEASURED else unit


def signed(value: Decimal) -> str:
    """Write an adjustment with its sign: `+2`, `-1.5`, `0`."""
    return f"+{plain(value)}" if value > 0 else plain(value)


def minus_sign(text: str) -> str:
    """Write figures for people with the minus of print, as wide as a plus; data keep `-`."""
    return text.replace("-", "−")


def shown_signed(value: Decimal) -> str:
    """Write an adjustment for people with its sign: `+2`, `−1.5`, `0`."""
    return minus_sign(signed(value))


def shown_change(value: Decimal) -> str:
    """Write a difference of totals for people, two places and its sign: `−1.12`, `+0.50`, `0`."""
    if not value:
        return "0"
    return ("+" if value > 0 else "−") + total(abs(value))


def day(value: date) -> str:
    """Write a full date: 2020年5月12日."""
    return f"{value.year}年{value.month}月{value.day}日"


def month_day(value: date) -> str:
    """Write a date within the year: 5月12日."""
    return f"{value.month}月{value.day}日"


def period(starts: date, ends: date | None) -> str:
    """Write a period, its year once if it can: 2021年1月25日至2月5日, 2021年1月25日起."""
    if ends is None:
        return f"{day(starts)}起"
    return f"{day(starts)}至{month_day(ends) if starts.year == ends.year else day(ends)}"


def commit(name: str) -> str:
    """Shorten a commit's id to what tells it from all others."""
    return name[:10]


def rank(value: int | None) -> str:
    """Write a rank; a disqualified community has none."""
    return "不参加排名" if value is None else f"第 {value} 名"
