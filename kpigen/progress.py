"""What long work tells whoever waits for it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears how far the work is."""

    def step(self, title: str) -> None:
        """Begin a step."""

    def tick(self, done: int, total: int) -> None:
        """Count within a step."""
