"""KPI3xx: what is wrong with where files stand, and with the rubric itself."""

from kpigen.codes.examples import record
from kpigen.diagnostics import Code, Example, Severity

_CATEGORY_1 = "data/rubric/2020/categories/01-chengzhen.yaml"
_CATEGORY_6 = "data/rubric/2020/categories/06-huanwei.yaml"
_CATEGORY_11 = "data/rubric/2020/categories/11-hezhang.yaml"
_CATEGORY_12 = "data/rubric/2020/categories/12-dangjian.yaml"
_FIRST_RULE = "text: 辖区范围内发生消防事故，一次扣50分。"
_JUDGED_TEXT = "text: 以《南桐镇城市管理工作目标考核实施方案》为依据。"
_JUDGED = f"id: 6.1-1\n        {_JUDGED_TEXT}\n        kind: judged"

NO_RUBRIC = Code(
    "KPI301",
    Severity.ERROR,
    "缺少考核表文件",
    "每个年度要有 assessment.yaml、departments.yaml、communities.yaml，"
    "以及 categories/ 里的各类别文件。",
    instance="复制上一年度的目录时漏了 departments.yaml。",
)
UNKNOWN_COMMUNITY = Code(
    "KPI302",
    Severity.ERROR,
    "社区目录不存在于社区表",
    "data/deductions/年度/ 下的目录名是社区编号，必须在 communities.yaml 里。",
    Example("data/deductions/2020/tianshuu/jingfa/example.yaml", record(), ""),
)
UNKNOWN_DEPARTMENT = Code(
    "KPI303",
    Severity.ERROR,
    "部门目录不存在于部门表",
    "社区目录下的目录名是部门编号，必须在 departments.yaml 里。",
    Example("data/deductions/2020/tianshu/jinfa/example.yaml", record(), ""),
)
STRAY_FILE = Code(
    "KPI304",
    Severity.ERROR,
    "文件放错了地方",
    "扣分记录放在 data/deductions/年度/社区/部门/名称.yaml，放在别处不会被计分，所以不放行。",
    Example("data/deductions/2020/tianshu/example.yaml", record(), ""),
)
BAD_FILE_NAME = Code(
    "KPI305",
    Severity.ERROR,
    "文件名的写法不对",
    "文件名会成为记录编号和网址的一部分：用小写字母、数字、连字符，不要空格，以 .yaml 结尾。",
    Example("data/deductions/2020/tianshu/jingfa/a b.yaml", record(), ""),
)
DUPLICATE_ID = Code(
    "KPI310",
    Severity.ERROR,
    "编号重复",
    "部门、社区、类别、考核项、细则和读法的编号各自不能重复。",
    Example(
        "data/rubric/2020/communities.yaml", "id: tianshu", "id: tianxuan", replaces="id: tianxuan"
    ),
)
POINTS_SUM = Code(
    "KPI311",
    Severity.ERROR,
    "各行分值之和不等于总分",
    "所有考核项的分值加起来必须等于 assessment.yaml 里的 total。",
    Example("data/rubric/2020/assessment.yaml", "total: 199", "total: 200", replaces="total: 200"),
)
NOT_PRINTED = Code(
    "KPI312",
    Severity.ERROR,
    "细则的文字不是印制原文",
    "每条细则的 text 必须是该行印制文字里一字不差的一段，后一条接在前一条之后；"
    "读法的 text 也要一字不差。",
    Example(
        _CATEGORY_1,
        "text: 辖区内发生消防事故，一次扣50分。",
        _FIRST_RULE,
        replaces=_FIRST_RULE,
    ),
)
UNENCODED = Code(
    "KPI313",
    Severity.ERROR,
    "印制的扣分文字没有编成细则",
    "表上凡是写了扣分、分值、全扣、不计分、一票否决的地方，都要有一条细则或读法与它对应。",
    Example(_CATEGORY_1, "text: 辖区范围内发生消防事故", _FIRST_RULE, replaces=_FIRST_RULE),
)
ORDER = Code(
    "KPI314",
    Severity.ERROR,
    "编号不是印制的顺序",
    "类别编号从小到大，没有序号的类别（3b）紧接在同号的类别（3）之后，文件名的顺序相同；"
    "考核项按①②③依次编号，细则在行内从 1 起依次编号，否决细则编号以 -v 结尾、放在最后。",
    Example(_CATEGORY_1, "- id: 1.1-3", "- id: 1.1-2", replaces="- id: 1.1-2"),
)
ALLOTMENT_SUM = Code(
    "KPI315",
    Severity.ERROR,
    "分配的分值之和不是 100",
    "整行都写了分值（括号里的“10分”“共20分”）时，分值和上限加起来应该正好是 100。",
    Example(
        _CATEGORY_12,
        "id: 12.2-9\n        text: 按要求做好基层阵地标准化建设并规范运行工作。（10分）\n"
        "        kind: judged",
        "id: 12.2-9\n        text: 按要求做好基层阵地标准化建设并规范运行工作。（10分）\n"
        "        kind: allotted\n        allotment: 10",
        replaces="id: 12.2-9\n        text: 按要求做好基层阵地标准化建设并规范运行工作。（10分）\n"
        "        kind: allotted\n        allotment: 10",
    ),
)
VETO_MARK = Code(
    "KPI316",
    Severity.ERROR,
    "否决栏与否决细则对不上",
    "否决栏印“是”的行必须有且只有一条否决细则（编号以 -v 结尾）；没有印“是”的行不能有。",
    Example(
        _CATEGORY_1,
        "veto: 是\n      department: 规建环保办",
        'veto: ""\n      department: 规建环保办',
        replaces='veto: ""\n      department: 规建环保办',
    ),
)
PRINTED_DIFFERS = Code(
    "KPI317",
    Severity.ERROR,
    "印制的序号、部门或分值与编码不一致",
    "printed 里的部门、分值是原文，旁边的 department、points、pool 必须说的是同一件事；"
    "类别的 no 是印制的序号，与编号的数字相同，编号带字母的类别没有序号。",
    Example(_CATEGORY_1, 'points: "3"', 'points: "2"', replaces='points: "2"'),
)
UNKNOWN_REFERENCE = Code(
    "KPI318",
    Severity.ERROR,
    "引用的编号不存在",
    "考核项引用的部门和共用分值的行、读法涉及的行或细则，都必须在考核表里。",
    Example(
        _CATEGORY_1, "department: guijan", "department: guijian", replaces="department: guijian"
    ),
)
KIND_FIELDS = Code(
    "KPI319",
    Severity.ERROR,
    "细则的数字与类别不符",
    "each 要有 deduct 和 unit，target 与 step 成对，per 和 decimals 只随 target 写；"
    "allotted 要有 allotment；"
    "adjustment 要有 effect；judged、all、veto 不带数字。",
    Example(
        _CATEGORY_1,
        "kind: judged\n        deduct: 50",
        "kind: each\n        deduct: 50",
        replaces="kind: each\n        deduct: 50",
    ),
)
TINY_DEDUCTION = Code(
    "KPI320",
    Severity.ERROR,
    "一次扣分不到 0.1 分，却没有说明分制的读法",
    "表头写的是 100 分制。按 100 分制一次只扣不到 0.1 分的细则，可能原意是按分值扣，"
    "要在 readings 里写明现行读法（scale），由党政办在年初裁定。",
    Example(_CATEGORY_1, "deduct: 0.5", "deduct: 50", replaces="deduct: 50"),
)
FIGURE_NOT_PRINTED = Code(
    "KPI321",
    Severity.ERROR,
    "细则的数字与原文不符",
    "deduct 是原文“扣5分”“占5分”里的数，cap 是“共60分”里的数，allotment 是“（10分）”“（共10分）”"
    "里的数；target 要印在本行的扣分细则或目标内容里，step 不是 1 的要印在这条细则里。",
    Example(_CATEGORY_1, "deduct: 40", "deduct: 50", replaces="deduct: 50"),
)
YEAR_DIFFERS = Code(
    "KPI322",
    Severity.ERROR,
    "年度或考核期对不上",
    "assessment.yaml 里的 year 要与目录名相同，考核期的起日不晚于止日。",
    Example("data/rubric/2020/assessment.yaml", "year: 2021", "year: 2020", replaces="year: 2020"),
)
HEADINGS = Code(
    "KPI323",
    Severity.ERROR,
    "表头不是八个",
    "印制表头正好八个：序号、目标内容、是否执行一票否决、主协助考核部门、考核分值、"
    "扣分细则、扣分原因、单项得分。",
    Example(
        "data/rubric/2020/assessment.yaml",
        "- 单项得分\n    - 备注",
        "- 单项得分",
        replaces="- 单项得分",
    ),
)
POINTS_SOURCE = Code(
    "KPI324",
    Severity.ERROR,
    "分值的来源不是正好一个",
    "一行或者有自己的 points，或者用 pool 共用另一行的 points，或者在总分之外加减"
    "（细则都是 adjustment），三者只能居其一；被共用的行自己要有 points。",
    Example(
        _CATEGORY_11,
        'points: 10\n    pool: "12.1"\n    rules:',
        "points: 10\n    rules:",
        replaces="points: 10\n    rules:",
    ),
)
KIND_DIFFERS = Code(
    "KPI325",
    Severity.ERROR,
    "细则的类别与原文的写法不符",
    "写“扣5分”“占5分”的是 each，只写“（10分）”“（共10分）”的是 allotted，"
    "写“全扣”“不计分”的是 all，写“一票否决”的和取自否决栏的是 veto，没有写扣多少的是 judged；"
    "总分之外加减的 adjustment 不受此限。",
    Example(
        _CATEGORY_12,
        "（共5分）\n        kind: judged",
        "（共5分）\n        kind: allotted\n        allotment: 5",
        replaces="（共5分）\n        kind: allotted\n        allotment: 5",
    ),
)
SEVERAL_DEDUCTIONS = Code(
    "KPI326",
    Severity.ERROR,
    "一条细则里写了几处扣分",
    "原文每一处扣分编成一条细则，才能分别填报；只有上限可以与一次扣分写在一条里"
    "（“扣3分，共24分”“共60分，每月占5分”）。",
    Example(
        _CATEGORY_1,
        f"{_FIRST_RULE}出现死亡事故，一次扣100分。",
        _FIRST_RULE,
        replaces=_FIRST_RULE,
    ),
)
CAP_TOO_LOW = Code(
    "KPI327",
    Severity.ERROR,
    "上限低于一次的扣分",
    "cap 是一条细则全年最多扣多少分，不能比一次扣的 deduct 还少。",
    Example(
        _CATEGORY_12,
        "deduct: 60\n        unit: 月\n        cap: 5",
        "deduct: 5\n        unit: 月\n        cap: 60",
        replaces="deduct: 5\n        unit: 月\n        cap: 60",
    ),
)
SCALE_CLASH = Code(
    "KPI328",
    Severity.ERROR,
    "同一行或共用分值的各行分制不一",
    "读法的 scale 对它涉及的整行起作用：涉及同一行的读法要写同一分制，"
    "共用分值的各行（3.1至3.7）也要用同一分制。",
    Example(
        _CATEGORY_11,
        "请党政办在年度开始前裁定。\n    scale: hundred\n"
        "  - id: 11-d\n    about:\n      - 11.1-2\n    doubt: 同一句是否按分值直接扣。\n"
        "    reading: 按分值直接扣。\n    scale: points",
        "请党政办在年度开始前裁定。\n    scale: hundred",
        replaces="请党政办在年度开始前裁定。\n    scale: hundred",
    ),
)
RESERVED_ID = Code(
    "KPI329",
    Severity.ERROR,
    "社区编号用了保留的名称",
    "下载的文件用社区编号命名，blank 是空白表，summary 是汇总，town 是合订本，notice 是公示稿，"
    "appeal 是申诉表，department- 和 entry- 开头的是各部门的清单和填报表，社区不能用这些编号。",
    Example(
        "data/rubric/2020/communities.yaml", "id: summary", "id: tianxuan", replaces="id: tianxuan"
    ),
)
DUPLICATE_NAME = Code(
    "KPI330",
    Severity.ERROR,
    "名称重复",
    "两个社区、两个部门不能同名，否则表上分不清是谁的扣分。",
    Example(
        "data/rubric/2020/communities.yaml",
        "name: 天枢社区",
        "name: 天璇社区",
        replaces="name: 天璇社区",
    ),
)
TOTAL_BOUNDS = Code(
    "KPI331",
    Severity.ERROR,
    "总分的下限高于上限",
    "assessment.yaml 里的 total_min 和 total_max 都写时，前者不能大于后者。",
    Example(
        "data/rubric/2020/assessment.yaml",
        "total_min: 210\n  total_max: 200",
        "total_min: 0\n  total_max: 210",
        replaces="total_min: 0",
    ),
)
EMPTY_LIST = Code(
    "KPI332",
    Severity.ERROR,
    "列表是空的",
    "部门表、社区表、类别的 items、每行的 rules 和读法的 about 都至少要有一个，"
    "空的列表什么也考核不了。",
    Example(
        _CATEGORY_6,
        "rules: []",
        f"rules:\n      - {_JUDGED}",
        replaces=f"rules:\n      - {_JUDGED}",
    ),
)
