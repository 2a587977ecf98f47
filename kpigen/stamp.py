"""The stamp in every document: which commit made it, which document it is, what it holds.

A document keeps it in its properties, where office programs leave it alone; `kpigen verify` and
`kpigen import` read it back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NO_COMMIT = "none"
_FORM = re.compile(
    # LibreOffice takes colons and blanks for what separates keywords, and writes its own instead.
    r"kpigen[:, ]{1,2}(?P<year>[0-9]{4})/(?P<document>[A-Za-z0-9._/-]{1,200})"
    r"[, ]{1,2}commit[:, ]{1,2}(?P<commit>[0-9a-f]{40}(?:[0-9a-f]{24})?|none)(?P<modified>\+)?"
    r"[, ]{1,2}digest[:, ]{1,2}(?P<digest>[0-9a-f]{64})"
)


class Stamp(NamedTuple):
    """What a document says of itself.

    `document` is its name below the year's downloads without a suffix: `tianshu`, `blank`. `commit`
    is None outside git; `modified` tells that data/ was not what the commit holds. `digest` is that
    of the content (`view.digest`), the same in every format.
    """

    year: int
    document: str
    commit: str | None
    modified: bool
    digest: str

    def __str__(self) -> str:
        """Write the stamp on one line, in words that no office program changes."""
        commit = f"{self.commit or _NO_COMMIT}{'+' if self.modified else ''}"
        return f"kpigen:{self.year}/{self.document} commit:{commit} digest:{self.digest}"


def parse(text: str) -> Stamp | None:
    """Find the stamp in a text that an office program may have added to; None without one."""
    found = _FORM.search(text)
    if found is None:
        return None
    commit = None if found["commit"] == _NO_COMMIT else found["commit"]
    return Stamp(
        int(found["year"]), found["document"], commit, bool(found["modified"]), found["digest"]
    )
