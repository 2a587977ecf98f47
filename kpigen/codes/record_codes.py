"""KPI4xx: what is wrong with a record's meaning, held against the rubric and other records."""

from kpigen.codes.examples import RECORD, record
from kpigen.diagnostics import Code, Example, Severity

_LABOUR = "data/deductions/2020/tianshu/laobao/example.yaml"
_PARTY = "data/deductions/2020/tianshu/dangqun/example.yaml"
_HEALTH = "data/deductions/2020/tianshu/shijian/example.yaml"
_FIRE = "data/deductions/2020/tianshu/guijian/example.yaml"
_APPROVAL = (
    "approval:\n  document: 演示〔2020〕9号\n  approved_by: 南桐镇党委\n  date: 2020-06-01\n"
)
_APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: 当日已开展宣传。\n"

UNKNOWN_RULE = Code(
    "KPI401",
    Severity.ERROR,
    "没有这条细则",
    "rule 写考核表里细则的编号：行号、连字符、行内第几条，例如 3.2-2；编号可在类别页查到。",
    Example(RECORD, record("rule: 2.5-9"), record()),
)
OTHER_DEPARTMENT = Code(
    "KPI402",
    Severity.ERROR,
    "细则归别的部门考核",
    "记录放在哪个部门的目录下，就只能用该部门考核的细则。",
    Example(RECORD, record("rule: 9.1-1"), record()),
)
OUTSIDE_PERIOD = Code(
    "KPI403",
    Severity.ERROR,
    "日期不在考核期内",
    "date 是事情发生的日期，必须在考核期之内。",
    Example(RECORD, record("date: 2021-01-03"), record()),
)
IN_THE_FUTURE = Code(
    "KPI404",
    Severity.ERROR,
    "日期晚于提交的日期",
    "还没有发生的事不能扣分，也不能申诉、批准或撤销。以最近一次提交的日期为准；"
    "有还没提交的改动时，以现在提交会写的日期为准。",
    instance="2020年12月15日提交的仓库里，有一条记录写着 date: 2020-12-31。",
)
FIGURE_MISSING = Code(
    "KPI405",
    Severity.ERROR,
    "缺少这类细则需要的数字",
    "酌定和分配分值的细则要写 deduct（扣多少分），加分、扣分要写 points。",
    Example(
        _HEALTH,
        record("rule: 3b.1-1", without="count"),
        record("rule: 3b.1-1", without="count") + "deduct: 5\n",
    ),
)
FIGURE_UNFIT = Code(
    "KPI406",
    Severity.ERROR,
    "这类细则不用这个数字",
    "按次扣分的细则写 count，扣多少由考核表规定；没有目标值的细则不写 actual。",
    Example(RECORD, record("deduct: 10"), record()),
)
FIGURES_CLASH = Code(
    "KPI407",
    Severity.ERROR,
    "同时写了 count 和 actual",
    "按缺额扣分时，写 actual（实际完成值，由程序算缺额）或者 count（缺了几个），只写一个。",
    Example(
        _LABOUR,
        record("rule: 4.4-1") + "actual: 17\n",
        record("rule: 4.4-1").replace("count: 1", "actual: 17"),
    ),
)
TARGET_REACHED = Code(
    "KPI408",
    Severity.ERROR,
    "没有缺额可扣",
    "实际完成值已达到目标，或者缺额不满一个步长，这条记录扣不了分。",
    Example(
        _LABOUR,
        record("rule: 4.4-1").replace("count: 1", "actual: 20"),
        record("rule: 4.4-1").replace("count: 1", "actual: 19"),
    ),
)
OVER_ALLOTMENT = Code(
    "KPI409",
    Severity.ERROR,
    "超过分配的分值",
    "一条细则分配了多少分，一个社区全年在这条上最多扣多少分。",
    Example(
        _PARTY,
        record("rule: 12.2-9").replace("count: 1", "deduct: 10.5"),
        record("rule: 12.2-9").replace("count: 1", "deduct: 10"),
    ),
)
OVER_THE_SCALE = Code(
    "KPI410",
    Severity.ERROR,
    "扣分超过满分",
    "酌定扣分最多扣到本行的满分：100 分制的行是 100。",
    Example(
        _HEALTH,
        record("rule: 3b.1-1").replace("count: 1", "deduct: 120"),
        record("rule: 3b.1-1").replace("count: 1", "deduct: 100"),
    ),
)
DUPLICATE_RECORD = Code(
    "KPI411",
    Severity.ERROR,
    "同一条记录写了两遍",
    "社区、细则、日期、数字、依据和原因都相同的两条记录是同一件事。",
    Example(
        RECORD,
        record(),
        record("date: 2020-05-13"),
        beside=(RECORD.replace("example", "before"), record()),
    ),
)
EVENT_TWICE = Code(
    "KPI412",
    Severity.ERROR,
    "同一事件在同一行扣了两次",
    "同一事件在同一考核项（或共用分值的几行）里只扣一次，取扣分高的一条。",
    Example(
        _FIRE,
        record("rule: 1.1-2") + "event: 五月商铺火情\n",
        record("rule: 1.1-2") + "event: 八月厂房火情\n",
        beside=(
            _FIRE.replace("example", "before"),
            record("rule: 1.1-1") + "event: 五月商铺火情\n",
        ),
    ),
)
EVENT_SHARED = Code(
    "KPI413",
    Severity.WARNING,
    "同一事件由几个部门扣分",
    "一件事可能涉及几个部门，这里提醒审核人看看是否重复；确认无误可以不改。",
    Example(
        "data/deductions/2020/tianshu/yingji/example.yaml",
        record("rule: 3.3-1") + "event: 五月商铺火情\n",
        record("rule: 3.3-1") + "event: 五月例行检查\n",
        beside=(_FIRE, record("rule: 1.1-1") + "event: 五月商铺火情\n"),
    ),
)
VETO_PENDING = Code(
    "KPI414",
    Severity.WARNING,
    "一票否决还没有批准文件",
    "否决只有在补上 approval（文号、批准机关、日期）之后才生效；在此之前只列出、不计入。",
    Example(
        "data/deductions/2020/tianshu/pingan/example.yaml",
        record("rule: 8.1-v", without="count"),
        record("rule: 8.1-v", without="count") + _APPROVAL,
    ),
)
APPEAL_INCOHERENT = Code(
    "KPI415",
    Severity.ERROR,
    "申诉的内容对不上",
    "有决定就要写决定日期、决定、决定者和文号；减轻要写减轻后的 deduct 或 count，且少于原来。",
    Example(
        RECORD,
        record() + _APPEAL + "  decision: upheld\n",
        record() + _APPEAL,
    ),
)
DATES_REVERSED = Code(
    "KPI416",
    Severity.ERROR,
    "日期的先后对不上",
    "先发生，再申诉，再决定；撤销和批准不能早于事情发生。",
    Example(
        RECORD,
        record() + _APPEAL.replace("2020-06-01", "2020-05-01"),
        record() + _APPEAL,
    ),
)
LOOKS_ALIKE = Code(
    "KPI417",
    Severity.WARNING,
    "两条记录很像",
    "社区、细则、日期和依据相同，原因或数字不同。若是同一件事，只留一条；"
    "若是几次，合成一条写 count。",
    Example(
        RECORD,
        record("count: 2"),
        record("basis: 演示示例〔2020〕2号"),
        beside=(RECORD.replace("example", "before"), record()),
    ),
)
NOT_A_VETO = Code(
    "KPI418",
    Severity.ERROR,
    "只有一票否决才写 approval",
    "approval 是一票否决的批准文件，其他记录的依据写在 basis。",
    Example(
        RECORD,
        record() + _APPROVAL,
        record(),
    ),
)
OVER_THE_CAP = Code(
    "KPI419",
    Severity.WARNING,
    "一条记录就超过累计上限",
    "细则有累计上限时，超出的部分不计。一条记录就超过上限，多半是次数写错了。",
    Example(
        "data/deductions/2020/tianshu/renda/example.yaml",
        record("rule: 12.5-1").replace("count: 1", "count: 30"),
        record("rule: 12.5-1").replace("count: 1", "count: 12"),
    ),
)
