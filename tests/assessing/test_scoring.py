"""What must hold of any scores, whatever the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.assessing import scoring
from kpigen.assessing.scoring import CommunityScore, Scores
from kpigen.exact import ZERO, round_total
from kpigen.model import (
    Appeal,
    Approval,
    Dataset,
    Decision,
    Deduction,
    Effect,
    Kind,
    Rubric,
    VetoEffect,
    Withdrawal,
)
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import PROJECT, YEAR

START = date(2020, 1, 1)


@cache
def rubric() -> Rubric:
    dataset = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert dataset is not None
    return dataset.rubric


def deduction(number: int, rule: str, **figures: object) -> Deduction:
    item, _ = rubric().rules[rule]
    blank = Deduction(
        id=f"2020/tianshu/{item.department}/{number}",
        community="tianshu",
        department=item.department,
        date=START,
        rule=rule,
        count=None,
        actual=None,
        deduct=None,
        points=None,
        reason="演示",
        basis="演示〔2020〕1号",
        event="",
        approval=None,
        appeal=None,
        withdrawn=None,
        path="",
    )
    return replace(blank, **figures)  # type: ignore[arg-type]  # the tables below name real fields


@st.composite
def deductions(draw: st.DrawFn, number: int = 0) -> Deduction:
    rule_id = draw(st.sampled_from(sorted(rubric().rules)))
    rule = rubric().rules[rule_id][1]
    figures: dict[str, object] = {"date": START + timedelta(days=draw(st.integers(0, 365)))}
    if rule.kind is Kind.EACH:
        if rule.target is not None and draw(st.booleans()):
            figures["actual"] = draw(st.decimals(0, rule.target, places=rule.decimals))
        else:
            figures["count"] = Decimal(draw(st.integers(1, 30)))
    elif rule.kind in {Kind.ALLOTTED, Kind.JUDGED}:
        figures["deduct"] = draw(st.decimals(Decimal("0.01"), 100, places=2))
    elif rule.kind is Kind.ADJUSTMENT:
        figures["points"] = draw(st.decimals(Decimal("0.01"), 20, places=2))
    elif rule.kind is Kind.VETO and draw(st.booleans()):
        figures["approval"] = Approval("演示〔2020〕1号", "镇党委", date(2020, 12, 31))
    return deduction(draw(st.integers(number, number + 10**9)), rule_id, **figures)


YEARS = st.lists(deductions(), max_size=25, unique_by=lambda record: record.id)


def score(records: list[Deduction]) -> CommunityScore:
    return scoring.score(Dataset(rubric(), tuple(records))).communities[0]


def item_scores(result: CommunityScore) -> dict[str, Decimal]:
    return {item.item.id: item.score for item in result.items if item.score is not None}


@given(YEARS, st.randoms(use_true_random=False))
def test_the_order_of_records_never_matters(records: list[Deduction], random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert score(shuffled) == score(records)


@given(YEARS, deductions(10**10))
def test_one_more_deduction_never_raises_a_score(records: list[Deduction], more: Deduction) -> None:
    before, after = score(records), score([*records, more])
    scores_before, scores_after = item_scores(before), item_scores(after)
    assert all(scores_after[item] <= scores_before[item] for item in scores_before)
    if rubric().rules[more.rule][1].effect is not Effect.BONUS:
        assert after.total_exact <= before.total_exact


@given(YEARS)
def test_a_score_stays_within_0_and_its_points(records: list[Deduction]) -> None:
    result = score(records)
    for item in result.items:
        if item.score is not None:
            assert item.item.points is not None
            assert ZERO <= item.score <= item.item.points
    assert result.total == round_total(result.total_exact)
    assert ZERO <= result.total_exact <= rubric().assessment.total + Decimal(10)


@given(YEARS, deductions(10**10))
def test_withdrawing_restores_exactly(records: list[Deduction], more: Deduction) -> None:
    withdrawn = replace(more, withdrawn=Withdrawal(date(2020, 12, 31), "误报", "党政办"))
    before, after = score(records), score([*records, withdrawn])
    assert item_scores(after) == item_scores(before)
    assert (after.total_exact, after.vetoed) == (before.total_exact, before.vetoed)


@given(YEARS)
def test_caps_and_allotments_bound_every_rule(records: list[Deduction]) -> None:
    taken: dict[str, Decimal] = {}
    for item in score(records).items:
        for entry in item.records:
            taken[entry.rule.id] = taken.get(entry.rule.id, ZERO) + entry.deduct
            limit = entry.rule.cap or entry.rule.allotment
            assert limit is None or taken[entry.rule.id] <= limit
        assert item.deducted == sum((entry.deduct for entry in item.records), ZERO)


@given(YEARS)
def test_as_of_the_last_day_is_the_whole_year(records: list[Deduction]) -> None:
    dataset = Dataset(rubric(), tuple(records))
    assert (
        scoring.score(dataset, date(2020, 12, 31)).communities == scoring.score(dataset).communities
    )


def appealed(**changes: object) -> Appeal:
    blank = Appeal(date(2020, 6, 1), "理由", None, None, None, None, "", "")
    return replace(blank, **changes)  # type: ignore[arg-type]  # the tables below name real fields


SETTLED = {"decided": date(2020, 6, 9), "decided_by": "党政办", "document": "演示〔2020〕9号"}


@pytest.mark.parametrize(
    ("rule", "figures", "status", "deduct"),
    [
        ("1.1-1", {}, "active", "50"),
        ("1.1-1", {"count": Decimal(2)}, "active", "100"),
        ("4.2-1", {"actual": Decimal("97.35")}, "active", "1"),
        ("4.2-1", {"actual": Decimal("99.01")}, "active", "0"),
        ("4.4-1", {"actual": Decimal(17)}, "active", "3"),
        ("12.4-3", {"count": Decimal(9)}, "active", "24"),
        ("12.2-5", {"deduct": Decimal("7.5")}, "active", "7.5"),
        ("6.1-1", {"deduct": Decimal("0.25")}, "active", "0.25"),
        ("10.6-2", {}, "active", "100"),
        ("8.1-v", {}, "pending", "0"),
        ("8.1-v", {"approval": Approval("文号", "镇党委", START)}, "active", "100"),
        ("1.1-1", {"appeal": appealed()}, "appealed", "50"),
        ("1.1-1", {"appeal": appealed(decision=Decision.UPHELD, **SETTLED)}, "active", "50"),
        (
            "1.1-1",
            {"appeal": appealed(decision=Decision.REDUCED, deduct=Decimal(20), **SETTLED)},
            "reduced",
            "20",
        ),
        (
            "3.3-1",
            {
                "count": Decimal(4),
                "appeal": appealed(decision=Decision.REDUCED, count=Decimal(2), **SETTLED),
            },
            "reduced",
            "6",
        ),
        ("1.1-1", {"appeal": appealed(decision=Decision.WITHDRAWN, **SETTLED)}, "withdrawn", "0"),
        ("1.1-1", {"withdrawn": Withdrawal(START, "误报", "党政办")}, "withdrawn", "0"),
    ],
)
def test_what_a_record_takes(
    rule: str, figures: dict[str, object], status: str, deduct: str
) -> None:
    result = score([deduction(1, rule, **figures)])
    (entry,) = [entry for item in result.items for entry in item.records]
    assert (str(entry.status), entry.deduct) == (status, Decimal(deduct))


def test_the_earlier_record_counts_first_below_a_cap() -> None:
    late = deduction(1, "12.4-3", count=Decimal(6), date=date(2020, 9, 1))
    early = deduction(2, "12.4-3", count=Decimal(5), date=date(2020, 3, 1))
    result = score([late, early])
    entries = next(item for item in result.items if item.item.id == "12.4").records
    assert [(entry.record.id[-1], entry.asked, entry.deduct) for entry in entries] == [
        ("2", Decimal(15), Decimal(15)),
        ("1", Decimal(18), Decimal(9)),
    ]


def with_policy(*effects: VetoEffect) -> Rubric:
    assessment = rubric().assessment
    policy = assessment.policy._replace(veto_effects=frozenset(effects))
    return rubric()._replace(assessment=assessment._replace(policy=policy))


APPROVED = Approval("演示〔2020〕1号", "镇党委", START)


@pytest.mark.parametrize(
    ("effects", "rule", "item", "points", "eligible", "rank"),
    [
        (["zero_item", "zero_pool", "no_award"], "3.1-v", "3.1", "0", False, 12),
        (["zero_item", "zero_pool", "no_award"], "8.1-v", "8.1", "0", False, 12),
        (["zero_item"], "3.1-v", "3.1", "15", True, 1),
        (["zero_pool"], "8.1-v", "8.1", "15", True, 1),
        ([], "8.1-v", "8.1", "15", True, 1),
        (["rank_last"], "8.1-v", "8.1", "15", True, 12),
        (["disqualify", "zero_item"], "8.1-v", "8.1", "0", True, None),
    ],
)
def test_what_a_veto_does_is_a_policy(
    effects: list[str], rule: str, item: str, points: str, *, eligible: bool, rank: int | None
) -> None:
    changed = with_policy(*map(VetoEffect, effects))
    dataset = Dataset(changed, (deduction(1, rule, approval=APPROVED),))
    result = scoring.score(dataset).communities[0]
    assert result.vetoed
    assert item_scores(result)[item] == Decimal(points)
    assert (result.award_eligible, result.rank) == (eligible, rank)


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    records = [
        replace(deduction(1, "1.1-1"), community=community, id=f"2020/{community}/guijian/1")
        for community in ("tianxuan", "tianji")
    ]
    worse = replace(deduction(2, "1.1-2"), community="tianquan", id="2020/tianquan/guijian/2")
    scores: Scores = scoring.score(Dataset(rubric(), (*records, worse)))
    ranks = {result.community.id: (result.rank, result.group_rank) for result in scores.communities}
    assert ranks["tianshu"] == (1, 1)
    assert ranks["tianxuan"] == ranks["tianji"] == (10, 5)
    assert ranks["tianquan"] == (12, 7)
    assert ranks["guyu"] == (1, 1)


def test_as_of_takes_only_what_had_happened() -> None:
    record = deduction(
        1,
        "1.1-1",
        date=date(2020, 5, 1),
        appeal=appealed(decision=Decision.WITHDRAWN, **SETTLED),
    )
    dataset = Dataset(rubric(), (record,))
    stages = {
        date(2020, 4, 30): [],
        date(2020, 5, 1): ["active"],
        date(2020, 6, 1): ["appealed"],
        date(2020, 6, 9): ["withdrawn"],
    }
    for day, expected in stages.items():
        result = scoring.score(dataset, day).communities[0]
        assert [str(entry.status) for item in result.items for entry in item.records] == expected
