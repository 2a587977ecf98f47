"""What long work tells whoever waits for it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears how far the work is."""

    def step(self, title: str) -> None:
        """Begin a step."""

    def tick(self, done: int, total: int) -> None:
        """Count within a step."""


class Within:
    """Counts within one step of larger work, whatever steps it has itself."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def step(self, title: str) -> None:
        """Stay within the step that the whole is at."""

    def tick(self, done: int, total: int) -> None:
        """Count within that step."""
        self._whole.tick(done, total)
