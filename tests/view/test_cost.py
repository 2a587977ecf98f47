"""Why a record costs what it costs: the steps that a villager reads, and that they come out."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given

from kpigen.assessing import scoring
from kpigen.assessing.scoring import CommunityScore
from kpigen.exact import ZERO
from kpigen.inspection import inspect
from kpigen.model import Dataset, Deduction, Kind, VetoEffect
from kpigen.view.cost import Costs
from kpigen.view.cost_values import CostView
from tests.assessing.test_scoring import YEARS, rubric, score
from tests.conftest import PROJECT, YEAR, Repository

PAPERS = "reason: 演示\nbasis: 演示〔2020〕1号\n"
APPROVED = "approval:\n  document: 演示〔2020〕2号\n  approved_by: 镇党委\n  date: 2020-12-31\n"
DECIDED = (
    "appeal:\n  filed: 2020-06-01\n  grounds: 理由\n  decided: 2020-06-09\n"
    "  decided_by: 党政办\n  document: 演示〔2020〕9号\n  decision: {}\n"
)
REDUCED, DROPPED = DECIDED.format("reduced"), DECIDED.format("withdrawn")

# What is filed (department/name: record), and what the last of them says.
CASES = [
    pytest.param(
        {"guijian/a": "date: 2020-05-12\nrule: 1.1-1\n"},
        "1.25",
        [
            "细则：每次扣 50 分，1 次：50 × 1 = 50 分",
            "折合：本行 2.5 分，按 100 分制：2.5 × 50 ÷ 100 = 1.25 分",
        ],
        id="each",
    ),
    pytest.param(
        {"laobao/a": "date: 2020-12-31\nrule: 4.2-1\nactual: 97.35\n"},
        "0.04",
        [
            (
                "细则：目标 100，实际 97.35，少 2.65 个百分点；"
                "每少 1 个百分点扣 0.5 分，不满的不算：0.5 × 2 = 1 分"
            ),
            "折合：本行 4 分，按 100 分制：4 × 1 ÷ 100 = 0.04 分",
        ],
        id="short of a target",
    ),
    pytest.param(
        {"dangqun/a": "date: 2020-05-12\nrule: 12.2-5\ndeduct: 7.5\n"},
        "0.6",
        [
            "细则：全年最多扣 20 分；这一次按依据酌定扣 7.5 分",
            "折合：本行 8 分，按 100 分制：8 × 7.5 ÷ 100 = 0.6 分",
        ],
        id="allotted",
    ),
    pytest.param(
        {"cunzhen/a": "date: 2020-05-12\nrule: 6.1-1\ndeduct: 5\n"},
        "0.75",
        [
            "细则：没有写明扣多少；这一次按依据酌定扣 5 分",
            "折合：本行 15 分，按 100 分制：15 × 5 ÷ 100 = 0.75 分",
        ],
        id="judged",
    ),
    pytest.param(
        {"tuiyi/a": "date: 2020-05-12\nrule: 10.6-2\n"},
        "1",
        [
            "细则：出现这种情况，本行全扣，即扣 100 分",
            "折合：本行 1 分，按 100 分制：1 × 100 ÷ 100 = 1 分",
        ],
        id="all",
    ),
    pytest.param(
        {"yingji/a": "date: 2020-05-12\nrule: 3.3-1\n"},
        "0.45",
        [
            "细则：每次扣 3 分，1 次：3 × 1 = 3 分",
            "折合：3.1 至 3.7 共用的 15 分，按 100 分制：15 × 3 ÷ 100 = 0.45 分",
        ],
        id="pool",
    ),
    pytest.param(
        {"pingan/a": "date: 2020-05-12\nrule: 8.1-v\n" + APPROVED},
        "15",
        [
            "细则：一票否决，镇党委已批准（演示〔2020〕2号），生效",
            "折合：本行 15 分全部记 0 分：15 分",
            "另外：取消评优资格",
        ],
        id="veto",
    ),
    pytest.param(
        {
            "yingji/a": "date: 2020-05-12\nrule: 3.3-1\n",
            "yingji/b": "date: 2020-05-13\nrule: 3.1-v\n" + APPROVED,
        },
        "15",
        [
            "细则：一票否决，镇党委已批准（演示〔2020〕2号），生效",
            "折合：3.1 至 3.7 共用的 15 分全部记 0 分：15 分",
            (
                "合计：3.1 至 3.7 共用的 15 分因一票否决全部记 0 分。"
                "按日期先后算，此前已失 0.45 分，本条失 14.55 分"
            ),
            "另外：取消评优资格",
        ],
        id="veto of a pool that lost before",
    ),
    pytest.param(
        {
            "yingji/b": "date: 2020-05-13\nrule: 3.1-v\n" + APPROVED,
            "yingji/c": "date: 2020-05-14\nrule: 3.3-1\n",
        },
        "0.45",
        [
            "细则：每次扣 3 分，1 次：3 × 1 = 3 分",
            "折合：3.1 至 3.7 共用的 15 分，按 100 分制：15 × 3 ÷ 100 = 0.45 分",
            (
                "合计：3.1 至 3.7 共用的 15 分因一票否决全部记 0 分。"
                "按日期先后算，此前已失 15 分，本条不再失分"
            ),
        ],
        id="beside a veto",
    ),
    pytest.param(
        {"pingan/a": "date: 2020-05-12\nrule: 8.1-v\n"},
        None,
        ["待批准：一票否决要有批准文件才生效；现在还没有，不扣分"],
        id="pending",
    ),
    pytest.param(
        {
            "guijian/a": "date: 2020-05-12\nrule: 1.1-1\nwithdrawn:\n  date: 2020-06-01\n"
            "  reason: 误报\n  decided_by: 党政办\n"
        },
        None,
        ["已撤销：这条记录已经撤销：仍然列出，不扣分"],
        id="withdrawn",
    ),
    pytest.param(
        {"guijian/a": "date: 2020-05-12\nrule: 1.1-1\n" + DROPPED},
        None,
        ["已撤销：这条记录申诉后已经撤销：仍然列出，不扣分"],
        id="withdrawn after an appeal",
    ),
    pytest.param(
        {
            "guijian/a": "date: 2020-05-12\nrule: 1.1-1\nappeal:\n  filed: 2020-06-01\n"
            "  grounds: 理由\n"
        },
        "1.25",
        [
            "细则：每次扣 50 分，1 次：50 × 1 = 50 分",
            "申诉：社区已经申诉，还没有决定；决定以前照原样计分",
            "折合：本行 2.5 分，按 100 分制：2.5 × 50 ÷ 100 = 1.25 分",
        ],
        id="appealed",
    ),
    pytest.param(
        {"yingji/a": "date: 2020-05-12\nrule: 3.3-1\ncount: 4\n" + REDUCED + "  count: 2\n"},
        "0.9",
        [
            "细则：每次扣 3 分，4 次：3 × 4 = 12 分",
            "申诉：由 4 减为 2 次：3 × 2 = 6 分",
            "折合：3.1 至 3.7 共用的 15 分，按 100 分制：15 × 6 ÷ 100 = 0.9 分",
        ],
        id="fewer times after an appeal",
    ),
    pytest.param(
        {"guijian/a": "date: 2020-05-12\nrule: 1.1-1\n" + REDUCED + "  deduct: 20\n"},
        "0.5",
        [
            "细则：每次扣 50 分，1 次：50 × 1 = 50 分",
            "申诉：由扣 50 分减为扣 20 分",
            "折合：本行 2.5 分，按 100 分制：2.5 × 20 ÷ 100 = 0.5 分",
        ],
        id="less after an appeal",
    ),
    pytest.param(
        {"tuiyi/a": "date: 2020-05-12\nrule: 10.6-2\n" + REDUCED + "  deduct: 40\n"},
        "0.4",
        [
            "细则：出现这种情况，本行全扣，即扣 100 分",
            "申诉：由扣 100 分减为扣 40 分",
            "折合：本行 1 分，按 100 分制：1 × 40 ÷ 100 = 0.4 分",
        ],
        id="all, less after an appeal",
    ),
    pytest.param(
        {"dangqun/a": "date: 2020-03-01\nrule: 12.4-3\ncount: 9\n"},
        "1.92",
        [
            "细则：每次扣 3 分，9 次：3 × 9 = 27 分",
            "累计上限：这条细则全年最多扣 24 分，本条 27 分只计 24 分",
            "折合：本行 8 分，按 100 分制：8 × 24 ÷ 100 = 1.92 分",
        ],
        id="cap at once",
    ),
    pytest.param(
        {
            "dangqun/a": "date: 2020-03-01\nrule: 12.4-3\ncount: 5\n",
            "dangqun/b": "date: 2020-04-02\nrule: 12.4-3\n",
            "dangqun/c": "date: 2020-09-01\nrule: 12.4-3\ncount: 4\n",
        },
        "0.48",
        [
            "细则：每次扣 3 分，4 次：3 × 4 = 12 分",
            (
                "累计上限：这条细则全年最多扣 24 分，此前 2 条已扣 18 分，本条 12 分只计 6 分"
                "（3月1日 d-dangqun-a、4月2日 d-dangqun-b）"
            ),
            "折合：本行 8 分，按 100 分制：8 × 6 ÷ 100 = 0.48 分",
        ],
        id="cap reached",
    ),
    pytest.param(
        {
            "dangqun/a": "date: 2020-03-01\nrule: 12.4-3\ncount: 9\n",
            "dangqun/c": "date: 2020-09-01\nrule: 12.4-3\n",
        },
        "0",
        [
            "细则：每次扣 3 分，1 次：3 × 1 = 3 分",
            (
                "累计上限：这条细则全年最多扣 24 分，此前 1 条已经扣满，本条不再扣分"
                "（3月1日 d-dangqun-a）"
            ),
        ],
        id="nothing left below the cap",
    ),
    pytest.param(
        {
            "guijian/a": "date: 2020-05-12\nrule: 1.1-1\ncount: 2\n",
            "guijian/b": "date: 2020-06-12\nrule: 1.1-1\n",
        },
        "1.25",
        [
            "细则：每次扣 50 分，1 次：50 × 1 = 50 分",
            "折合：本行 2.5 分，按 100 分制：2.5 × 50 ÷ 100 = 1.25 分",
            (
                "合计：全年合计扣 150，超过 100，按 100 计：本行 2.5 分全部失去。"
                "各条折合相加是 3.75 分，实际只失 2.5 分。"
                "按日期先后算，此前已失 2.5 分，本条不再失分"
            ),
        ],
        id="more than the row has",
    ),
    pytest.param(
        {"jiwei/a": "date: 2020-05-12\nrule: 15.1-1\npoints: 1.5\n"},
        "1.5",
        ["细则：直接记在总分上，不用折合：总分减 1.5 分"],
        id="extra deduction",
    ),
    pytest.param(
        {
            "dangzheng/a": "date: 2020-05-12\nrule: 16.1-1\npoints: 7\n",
            "dangzheng/b": "date: 2020-06-12\nrule: 16.1-1\npoints: 6\n",
        },
        "-6",
        [
            "细则：直接记在总分上，不用折合：总分加 6 分",
            "上限：全年加分合计 13 分，最多计入 10 分。按日期先后算，此前已加 7 分，本条加 3 分",
        ],
        id="bonus above the ceiling",
    ),
]


def last_cost(repository: Repository) -> CostView:
    """The cost of the community's record that happened last."""
    dataset = repository.dataset()
    (result,) = [r for r in scoring.score(dataset).communities if r.community.id == "tianshu"]
    records = [entry.record for item in result.items for entry in item.records]
    last = max(records, key=lambda record: record.date)
    return Costs(dataset.rubric).of(result)[last.id]


def lines(cost: CostView) -> list[str]:
    return [
        f"{step.title}：{step.text}"
        + (f"（{'、'.join(f'{r.day} {r.anchor}' for r in step.records)}）" if step.records else "")
        for step in cost.steps
    ]


@pytest.mark.parametrize(("records", "points", "steps"), CASES)
def test_the_steps(
    repository: Repository, records: dict[str, str], points: str | None, steps: list[str]
) -> None:
    for name, text in records.items():
        repository.record(f"tianshu/{name}", text + PAPERS)
    assert [finding for finding in repository.findings() if finding.severity == "error"] == []
    cost = last_cost(repository)
    assert (cost.points, lines(cost)) == (points, steps)


@pytest.mark.parametrize(
    ("rule", "label", "question"),
    [
        ("rule: 1.1-1\n", "−1.25 分", "为什么失 1.25 分"),
        ("rule: 8.1-v\n", "不计分", "为什么不计分"),
        ("rule: 4.2-1\nactual: 99.5\n", "0 分", "为什么失 0 分"),
        ("rule: 16.1-1\npoints: 2\n", "+2 分", "为什么加 2 分"),
    ],
)
def test_the_label(repository: Repository, rule: str, label: str, question: str) -> None:
    department = {"1": "guijian", "8": "pingan", "4": "laobao"}.get(rule[6], "")
    repository.record(
        f"tianshu/{'dangzheng' if '16.1' in rule else department}/a",
        f"date: 2020-05-12\n{rule}{PAPERS}",
    )
    cost = last_cost(repository)
    assert (cost.label, cost.question) == (label, question)


@pytest.mark.parametrize(
    ("department", "earlier", "last", "label", "aside", "question"),
    [
        ("guijian", "rule: 1.1-1\ncount: 2\n", "rule: 1.1-1\n",
         "0 分", "折合 1.25 分，本行已扣完", "为什么折合 1.25 分，实际不再失分"),
        ("cunzhen", "rule: 6.1-1\ndeduct: 98\n", "rule: 6.1-1\ndeduct: 5\n",
         "−0.3 分", "折合 0.75 分", "为什么折合 0.75 分，实际失 0.3 分"),
        ("yingji", "rule: 3.1-v\n" + APPROVED, "rule: 3.3-1\n",
         "0 分", "折合 0.45 分，共用的分已扣完", "为什么折合 0.45 分，实际不再失分"),
        ("yingji", "rule: 3.3-1\n", "rule: 3.1-v\n" + APPROVED,
         "−14.55 分", "折合 15 分", "为什么折合 15 分，实际失 14.55 分"),
        ("dangzheng", "rule: 16.1-1\npoints: 7\n", "rule: 16.1-1\npoints: 6\n",
         "+3 分", "记 +6 分", "为什么折合加 6 分，实际加 3 分"),
        ("dangzheng", "rule: 16.1-1\npoints: 12\n", "rule: 16.1-1\npoints: 6\n",
         "0 分", "记 +6 分，已到上限", "为什么折合加 6 分，实际不再加分"),
    ],
)  # fmt: skip
def test_the_label_claims_no_loss_that_never_happened(
    repository: Repository,
    department: str,
    earlier: str,
    last: str,
    label: str,
    aside: str,
    question: str,
) -> None:
    repository.record(f"tianshu/{department}/a", f"date: 2020-05-12\n{earlier}{PAPERS}")
    repository.record(f"tianshu/{department}/b", f"date: 2020-06-12\n{last}{PAPERS}")
    cost = last_cost(repository)
    assert (cost.label, cost.aside, cost.question) == (label, aside, question)


def adds_up(result: CommunityScore, costs: dict[str, CostView]) -> int:
    """Compare what records really take with what their rows lost; count those that took less."""
    by_item = {item.item.id: item for item in result.items}
    for item in result.items:
        if item.score is None and item.item.pool:
            continue
        members = [by_item[member] for member in item.pool or (item.item.id,)]
        actual = sum(
            (Decimal(costs[entry.record.id].actual or 0) for m in members for entry in m.records),
            ZERO,
        )
        lost = -item.adjustment if item.score is None else (item.item.points or ZERO) - item.score
        assert actual == lost, item.item.id
    return sum(cost.actual != cost.points for cost in costs.values())


@given(YEARS)
def test_what_records_really_take_is_what_the_rows_lost(records: list[Deduction]) -> None:
    result = score(records)
    adds_up(result, Costs(rubric()).of(result))


def test_the_labels_of_the_demonstration_add_up_to_its_losses() -> None:
    dataset = inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    costs = Costs(dataset.rubric)
    less = 0
    for result in scoring.score(dataset).communities:
        found = costs.of(result)
        less += adds_up(result, found)
        shown = sum(
            (Decimal(cost.label.removesuffix(" 分").replace("−", "-"))
             for cost in found.values() if cost.actual is not None),
            ZERO,
        )  # fmt: skip
        assert dataset.rubric.assessment.total + shown == result.total_exact
    assert less


def test_on_the_scale_of_points_what_is_deducted_is_lost(repository: Repository) -> None:
    repository.replace(
        "data/rubric/2020/categories/10-tuiyi.yaml", "scale: hundred", "scale: points"
    )
    repository.record("tianshu/tuiyi/a", f"date: 2020-05-12\nrule: 10.1-1\n{PAPERS}")
    cost = last_cost(repository)
    assert cost.points == "1"
    assert lines(cost)[-1] == "折合：本行 2 分，按分值扣，扣几分失几分：1 分"


def test_the_readings_of_the_rule_come_before_those_of_its_row(repository: Repository) -> None:
    repository.record("tianshu/yingji/a", f"date: 2020-05-12\nrule: 3.3-1\n{PAPERS}")
    readings = last_cost(repository).readings
    assert [(reading.id, reading.anchor, reading.is_decided) for reading in readings] == [
        ("3-e", "r-3-e", False),
        ("3-f", "r-3-f", False),
        ("3-a", "r-3-a", True),
    ]
    assert readings[-1].reading.startswith("七行共用15分")


@pytest.mark.parametrize(
    ("effects", "last"),
    [
        ([], ["本行：按今年的计分办法，否决不影响本行得分"]),
        (["rank_last"], ["本行：按今年的计分办法，否决不影响本行得分",
                         "另外：排名列在未被否决的社区之后"]),
        (["zero_item", "disqualify"], ["折合：本行 15 分全部记 0 分：15 分",
                                       "另外：不参加排名"]),
    ],
)  # fmt: skip
def test_a_veto_does_what_the_policy_says(
    repository: Repository, effects: list[str], last: list[str]
) -> None:
    repository.record("tianshu/pingan/a", f"date: 2020-05-12\nrule: 8.1-v\n{APPROVED}{PAPERS}")
    dataset = repository.dataset()
    assessment = dataset.rubric.assessment
    policy = assessment.policy._replace(veto_effects=frozenset(map(VetoEffect, effects)))
    changed = dataset.rubric._replace(assessment=assessment._replace(policy=policy))
    result = scoring.score(dataset._replace(rubric=changed)).communities[0]
    (cost,) = Costs(changed).of(result).values()
    assert lines(cost)[1:] == last


def agrees(result: CommunityScore, costs: dict[str, CostView]) -> int:
    """Compare every row that is not bounded with its records' costs; count the bounded ones."""
    bounded = 0
    by_item = {item.item.id: item for item in result.items}
    for item in result.items:
        members = [by_item[member] for member in item.pool or (item.item.id,)]
        asked = sum(
            (Decimal(costs[entry.record.id].points or 0) for m in members for entry in m.records),
            ZERO,
        )
        if item.item.points is None:
            if not item.item.pool:
                assert -asked == item.adjustment_asked
                bounded += item.adjustment != item.adjustment_asked
            continue
        assert item.score is not None
        lost = item.item.points - item.score
        if asked > item.item.points:
            bounded += 1
            assert lost == item.item.points
        else:
            assert lost == asked, item.item.id
    return bounded


@given(YEARS)
def test_costs_add_up_to_what_the_row_lost(records: list[Deduction]) -> None:
    result = score(records)
    costs = Costs(rubric()).of(result)
    agrees(result, costs)
    for cost in costs.values():
        for points, deduct, full, lost in re.findall(
            r"([\d.]+) × ([\d.]+) ÷ (\d+) = ([\d.]+) 分", " ".join(lines(cost))
        ):
            assert Decimal(points) * Decimal(deduct) / Decimal(full) == Decimal(lost)
            assert lost == cost.points


def test_the_demonstration_adds_up() -> None:
    dataset = inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    costs = Costs(dataset.rubric)
    bounded = 0
    for result in scoring.score(dataset).communities:
        found = costs.of(result)
        over = agrees(result, found)
        bounded += over
        if not over:
            spent = sum((Decimal(cost.points or 0) for cost in found.values()), ZERO)
            assert dataset.rubric.assessment.total - spent == result.total_exact
    assert bounded == 5


def test_only_what_counts_has_a_cost() -> None:
    dataset = inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    costs = Costs(dataset.rubric)
    for result in scoring.score(Dataset(dataset.rubric, dataset.deductions)).communities:
        found = costs.of(result)
        for item in result.items:
            for entry in item.records:
                cost = found[entry.record.id]
                assert (cost.points is None) == (not entry.status.counts)
                assert cost.steps
                if entry.rule.kind is Kind.ADJUSTMENT and entry.status.counts:
                    assert Decimal(cost.points or 0) == -entry.points
