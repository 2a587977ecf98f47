"""Shares of a whole as texts: the length of a bar, a percentage to read, a heat level."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kpigen.exact import HUNDRED, ZERO, plain, round_total

HEAT_LEVELS = 5
_TENTH = Decimal("0.1")


def bar(part: Decimal, whole: Decimal) -> str:
    """Give the length of a bar in per cent of its track, 0 to 100."""
    if whole <= 0:
        return "0"
    return plain(round_total(min(HUNDRED, max(ZERO, part * HUNDRED / whole))))


def per_cent(part: Decimal, whole: Decimal) -> str:
    """Write a share in per cent with one place, half up.

    What would round to nothing or to all without being it is `<0.1` or `>99.9`.
    """
    if whole <= 0:
        return "0"
    exact = part * HUNDRED / whole
    shown = exact.quantize(_TENTH, rounding=ROUND_HALF_UP)
    if exact > 0 and not shown:
        return f"<{_TENTH}"
    if exact < HUNDRED == shown:
        return f">{HUNDRED - _TENTH}"
    return format(shown, "f")


def whole_per_cent(part: Decimal, whole: Decimal) -> int:
    """Round a share to whole per cent, half up; what is not all is at most 99, some at least 1."""
    if whole <= 0:
        return 0
    exact = part * HUNDRED / whole
    shown = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return min(max(shown, 1), 99) if ZERO < exact < HUNDRED else shown


def heat(count: int, most: int) -> int:
    """Give a count's heat level: 0 for none, else 1 to 5 of the most.

    Where the most is small, a level stands for each count, and even one is well seen.
    """
    if not count or most < HEAT_LEVELS:
        return count and count + 1
    return -(-count * HEAT_LEVELS // most)
