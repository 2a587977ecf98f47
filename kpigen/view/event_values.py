"""The frozen value of a record that another one names as being of the same event."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A record of the same event: where it stands, its day and who filed it.

    `community_name` is empty for one of the same community, whose page it stands on as well.
    """

    community: str
    community_name: str
    anchor: str
    day: str
    department_name: str
    item: str
