"""KPI2xx: what makes a value not what its name promises."""

from kpigen.codes.examples import RECORD, record
from kpigen.diagnostics import Code, Example, Severity

UNKNOWN_KEY = Code(
    "KPI201",
    Severity.ERROR,
    "不认识的名称",
    "冒号前面的名称必须是规定的那些，多一个字母也不认。",
    Example(RECORD, record("bases: 演示〔2020〕1号"), record()),
)
MISSING_KEY = Code(
    "KPI202",
    Severity.ERROR,
    "缺少必填内容",
    "每条记录都要有 date（日期）、rule（扣分细则）、reason（扣分原因）和 basis（依据）。",
    Example(RECORD, record(without="basis"), record()),
)
WRONG_TYPE = Code(
    "KPI203",
    Severity.ERROR,
    "内容的形式不对",
    "该写一段文字的地方写成了列表，或者该写一组名称的地方写成了一段文字。",
    Example(RECORD, record("reason: [未按要求, 协助]"), record()),
)
NOT_A_FIGURE = Code(
    "KPI204",
    Severity.ERROR,
    "不是数字",
    "数字用半角，不带单位和千位逗号，例如 count: 2、deduct: 2.5。",
    Example(RECORD, record("count: ２次"), record("count: 2")),
)
TOO_MANY_DECIMALS = Code(
    "KPI205",
    Severity.ERROR,
    "小数位太多",
    "次数和人数是整数，分值最多两位小数，实际完成值的小数位数由细则规定。",
    Example(RECORD, record("count: 1.5"), record("count: 1")),
)
NOT_A_DATE = Code(
    "KPI206",
    Severity.ERROR,
    "不是日期",
    "日期写成 年-月-日，月和日都是两位，例如 2020-05-12。",
    Example(RECORD, record("date: 2020年5月12日"), record("date: 2020-05-12")),
)
NOT_A_BOOLEAN = Code(
    "KPI207",
    Severity.ERROR,
    "不是 true 或 false",
    "只有“是”与“不是”的地方写 true 或 false。",
    Example("data/rubric/2020/assessment.yaml", "demo: 是", "demo: true", replaces="demo: true"),
)
NOT_A_CHOICE = Code(
    "KPI208",
    Severity.ERROR,
    "不在可选的写法之内",
    "这一项只有几种写法，提示里会列出来。",
    Example(
        "data/rubric/2020/assessment.yaml",
        "stage: 公布",
        "stage: 公示",
        replaces="stage: 公示",
    ),
)
EMPTY_VALUE = Code(
    "KPI209",
    Severity.ERROR,
    "冒号后面没有内容",
    "写了名称就要写值；用不到的可选项整行删去。",
    Example(RECORD, record("event:"), record()),
)
TEXT_TOO_LONG = Code(
    "KPI210",
    Severity.ERROR,
    "文字太长",
    "扣分原因用一两句话说清，详情写到 internal 的 details 里。",
    Example(RECORD, record("reason: " + "未按要求协助" * 60), record()),
)
OUT_OF_RANGE = Code(
    "KPI211",
    Severity.ERROR,
    "数字超出范围",
    "次数从 1 起；扣分、加分要大于 0；期限是 1 到 366 天。",
    Example(RECORD, record("count: 0"), record("count: 1")),
)
BAD_IDENTIFIER = Code(
    "KPI212",
    Severity.ERROR,
    "编号的写法不对",
    "编号只用小写字母、数字和连字符，因为它会成为网址和文件名的一部分。",
    Example(
        "data/rubric/2020/communities.yaml",
        "id: 天枢",
        "id: tianshu",
        replaces="id: tianshu",
    ),
)
SEVERAL_LINES = Code(
    "KPI213",
    Severity.ERROR,
    "文字应该只有一行",
    "这一项会出现在表格和标题里，写成一行。",
    Example(RECORD, record("event: |\n  演示\n  事件"), record("event: 演示事件")),
)
