"""Deductions on one rule side by side: which rules are compared, and what is said of them."""

from __future__ import annotations

import pytest

from kpigen.assessing import scoring
from kpigen.view.consistency import comparisons
from kpigen.view.filing_values import ComparisonView
from tests.conftest import Repository

REST = "reason: 未按要求办理。\nbasis: 演示〔2020〕1号\n"


def record(rule: str, figure: str = "", appeal: str = "", day: int = 12) -> str:
    """Write a record; `appeal` is what a decision reduced it to."""
    text = f"date: 2020-05-{day}\nrule: {rule}\n{figure and figure + chr(10)}{REST}"
    if appeal:
        text += (
            "appeal:\n  filed: 2020-06-01\n  grounds: 情节较轻。\n  decided: 2020-06-05\n"
            f"  decision: reduced\n  {appeal}\n"
            "  decided_by: 党政办\n  document: 演示复〔2020〕1号\n"
        )
    return text


WITHDRAWN = "withdrawn:\n  date: 2020-06-01\n  reason: 记错了社区。\n  decided_by: 党政办\n"


def compare(repository: Repository, *records: str) -> dict[str, tuple[ComparisonView, ...]]:
    """Compare records on rules of 村镇中心 (6.1), 规建环保办 (1) and 农服中心 (11b)."""
    names = ("tianshu", "tianxuan", "tianji", "tianquan")
    for community, text in zip(names, records, strict=False):
        rule = text.split("rule: ")[1].split("\n")[0]
        department = {"6": "cunzhen", "1": "guijian", "11b": "nongfu", "12": "dangqun"}
        repository.record(f"{community}/{department[rule.split('.')[0]]}/a", text)
    return comparisons(scoring.score(repository.dataset()))


@pytest.mark.parametrize(
    ("records", "figures", "verdict", "differs"),
    [
        (
            [("6.1-1", "deduct: 12", ""), ("6.1-1", "deduct: 20", "")],
            ("12", "16", "20"),
            "2 条扣分不一，相差 8 分",
            True,
        ),
        (
            [("6.1-1", "deduct: 5", ""), ("6.1-1", "deduct: 5", ""), ("6.1-1", "deduct: 5", "")],
            ("5", "5", "5"),
            "3 条都扣 5 分",
            False,
        ),
        (
            [("6.1-1", "deduct: 9", ""), ("6.1-1", "deduct: 2.5", ""), ("6.1-1", "deduct: 3", "")],
            ("2.5", "3", "9"),
            "3 条扣分不一，相差 6.5 分",
            True,
        ),
        (
            [("6.1-1", "deduct: 20", "deduct: 13"), ("6.1-1", "deduct: 20", "")],
            ("20", "20", "20"),
            "2 条都扣 20 分；1 条申诉后减轻",
            True,
        ),
        (
            [("1.1-1", "count: 3", "deduct: 100"), ("1.1-1", "", "")],
            ("约 33.33", "约 41.67", "50"),
            "2 条扣分不一，相差 约 16.67 分；1 条申诉后减轻",
            True,
        ),
        (
            [("11b.1-5", "", "deduct: 40"), ("11b.1-5", "", "")],
            ("40", "70", "100"),
            "2 条扣分不一，相差 60 分；1 条申诉后减轻",
            True,
        ),
    ],
)
def test_least_median_and_greatest(
    repository: Repository,
    records: list[tuple[str, str, str]],
    figures: tuple[str, str, str],
    verdict: str,
    differs: bool,  # noqa: FBT001  # a column of the table
) -> None:
    ((compared,),) = compare(repository, *(record(*given) for given in records)).values()
    assert (compared.least, compared.median, compared.greatest) == figures
    assert (compared.verdict, compared.differs) == (verdict, differs)
    assert len(compared.records) == len(records)


@pytest.mark.parametrize(
    "records",
    [
        [record("6.1-1", "deduct: 12")],
        [record("6.1-1", "deduct: 12"), record("6.1-1", "deduct: 20") + WITHDRAWN],
        # The rule says the figure, and the appeal only how often it happened.
        [record("1.1-1"), record("1.1-1", "count: 2", "count: 1")],
        [record("11b.1-5"), record("11b.1-5")],
    ],
)
def test_what_cannot_differ_is_not_compared(repository: Repository, records: list[str]) -> None:
    assert compare(repository, *records) == {}


def test_the_greatest_stands_first_as_filed_and_as_it_is_now(repository: Repository) -> None:
    found = compare(
        repository,
        record("6.1-1", "deduct: 12", day=20),
        record("6.1-1", "deduct: 20", "deduct: 13"),
        record("6.1-1", "deduct: 12", day=10),
    )
    (compared,) = found["cunzhen"]
    assert [(one.record, one.filed, one.now) for one in compared.records] == [
        ("2020/tianxuan/cunzhen/a", "20", "13"),
        ("2020/tianji/cunzhen/a", "12", ""),
        ("2020/tianshu/cunzhen/a", "12", ""),
    ]
    assert (compared.scale, compared.start, compared.width) == ("20", "60", "40")
    assert [(dot.at, dot.records, dot.size) for dot in compared.dots] == [
        ("60", 2, 2),
        ("100", 1, 1),
    ]
    assert compared.picture == "从 0 到 20 分：扣 12 的 2 条，扣 20 的 1 条"
    assert compared.unit == "扣分（100 分制）"


def test_the_strip_of_an_allotted_rule_ends_at_its_allotment(repository: Repository) -> None:
    found = compare(repository, record("12.2-5", "deduct: 4"), record("12.2-5", "deduct: 5"))
    assert found["dangqun"][0].scale == "20"
