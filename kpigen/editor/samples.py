"""Samples of what is written, as the editor's snippets and the help show them.

A sample is YAML as a person would write it; the tests read every one of them like a file.
"""

from __future__ import annotations

from typing import NamedTuple

from kpigen.model import Kind


class Sample(NamedTuple):
    """What one group looks like; `kind` is the kind of rule that a record is on, if it matters."""

    title: str
    text: str
    kind: Kind | None = None


_RECORDS = (
    Sample(
        "按次、按人扣分的记录",
        """\
date: 2020-05-12
rule: 1.1-1
count: 2
reason: 沿街商铺电线老化两次起火，社区未按要求巡查。
basis: 演示规环〔2020〕3号
""",
        Kind.EACH,
    ),
    Sample(
        "按缺额扣分的记录",
        """\
date: 2020-12-31
rule: 4.2-1
actual: 97.35
reason: 城乡居民养老保险参保率没有达到目标。
basis: 演示劳保〔2021〕1号
""",
        Kind.EACH,
    ),
    Sample(
        "限额扣分的记录",
        """\
date: 2020-09-10
rule: 12.2-1
deduct: 4
reason: 宣传栏连续两个月没有更新。
basis: 演示党群〔2020〕12号
""",
        Kind.ALLOTTED,
    ),
    Sample(
        "酌定扣分的记录",
        """\
date: 2020-06-18
rule: 6.1-1
deduct: 5
reason: 检查中三处卫生死角没有清理。
basis: 演示环卫检查〔2020〕6号
""",
        Kind.JUDGED,
    ),
    Sample(
        "全扣的记录",
        """\
date: 2020-11-05
rule: 10.6-2
reason: 全年没有开展这项工作。
basis: 演示退役军人站〔2020〕9号
""",
        Kind.ALL,
    ),
    Sample(
        "一票否决的记录",
        """\
date: 2020-07-03
rule: 3.1-v
reason: 辖区工地发生高处坠落死亡事故。
basis: 演示应急〔2020〕21号
approval:
  document: 演示南桐府〔2020〕40号
  approved_by: 南桐镇人民政府
  date: 2020-07-20
""",
        Kind.VETO,
    ),
    Sample(
        "总分外加减的记录",
        """\
date: 2020-10-15
rule: 16.1-1
points: 2
reason: 社区治理经验得到区级表彰。
basis: 演示区委办〔2020〕88号
""",
        Kind.ADJUSTMENT,
    ),
)

_APPROVALS = (
    Sample(
        "批准文件",
        """\
document: 演示南桐府〔2020〕40号
approved_by: 南桐镇人民政府
date: 2020-07-20
""",
    ),
)

_APPEALS = (
    Sample(
        "提出申诉",
        """\
filed: 2020-06-01
grounds: 起火商铺已在上月移交邻近社区管理。
""",
    ),
    Sample(
        "申诉后维持",
        """\
filed: 2020-06-01
grounds: 起火商铺已在上月移交邻近社区管理。
decided: 2020-06-08
decision: upheld
decided_by: 党政办
document: 演示党政〔2020〕15号
""",
    ),
    Sample(
        "申诉后减轻",
        """\
filed: 2020-06-01
grounds: 两次起火中有一次不在本辖区。
decided: 2020-06-08
decision: reduced
count: 1
decided_by: 党政办
document: 演示党政〔2020〕15号
""",
    ),
)

_WITHDRAWALS = (
    Sample(
        "撤销这条记录",
        """\
date: 2020-06-05
reason: 与另一条记录是同一件事，重复填报。
decided_by: 党政办
""",
    ),
)

_CORRECTIONS = (
    Sample(
        "更正说明",
        """\
date: 2020-06-05
reason: 次数误写为 3，按检查记录改为 2。
decided_by: 党政办
""",
    ),
)

_INTERNAL = (
    Sample(
        "内部资料",
        """\
details: 巡查时两名网格员请假，次日补查。
evidence:
  - file: 补查记录第3页.jpg
    sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
recorded_by: 规建环保办
reviewed_by: 党政办
""",
    ),
)

_ITEMS = (
    Sample(
        "表中的一行",
        """\
id: "6.1"
printed:
  seq: ①
  content: 做好辖区环境卫生工作。
  veto: ""
  department: 环卫所
  points: "5"
  rules: |-
    未按要求清扫，一次扣5分。
department: huanwei
points: 5
rules:
  - id: 6.1-1
    text: 未按要求清扫，一次扣5分。
    kind: each
    deduct: 5
    unit: 次
""",
    ),
)

_RULES = (
    Sample(
        "按次、按人扣分的细则",
        """\
id: 1.1-1
text: 发生火灾，一次扣50分
kind: each
deduct: 50
unit: 次
""",
    ),
    Sample(
        "按缺额扣分的细则",
        """\
id: 4.2-1
text: 参保率达到98%，每低1%扣0.5分
kind: each
deduct: 0.5
unit: 百分点
target: 98
step: 1
decimals: 2
""",
    ),
    Sample("限额扣分的细则", "id: 12.2-1\ntext: 宣传工作（10分）\nkind: allotted\nallotment: 10\n"),
    Sample("酌定扣分的细则", "id: 6.1-1\ntext: 以考核办法为依据。\nkind: judged\n"),
    Sample("全扣的细则", "id: 10.6-2\ntext: 没有开展的，不计分。\nkind: all\n"),
    Sample("一票否决的细则", "id: 3.1-v\ntext: 发生死亡事故，一票否决。\nkind: veto\n"),
    Sample(
        "总分外加分的细则",
        "id: 16.1-1\ntext: 得到区级以上表彰的，加分。\nkind: adjustment\neffect: bonus\n",
    ),
)

_READINGS = (
    Sample(
        "一处疑问",
        """\
id: 2-a
about: [2.3-1]
doubt: 细则没有写明每次扣多少分。
reading: 由经发办按依据酌定，一次不超过 5 分。
""",
    ),
    Sample(
        "已经裁定的疑问",
        """\
id: 2-a
about: [2.3-1]
doubt: 细则没有写明每次扣多少分。
reading: 由经发办按依据酌定，一次不超过 5 分。
decided:
  by: 党政办
  date: 2020-01-10
  document: 演示党政〔2020〕2号
""",
    ),
)

# By the file kind and the names that lead to the group.
SAMPLES = {
    "deduction": _RECORDS,
    "deduction.approval": _APPROVALS,
    "deduction.appeal": _APPEALS,
    "deduction.withdrawn": _WITHDRAWALS,
    "deduction.corrections": _CORRECTIONS,
    "deduction.internal": _INTERNAL,
    "category.items": _ITEMS,
    "category.items.rules": _RULES,
    "category.readings": _READINGS,
    "departments.departments": (
        Sample("一个部门", 'id: jingfa\nname: 经发办\nowners: ["@nantong/jingfa"]\n'),
    ),
    "communities.communities": (Sample("一个社区", "id: tianshu\nname: 天枢社区\ngroup: 社区\n"),),
    "assessment.stages": (Sample("公示阶段", "stage: 公示\nfrom: 2021-01-18\nto: 2021-01-22\n"),),
    "assessment.deadlines": (
        Sample("三个期限", "file_within: 60\ndecide_within: 10\npublicity: 5\n"),
    ),
    "assessment.forge": (
        Sample(
            "GitLab 上的仓库",
            "kind: gitlab\nrepository: https://git.example.gov.cn/nantong/kaohe\nbranch: main\n",
        ),
    ),
    "calendar": (
        Sample(
            "一年的工作日历",
            "holidays: [2020-10-01, 2020-10-02]\nworkdays: [2020-09-27]\n",
        ),
    ),
    "privacy": (Sample("词表", "words: [低保, 残疾]\nsurnames: [王, 欧阳]\n"),),
}
