"""Takes off how a text is written, so that the same words are the same bytes in every format.

HTML and JSON escapes, addresses' percent signs, compatible forms (full-width ones among them),
capitals, quotes, blanks and what has no width say nothing. Both sides of the comparison go through
here.
"""

from __future__ import annotations

import html
import re
import unicodedata

_ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*")
# `\n` in JSON and calendars is a blank; a backslash before anything else only protects it.
_BACKSLASHES = re.compile(r"\\+[nrtN]?")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
# Search parts words with it: there may be thousands, which go by the fastest way.
_BETWEEN_WORDS = "\u200b"
# What nobody sees between two letters: Unicode's format characters (category Cf), fillers and the
# selectors of variants; the two separators of lines too, which NFKC keeps.
_OF_NO_WIDTH = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# The full-width forms of which every page is full: without them most pages are as NFKC has them.
_EVERYWHERE = tuple(zip("，：；（）！？", ",:;()!?", strict=True))
_LOWER = bytes(range(256)).lower()
_MEANINGLESS = b" \t\r\n\x0b\x0c\"'"


def words(text: str) -> bytes:
    """Give a text as UTF-8 without escapes, in narrow small letters; its blanks stay."""
    if "\\u" in text:
        text = _ESCAPED.sub(_unescaped, text)
    while "&" in text and (resolved := html.unescape(text)) != text:
        text = resolved
    if "\\" in text:
        text = _BACKSLASHES.sub(_protected, text)
    if "%" in text:
        text = _PERCENT.sub(_spelt_out, text)
    if not text.isascii():
        text = text.replace(_BETWEEN_WORDS, "")
        for wide, narrow in _EVERYWHERE:
            text = text.replace(wide, narrow)
        text = unicodedata.normalize("NFKC", _OF_NO_WIDTH.sub("", text))
    return text.encode("utf-8", "surrogateescape").translate(_LOWER)


def run_together(data: bytes) -> bytes:
    """Delete blanks and quotes from `words`: where a line ends differs from format to format."""
    return data.translate(None, _MEANINGLESS)


def _unescaped(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("\\u", "")).decode("utf-16-be", "replace")


def _protected(found: re.Match[str]) -> str:
    return " " if found[0][-1] != "\\" else ""


def _spelt_out(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "surrogateescape")
