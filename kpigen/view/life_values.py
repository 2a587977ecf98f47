"""The frozen values of a record's provenance: when it was filed, merged and changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommitView:
    """A commit: its full id, a short one to read, its page on the forge (empty if none)."""

    id: str
    short: str
    address: str


@dataclass(frozen=True, slots=True)
class FilingView:
    """When a record was filed and merged (ISO days and in words), and the commit that merged it."""

    filed: str
    merged: str
    label: str
    commit: CommitView


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A later change: `fields` are names in the file, None where they can't be told.

    `label` is empty for one of comments or layout only.
    """

    date: str
    day: str
    what: str
    fields: tuple[str, ...] | None
    label: str
    commit: CommitView


@dataclass(frozen=True, slots=True)
class LifeView:
    """A record's provenance; where `filing` is None, `note` says why.

    `told` are the changes that a reader is told of: those with a label.
    """

    filing: FilingView | None
    note: str
    changes: tuple[ChangeView, ...]
    told: tuple[ChangeView, ...]
