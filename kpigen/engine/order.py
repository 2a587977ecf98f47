"""What the engine is asked for: one line of JSON, so that both processes read it alike."""

from __future__ import annotations

import json
from typing import NamedTuple


class Order(NamedTuple):
    """A site to make: from the folder with mkdocs.yml, into a folder that is emptied first.

    `timestamp` is what every page is dated with, in seconds since 1970. `only` names the files
    below docs/ to make; everything else is as it was after the order before. None makes all. It
    takes a site whose pages know nothing of each other: `nav` names the title of each.
    """

    source: str
    target: str
    timestamp: int
    only: tuple[str, ...] | None = None

    def line(self) -> bytes:
        """Write the order as one line."""
        return json.dumps(self).encode("ascii") + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Order:
        """Read an order."""
        source, target, timestamp, only = json.loads(line)
        return cls(source, target, timestamp, None if only is None else tuple(only))


# The answers. A process whose site had plugins is SPENT: they may remember what they saw, and the
# next site shall be what a process that has seen nothing makes.
DONE = b"done\n"
SPENT = b"spent\n"
FAILED = b"failed\n"
