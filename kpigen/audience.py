"""Who an output is for: the public, or those who work on the assessment."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Who may see an output; nothing that is only for INTERNAL stands in a PUBLIC one."""

    PUBLIC = "public"
    INTERNAL = "internal"
