"""Finds the records that tell of one event, so that each can name the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kpigen import labels
from kpigen.model import Dataset, Deduction
from kpigen.view.event_values import EventRecord
from kpigen.view.table import anchor


def same_events(dataset: Dataset) -> dict[str, tuple[EventRecord, ...]]:
    """Give, by a record's id, the others of its event: its own community's first, then by day."""
    communities = {community.id: community.name for community in dataset.rubric.communities}
    departments = {department.id: department.name for department in dataset.rubric.departments}
    found: dict[str, tuple[EventRecord, ...]] = {}
    for records in _by_event(dataset.deductions):
        for own in records:
            others = sorted(
                (other for other in records if other is not own),
                key=lambda other: (other.community != own.community, other.date, other.id),
            )
            found[own.id] = tuple(
                EventRecord(
                    community=other.community,
                    community_name=""
                    if other.community == own.community
                    else communities[other.community],
                    anchor=anchor(other.id),
                    day=labels.day(other.date),
                    department_name=departments[other.department],
                    item=other.rule.partition("-")[0],
                )
                for other in others
            )
    return found


def _by_event(records: Sequence[Deduction]) -> list[list[Deduction]]:
    groups: dict[str, list[Deduction]] = defaultdict(list)
    for record in records:
        if record.event:
            groups[record.event].append(record)
    return [group for group in groups.values() if len(group) > 1]
