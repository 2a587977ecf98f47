"""Declares every field of the data files, once: schemas and the page 数据说明 are made of this.

The CSV files are written by it, `scores.json` is held against it by tests in both directions. Who
adds a field adds one line here. Names are a contract: they may be added, never changed or taken.
"""

from __future__ import annotations

from collections.abc import Iterable

from kpigen import labels
from kpigen.assessing.standing import Status
from kpigen.reading import schema
from kpigen.versions.provenance import OTHER, Deed, Known
from kpigen.view.data_kinds import (
    Day,
    Field,
    Figure,
    Group,
    ListOf,
    OneOf,
    Text,
    Truth,
    Whole,
    Written,
)
from kpigen.view.values import RowView

SCHEMA_NAME = "scores.schema.json"

_TEXT = Text()
_FIGURE = Figure()
_SIGNED = Figure(signed=True)
_TOTAL = Figure(places=2)
_DAY = Day()
_TRUTH = Truth()
_WHOLE = Whole()
_COMMIT = Written("git 提交号", "[0-9a-f]{40}([0-9a-f]{24})?")
_DIGEST = Written("摘要", "[0-9a-f]{64}")
_ID = Written("编号", "[a-z0-9][a-z0-9.-]*")
_ITEM = Written("考核项编号", r"[0-9]{1,2}b?\.[0-9]{1,2}")
_RULE = Written("细则编号", r"[0-9]{1,2}b?\.[0-9]{1,2}-[0-9a-z]+")
_RECORD = Written("记录编号", "[0-9]{4}(/[a-z0-9][a-z0-9.-]*){2}/[A-Za-z0-9_][A-Za-z0-9_.-]*")
_STATUSES = {
    Status.ACTIVE: "照记录计分",
    Status.APPEALED: "申诉还没有决定，照原记录计分",
    Status.REDUCED: "申诉后减轻，照减轻后的计分",
    Status.WITHDRAWN: "不计分，仍然列出",
    Status.PENDING: "一票否决还没有批准文件，不计分",
}

_CHANGE = Group(
    "改动",
    (
        Field("date", "日期", "改动的提交是哪一天写的。", _DAY),
        Field("commit", "提交", "改动它的提交。", _COMMIT),
        Field(
            "what",
            "做了什么",
            "对记录的文件做了什么。",
            OneOf(
                (
                    (str(Deed.CHANGED), "改了内容"),
                    (str(Deed.REMOVED), "删除了文件"),
                    (str(Deed.RESTORED), "文件重新加入"),
                )
            ),
        ),
        Field(
            "fields",
            "改了哪几项",
            "只有名称，没有内容；空列表是只改了注释或格式，null 是看不出来。",
            ListOf(
                OneOf(
                    (
                        *((field.name, field.title) for field in schema.DEDUCTION.fields),
                        ("internal", "内部资料"),
                        (OTHER, "其他内容"),
                    )
                )
            ),
            null=True,
        ),
    ),
)
_PROVENANCE = Group(
    "来历",
    (
        Field("filed", "填报日期", "记录的文件第一次提交是哪一天。", _DAY),
        Field("merged", "合并日期", "哪一天进入主线。", _DAY),
        Field("commit", "合并的提交", "记录由哪个提交进入主线。", _COMMIT),
        Field("changes", "后来的改动", "合并以后改过这个文件的提交，先后为序。", ListOf(_CHANGE)),
    ),
)
_OF_RECORD = Group(
    "记录",
    (
        Field("id", "记录编号", "年度、社区、部门、文件名；永不改变。", _RECORD),
        Field("rule", "细则", "依据哪条细则。", _RULE),
        Field(
            "count",
            "次数或人数",
            "计分用的次数、人数；申诉后减少的是减少后的。",
            _FIGURE,
            always=False,
        ),
        Field(
            "filed_count",
            "填报的次数",
            "申诉前填报的次数；只有减少了的才有。",
            _FIGURE,
            always=False,
        ),
        Field("actual", "实际完成值", "按缺额扣分的细则，实际完成了多少。", _FIGURE, always=False),
        Field(
            "given", "填报的扣分", "限额扣分、酌定扣分的细则，填报的扣分。", _FIGURE, always=False
        ),
        Field("points", "填报的加减分", "总分外加减的细则，填报的分数。", _FIGURE, always=False),
        Field("asked", "应扣", "照细则应扣多少，还没有看上限；一般是 100 分制。", _FIGURE),
        Field("deduct", "计扣", "实际计入多少：应扣的，扣到上限为止；不计分的是 0。", _FIGURE),
        Field(
            "cost",
            "折合失分",
            "单看这一条折合几分：分值 × 计扣 ÷ 满分，加分为负；不计分的是 null。"
            "一行扣过了头的，各条之和大于这一行实际失去的。",
            _FIGURE,
            null=True,
        ),
        Field(
            "adjustment", "总分加减", "直接加在总分上的分数；没有的是 null。", _SIGNED, null=True
        ),
        Field(
            "status",
            "状态",
            "记录现在怎样计分。",
            OneOf(
                tuple(
                    (str(status), f"{labels.STATUS[status]}：{words}")
                    for status, words in _STATUSES.items()
                )
            ),
        ),
        Field("date", "日期", "扣分的事是哪一天发生的。", _DAY),
        Field("department", "部门", "哪个部门填报，部门编号。", _ID),
        Field("reason", "扣分原因", "公布的原因。", _TEXT),
        Field("basis", "依据", "依据的文号。", _TEXT),
        Field("event", "事件", "同一件事由几个部门扣分的，名称相同。", _TEXT, null=True),
        Field("corrections", "更正", "合并以后的更正，一次一句。", ListOf(_TEXT)),
        Field(
            "provenance",
            "来历",
            "何时填报、何时合并、后来改过什么；没有 git 历史的是 null。",
            _PROVENANCE,
            null=True,
        ),
    ),
)
_OF_ITEM = Group(
    "考核项",
    (
        Field("id", "编号", "类别号、点、第几行。", _ITEM),
        Field(
            "points",
            "考核分值",
            "印制的分值；与别的行共用分值的、不占总分的是 null。",
            _FIGURE,
            null=True,
        ),
        Field("deducted", "扣分合计", "本行各条记录计扣之和。", _FIGURE),
        Field(
            "score",
            "单项得分",
            "分值 ×（100 − 扣分合计）÷ 100，不四舍五入；共用分值的记在第一行，其余是 null。",
            _FIGURE,
            null=True,
        ),
        Field("vetoed", "被否决", "本行有没有生效的一票否决。", _TRUTH),
        Field(
            "pool_deducted",
            "共用分值的扣分合计",
            "共用分值的各行合在一起扣多少；只有记得分的那一行有。",
            _FIGURE,
            always=False,
        ),
        Field("records", "记录", "本行的各条记录，撤销的、待批准的也在。", ListOf(_OF_RECORD)),
    ),
)
_OF_COMMUNITY = Group(
    "社区、村",
    (
        Field("id", "编号", "社区、村的编号，也是它的网页的文件名。", _ID),
        Field("name", "名称", "社区、村的名称。", _TEXT),
        Field("group", "类别", "排名的类别，如社区、村。", _TEXT),
        Field("total", "总分", "公布的总分，只在最后四舍五入一次。", _TOTAL),
        Field("total_exact", "精确总分", "没有四舍五入的总分，名次按它排。", _FIGURE),
        Field("rank", "全镇名次", "总分相同的名次相同；不参加排名的是 null。", _WHOLE, null=True),
        Field("group_rank", "类内名次", "在同类里的名次；不参加排名的是 null。", _WHOLE, null=True),
        Field("vetoed", "一票否决", "有没有生效的一票否决。", _TRUTH),
        Field("award_eligible", "评优资格", "能不能参加评优。", _TRUTH),
        Field(
            "digest",
            "内容摘要",
            "这个社区、村的考核表、记录和计分办法的摘要；打印件、工作簿里的相同，内容就相同。版本、日期和阶段不算。",
            _DIGEST,
        ),
        Field("subtotal", "各行得分之和", "加分、扣分行以外的得分。", _FIGURE),
        Field("bonus", "加分", "加分行计入总分的分数，封顶以后的。", _FIGURE),
        Field("extra_deductions", "总分外扣分", "扣分行从总分里减去的分数。", _FIGURE),
        Field("adjustments", "加减", "加分减去总分外扣分。", _FIGURE),
        Field("items", "考核项", "考核表的各行，印制的先后。", ListOf(_OF_ITEM)),
    ),
)
SCORES = Group(
    "文件",
    (
        Field(
            "$schema",
            "格式说明",
            "旁边的 JSON Schema 文件；单独导出的文件没有这一项。",
            Written("文件名", r"scores\.schema\.json"),
            always=False,
        ),
        Field(
            "format", "格式的版本", "以后只会增加字段；改了意思或拿掉字段，这个数就加 1。", _WHOLE
        ),
        Field("year", "年度", "考核的年度。", _WHOLE),
        Field(
            "revision", "版本", "数据的 git 提交号；不在 git 仓库里的是 null。", _COMMIT, null=True
        ),
        Field("modified", "另有改动", "生成时有没有还没提交的改动；公布的版本应是 false。", _TRUTH),
        Field(
            "as_of",
            "算到哪一天",
            "只算到某一天为止的，是那一天；算全年的是 null。",
            _DAY,
            null=True,
        ),
        Field("title", "标题", "考核表的标题。", _TEXT),
        Field("demo", "演示数据", "是 true 时，社区、记录、文号都是虚构的。", _TRUTH),
        Field("total", "满分", "各行分值之和。", _FIGURE),
        Field(
            "digest",
            "内容摘要",
            "全年的摘要：各社区、村的，名次、读法、本年度的规定和合计。",
            _DIGEST,
        ),
        Field(
            "history",
            "历史",
            "git 历史有多少可查，决定 provenance 有没有。",
            OneOf(
                (
                    (str(Known.FULL), "完整"),
                    (str(Known.SHALLOW), "浅克隆，较早的历史不在"),
                    (str(Known.NONE), "不在 git 仓库里"),
                    (str(Known.UNREAD), "没有读"),
                )
            ),
        ),
        Field("communities", "社区、村", "各社区、村，考核表里的先后。", ListOf(_OF_COMMUNITY)),
    ),
)

DEDUCTIONS = Group(
    "记录",
    (
        Field("记录编号", "", "与 scores.json 的记录 id 相同，永不改变。", _RECORD, source="id"),
        Field("社区", "", "社区、村的名称。", _TEXT, source="community_name"),
        Field("部门", "", "填报的部门。", _TEXT, source="department_name"),
        Field("日期", "", "扣分的事是哪一天发生的。", _DAY, source="date"),
        Field("考核项", "", "考核表的哪一行。", _ITEM, source="item"),
        Field("细则", "", "依据哪条细则。", _RULE, source="rule"),
        Field(
            "细则原文", "", "印制的字句；原表没有写的是空的。", _TEXT, null=True, source="rule_text"
        ),
        Field("扣分原因", "", "公布的原因。", _TEXT, source="reason"),
        Field("依据", "", "依据的文号。", _TEXT, source="basis"),
        Field("事件", "", "同一件事由几个部门扣分的，名称相同。", _TEXT, null=True, source="event"),
        Field(
            "应扣", "", "照细则应扣多少，还没有看上限；一般是 100 分制。", _FIGURE, source="asked"
        ),
        Field("计扣", "", "实际计入多少；不计分的是 0。", _FIGURE, source="deduct"),
        Field(
            "折合失分",
            "",
            "单看这一条折合几分，加分为负；不计分的是空的。",
            _FIGURE,
            null=True,
            source="cost.points",
        ),
        Field("总分加减", "", "直接加在总分上的分数。", _SIGNED, null=True, source="adjustment"),
        Field(
            "状态",
            "",
            "记录现在怎样计分。",
            OneOf(tuple((labels.STATUS[status], words) for status, words in _STATUSES.items())),
            source="status_label",
        ),
        Field("算法", "", "从细则到计扣的算式。", _TEXT, source="arithmetic"),
    ),
)
COMMUNITIES = Group(
    "社区、村",
    (
        Field("社区编号", "", "与 scores.json 的社区 id 相同。", _ID, source="id"),
        Field("社区", "", "社区、村的名称。", _TEXT, source="name"),
        Field("类别", "", "排名的类别，如社区、村。", _TEXT, source="group"),
        Field("名次", "", "全镇名次；不参加排名的是空的。", _WHOLE, null=True, source="rank"),
        Field("类内名次", "", "在同类里的名次。", _WHOLE, null=True, source="group_rank"),
        Field("总分", "", "公布的总分，只在最后四舍五入一次。", _TOTAL, source="total"),
        Field("精确总分", "", "没有四舍五入的总分，名次按它排。", _FIGURE, source="total_exact"),
        Field("加减", "", "加分减去总分外扣分。", _FIGURE, source="adjustments"),
        Field("一票否决", "", "有生效的一票否决的写“是”。", _TRUTH, null=True, source="vetoed"),
    ),
)


def scores_of(rows: Iterable[RowView]) -> Group:
    """Give the columns of `scores.csv`: the community's, and one for every row of the table."""
    items = tuple(
        Field(row.item, "", f"单项得分：{row.printed.content}", _FIGURE, null=True) for row in rows
    )
    return Group(COMMUNITIES.of, (*COMMUNITIES.fields, *items))
