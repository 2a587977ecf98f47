"""Says where documents' names may go on in the next line: never inside a number."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"(?<=[；;，,、。])")
# Before the number, which starts with 〔2020〕, 2020年, 2020- or 第.
_INSIDE = re.compile(r"(?=〔)|(?<![\d-])(?=\d{4}[年-])|(?<=[^〕年])(?=第)")


def parts(names: str) -> tuple[tuple[str, ...], ...]:
    """Cut into names, and each into the parts that stay in one line; joined they are the text."""
    return tuple(
        tuple(part for part in _INSIDE.split(name) if part)
        for name in _BETWEEN.split(names)
        if name
    )
