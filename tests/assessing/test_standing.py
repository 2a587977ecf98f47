"""What the printed table's rules come to: their limits, and when two records say the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpigen.assessing.standing import Bound, figures_filed, heads, limit_of
from tests.conftest import Repository

ONE, NONE = Decimal(1), None


@pytest.mark.parametrize(
    ("rule", "limit", "bound"),
    [
        ("1.1-1", None, Bound.CAP),
        ("6.1-1", None, Bound.CAP),
        ("12.2-1", "10", Bound.ALLOTMENT),
    ],
)
def test_the_limit_of_a_rule(
    repository: Repository, rule: str, limit: str | None, bound: Bound
) -> None:
    found = limit_of(repository.dataset().rubric.rules[rule][1])
    assert found == (None if limit is None else Decimal(limit), bound)


def test_a_capped_rule(repository: Repository) -> None:
    rules = [rule for _, rule in repository.dataset().rubric.rules.values() if rule.cap]
    assert rules
    assert [limit_of(rule) for rule in rules] == [(rule.cap, Bound.CAP) for rule in rules]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("rule: 1.1-1\n", (ONE, NONE, NONE, NONE)),
        ("rule: 1.1-1\ncount: 1\n", (ONE, NONE, NONE, NONE)),
        ("rule: 4.2-1\nactual: 97.35\n", (NONE, Decimal("97.35"), NONE, NONE)),
        ("rule: 12.2-1\ndeduct: 4\n", (NONE, NONE, Decimal(4), NONE)),
        ("rule: 10.6-2\n", (NONE, NONE, NONE, NONE)),
        ("rule: 3.1-v\n", (NONE, NONE, NONE, NONE)),
    ],
)
def test_figures_as_filed(
    repository: Repository, text: str, figures: tuple[Decimal | None, ...]
) -> None:
    rules = repository.dataset().rubric.rules
    item, rule = rules[text.split()[1]]
    repository.record(
        f"tianshu/{item.department}/a",
        f"date: 2020-05-12\n{text}reason: 一件事。\nbasis: 演示〔2020〕1号\n",
    )
    (record,) = repository.dataset().deductions
    assert figures_filed(record, rule) == figures


def test_a_row_or_its_pool_s_head_carries_the_points(repository: Repository) -> None:
    carriers = heads(repository.dataset().rubric.items)
    assert (carriers["3.1"], carriers["3.4"], carriers["1.1"]) == ("3.1", "3.1", "1.1")
