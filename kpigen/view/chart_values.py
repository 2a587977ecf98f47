"""The frozen values of charts: places as text, on a square that a page stretches."""

from __future__ import annotations

from dataclasses import dataclass

# Both sides of every drawing: a page stretches it to whatever shape it has room for.
SIDE = 1000


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: its place along the axis, from the left or from the top, and its label.

    `minor` labels may go where there is little room.
    """

    at: str
    label: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point that stands out; `kind` names its shape, `label` says what it is."""

    x: str
    y: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name, how it is drawn (1, 2, …), the path, its marks, its last figure."""

    name: str
    style: int
    path: str
    marks: tuple[Mark, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Column:
    """One upright bar: its left edge, its upper edge, its width, its height, its figure."""

    x: str
    y: str
    width: str
    height: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines or columns over the slots of one axis. `text` says in words what it shows.

    `x` are the slots' middles, `edges` the lines between them.
    """

    title: str
    text: str
    unit: str
    x: tuple[Tick, ...]
    edges: tuple[str, ...]
    y: tuple[Tick, ...]
    lines: tuple[Line, ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of the figures in a chart: each row a label and a figure for each heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
