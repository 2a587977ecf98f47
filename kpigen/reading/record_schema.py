"""The declared shape of a deduction record's file."""

from __future__ import annotations

from decimal import Decimal

from kpigen.reading.category_schema import POSITIVE, RULE_ID
from kpigen.reading.groups import Field, Group
from kpigen.reading.shapes import Anything, Choice, Date, Figure, ListOf, Text

_WHOLE = Figure(decimals=0, minimum=Decimal(1), maximum=Decimal(9999))

DEDUCTION = Group(
    "扣分记录",
    Field(
        "date",
        Date(),
        "发生日期",
        "2020-05-12",
        required=True,
        aliases=("日期", "时间"),
        description="事情发生的那一天，不是填报的那一天；在考核期以内。",
    ),
    Field(
        "rule",
        RULE_ID,
        "扣分细则编号",
        "1.1-1",
        required=True,
        aliases=("细则", "扣分细则", "规则"),
        description="依据哪条细则扣分；编号在网站的类别页上。",
    ),
    Field(
        "count",
        _WHOLE,
        "次数或人数",
        "1",
        aliases=("次数", "人数", "数量"),
        description="只用于按次、按人扣分的细则；只有一次可以不写。",
    ),
    Field(
        "actual",
        Figure(decimals=4),
        "实际完成值",
        "17",
        description="只用于按缺额扣分的细则；写实际完成了多少，缺多少由程序算。",
    ),
    Field(
        "deduct",
        POSITIVE,
        "扣分（百分制）",
        "5",
        aliases=("扣分", "扣分值"),
        description="只用于限额扣分和酌定扣分的细则；按 100 分制填，读法另有裁定的除外。",
    ),
    Field(
        "points",
        POSITIVE,
        "加分或扣分（总分制）",
        "2",
        aliases=("加分", "分值"),
        description="只用于总分外加减的细则；直接记在总分上，不带正负号。",
    ),
    Field(
        "reason",
        Text(limit=300),
        "扣分原因",
        "一两句话，可以公布",
        required=True,
        aliases=("原因", "事由", "理由"),
        description="什么事、哪里没有做到；会公布，不写姓名、电话、证件号码和住址。",
    ),
    Field(
        "basis",
        Text(limit=120),
        "依据",
        "文号",
        required=True,
        aliases=("文号", "依据文号"),
        description="认定这件事的文件、通报或检查记录的文号。",
    ),
    Field(
        "event",
        Text(limit=80),
        "事件名称",
        aliases=("事件",),
        description="几个部门为同一件事扣分时，写同一个名称；一件事在一行里只扣一次。",
    ),
    Field(
        "approval",
        Group(
            "批准",
            Field("document", Text(limit=120), "批准文号", required=True),
            Field("approved_by", Text(limit=60), "批准机关", required=True),
            Field("date", Date(), "批准日期", "2020-06-01", required=True),
        ),
        "一票否决的批准",
        description="只用于一票否决的细则；批准以后补上，没有它不生效。",
    ),
    Field(
        "appeal",
        Group(
            "申诉",
            Field("filed", Date(), "提出日期", "2020-06-01", required=True),
            Field(
                "grounds",
                Text(limit=300),
                "理由",
                required=True,
                description="社区为什么不服；会公布。",
            ),
            Field("decided", Date(), "决定日期", "2020-06-05"),
            Field(
                "decision",
                Choice((("upheld", "维持"), ("reduced", "减轻"), ("withdrawn", "撤销"))),
                "决定",
                "upheld",
            ),
            Field("deduct", POSITIVE, "改为扣分", "2", description="只在减轻时写；比原来的少。"),
            Field(
                "count",
                _WHOLE,
                "改为次数",
                "1",
                description="只在减轻按次扣分的记录时写；比原来的少。",
            ),
            Field("decided_by", Text(limit=60), "决定者", "党政办"),
            Field("document", Text(limit=120), "决定文号"),
        ),
        "申诉",
        description="社区的申诉和决定；决定的日期、结果、决定者、文号要么都写，要么都不写。",
    ),
    Field(
        "withdrawn",
        Group(
            "撤销",
            Field("date", Date(), "撤销日期", "2020-06-05", required=True),
            Field("reason", Text(limit=300), "撤销原因", required=True),
            Field("decided_by", Text(limit=60), "决定者", "党政办", required=True),
        ),
        "撤销",
        description="记录不删除：填错了就撤销，它仍然列出，但不计分。",
    ),
    Field(
        "corrections",
        ListOf(
            Group(
                "更正",
                Field("date", Date(), "更正日期", "2020-06-05", required=True),
                Field("reason", Text(limit=300), "更正原因", required=True),
                Field("decided_by", Text(limit=60), "决定者", "党政办", required=True),
            )
        ),
        "合并以后的更正",
        description="合并以后改了记录的内容，在这里说明；改了什么由 git 记着。",
    ),
    Field(
        "internal",
        Anything(),
        "内部资料（不公布）",
        description="经过、证据、经手人等，形式不限；公开的输出里都没有，内部网站才显示。",
    ),
    description="一条扣分记录，一个文件；年度、社区和部门由目录给出。",
)
