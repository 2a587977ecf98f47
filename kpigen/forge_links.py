"""Addresses on the forge where the repository lives, by the forge's own rules."""

from __future__ import annotations

from kpigen.model import Forge, ForgeKind


def commit(forge: Forge, name: str) -> str:
    """Give the page of one commit, named by its full id."""
    between = "/-/commit/" if forge.kind is ForgeKind.GITLAB else "/commit/"
    return f"{forge.repository}{between}{name}"
