"""Joins the groups in which people write long numbers: a telephone's, a person's, a bank card's."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A group has three digits at least: dates and figures in a row are no long number.
_GROUPED = re.compile(
    rb"(?<!\d)\d{3,}+(?:(?:[\s._-]|\xe2\x80[\x90-\x95]|\xc2\xb7){1,3}\d{3,}+)+(?!\d)"
)
_NO_DIGIT = bytes(set(range(256)) - set(b"0123456789"))


def grouped(plain: bytes) -> Iterator[bytes]:
    """Give the digits of each number that is written in groups."""
    for found in _GROUPED.findall(plain):
        yield found.translate(None, _NO_DIGIT)
