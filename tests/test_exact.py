from __future__ import annotations

from decimal import Decimal, Inexact

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen import exact

FIGURES = st.decimals(
    min_value=Decimal(-99999), max_value=Decimal(99999), places=4, allow_nan=False
)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("2.5", "2.5"),
        ("0", "0"),
        ("-1.50", "-1.50"),
        ("200", "200"),
        ("1e3", None),
        ("007", None),
        ("1_000", None),
        ("1:30", None),
        ("２", None),
        (".5", None),
        ("5.", None),
        ("+5", None),
        ("", None),
        ("NaN", None),
        ("5\n", None),
    ],
)
def test_parse_takes_plain_figures_only(text: str, figure: str | None) -> None:
    assert exact.parse(text) == (None if figure is None else Decimal(figure))


@pytest.mark.parametrize(
    ("figure", "text"),
    [("2.50", "2.5"), ("1E+2", "100"), ("-0", "0"), ("-0.00", "0"), ("0.995", "0.995")],
)
def test_plain_has_no_exponent_and_no_needless_zero(figure: str, text: str) -> None:
    assert exact.plain(Decimal(figure)) == text


@given(FIGURES)
def test_plain_and_parse_are_inverse(figure: Decimal) -> None:
    assert exact.parse(exact.plain(figure)) == figure


@pytest.mark.parametrize(
    ("figure", "rounded"), [("186.425", "186.43"), ("186.4249", "186.42"), ("0.005", "0.01")]
)
def test_totals_round_half_up(figure: str, rounded: str) -> None:
    assert exact.round_total(Decimal(figure)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("shortfall", "step", "steps"),
    [("2.7", "1", 2), ("0.99", "1", 0), ("3", "1", 3), ("5", "2", 2)],
)
def test_only_whole_steps_count(shortfall: str, step: str, steps: int) -> None:
    assert exact.whole_steps(Decimal(shortfall), Decimal(step)) == steps


def test_an_inexact_result_stops_us() -> None:
    with pytest.raises(Inexact):
        exact.share(Decimal(1), Decimal(1), Decimal(3))


@pytest.mark.parametrize(("figure", "places"), [("2.50", 1), ("100", 0), ("0.125", 3)])
def test_decimals(figure: str, places: int) -> None:
    assert exact.decimals(Decimal(figure)) == places
