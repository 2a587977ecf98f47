"""KPI7xx: what a change does to the record book against its rules (`kpigen diff --strict`)."""

from kpigen.diagnostics import Code, Severity

DELETED = Code(
    "KPI701",
    Severity.ERROR,
    "删除了已合并的记录",
    "已合并的记录不删除。填错了就加 withdrawn（date、reason、decided_by）撤销，"
    "它仍然列出，但不计分。",
    instance="合并请求里删去了 data/deductions/2020/tianshu/jingfa/ 下的一个文件。",
)
MOVED = Code(
    "KPI702",
    Severity.ERROR,
    "移动了已合并的记录",
    "路径就是记录的编号，也写明社区和部门，合并以后不再变。放错了社区或部门的，撤销原来的，另填一条。",
    instance="合并请求里把一条记录从 tianshu/ 移到 tianquan/，或者改了文件名。",
)
NO_REASON = Code(
    "KPI703",
    Severity.ERROR,
    "改了已合并的记录，没有写更正原因",
    "改动已合并记录的日期、细则、数字、原因、依据、事件、批准或撤销时，"
    "在 corrections 里加一条：date、reason、decided_by。",
    instance="把 count: 1 改成 count: 2，没有加 corrections。",
)
CORRECTION_LOST = Code(
    "KPI704",
    Severity.ERROR,
    "改动或删去了更正说明",
    "corrections 只能添加：已合并的更正说明一字不改，后来的改动另加一条。",
    instance="把 corrections 里已合并的一条删去，换成新的一条。",
)
WITHDRAWAL_UNDONE = Code(
    "KPI705",
    Severity.ERROR,
    "取消了撤销",
    "撤销过的记录不恢复。撤销错了的，另填一条记录。",
    instance="删去了一条记录的 withdrawn。",
)
APPEAL_OUT_OF_ORDER = Code(
    "KPI706",
    Severity.ERROR,
    "申诉的步骤不对",
    "申诉先提出（filed、grounds），合并以后再决定（decided、decision、decided_by、document）。"
    "提出的申诉不改写、不删去，决定是最终的。",
    instance="把已合并的 decision: upheld 改成 decision: withdrawn，或者删去了 appeal。",
)
SEALED = Code(
    "KPI707",
    Severity.ERROR,
    "改动了封存时期的记录",
    "assessment.yaml 的 sealed_through 那天及以前发生的事已经封存：记录不改、不删，也不补填。"
    "以合并前的 sealed_through 为准。",
    instance="sealed_through: 2020-06-30，合并请求里补填了一条 2020-05-12 的记录。",
)
ARCHIVED = Code(
    "KPI708",
    Severity.ERROR,
    "改动了归档的年度",
    "阶段是归档的年度，记录和考核表都不再改，也不再填报。以合并前的阶段为准。",
    instance="2020 年度已归档，合并请求里改了 2020 年度一条细则的 deduct。",
)
UNSEALED = Code(
    "KPI709",
    Severity.ERROR,
    "取消了归档或封存",
    "归档的年度不回到别的阶段，封存的日期不删去、不提前。",
    instance="把 stage: 归档 改回 stage: 审定，或者删去了 sealed_through。",
)
NOT_FILING = Code(
    "KPI710",
    Severity.ERROR,
    "不在填报阶段",
    "只有填报阶段能填新的记录；assessment.yaml 的 stages 写了填报起止日期的，"
    "第一次提交记录的日期要在其中，审核和合并用多久都不要紧。"
    "以合并前的 assessment.yaml 为准，同一个合并请求里改阶段不起作用。",
    instance="年度在公示阶段，合并请求里新增了一条记录。",
)
TOO_LATE = Code(
    "KPI711",
    Severity.ERROR,
    "过了填报的期限",
    "assessment.yaml 的 deadlines.file_within 规定事情发生后多少天内填报，"
    "以第一次提交记录的日期计算，审核和合并用多久都不算在内。",
    instance="file_within: 60，2020-05-12 的事到 2020-08-01 才填报。",
)
