"""The declared shape of every file kind: what may be written, its Chinese title and its help."""

from __future__ import annotations

from decimal import Decimal

from kpigen.model import ForgeKind, Stage
from kpigen.reading.category_schema import CATEGORY, POSITIVE
from kpigen.reading.groups import Field, Group
from kpigen.reading.record_schema import DEDUCTION
from kpigen.reading.shapes import Boolean, Choice, Date, Figure, Identifier, ListOf, Text

__all__ = [
    "ASSESSMENT",
    "CALENDAR",
    "CATEGORY",
    "COMMUNITIES",
    "DEDUCTION",
    "DEPARTMENTS",
    "PRIVACY",
]

_DAYS = Figure(decimals=0, minimum=Decimal(1), maximum=Decimal(366))
_WEB_ADDRESS = Identifier(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+){2,}",
    "https://git.example.gov.cn/nantong/kaohe",
    "写成仓库首页的网址，末尾不带斜杠",
)
_BRANCH = Identifier(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,80}", "main", "写成分支的名称")
_FOLDER = Identifier(
    r"[A-Za-z0-9_][A-Za-z0-9._-]{0,60}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,60}){0,5}",
    "fonts",
    "写成仓库里的目录，用英文字母、数字和 /，不以 / 开头，不写 .. 和盘符",
)
_OWNER = Identifier(
    r"@[A-Za-z0-9][A-Za-z0-9._/-]{0,80}", '"@nantong/guijian"', "写成 @ 加平台上的用户或小组"
)

GROUPS = (("社区", "社区"), ("村", "村"))
STAGES = tuple((str(stage), str(stage)) for stage in Stage)
FORGES = tuple(zip(map(str, ForgeKind), ("GitHub", "GitLab", "Gitea", "Gitee 码云"), strict=True))
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
                Field(
                    "id",
                    Identifier(example="jingfa"),
                    "编号",
                    "jingfa",
                    required=True,
                    description="部门目录的名称，也是网址的一部分；定了就不改。",
                ),
                Field(
                    "name",
                    Text(limit=30),
                    "名称",
                    "经发办",
                    required=True,
                    description="照考核表印制的写。",
                ),
                Field(
                    "owners",
                    ListOf(_OWNER),
                    "平台上的审批人",
                    '["@nantong/jingfa"]',
                    description="代码托管平台上的用户或小组，合并本部门的记录要他们同意。",
                ),
            )
        ),
        "考核部门",
        required=True,
        description="按在考核表中首次出现的先后排列。",
    ),
    Field(
        "office",
        Identifier(example="dangzheng"),
        "牵头部门的编号",
        "dangzheng",
        description="组织考核、裁定读法的部门。",
    ),
    description="主协助考核部门。",
)

COMMUNITIES = Group(
    "社区表",
    Field(
        "communities",
        ListOf(
            Group(
                "社区",
                Field(
                    "id",
                    Identifier(example="tianshu"),
                    "编号",
                    "tianshu",
                    required=True,
                    description="社区目录的名称，也是网址的一部分；定了就不改。",
                ),
                Field("name", Text(limit=30), "名称", "天枢社区", required=True),
                Field(
                    "group",
                    Choice(GROUPS),
                    "类别",
                    "社区",
                    required=True,
                    description="社区和村各自排名。",
                ),
            )
        ),
        "社区",
        required=True,
    ),
    description="被考核的社区和村。",
)

ASSESSMENT = Group(
    "考核总表",
    Field("title", Text(), "标题", required=True, description="印在考核表上方的标题。"),
    Field("town", Text(limit=30), "镇名", required=True),
    Field(
        "year",
        Figure(decimals=0, minimum=Decimal(2000)),
        "年度",
        "2020",
        required=True,
        description="与目录名里的年度相同。",
    ),
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
    Field("total", POSITIVE, "总分", "200", required=True, description="各行分值之和必须等于它。"),
    Field(
        "stage",
        Choice(STAGES),
        "阶段",
        "公示",
        required=True,
        description="现在处于哪个阶段；检查、差异和网站照它行事。",
    ),
    Field(
        "stages",
        ListOf(
            Group(
                "阶段日期",
                Field("stage", Choice(STAGES), "阶段", "公示", required=True),
                Field("from", Date(), "起", "2021-01-18", required=True),
                Field("to", Date(), "止", "2021-01-22", description="还没有定的不写。"),
            )
        ),
        "各阶段的起止日期",
        description="一个阶段写一次，起止两天都算在内。",
    ),
    Field(
        "deadlines",
        Group(
            "期限",
            Field(
                "file_within",
                _DAYS,
                "发生后多少天内填报",
                "60",
                description="自然日，从发生到填报。",
            ),
            Field("decide_within", _DAYS, "申诉后多少个工作日内决定", "10"),
            Field("publicity", _DAYS, "公示至少多少个工作日", "5"),
        ),
        "期限",
        description="不写就不设期限。",
    ),
    Field(
        "appeal_to",
        Text(),
        "怎样申诉",
        "书面送交党政办",
        description="一句话，公示期间写在网站上。",
    ),
    Field(
        "sealed_through",
        Date(),
        "封存到哪一天",
        "2020-06-30",
        description="这一天和以前发生的记录不再改动。",
    ),
    Field(
        "forge",
        Group(
            "代码托管平台",
            Field("kind", Choice(FORGES), "平台", "gitlab", required=True),
            Field("repository", _WEB_ADDRESS, "仓库的网址", _WEB_ADDRESS.example, required=True),
            Field("branch", _BRANCH, "主分支；不写就是 main", "main"),
        ),
        "代码托管平台",
        description="写上以后，填报页能直接打开平台的新建文件页。",
    ),
    Field(
        "fonts",
        ListOf(_FOLDER),
        "打印用的字体目录",
        "[fonts]",
        description="随程序的字体没有的字，打印时用这些目录里的字体；"
        "目录放在仓库里，里面是 .ttf、.otf 或 .ttc 文件。",
    ),
    Field(
        "demo",
        Boolean(),
        "是否演示数据",
        "true",
        description="写 true 时每一页、每一张表都标明“演示数据”。",
    ),
    Field(
        "printed",
        Group(
            "印制文字",
            Field(
                "headings",
                ListOf(Text(limit=40)),
                "八个表头",
                required=True,
                description="照考核表印制的写，从左到右。",
            ),
            Field("total_label", Text(limit=20), "合计行文字", "总分", required=True),
        ),
        "印制文字",
        required=True,
    ),
    Field(
        "scoring",
        Group(
            "计分办法",
            Field(
                "veto_effects",
                ListOf(Choice(VETO_EFFECTS)),
                "一票否决的效果",
                required=True,
                description="批准生效以后怎样，可以选几种；取消一票否决就写 []。",
            ),
            Field(
                "bonus_cap",
                Figure(),
                "加分上限",
                "10",
                description="加分合计最多计入多少分；不写就不设上限。",
            ),
            Field(
                "extra_deduction_cap",
                Figure(),
                "总分外扣分上限",
                "10",
                description="总分外的扣分合计最多计入多少分；不写就不设上限。",
            ),
            Field(
                "total_min",
                Figure(),
                "总分下限",
                "0",
                description="总分最低是多少；不写就不设下限。",
            ),
            Field(
                "total_max",
                Figure(),
                "总分上限",
                "210",
                description="总分最高是多少；不写就不设上限。",
            ),
        ),
        "计分办法",
        required=True,
        description="印制的表没有写明、由本年度的办法规定的部分。",
    ),
    description="本年度考核的总体设置。",
)

CALENDAR = Group(
    "工作日历",
    Field(
        "holidays",
        ListOf(Date()),
        "放假的日子",
        "[2020-10-01, 2020-10-02]",
        required=True,
        description="放假的日子，照放假通知写；其中的周六、周日写不写都一样。",
    ),
    Field(
        "workdays",
        ListOf(Date()),
        "调休上班的日子",
        "[2020-09-27]",
        required=True,
        description="周六、周日里上班的日子。",
    ),
    description="工作日与周一至周五不同的地方，申诉和公示的期限照它计算。",
)

PRIVACY = Group(
    "隐私词表",
    Field(
        "words",
        ListOf(Text(limit=20)),
        "与姓名写在一起就要提醒的词",
        "[低保]",
        required=True,
        description="公布的文字里，它们旁边出现人名时给出提醒。",
    ),
    Field(
        "surnames",
        ListOf(Text(limit=2)),
        "姓氏",
        "[王, 欧阳]",
        required=True,
        description="人名以它们起头，复姓写两个字。",
    ),
    Field(
        "ordinary",
        ListOf(Text(limit=10)),
        "以姓氏起头的普通词",
        "[高龄, 方案]",
        description="它们以姓氏的字起头，却不是人名；误报的词加到这里。",
    ),
    description="公布之前检查个人信息用的词。",
)
