"""The declared shape of every file kind: what may be written, its Chinese title and its help."""

from __future__ import annotations

from decimal import Decimal

from kpigen.groups import Field, Group
from kpigen.model import ForgeKind, Stage
from kpigen.shapes import Anything, Boolean, Choice, Date, Figure, Identifier, ListOf, Text

_POSITIVE = Figure(above=True)
_WHOLE = Figure(decimals=0, minimum=Decimal(1))
_RULE_ID = Identifier(
    r"[0-9]{1,2}b?\.[0-9]{1,2}-(?:[0-9]{1,2}|v)", "1.1-1", "写成行号、连字符、行内第几条"
)
_ITEM_ID = Identifier(r"[0-9]{1,2}b?\.[0-9]{1,2}", "1.1", "写成类别号、点、第几行")
_BLOCK_ID = Identifier(r"[0-9]{1,2}b?", "1", "写成类别号")
_LONG = Text(limit=4000, lines=True)
_DAYS = Figure(decimals=0, minimum=Decimal(1), maximum=Decimal(366))
_WEB_ADDRESS = Identifier(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+){2,}",
    "https://git.example.gov.cn/nantong/kaohe",
    "写成仓库首页的网址，末尾不带斜杠",
)
_BRANCH = Identifier(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,80}", "main", "写成分支的名称")
_OWNER = Identifier(
    r"@[A-Za-z0-9][A-Za-z0-9._/-]{0,80}", '"@nantong/guijian"', "写成 @ 加平台上的用户或小组"
)

GROUPS = (("社区", "社区"), ("村", "村"))
STAGES = tuple((str(stage), str(stage)) for stage in Stage)
FORGES = tuple(zip(map(str, ForgeKind), ("GitHub", "GitLab", "Gitea", "Gitee 码云"), strict=True))
KINDS = (
    ("each", "按次、按人、按缺额扣分"),
    ("allotted", "分配了分值、没有步长"),
    ("judged", "没有数字，酌定扣分"),
    ("all", "本行全扣"),
    ("veto", "一票否决"),
    ("adjustment", "总分之外加分或扣分"),
)
VETO_EFFECTS = (
    ("zero_item", "本行记 0 分"),
    ("zero_pool", "共用分值的各行合计记 0 分"),
    ("no_award", "取消评优资格"),
    ("rank_last", "排名列在未被否决者之后"),
    ("disqualify", "不参加排名"),
)

DEPARTMENTS = Group(
    "考核部门表",
    Field(
        "departments",
        ListOf(
            Group(
                "考核部门",
                Field("id", Identifier(example="jingfa"), "编号", "jingfa", required=True),
                Field("name", Text(limit=30), "名称", "经发办", required=True),
                Field("owners", ListOf(_OWNER), "平台上的审批人", '["@nantong/jingfa"]'),
            )
        ),
        "考核部门",
        required=True,
    ),
    Field("office", Identifier(example="dangzheng"), "牵头部门的编号", "dangzheng"),
)

COMMUNITIES = Group(
    "社区表",
    Field(
        "communities",
        ListOf(
            Group(
                "社区",
                Field("id", Identifier(example="tianshu"), "编号", "tianshu", required=True),
                Field("name", Text(limit=30), "名称", "天枢社区", required=True),
                Field("group", Choice(GROUPS), "类别", "社区", required=True),
            )
        ),
        "社区",
        required=True,
    ),
)

ASSESSMENT = Group(
    "考核总表",
    Field("title", Text(), "标题", required=True),
    Field("town", Text(limit=30), "镇名", required=True),
    Field("year", Figure(decimals=0, minimum=Decimal(2000)), "年度", "2020", required=True),
    Field(
        "period",
        Group(
            "考核期",
            Field("from", Date(), "起", "2020-01-01", required=True),
            Field("to", Date(), "止", "2020-12-31", required=True),
        ),
        "考核期",
        required=True,
    ),
    Field("total", _POSITIVE, "总分", "200", required=True),
    Field("stage", Choice(STAGES), "阶段", "公示", required=True),
    Field(
        "stages",
        ListOf(
            Group(
                "阶段日期",
                Field("stage", Choice(STAGES), "阶段", "公示", required=True),
                Field("from", Date(), "起", "2021-01-18", required=True),
                Field("to", Date(), "止", "2021-01-22"),
            )
        ),
        "各阶段的起止日期",
    ),
    Field(
        "deadlines",
        Group(
            "期限",
            Field("file_within", _DAYS, "发生后多少天内填报", "60"),
            Field("decide_within", _DAYS, "申诉后多少个工作日内决定", "10"),
            Field("publicity", _DAYS, "公示至少多少个工作日", "5"),
        ),
        "期限",
    ),
    Field("appeal_to", Text(), "怎样申诉", "书面送交党政办"),
    Field("sealed_through", Date(), "封存到哪一天", "2020-06-30"),
    Field(
        "forge",
        Group(
            "代码托管平台",
            Field("kind", Choice(FORGES), "平台", "gitlab", required=True),
            Field("repository", _WEB_ADDRESS, "仓库的网址", _WEB_ADDRESS.example, required=True),
            Field("branch", _BRANCH, "主分支；不写就是 main", "main"),
        ),
        "代码托管平台",
    ),
    Field("demo", Boolean(), "是否演示数据", "true"),
    Field(
        "printed",
        Group(
            "印制文字",
            Field("headings", ListOf(Text(limit=40)), "八个表头", required=True),
            Field("total_label", Text(limit=20), "合计行文字", "总分", required=True),
        ),
        "印制文字",
        required=True,
    ),
    Field(
        "scoring",
        Group(
            "计分办法",
            Field("veto_effects", ListOf(Choice(VETO_EFFECTS)), "一票否决的效果", required=True),
            Field("bonus_cap", Figure(), "加分上限", "10"),
            Field("extra_deduction_cap", Figure(), "总分外扣分上限", "10"),
            Field("total_min", Figure(), "总分下限", "0"),
            Field("total_max", Figure(), "总分上限", "210"),
        ),
        "计分办法",
        required=True,
    ),
)

CALENDAR = Group(
    "工作日历",
    Field("holidays", ListOf(Date()), "放假的日子", "[2020-10-01, 2020-10-02]", required=True),
    Field("workdays", ListOf(Date()), "调休上班的日子", "[2020-09-27]", required=True),
)

PRIVACY = Group(
    "隐私词表",
    Field("words", ListOf(Text(limit=20)), "与姓名写在一起就要提醒的词", "[低保]", required=True),
    Field("surnames", ListOf(Text(limit=2)), "姓氏", "[王, 欧阳]", required=True),
)

_RULE = Group(
    "扣分细则",
    Field("id", _RULE_ID, "编号", "1.1-1", required=True),
    Field("text", _LONG, "原文片段", required=True),
    Field("kind", Choice(KINDS), "类别", "each", required=True),
    Field("cell", Choice((("rules", "扣分细则栏"), ("content", "目标内容栏"), ("veto", "否决栏"))),
          "原文所在栏"),
    Field("deduct", _POSITIVE, "每次扣分", "20"),
    Field("unit", Text(limit=10), "单位", "次"),
    Field("cap", _POSITIVE, "累计上限", "24"),
    Field("allotment", _POSITIVE, "分配分值", "10"),
    Field("target", _POSITIVE, "目标值", "20"),
    Field("step", _POSITIVE, "步长", "1"),
    Field("per", Choice((("month", "每月"), ("quarter", "每季度"))), "目标的周期"),
    Field("decimals", Figure(decimals=0), "实际值的小数位", "2"),
    Field("effect", Choice((("bonus", "加分"), ("deduct", "扣分"))), "加减", "bonus"),
)  # fmt: skip

_ITEM = Group(
    "考核项",
    Field("id", _ITEM_ID, "编号", '"1.1"', required=True),
    Field(
        "printed",
        Group(
            "印制文字",
            Field("seq", Text(limit=4), "序号", "①", required=True),
            Field("content", _LONG, "目标内容", required=True),
            Field("veto", Text(limit=4, empty=True), "是否执行一票否决", '""', required=True),
            Field("department", Text(limit=30, empty=True), "主协助考核部门", required=True),
            Field("points", Text(limit=8, empty=True), "考核分值", '"2.5"', required=True),
            Field("rules", Text(limit=4000, lines=True, empty=True), "扣分细则", required=True),
        ),
        "印制文字",
        required=True,
    ),
    Field("department", Identifier(example="jingfa"), "考核部门", "jingfa", required=True),
    Field("points", _POSITIVE, "考核分值", "2.5"),
    Field("pool", _ITEM_ID, "共用分值所在的行", '"3.1"'),
    Field("rules", ListOf(_RULE), "扣分细则", required=True),
)

_READING = Group(
    "读法",
    Field("id", Identifier(example="2-a"), "编号", "2-a", required=True),
    Field(
        "about",
        ListOf(Identifier(r"[0-9]{1,2}b?\.[0-9]{1,2}(?:-(?:[0-9]{1,2}|v))?", "2.3-1")),
        "涉及的行或细则",
        required=True,
    ),
    Field("text", _LONG, "由本读法说明的原文"),
    Field("doubt", _LONG, "疑问", required=True),
    Field("reading", _LONG, "现行读法", required=True),
    Field("scale", Choice((("hundred", "百分制"), ("points", "按分值"))), "分制"),
    Field(
        "decided",
        Group(
            "裁定",
            Field("by", Text(limit=30), "裁定者", "党政办", required=True),
            Field("date", Date(), "日期", "2020-01-10", required=True),
            Field("document", Text(limit=80), "文号", required=True),
        ),
        "裁定",
    ),
)

CATEGORY = Group(
    "目标类别",
    Field("id", _BLOCK_ID, "编号", '"1"', required=True),
    Field("no", Text(limit=4, empty=True), "印制的序号", '"1"', required=True),
    Field("name", Text(limit=40), "名称", "城镇建设", required=True),
    Field("items", ListOf(_ITEM), "考核项", required=True),
    Field("readings", ListOf(_READING), "读法"),
)

DEDUCTION = Group(
    "扣分记录",
    Field("date", Date(), "发生日期", "2020-05-12", required=True, aliases=("日期", "时间")),
    Field(
        "rule",
        _RULE_ID,
        "扣分细则编号",
        "1.1-1",
        required=True,
        aliases=("细则", "扣分细则", "规则"),
    ),
    Field("count", _WHOLE, "次数或人数", "1", aliases=("次数", "人数", "数量")),
    Field("actual", Figure(decimals=4), "实际完成值", "17"),
    Field("deduct", _POSITIVE, "扣分（百分制）", "5", aliases=("扣分", "扣分值")),
    Field("points", _POSITIVE, "加分或扣分（总分制）", "2", aliases=("加分", "分值")),
    Field(
        "reason",
        Text(limit=300),
        "扣分原因",
        "一两句话，可以公布",
        required=True,
        aliases=("原因", "事由", "理由"),
    ),
    Field("basis", Text(limit=120), "依据", "文号", required=True, aliases=("文号", "依据文号")),
    Field("event", Text(limit=80), "事件名称", aliases=("事件",)),
    Field(
        "approval",
        Group(
            "批准",
            Field("document", Text(limit=120), "批准文号", required=True),
            Field("approved_by", Text(limit=60), "批准机关", required=True),
            Field("date", Date(), "批准日期", "2020-06-01", required=True),
        ),
        "一票否决的批准",
    ),
    Field(
        "appeal",
        Group(
            "申诉",
            Field("filed", Date(), "提出日期", "2020-06-01", required=True),
            Field("grounds", Text(limit=300), "理由", required=True),
            Field("decided", Date(), "决定日期", "2020-06-05"),
            Field(
                "decision",
                Choice((("upheld", "维持"), ("reduced", "减轻"), ("withdrawn", "撤销"))),
                "决定",
                "upheld",
            ),
            Field("deduct", _POSITIVE, "改为扣分", "2"),
            Field("count", _WHOLE, "改为次数", "1"),
            Field("decided_by", Text(limit=60), "决定者", "党政办"),
            Field("document", Text(limit=120), "决定文号"),
        ),
        "申诉",
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
    ),
    Field("internal", Anything(), "内部资料（不公布）"),
)
