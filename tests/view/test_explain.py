"""The sentences that explain a figure are true: the arithmetic they state comes out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from kpigen.assessing import scoring
from kpigen.exact import plain
from kpigen.model import Dataset, Deduction, Scale, VetoEffect
from kpigen.view import explain
from tests.assessing.test_scoring import APPROVED, YEARS, deduction, rubric, score, with_policy


@given(YEARS)
def test_stated_products_come_out(records: list[Deduction]) -> None:
    result = score(records)
    for item in result.items:
        text = explain.item_arithmetic(item)
        stated = re.search(r"([\d.]+) × \(100 − ([\d.]+)\) ÷ 100 = ([\d.]+)", text)
        if stated:
            points, deducted, outcome = map(Decimal, stated.groups())
            assert points * (100 - deducted) / 100 == outcome == item.score
        for entry in item.records:
            told = explain.record_arithmetic(entry)
            product = re.search(r"([\d.]+) 分 × ([\d.]+) .*? = ([\d.]+) 分", told)
            if product:
                each, times, outcome = map(Decimal, product.groups())
                assert each * times == outcome == entry.asked


@given(YEARS)
def test_the_stated_total_comes_out(records: list[Deduction]) -> None:
    result = score(records)
    text = explain.total_arithmetic(result, rubric().assessment.policy)
    rows = Decimal(re.findall(r"各行得分合计 ([\d.]+)", text)[0])
    bonus = sum(map(Decimal, re.findall(r"加分 ([\d.]+)", text)), Decimal(0))
    extra = sum(map(Decimal, re.findall(r"− 扣分 ([\d.]+)", text)), Decimal(0))
    assert rows + bonus - extra == result.unbounded
    for equal in re.findall(r" = (-?[\d.]+)", text):
        assert Decimal(equal) == result.unbounded


def test_a_bounded_total_says_so() -> None:
    assessment = rubric().assessment
    policy = assessment.policy._replace(total_max=Decimal(205))
    changed = rubric()._replace(assessment=assessment._replace(policy=policy))
    dataset = Dataset(changed, (deduction(1, "16.1-1", points=Decimal(8)),))
    result = scoring.score(dataset).communities[0]
    text = explain.total_arithmetic(result, policy)
    assert text == "各行得分合计 200 + 加分 8 = 208，总分最高 205，计 205"


def test_a_row_lost_by_deductions_does_not_blame_the_veto() -> None:
    changed = with_policy(VetoEffect.NO_AWARD)
    records = (
        deduction(1, "8.1-1", deduct=Decimal(100)),
        deduction(2, "8.1-v", approval=APPROVED),
    )
    result = scoring.score(Dataset(changed, records)).communities[0]
    (item,) = [item for item in result.items if item.item.id == "8.1"]
    assert item.vetoed
    assert explain.item_arithmetic(item) == "15 × (100 − 100) ÷ 100 = 0"


@pytest.mark.parametrize(
    ("rule", "figures", "text"),
    [
        ("1.1-1", {}, "50 分 × 1 次 = 50 分"),
        ("12.5-1", {"count": Decimal(3)}, "5 分 × 3 个月 = 15 分"),
        ("4.2-1", {"actual": Decimal("97.35")}, "目标 100，实际 97.35；0.5 分 × 2 个百分点 = 1 分"),
        ("10.6-2", {}, "全扣，100 分"),
        ("6.1-1", {"deduct": Decimal("2.5")}, "扣 2.5 分"),
        ("8.1-v", {}, "尚无批准文件，不计分"),
        ("16.1-1", {"points": Decimal(2)}, "总分加分 2 分"),
        (
            "12.4-3",
            {"count": Decimal(9)},
            "3 分 × 9 次 = 27 分；细则累计上限 24 分，本条只计 24 分",
        ),
    ],
)
def test_record_arithmetic(rule: str, figures: dict[str, object], text: str) -> None:
    result = score([deduction(1, rule, **figures)])
    (entry,) = [entry for item in result.items for entry in item.records]
    assert explain.record_arithmetic(entry) == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("1.1-1", "每次扣 50 分"),
        ("4.2-1", "目标 100，每少 1 百分点扣 0.5 分，不满一个步长不扣"),
        ("12.4-3", "每次扣 3 分，全年累计最多 24 分"),
        ("12.2-5", "全年合计最多扣 20 分，每次扣多少按依据酌定"),
        ("10.6-2", "出现即本行全扣"),
    ],
)
def test_rule_encoding(rule: str, text: str) -> None:
    assert explain.rule_encoding(rubric().rules[rule][1], Scale.HUNDRED) == text


def test_two_bonus_rows_share_the_ceiling_in_printed_order() -> None:
    (category,) = [c for c in rubric().categories if c.id == "16"]
    second = category.items[0]._replace(
        id="16.2", rules=(category.items[0].rules[0]._replace(id="16.2-1"),)
    )
    changed = rubric()._replace(
        categories=(
            *(c for c in rubric().categories if c.id != "16"),
            category._replace(items=(*category.items, second)),
        )
    )
    one = deduction(1, "16.1-1", points=Decimal(7))
    two = deduction(2, "16.1-1", points=Decimal(6))
    dataset = Dataset(changed, (one, replace(two, rule="16.2-1")))
    result = scoring.score(dataset).communities[0]
    counted = {item.item.id: plain(item.adjustment) for item in result.items if item.adjustment}
    assert counted == {"16.1": "7", "16.2": "3"}
    assert plain(result.total_exact) == "210"
