"""Names things for other programs: a feed and its entries, the dates of a calendar."""

from __future__ import annotations

import uuid

# Sets this program's identifiers apart from all others that are made of texts (RFC 4122).
_NAMESPACE = uuid.UUID("0d6bdc0e-6a0f-5b7e-9a53-2f7a3f1f8c11")


def urn(*parts: object) -> str:
    """Make an identifier that stays the same as long as its parts do."""
    return uuid.uuid5(_NAMESPACE, "\n".join(map(str, parts))).urn
