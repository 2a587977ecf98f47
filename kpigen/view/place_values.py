"""The frozen values that say where a community stands among the others of its group."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NeighbourView:
    """The community next above or below in the group's standing.

    `difference` is that of the two published totals, as it comes out beside them: `高 0.35 分`,
    `高不到 0.01 分` where only the exact totals differ, `同分`.
    """

    id: str
    name: str
    rank_label: str
    total: str
    difference: str


@dataclass(frozen=True, slots=True)
class ScaleView:
    """The group's totals on a line from the lowest to the highest.

    `dots` are places in whole per cent of the line, each once, so that a page stays as small in a
    large group as in a small one.
    """

    lowest: str
    lowest_names: str
    highest: str
    highest_names: str
    dots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a community stands; `mark` is its own place on the scale in whole per cent.

    `sentence` says the same in words. `scale` is None where fewer than two are ranked, or the
    community itself is not.
    """

    sentence: str
    scale: ScaleView | None
    mark: str
    above: NeighbourView | None
    below: NeighbourView | None
