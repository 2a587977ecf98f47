"""Says where a document's name may go on in the next line: never inside its number."""

from __future__ import annotations

import re

# Before the number, which starts with 〔2020〕, 2020年, 2020- or 第, and after what ends a part.
_BREAK = re.compile(r"(?<=[；;，,、。])|(?=〔)|(?<![\d-])(?=\d{4}[年-])|(?<=[^〕年])(?=第)")


def parts(name: str) -> tuple[str, ...]:
    """Cut a name, or several, into the parts that stay in one line; joined they are the name."""
    return tuple(part for part in _BREAK.split(name) if part)
