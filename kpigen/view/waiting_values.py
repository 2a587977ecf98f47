"""The frozen values that say which appeals and vetoes wait for a decision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A record that waits, by its id: for what, since when or until when, and whether too long.

    `due` is the last day to decide in words, empty where none is set; `late` is empty in time.
    """

    record: str
    what: str
    due: str
    late: str


@dataclass(frozen=True, slots=True)
class WaitingView:
    """How many appeals and vetoes stand where, as (state, count) pairs, and those that wait."""

    counts: tuple[tuple[str, str], ...]
    items: tuple[WaitingItem, ...]
