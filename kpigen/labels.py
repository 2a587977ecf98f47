"""The one place for the words and number forms that users read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpigen.exact import ZERO, plain
from kpigen.model import Cell, Decision, Effect, Kind, Scale, VetoEffect
from kpigen.record_changes import Act
from kpigen.rubric_changes import Part
from kpigen.scoring import Bound
from kpigen.standing import Status

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
VETOED = "一票否决"
DEMO = "演示数据：社区、记录和文号均为虚构"
UNDECIDED = "党政办尚未裁定"


def total(value: Decimal) -> str:
    """Write a published total with its two places: 186.4 is `186.40`."""
    return format(value + ZERO, ".2f")  # + 0 turns -0.00 into 0.00


def quantity(value: Decimal, unit: str) -> str:
    """Write a number of units with the measure word that some need: `3 次`, `3 个月`."""
    return f"{plain(value)} {'个' if unit in _MEASURED else ''}{unit}"


def signed(value: Decimal) -> str:
    """Write an adjustment with its sign: `+2`, `-1.5`, `0`."""
    return f"+{plain(value)}" if value > 0 else plain(value)


def day(value: date) -> str:
    """Write a full date: 2020年5月12日."""
    return f"{value.year}年{value.month}月{value.day}日"


def month_day(value: date) -> str:
    """Write a date within the year: 5月12日."""
    return f"{value.month}月{value.day}日"


def period(starts: date, ends: date) -> str:
    """Write a period, its year once if it can: 2021年1月25日至2月5日."""
    return f"{day(starts)}至{month_day(ends) if starts.year == ends.year else day(ends)}"


def rank(value: int | None) -> str:
    """Write a rank; a disqualified community has none."""
    return "不参加排名" if value is None else f"第 {value} 名"
