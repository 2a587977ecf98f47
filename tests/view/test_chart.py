"""Places on a drawing: round ticks, honest shares, nothing outside the square."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.view.chart import Axis, Slots, coordinate, nice_ticks
from kpigen.view.chart_values import SIDE
from kpigen.view.shares import bar, per_cent, whole_per_cent

FIGURES = st.decimals(-500, 500, places=3, allow_nan=False, allow_infinity=False)


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "18.84", ("0", "5", "10", "15", "20")),
        ("0", "46.65", ("0", "10", "20", "30", "40", "50")),
        ("153.35", "200", ("150", "160", "170", "180", "190", "200")),
        ("195", "200", ("195", "196", "197", "198", "199", "200")),
        ("0", "0.7", ("0", "0.2", "0.4", "0.6", "0.8")),
        ("0", "0", ("0", "0.2", "0.4", "0.6", "0.8", "1")),
        ("-3", "4", ("-4", "-2", "0", "2", "4")),
        ("0", "1200", ("0", "250", "500", "750", "1000", "1250")),
    ],
)
def test_nice_ticks(low: str, high: str, expected: tuple[str, ...]) -> None:
    assert nice_ticks(Decimal(low), Decimal(high)) == decimals(*expected)


@given(one=FIGURES, other=FIGURES, intervals=st.integers(2, 8))
def test_ticks_span_the_figures_in_even_steps(one: Decimal, other: Decimal, intervals: int) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, intervals)
    assert ticks[0] <= low
    assert high <= ticks[-1]
    assert 2 <= len(ticks) <= intervals + 1
    steps = {after - before for before, after in pairwise(ticks)}
    assert len(steps) == 1
    assert steps.pop() > 0


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("4", "4", 100),
        ("0", "4", 0),
        ("3.984", "4", 99),  # 99.6
        ("3.9999", "4", 99),
        ("0.001", "4", 1),
        ("1", "8", 13),  # 12.5, half up
        ("0", "0", 0),
    ],
)
def test_whole_per_cent(part: str, whole: str, expected: int) -> None:
    assert whole_per_cent(Decimal(part), Decimal(whole)) == expected


@given(part=st.integers(0, 5_000), whole=st.integers(1, 5_000))
def test_only_all_is_a_hundred_and_only_nothing_is_none(part: int, whole: int) -> None:
    least = Decimal(min(part, whole))
    assert (per_cent(least, Decimal(whole)) == "100.0") == (part >= whole)
    assert (per_cent(least, Decimal(whole)) == "0.0") == (part == 0)
    assert (whole_per_cent(least, Decimal(whole)) == 100) == (part >= whole)
    assert (whole_per_cent(least, Decimal(whole)) == 0) == (part == 0)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("1", "4", "25"), ("5", "4", "100"), ("-1", "4", "0"), ("1", "0", "0"), ("1", "3", "33.33")],
)
def test_bars_stay_in_their_track(part: str, whole: str, expected: str) -> None:
    assert bar(Decimal(part), Decimal(whole)) == expected


@given(values=st.lists(FIGURES, min_size=1, max_size=14))
def test_everything_lies_on_the_drawing(values: list[Decimal]) -> None:
    scale = Axis(min(values), max(values))
    slots = Slots([f"{number}月" for number in range(len(values))])
    for path in (slots.line(values, scale), slots.steps(values, scale)):
        numbers = [Decimal(text) for text in re.findall(r"[-\d.]+", path)]
        assert all(0 <= number <= SIDE for number in numbers)
        assert all(number == round(number, 1) for number in numbers)
    for column in slots.columns(values, scale):
        assert Decimal(column.height) >= 0
        assert abs(Decimal(column.y) + Decimal(column.height) - SIDE) <= Decimal("0.1")
        assert Decimal(column.x) + Decimal(column.width) <= SIDE
    assert all(0 <= Decimal(tick.at) <= SIDE for tick in (*scale.ticks(), *slots.ticks()))
    assert scale.ticks()[0].at == str(SIDE)
    assert scale.ticks()[-1].at == "0"


def test_paths_of_a_few_figures() -> None:
    scale = Axis(Decimal(0), Decimal(20), intervals=4)
    slots = Slots(["1月", "2月"])
    values = decimals("5", "20")
    assert slots.line(values, scale) == "M250 750L750 0"
    assert slots.steps(values, scale) == "M0 750H500L500 0H1000"
    assert slots.edges() == ("500",)
    assert [(tick.at, tick.label, tick.minor) for tick in slots.ticks()] == [
        ("250", "1月", True),
        ("750", "2月", False),
    ]
    (first, second) = slots.columns(values, scale)
    assert (first.y, first.height, first.label) == ("750", "250", "5")
    assert (second.x, second.width) == ("610", "280")


def test_coordinates_are_exact_to_a_tenth() -> None:
    assert [coordinate(Decimal(text)) for text in ("1.25", "1.24", "3.0", "1000")] == [
        "1.3",
        "1.2",
        "3",
        "1000",
    ]
