"""Keeps data what it is, text, in a comment on a forge: no markup, mention, reference or command.

A forge looks for mentions (@x), references (#1, !1, GH-1, a commit's id), labels, emoji and
addresses in the text that is left when Markdown is done, so a character reference alone doesn't
stop it. An empty element behind the sign does: the forge then sees two texts, a reader one.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_BREAK = "<i></i>"
# All of ASCII's punctuation but for what no forge takes for anything in the middle of a line.
_ACTIVE = re.compile(
    r"[!#$%&*:<>@\[\\\]^_`{|}~]"
    r"|(?<![0-9A-Za-z])[-/]|(?<=[A-Za-z])-(?=[0-9])"  # not in 3.2-2, 2020-05-12 and paths
    r"|(?<=[Ww]{3})\."
)
_COMMIT = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{7,64}(?![0-9A-Za-z])")
_LINE_ENDS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def in_comment(value: object) -> Markup:
    """Write a datum into the middle of a line of a comment."""
    if isinstance(value, Markup):
        return value
    text = _LINE_ENDS.sub(" ", str(value))
    text = _ACTIVE.sub(lambda found: f"&#{ord(found[0])};{_BREAK}", text)
    return Markup(_COMMIT.sub(_broken, text))  # noqa: S704  # nothing left to take for markup


def _broken(found: re.Match[str]) -> str:
    """Break what could be a commit's id into parts too short for one."""
    return _BREAK.join(found[0][start : start + 6] for start in range(0, len(found[0]), 6))
