"""From the full points down to the total: ordered, exact, nothing left out."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given

from kpigen.assessing import scoring
from kpigen.exact import plain
from kpigen.inspection import inspect
from kpigen.model import Dataset, Deduction, Policy, Rubric
from kpigen.view.balance import balance
from kpigen.view.balance_values import BalanceView
from kpigen.view.table import Layout
from tests.assessing.test_scoring import APPROVED, YEARS, deduction, rubric, score
from tests.conftest import PROJECT, YEAR


def figure(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def comes_out(view: BalanceView) -> None:
    left = figure(view.start)
    for line in view.losses:
        left += figure(line.change)
        assert figure(line.left) == left
        assert figure(line.points) - figure(line.score) == -figure(line.change)
    assert left == figure(view.subtotal)
    assert figure(view.start) - figure(view.lost) == left
    for line in view.adjustments:
        left += figure(line.change)
        assert figure(line.left) == left
    if not view.ending:
        assert left == figure(view.total)


@given(YEARS)
def test_every_step_comes_out(records: list[Deduction]) -> None:
    view = balance(score(records), Layout(rubric()))
    comes_out(view)
    changes = [figure(line.change) for line in view.losses]
    assert all(before <= after for before, after in pairwise(changes))
    assert all(change < 0 for change in changes)
    if changes:
        assert view.losses[0].bar == "100"


def test_the_demonstration_comes_out() -> None:
    dataset = inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    layout = Layout(dataset.rubric)
    for result in scoring.score(dataset).communities:
        view = balance(result, layout)
        comes_out(view)
        assert len(view.losses) == sum(
            item.item.points is not None and item.score != item.item.points for item in result.items
        )


def told(records: list[Deduction], changed: Rubric | None = None) -> BalanceView:
    town = changed or rubric()
    return balance(scoring.score(Dataset(town, tuple(records))).communities[0], Layout(town))


def test_a_line_says_what_its_figures_do_not() -> None:
    view = told(
        [
            deduction(1, "3.1-v", approval=APPROVED),
            deduction(2, "3.3-1"),
            deduction(3, "1.1-1"),
            deduction(4, "16.1-1", points=Decimal(13)),
            deduction(5, "15.1-1", points=Decimal("0.125")),
        ]
    )
    assert [
        (line.item, line.note, line.change, line.share, line.score, line.points, line.bar)
        for line in view.losses
    ] == [
        ("3.1", "3.1 至 3.7 共用 15 分，一票否决", "−15", "92.3%", "0", "15", "100"),
        ("1.1", "", "−1.25", "7.7%", "1.25", "2.5", "8.33"),
    ]
    assert [(line.item, line.note, line.change, line.left) for line in view.adjustments] == [
        ("15.1", "", "−0.125", "183.625"),
        ("16.1", "合计 13 分，最多计入 10 分", "+10", "193.625"),
    ]
    assert (view.ending, view.total) == ("193.625 四舍五入到两位小数", "193.63")


@pytest.mark.parametrize(
    ("bound", "points", "ending", "total"),
    [
        ("total_max", Decimal(205), "总分最高计 205 分", "205.00"),
        ("total_min", Decimal(209), "总分最低计 209 分", "209.00"),
    ],
)
def test_a_bounded_total_says_so(bound: str, points: Decimal, ending: str, total: str) -> None:
    assessment = rubric().assessment
    policy = Policy(**{**assessment.policy._asdict(), bound: points})
    changed = rubric()._replace(assessment=assessment._replace(policy=policy))
    view = told([deduction(1, "16.1-1", points=Decimal(8))], changed)
    assert (view.ending, view.total) == (ending, total)


def test_who_lost_nothing_keeps_all() -> None:
    view = told([])
    assert (view.losses, view.adjustments, view.lost) == ((), (), "0")
    assert (view.subtotal, view.total) == (plain(rubric().assessment.total), "200.00")
