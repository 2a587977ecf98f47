"""The declared shape of a category's file: the printed rows, their rules, the readings."""

from __future__ import annotations

from kpigen.reading.groups import Field, Group
from kpigen.reading.shapes import Choice, Date, Figure, Identifier, ListOf, Text

POSITIVE = Figure(above=True)
RULE_ID = Identifier(
    r"[0-9]{1,2}b?\.[0-9]{1,2}-(?:[0-9]{1,2}|v)", "1.1-1", "写成行号、连字符、行内第几条"
)
_ITEM_ID = Identifier(r"[0-9]{1,2}b?\.[0-9]{1,2}", "1.1", "写成类别号、点、第几行")
_ABOUT = Identifier(
    r"[0-9]{1,2}b?\.[0-9]{1,2}(?:-(?:[0-9]{1,2}|v))?", "2.3-1", "写成行号，或细则编号"
)
_BLOCK_ID = Identifier(r"[0-9]{1,2}b?", "1", "写成类别号")
_LONG = Text(limit=4000, lines=True)

KINDS = (
    ("each", "按次、按人、按缺额扣分"),
    ("allotted", "分配了分值、没有步长"),
    ("judged", "没有数字，酌定扣分"),
    ("all", "本行全扣"),
    ("veto", "一票否决"),
    ("adjustment", "总分之外加分或扣分"),
)
_CELLS = (("rules", "扣分细则栏"), ("content", "目标内容栏"), ("veto", "否决栏"))
_PERIODS = (("month", "每月"), ("quarter", "每季度"))
_EFFECTS = (("bonus", "加分"), ("deduct", "扣分"))
_SCALES = (("hundred", "百分制"), ("points", "按分值"))

_RULE = Group(
    "扣分细则",
    Field(
        "id",
        RULE_ID,
        "编号",
        "1.1-1",
        required=True,
        description="按印制的先后编号；一票否决的细则是行号加 -v。",
    ),
    Field(
        "text",
        _LONG,
        "原文片段",
        required=True,
        description="这条细则所编码的那一段印制文字，一字不差。",
    ),
    Field(
        "kind", Choice(KINDS), "类别", "each", required=True, description="决定记录里写哪些数字。"
    ),
    Field("cell", Choice(_CELLS), "原文所在栏", description="不写就是扣分细则栏。"),
    Field(
        "deduct",
        POSITIVE,
        "每次扣分",
        "20",
        description="只用于 each：每一次、每一人或每一步长扣多少分。",
    ),
    Field("unit", Text(limit=10), "单位", "次", description="数的是什么：次、人、户、百分点。"),
    Field("cap", POSITIVE, "累计上限", "24", description="一个社区一年在这条细则上最多扣多少分。"),
    Field(
        "allotment",
        POSITIVE,
        "分配分值",
        "10",
        description="只用于 allotted：一个社区一年合计不超过它。",
    ),
    Field(
        "target",
        POSITIVE,
        "目标值",
        "20",
        description="按缺额扣分时的目标；记录里写 actual（实际完成值）。",
    ),
    Field("step", POSITIVE, "步长", "1", description="每缺多少算一步；不满一步的不扣。"),
    Field("per", Choice(_PERIODS), "目标的周期", description="目标按月或按季度定的才写。"),
    Field(
        "decimals",
        Figure(decimals=0),
        "实际值的小数位",
        "2",
        description="实际完成值最多几位小数；不写就是整数。",
    ),
    Field(
        "effect",
        Choice(_EFFECTS),
        "加减",
        "bonus",
        description="只用于 adjustment：在总分上加还是扣。",
    ),
    description="一条细则编码印制表里的一句话。",
)

_PRINTED = Group(
    "印制文字",
    Field("seq", Text(limit=4), "序号", "①", required=True),
    Field("content", _LONG, "目标内容", required=True),
    Field(
        "veto",
        Text(limit=4, empty=True),
        "是否执行一票否决",
        '""',
        required=True,
        description='印有“是”的写“是”，空着的写 ""。',
    ),
    Field(
        "department",
        Text(limit=30, empty=True),
        "主协助考核部门",
        required=True,
        description='与上一行合并的格写 ""。',
    ),
    Field(
        "points",
        Text(limit=8, empty=True),
        "考核分值",
        '"2.5"',
        required=True,
        description='照印制的写；与上一行合并的格写 ""。',
    ),
    Field(
        "rules",
        Text(limit=4000, lines=True, empty=True),
        "扣分细则",
        required=True,
        description="整格原文；有几行的用 |- 另起一行写。",
    ),
    description="这一行各格的原文，一字不差。",
)

_ITEM = Group(
    "考核项",
    Field(
        "id", _ITEM_ID, "编号", '"1.1"', required=True, description="类别号、点、类别里的第几行。"
    ),
    Field("printed", _PRINTED, "印制文字", required=True),
    Field(
        "department",
        Identifier(example="jingfa"),
        "考核部门",
        "jingfa",
        required=True,
        description="由哪个部门填报，写部门编号。",
    ),
    Field(
        "points",
        POSITIVE,
        "考核分值",
        "2.5",
        description="本行的分值；共用别行分值的不写，写 pool。",
    ),
    Field(
        "pool",
        _ITEM_ID,
        "共用分值所在的行",
        '"3.1"',
        description="几行共用一个分值时，写印有分值的那一行。",
    ),
    Field(
        "rules",
        ListOf(_RULE),
        "扣分细则",
        required=True,
        description="把扣分细则一句一句编码，按印制的先后。",
    ),
    description="印制表里的一行。",
)

_READING = Group(
    "读法",
    Field(
        "id",
        Identifier(example="2-a"),
        "编号",
        "2-a",
        required=True,
        description="类别号、连字符、字母。",
    ),
    Field("about", ListOf(_ABOUT), "涉及的行或细则", "[2.3-1]", required=True),
    Field(
        "text", _LONG, "由本读法说明的原文", description="没有编成细则的原文片段，由本读法说明。"
    ),
    Field("doubt", _LONG, "疑问", required=True, description="印制文字哪里有两种以上的理解。"),
    Field("reading", _LONG, "现行读法", required=True, description="现在照哪一种计分。"),
    Field(
        "scale",
        Choice(_SCALES),
        "分制",
        description="这一行按 100 分制还是按自己的分值扣；不写就是不涉及分制。",
    ),
    Field(
        "decided",
        Group(
            "裁定",
            Field("by", Text(limit=30), "裁定者", "党政办", required=True),
            Field("date", Date(), "日期", "2020-01-10", required=True),
            Field("document", Text(limit=80), "文号", required=True),
        ),
        "裁定",
        description="还没有裁定的不写。",
    ),
    description="一处疑问和现行的读法，会在网站上公布。",
)

CATEGORY = Group(
    "目标类别",
    Field(
        "id",
        _BLOCK_ID,
        "编号",
        '"1"',
        required=True,
        description="印制的序号；没有序号的用上一类的序号加 b。",
    ),
    Field(
        "no",
        Text(limit=4, empty=True),
        "印制的序号",
        '"1"',
        required=True,
        description='没有印序号的写 ""。',
    ),
    Field("name", Text(limit=40), "名称", "城镇建设", required=True),
    Field(
        "items", ListOf(_ITEM), "考核项", required=True, description="这一类的各行，按印制的先后。"
    ),
    Field("readings", ListOf(_READING), "读法", description="这一类里有疑问的地方。"),
    description="印制表的一个类别：原文、编码、读法。文件名按表中的先后排序。",
)
