"""Progress of long work: a moving counter on a terminal, plain lines anywhere else."""

from __future__ import annotations

import sys


class Progress:
    """Tells on stderr which step runs and how far it is."""

    def __init__(self) -> None:
        self._moving = sys.stderr.isatty()

    def step(self, title: str) -> None:
        """Announce the next step."""
        print(title, file=sys.stderr, flush=True)

    def tick(self, done: int, total: int) -> None:
        """Count within a step; silent where the line cannot be rewritten."""
        if self._moving:
            end = "\n" if done == total else ""
            print(f"\r    {done}/{total}", end=end, file=sys.stderr, flush=True)
