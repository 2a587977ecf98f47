"""Puts a record's internal part into words, for the site that only the offices see."""

from __future__ import annotations

from collections.abc import Iterable

from kpigen import labels
from kpigen.reading.internal import InternalText, RecordParts


def internal_facts(parts: Iterable[RecordParts]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Give (name, text) pairs by the record's id, in the order of its file."""
    return {
        part.record: tuple((_title(fact), fact.text) for fact in part.internal if fact.text)
        for part in parts
    }


def _title(fact: InternalText) -> str:
    """Write the names that lead to a text: `证据 2 文件`."""
    words = [labels.INTERNAL.get(name, name) for name in fact.names]
    return " ".join(words) or labels.INTERNAL_WHOLE
