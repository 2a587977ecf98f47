"""The geometry of charts: exact figures in, places on a drawing out, as text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from kpigen.exact import ZERO, plain
from kpigen.view.chart_values import SIDE, Column, Tick

_SIDE = Decimal(SIDE)
_TENTH = Decimal("0.1")
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_COLUMN = Decimal("0.56")  # of a slot's width


def coordinate(value: Decimal) -> str:
    """Write a place on the drawing, to one place of its unit."""
    return plain(value.quantize(_TENTH, rounding=ROUND_HALF_UP))


def nice_ticks(low: Decimal, high: Decimal, intervals: int = 5) -> tuple[Decimal, ...]:
    """Give round values that span what is shown, in at most so many even intervals, rising.

    Figures that are all the same get an interval all the same.
    """
    if high <= low:
        high = low + 1
    least = (high - low) / intervals
    power = Decimal(1).scaleb(least.adjusted())
    for nice in (*_NICE, *(value * 10 for value in _NICE)):
        step = nice * power
        first = (low / step).to_integral_value(rounding=ROUND_FLOOR)
        last = (high / step).to_integral_value(rounding=ROUND_CEILING)
        if last - first <= intervals:
            break
    return tuple(step * number for number in range(int(first), int(last) + 1))


class Axis:
    """The upright axis: from its lowest tick at the bottom to its highest at the top."""

    def __init__(self, low: Decimal, high: Decimal, intervals: int = 5) -> None:
        self._values = nice_ticks(low, high, intervals)
        self.low, self.high = self._values[0], self._values[-1]

    def place(self, value: Decimal) -> Decimal:
        """Give a figure's distance from the top."""
        return _SIDE * (self.high - value) / (self.high - self.low)

    def ticks(self) -> tuple[Tick, ...]:
        """Give the lines of the grid, the lowest first."""
        return tuple(Tick(coordinate(self.place(value)), plain(value)) for value in self._values)


class Slots:
    """The level axis: so many slots of one width."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = labels
        self._width = _SIDE / max(1, len(labels))

    def place(self, slot: int, part: Decimal) -> Decimal:
        """Give a place within a slot: 0 is its left edge, 1 its right one."""
        return self._width * (slot + part)

    def middle(self, slot: int) -> Decimal:
        """Give the middle of a slot."""
        return self.place(slot, Decimal("0.5"))

    def ticks(self) -> tuple[Tick, ...]:
        """Label every slot; every second label but the last may go where there is little room."""
        last = len(self._labels) - 1
        return tuple(
            Tick(coordinate(self.middle(slot)), label, minor=(last - slot) % 2 == 1)
            for slot, label in enumerate(self._labels)
        )

    def edges(self) -> tuple[str, ...]:
        """Give the lines between the slots."""
        return tuple(coordinate(self.place(slot, ZERO)) for slot in range(1, len(self._labels)))

    def line(self, values: Sequence[Decimal], scale: Axis) -> str:
        """Join the figures of the slots, each in the middle of its own."""
        points = (
            f"{coordinate(self.middle(slot))} {coordinate(scale.place(value))}"
            for slot, value in enumerate(values)
        )
        return "M" + "L".join(points)

    def steps(self, values: Sequence[Decimal], scale: Axis) -> str:
        """Hold each figure over the whole width of its slot."""
        path = ""
        for slot, value in enumerate(values):
            start, y = coordinate(self.place(slot, ZERO)), coordinate(scale.place(value))
            path += f"{'L' if path else 'M'}{start} {y}H{coordinate(self.place(slot + 1, ZERO))}"
        return path

    def columns(self, values: Sequence[Decimal], scale: Axis) -> tuple[Column, ...]:
        """Stand a column on the lowest tick in the middle of each slot."""
        edge = (1 - _COLUMN) / 2
        floor = scale.place(scale.low)
        return tuple(
            Column(
                x=coordinate(self.place(slot, edge)),
                y=coordinate(scale.place(value)),
                width=coordinate(self._width * _COLUMN),
                height=coordinate(floor - scale.place(value)),
                label=plain(value),
            )
            for slot, value in enumerate(values)
        )
