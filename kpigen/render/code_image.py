"""A QR code as a drawing: the text in it is read by any phone, without a network."""

from __future__ import annotations

import io

import segno

# How modules are masked: readers take any of eight, and trying all of them to find the most even
# takes a seventh of a print's time.
_MASK = 3


def svg(words: str) -> str:
    """Draw a code that holds a text; a seventh of it may be lost in copying (level M)."""
    drawn = io.BytesIO()
    segno.make(words, error="m", micro=False, mask=_MASK, encoding="utf-8").save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=True, nl=False
    )
    return drawn.getvalue().decode("utf-8")
