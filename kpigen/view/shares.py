"""Shares of a whole as texts: the length of a bar, a percentage to read, a heat level."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kpigen.exact import HUNDRED, ZERO, plain, round_total

HEAT_LEVELS = 5


def bar(part: Decimal, whole: Decimal) -> str:
    """Give the length of a bar in per cent of its track, 0 to 100."""
    if whole <= 0:
        return "0"
    return plain(round_total(min(HUNDRED, max(ZERO, part * HUNDRED / whole))))


def per_cent(part: Decimal, whole: Decimal, places: str = "0.1") -> str:
    """Write a share in per cent, half up; what is not all is never shown as 100, nor some as 0."""
    if whole <= 0:
        return "0"
    exact = part * HUNDRED / whole
    least = Decimal(places)
    shown = exact.quantize(least, rounding=ROUND_HALF_UP)
    if ZERO < exact < HUNDRED:
        shown = min(max(shown, least), HUNDRED - least)
    return format(shown, "f")


def heat(count: int, most: int) -> int:
    """Give a count's heat level: 0 for none, else 1 to 5 of the most.

    Where the most is small, a level stands for each count, and even one is well seen.
    """
    if not count or most < HEAT_LEVELS:
        return count and count + 1
    return -(-count * HEAT_LEVELS // most)
