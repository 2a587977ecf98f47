"""The one door for numbers: text to exact Decimal and back; binary fractions never enter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, Inexact, InvalidOperation

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_CENT = Decimal("0.01")

# A result that does not fit must stop us, not be rounded behind our back.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero])

_FIGURE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,12})?\Z")


def parse(text: str) -> Decimal | None:
    """Read a plain decimal figure such as `2.5`; None for anything else (exponents, 全角 …)."""
    return Decimal(text) if _FIGURE.match(text) else None


# Spreadsheets keep 15 digits of a number; what they show beyond is noise of binary fractions.
_SHEET_DIGITS = Context(prec=15)


def from_sheet(number: object, *, per_cent: bool = False) -> str:
    """Write a spreadsheet's binary number as the decimal figure that was typed: `97.35`.

    A cell that shows `97%` holds 0.97; with `per_cent` it is written as it shows.
    """
    figure = _SHEET_DIGITS.create_decimal(Decimal(repr(number)))
    return f"{plain(figure.scaleb(2))}%" if per_cent else plain(figure)


def decimals(value: Decimal) -> int:
    """Count the decimal places that a figure needs: 2.50 needs one."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(value: Decimal) -> str:
    """Write a figure without exponent or needless zeros: 2.50 is `2.5`, 1E+2 is `100`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def added(figures: Iterable[Decimal]) -> Decimal:
    """Add figures up exactly; none at all are 0."""
    total = ZERO
    for figure in figures:
        total = EXACT.add(total, figure)
    return total


def share(points: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Give points × part ÷ whole exactly; `whole` is 100 or `points` itself."""
    if whole == points:
        return part
    return EXACT.divide(EXACT.multiply(points, part), whole)


def whole_steps(shortfall: Decimal, step: Decimal) -> Decimal:
    """Count the whole steps in a shortfall: 2.7 short by steps of 1 is 2."""
    return shortfall // step


def round_total(value: Decimal) -> Decimal:
    """Round a total, once and last, half up to two places (the published figure)."""
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)
