"""KPI5xx: what is wrong with the stages of the year, its calendar and its appeals."""

from kpigen.codes.examples import RECORD, record
from kpigen.diagnostics import Code, Example, Severity

_ASSESSMENT = "data/rubric/2020/assessment.yaml"
_CALENDAR = "data/rubric/2020/calendar.yaml"
_APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: 当日已开展宣传。\n"
_DECISION = (
    "  decided: 2020-06-09\n  decision: withdrawn\n  decided_by: 党政办\n"
    "  document: 演示申复〔2020〕1号\n"
)
_WITHDRAWN = "withdrawn:\n  date: 2020-06-09\n  reason: 填错了社区。\n  decided_by: 经发办\n"

STAGES_CLASH = Code(
    "KPI501",
    Severity.ERROR,
    "各阶段的日期对不上",
    "stages 按填报、核实、公示、审定、归档的先后写，前一个结束以后后一个才开始。",
    Example(_ASSESSMENT, "from: 2021-01-08", "from: 2021-01-11", "from: 2021-01-11"),
)
STAGE_TWICE = Code(
    "KPI502",
    Severity.ERROR,
    "同一阶段写了两次",
    "stages 里每个阶段至多一条；延期的，改原来那一条的日期。",
    Example(_ASSESSMENT, "- stage: 填报", "- stage: 核实", "- stage: 核实"),
)
STAGE_WITHOUT_DATES = Code(
    "KPI503",
    Severity.ERROR,
    "当前阶段没有日期",
    "写了 stages，就要写上当前阶段的起止日期。",
    Example(
        _ASSESSMENT,
        "",
        "  - stage: 公示\n    from: 2021-01-25\n    to: 2021-02-05\n",
        "  - stage: 公示\n    from: 2021-01-25\n    to: 2021-02-05\n",
    ),
)
PUBLICITY_TOO_SHORT = Code(
    "KPI504",
    Severity.ERROR,
    "公示的时间不够",
    "公示的工作日不少于 deadlines 里 publicity 的天数，按工作日历算，首尾两天都算。",
    Example(_ASSESSMENT, "to: 2021-01-28", "to: 2021-01-29", "to: 2021-02-05"),
)
STAGE_UNTIMELY = Code(
    "KPI505",
    Severity.WARNING,
    "阶段与日期不合",
    "当前阶段还没有开始，或者已经结束。以仓库最近一次提交的日期为准；"
    "转入下一阶段的，改 stage，延期的，改 stages 里的日期。",
    instance="公示到2021年2月5日结束，2021年2月8日提交的仓库里，stage 仍是公示。",
)
SEALED_OUTSIDE = Code(
    "KPI506",
    Severity.ERROR,
    "封存日期不在考核期内，或者还没有到",
    "sealed_through 是已经封存的一段的最后一天，在考核期之内，并且已经过去；"
    "全年封存用 stage: 归档。",
    Example(
        _ASSESSMENT,
        "demo: true\nsealed_through: 2021-06-30",
        "demo: true\nsealed_through: 2020-06-30",
        "demo: true",
    ),
)
CALENDAR_CLASH = Code(
    "KPI507",
    Severity.ERROR,
    "工作日历里的日子对不上",
    "一天只写一次：放假的写在 holidays，调休上班的周六、周日写在 workdays；周一至周五本来就上班。",
    Example(_CALENDAR, "- 2020-01-24", "- 2020-01-19", "- 2020-01-19"),
)
CALENDAR_GAP = Code(
    "KPI508",
    Severity.WARNING,
    "工作日历缺一年的节假日",
    "期限跨到的年份一个假日也没有写，按工作日算的期限会偏早。"
    "国务院办公厅一般在上一年 11 月公布下一年的安排。",
    Example(
        _CALENDAR,
        "holidays: [2020-01-01]\nworkdays: []\n",
        "holidays: [2020-01-01, 2021-01-01]\nworkdays: []\n",
    ),
)
APPEAL_TOO_LATE = Code(
    "KPI509",
    Severity.ERROR,
    "公示结束以后才申诉",
    "申诉最迟在公示的最后一天提出；逾期的不受理。",
    Example(
        RECORD,
        record() + _APPEAL.replace("2020-06-01", "2021-02-06"),
        record() + _APPEAL.replace("2020-06-01", "2021-02-05"),
    ),
)
APPEAL_OVERDUE = Code(
    "KPI510",
    Severity.WARNING,
    "申诉逾期没有决定",
    "申诉在 deadlines 里 decide_within 个工作日内决定，从提出的次日起算。"
    "以仓库最近一次提交的日期为准；已经决定的，把决定补上。",
    instance="2020年6月1日提出的申诉，2020年6月16日提交的仓库里还没有决定，期限是6月15日。",
)
UNSETTLED = Code(
    "KPI511",
    Severity.WARNING,
    "审定之前还有未了的事",
    "审定阶段应当没有未决的申诉和待批准的一票否决。",
    instance="stage 已改为审定，有一条记录的申诉还没有 decided。",
)
ARCHIVED_UNSETTLED = Code(
    "KPI512",
    Severity.ERROR,
    "归档的年度还有未了的事",
    "归档以后得分不再变动，所以未决的申诉、待批准的一票否决要在归档之前了结。",
    instance="stage 已改为归档，有一条一票否决还没有 approval。",
)
APPEAL_OR_WITHDRAWN = Code(
    "KPI513",
    Severity.ERROR,
    "申诉与撤销对不上",
    "申诉决定撤销的，记录已经撤销，不再写 withdrawn；已经撤销的记录不能再申诉。",
    Example(RECORD, record() + _APPEAL + _DECISION + _WITHDRAWN, record() + _APPEAL + _DECISION),
)
SEALED_UNSETTLED = Code(
    "KPI514",
    Severity.ERROR,
    "封存的时期还有未了的事",
    "封存以后记录不再改动，所以未决的申诉、待批准的一票否决要在封存之前了结。",
    instance="写了 sealed_through: 2020-06-30，有一条 5 月的记录申诉还没有 decided。",
)
