"""Hands the entry page what `kpigen.privacy` knows, so that the two cannot differ.

Patterns and characters go over as they are; only the checksums of numbers are written there again.
"""

from __future__ import annotations

from kpigen.checks.privacy import CODES
from kpigen.diagnostics import Severity
from kpigen.privacy import houses, numbers
from kpigen.privacy.numbers import Private
from kpigen.view.entry_values import EntryPrivacy


def privacy() -> EntryPrivacy:
    """Lay out what to look for in a text that will be published."""
    return EntryPrivacy(
        wide="".join(map(chr, numbers.HALF_WIDTH)),
        narrow="".join(numbers.HALF_WIDTH.values()),
        suspicious=numbers.SUSPICIOUS,
        patterns=tuple((kind.name, pattern) for kind, pattern in numbers.PATTERNS),
        titles=tuple((kind.name, kind.value) for kind in Private),
        refused=tuple(kind.name for kind in Private if CODES[kind].severity is Severity.ERROR),
        house_signs=houses.SIGNS,
        house=houses.HOUSE,
    )
