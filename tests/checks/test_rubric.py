"""The rubric with one thing wrong, and the codes that say so."""

from __future__ import annotations

import pytest

from kpigen.checks import CHECKS
from kpigen.checks.printed import words_and_figures
from kpigen.checks.rubric import points_source
from kpigen.model import Dataset, Kind
from tests.conftest import Repository

ASSESSMENT = "assessment"
COMMUNITIES = "communities"
DEPARTMENTS = "departments"
C1 = "categories/01-chengzhen"
C2 = "categories/02-jingji"
C3 = "categories/03-anquan"
C3B = "categories/03b-shiyao"
C4 = "categories/04-shehuibaozhang"
C6 = "categories/06-huanwei"
C11 = "categories/11-hezhang"
C11B = "categories/11b-fangxun"
C12 = "categories/12-dangjian"
C13 = "categories/13-gongqingfu"
C16 = "categories/16-jiafen"


def path(name: str) -> str:
    return f"data/rubric/2020/{name}.yaml"


def reading(about: str, scale: str) -> str:
    lines = ("- id: z", f"  about: [{about}]", "  doubt: 一", "  reading: 一", f"  scale: {scale}")
    return "readings:" + "".join(f"\n  {line}" for line in lines)


FIRE = "text: 辖区范围内发生消防事故，一次扣50分。"
ROLE = "text: 以《南桐镇城市管理工作目标考核实施方案》为依据。"


def spoil(repository: Repository, name: str, old: str, new: str) -> list[str]:
    repository.replace(path(name), old, new)
    return sorted(set(repository.codes()))


def test_the_rubric_of_2020_is_clean(repository: Repository) -> None:
    assert repository.codes() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "codes"),
    [
        # points, or a pool, or adjustments
        (C1, "points: 2.5\n    rules", 'points: 2.5\n    pool: "3.1"\n    rules', ["KPI324"]),
        (
            C3,
            "department: yingji\n    points: 15",
            "department: yingji",
            ["KPI311", "KPI317", "KPI324"],
        ),
        (C3, 'pool: "3.1"', 'pool: "3.3"', ["KPI324"]),
        (C3, 'pool: "3.1"', 'pool: "3.2"', ["KPI324"]),
        (C3, 'pool: "3.1"', 'pool: "3.9"', ["KPI318"]),
        (C3, "points: 15\n    rules", 'points: 15\n    pool: "3.2"\n    rules', ["KPI324"]),
        (C6, "kind: judged", "kind: adjustment\n        effect: deduct", ["KPI324"]),
        (C16, "kind: adjustment\n        effect: bonus", "kind: judged", ["KPI324"]),
        (
            C11,
            "kind: each\n        deduct: 5\n        unit: 次",
            "kind: adjustment\n        effect: deduct",
            ["KPI324"],
        ),
        # figures against the words
        (C1, "deduct: 50", "deduct: 100", ["KPI321"]),
        (C4, "deduct: 0.5", "deduct: 1", ["KPI321"]),
        (C4, "deduct: 0.5", "deduct: 100", ["KPI321"]),
        (C12, "cap: 24", "cap: 3", ["KPI321"]),
        (C12, "        cap: 24\n", "", ["KPI321"]),
        (C12, "cap: 60", "cap: 5", ["KPI315", "KPI321"]),
        (C12, "allotment: 5\n", "allotment: 10\n", ["KPI321"]),
        (
            C12,
            "deduct: 5\n        unit: 起",
            "deduct: 5\n        unit: 起\n        cap: 50",
            ["KPI321"],
        ),
        (
            C12,
            "deduct: 5\n        unit: 月\n        cap: 60",
            "deduct: 60\n        unit: 月\n        cap: 5",
            ["KPI315", "KPI321", "KPI327"],
        ),
        (C12, "target: 3", "target: 4", ["KPI321"]),
        (C12, "target: 3", "target: 10", ["KPI321"]),
        (C12, "target: 3\n        step: 1", "target: 3\n        step: 2", ["KPI321"]),
        (C12, "        target: 3\n        step: 1", "        decimals: 2", ["KPI319"]),
        (C13, "target: 1\n        step: 1\n        per: quarter", "per: quarter", ["KPI319"]),
        (C13, "target: 1", "target: 5", ["KPI321"]),
        (C4, "target: 20", "target: 21", ["KPI321"]),
        # the kind against the words
        (C1, "kind: each\n        deduct: 50\n        unit: 次", "kind: judged", ["KPI325"]),
        (C11B, "kind: all", "kind: judged", ["KPI325"]),
        (C11B, "kind: all", "kind: each\n        deduct: 5\n        unit: 次", ["KPI325"]),
        (
            C12,
            "kind: allotted\n        allotment: 5",
            "kind: each\n        deduct: 5\n        unit: 次",
            ["KPI325"],
        ),
        (C4, "kind: judged", "kind: all", ["KPI325"]),
        (
            C4,
            "kind: judged",
            "kind: each\n        deduct: 1\n        unit: 次",
            ["KPI320", "KPI325"],
        ),
        (C6, "kind: judged", "kind: allotted\n        allotment: 10", ["KPI315", "KPI325"]),
        (
            C2,
            "一票否决。\n        kind: veto",
            "一票否决。\n        kind: judged",
            ["KPI314", "KPI316", "KPI325"],
        ),
        (
            C2,
            "text: 是\n        cell: veto\n        kind: veto",
            "text: 是\n        cell: veto\n        kind: all",
            ["KPI314", "KPI316", "KPI325"],
        ),
        # one deduction in one rule
        (C1, FIRE, f"{FIRE}出现死亡事故，一次扣100分。", ["KPI312", "KPI326"]),
        # the printed words
        (
            C2,
            "text: 辖区企业发生死亡1人以上（含1人）安全事故的，一票否决。\n    doubt",
            "text: 辖区企业发生死亡事故的，一票否决。\n    doubt",
            ["KPI312", "KPI313"],
        ),
        (
            C6,
            "content: 做好辖区内环境卫生整治",
            "content: 环境卫生整治不力，一次扣五分，做好",
            ["KPI313"],
        ),
        (C6, "rules: |-\n", "rules: |-\n        整治不力的扣十二分，占三分之一。\n", ["KPI313"]),
        (C6, "rules: |-\n", "rules: |-\n        占三分之一，（100分制），共十分钟。\n", []),
        (C6, 'points: "15"', 'points: "15.0"', []),
        (C6, 'points: "15"', 'points: "十五"', ["KPI317"]),
        # order and printed numbers
        (C3B, 'id: "3b"', 'id: "4b"', ["KPI314"]),
        (C3B, 'no: ""', 'no: "3"', ["KPI317"]),
        (C4, 'no: "4"', 'no: ""', ["KPI317"]),
        (C4, 'no: "4"', 'no: "5"', ["KPI317"]),
        (C4, 'id: "4"\n', 'id: "7"\n', ["KPI310", "KPI314", "KPI317"]),
        (C4, 'id: "4"\n', 'id: "04"\n', ["KPI314", "KPI317"]),
        (C4, 'id: "4"\n', 'id: "3"\n', ["KPI310", "KPI314", "KPI317"]),
        (C1, 'id: "1"\n', 'id: "0"\n', ["KPI314", "KPI317"]),
        # one scale for a row, one for a pool
        (C11, "readings:", reading("11.1-2", "points"), ["KPI328"]),
        (C11, "readings:", reading('"11.1"', "points"), ["KPI328"]),
        (C11, "readings:", reading('"11.1"', "hundred"), []),
        (C3, "readings:", reading("3.2-1", "points"), ["KPI328"]),
        (C3, "readings:", reading("3.1-v", "points"), ["KPI328"]),
        (C3, "readings:", reading("3.2-1", "hundred"), []),
        (C3, "readings:", reading('"3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"', "points"), []),
        # names and bounds
        (COMMUNITIES, "id: guyu", "id: blank", ["KPI329"]),
        (COMMUNITIES, "id: guyu", "id: summary", ["KPI329"]),
        (COMMUNITIES, "id: guyu", "id: notice", ["KPI329"]),
        (COMMUNITIES, "id: guyu", "id: department-guijian", ["KPI329"]),
        (COMMUNITIES, "name: 谷雨村", "name: 芒种村", ["KPI330"]),
        (DEPARTMENTS, "- id: jiwei", "- id: jiwei-er\n    name: 纪委\n  - id: jiwei", ["KPI330"]),
        (ASSESSMENT, "total_min: 0", "total_min: 0\n  total_max: 0", []),
        (ASSESSMENT, "total_min: 0", "total_min: 0.01\n  total_max: 0", ["KPI331"]),
        (ASSESSMENT, "total_min: 0", "total_max: 0", []),
        # nothing empty
        (C16, '    about:\n      - "16.1"', "    about: []", ["KPI332"]),
    ],
)
def test_one_mistake(
    repository: Repository, name: str, old: str, new: str, codes: list[str]
) -> None:
    assert spoil(repository, name, old, new) == codes


def test_every_figure_and_kind_of_every_rule_is_held_against_its_words(
    repository: Repository,
) -> None:
    dataset = repository.dataset()
    for category in dataset.rubric.categories:
        for item in category.items:
            for number, rule in enumerate(item.rules):
                if rule.kind is Kind.ADJUSTMENT:
                    continue
                others = [rule._replace(kind=kind) for kind in Kind if kind is not rule.kind]
                for name in ("deduct", "cap", "allotment"):
                    figure = getattr(rule, name)
                    if figure is not None:
                        others.append(rule._replace(**{name: figure + 1}))
                for other in others:
                    rules = (*item.rules[:number], other, *item.rules[number + 1 :])
                    spoilt = category._replace(items=(item._replace(rules=rules),))
                    rubric = dataset.rubric._replace(categories=(spoilt,))
                    checked = dataset._replace(rubric=rubric)
                    found = [*words_and_figures(checked), *points_source(checked)]
                    assert found, (rule.id, other)


def test_both_readings_are_named(repository: Repository) -> None:
    repository.replace(path(C11), "readings:", reading("11.1-2", "points"))
    (finding,) = repository.findings()
    assert "z" in finding.message
    assert "11-c" in finding.message


def test_the_pool_names_its_readings(repository: Repository) -> None:
    both = reading("3.2-1", "points") + reading("3.1-1", "hundred").removeprefix(
        "readings:"
    ).replace("id: z", "id: y")
    repository.replace(path(C3), "readings:", both)
    (finding,) = repository.findings()
    assert "读法 z 写 points" in finding.message
    assert "读法 y 写 hundred" in finding.message


def test_lists_may_not_be_empty(repository: Repository) -> None:
    repository.write(path(COMMUNITIES), "communities: []\n")
    repository.write(path(DEPARTMENTS), "departments: []\n")
    repository.write(path(C16), 'id: "16"\nno: "16"\nname: 加分\nitems: []\n')
    found = {finding.path for finding in repository.findings() if finding.code == "KPI332"}
    assert found == {path(COMMUNITIES), path(DEPARTMENTS), path(C16)}


def test_files_out_of_order(repository: Repository) -> None:
    text = (repository.root / path(C3B)).read_text(encoding="utf-8")
    (repository.root / path(C3B)).unlink()
    repository.write(path("categories/17-shiyao"), text)
    assert [(f.code, f.path) for f in repository.findings()] == [
        ("KPI314", path("categories/17-shiyao"))
    ]


def test_a_veto_row_that_is_allotted_still_makes_100(repository: Repository) -> None:
    name = path(C12)
    for figure in ("（共60分，每月占5分）", "（共60分，每月占5分）"):
        repository.replace(name, figure, figure.replace("60", "50"))
    repository.replace(name, "cap: 60", "cap: 50")
    text = (repository.root / name).read_text(encoding="utf-8")
    head, row, tail = text.partition('  - id: "12.5"')
    tail = tail.replace('veto: ""', "veto: 是", 1).replace(
        "        allotment: 20\n",
        "        allotment: 20\n      - id: 12.5-v\n        text: 是\n        cell: veto\n"
        "        kind: veto\n",
        1,
    )
    repository.write(name, head + row + tail)
    assert repository.codes() == ["KPI315"]


RECORDS = {
    "tianshu/guijian/a": "rule: 1.1-1\ncount: 2",
    "tianshu/jingfa/a": "rule: 1.1-1",
    "tianshu/yingji/a": "rule: 3.2-1",
    "tianshu/yingji/v": "rule: 3.1-v",
    "tianshu/laobao/a": "rule: 4.4-1\nactual: 17",
    "tianshu/cunzhen/a": "rule: 6.1-1\ndeduct: 5",
    "tianshu/dangqun/a": "rule: 12.2-1\ndeduct: 5",
    "tianshu/dangzheng/a": "rule: 16.1-1\npoints: 2",
}
APPEAL = (
    "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n  decided: 2020-06-09\n  decided_by: 党政办\n"
    "  document: 演示〔2020〕9号\n  decision: reduced\n  count: 1\n"
)


@pytest.fixture
def town(repository: Repository) -> Repository:
    """The rubric with a few records, one of them in the wrong department's folder."""
    for number, (where, text) in enumerate(RECORDS.items(), 1):
        tail = f"reason: 未落实。\nbasis: 演示〔2020〕{number}号\nevent: 五月\n"
        appeal = APPEAL if text.endswith("count: 2") else ""
        repository.record(where, f"date: 2020-05-12\n{text}\n{tail}{appeal}")
    return repository


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (C1, "department: guijian", "department: nowhere"),
        (C3, "department: yingji", "department: nowhere"),
        (DEPARTMENTS, "id: guijian", "id: elsewhere"),
        (DEPARTMENTS, "id: dangzheng", "id: elsewhere"),
        (COMMUNITIES, "id: tianshu", "id: elsewhere"),
        (C3, 'pool: "3.1"', 'pool: "9.9"'),
        (C3, 'pool: "3.1"', 'pool: "3.2"'),
        (C3, 'pool: "3.1"', 'pool: "3.3"'),
        (C3, 'pool: "3.1"\n', "points: 3\n"),
        (C3, '    pool: "3.1"\n', ""),
        (C3, "    points: 15\n", ""),
        (C1, "    points: 2.5\n", ""),
        (C1, "points: 2.5", "points: 999999999"),
        (C1, 'id: "1"\n', 'id: "99b"\n'),
        (C1, 'id: "1.1"', 'id: "1.2"'),
        (C1, 'id: "1.1"', 'id: "77.7"'),
        (C1, "- id: 1.1-1", "- id: 1.1-2"),
        (C1, "- id: 1.1-1", "- id: 99.1-v"),
        (C1, "      - 1.1-1\n", "      - 9.9-9\n"),
        (C4, "      - 4.1-1\n      - 4.2-1\n", "      - 99.1-1\n"),
        (C3, "about:\n      - 3.1-v", "scale: points\n    about:\n      - 99.9\n      - 3.7-v"),
        (C3, "id: 3-b", "id: 3-a"),
        (C1, "kind: each\n        deduct: 50\n        unit: 次", "kind: each"),
        (C1, "kind: each\n        deduct: 50\n        unit: 次", "kind: veto"),
        (C1, "kind: each\n        deduct: 50\n        unit: 次", "kind: all\n        step: 3"),
        (C1, "kind: each\n        deduct: 50\n        unit: 次", "kind: allotted"),
        (C1, "kind: each\n        deduct: 50\n        unit: 次", "kind: adjustment"),
        (C1, "kind: each\n        deduct: 50", "kind: each\n        deduct: 50\n        target: 3"),
        (C1, "deduct: 50", "deduct: 0.01"),
        (C4, "        target: 20\n", ""),
        (C4, "        step: 1\n", ""),
        (C4, "target: 20", "target: 0.01"),
        (C4, "step: 1\n      - id: 4.4-2", "step: 999999999\n      - id: 4.4-2"),
        (C6, "kind: judged", "kind: allotted"),
        (C12, "allotment: 10", "allotment: 0.01"),
        (C16, "kind: adjustment\n        effect: bonus", "kind: judged"),
        (C16, "        effect: bonus\n", ""),
        (
            C1,
            "rules: |-\n        辖区范围内发生消防事故，一次扣50分。出现死亡事故，一次扣100分。",
            'rules: ""',
        ),
        (C1, FIRE, "text: 扣"),
        (C1, FIRE, "text: 扣一百分，占十二分，共两分，（三分）全扣一票否决"),
        (C1, "seq: ①", "seq: 一"),
        (C1, "department: 规建环保办", 'department: ""'),
        (C1, "department: 规建环保办", "department: 不存在"),
        (C1, 'points: "2.5"', 'points: ""'),
        (C1, 'veto: ""', "veto: 是"),
        (C3, "veto: 是", 'veto: ""'),
        (C3, "一票否决，取消本年度的安全生产考核。\n        kind", "取消。\n        kind"),
        (C6, f"rules:\n      - id: 6.1-1\n        {ROLE}\n        kind: judged", "rules: []"),
        (C6, "    about:\n      - 6.1-1", "    about: []"),
        (ASSESSMENT, "total: 200", "total: 0.01"),
        (ASSESSMENT, "year: 2020", "year: 2999"),
        (ASSESSMENT, "from: 2020-01-01", "from: 2021-01-01"),
        (ASSESSMENT, "    - 单项得分\n", ""),
        (ASSESSMENT, "total_min: 0", "total_min: 9\n  total_max: 8"),
    ],
)
def test_no_check_trips_over_what_another_complains_of(
    town: Repository, name: str, old: str, new: str
) -> None:
    usual = set(town.findings())
    town.replace(path(name), old, new)
    assert set(town.findings()) - usual


def test_no_check_trips_over_a_rubric_with_everything_missing(town: Repository) -> None:
    dataset = town.dataset()
    bare = dataset.rubric._replace(departments=(), communities=(), categories=())
    for check in CHECKS:
        list(check(dataset._replace(rubric=bare)))
    empty = tuple(
        category._replace(
            items=tuple(
                item._replace(
                    rules=(), points=None, printed=item.printed._replace(rules="", content="")
                )
                for item in category.items
            )
        )
        for category in dataset.rubric.categories
    )
    assert run_all(dataset._replace(rubric=dataset.rubric._replace(categories=empty)))


def run_all(dataset: Dataset) -> list[object]:
    return [finding for check in CHECKS for finding in check(dataset)]
