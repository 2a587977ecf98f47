"""Takes off how a text is written, so that the same words are the same bytes in every format.

HTML and JSON escapes, addresses' percent signs, full-width forms, capitals, quotes and blanks say
nothing. Both sides of the comparison go through here.
"""

from __future__ import annotations

import html
import re

_ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*")
# `\n` in JSON and calendars is a blank; a backslash before anything else only protects it.
_BACKSLASHES = re.compile(r"\\+[nrtN]?")
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
# Full-width forms, and blanks (some of no width) beyond ASCII, as UTF-8.
_WIDE = re.compile(
    rb"\xef[\xbb-\xbd][\x80-\xbf]|\xe3\x80\x80"
    rb"|\xe2\x80[\x80-\x8f\xa8-\xaf]|\xe2\x81\xa0|\xc2[\xa0\xad]"
)
_BLANKS = "\u3000\u00a0\u2028\u2029\u202f" + "".join(map(chr, range(0x2000, 0x200B)))
# What nobody sees between two letters; search parts words with the first.
_OF_NO_WIDTH = "\u200b\u00ad\u200c\u200d\u200e\u200f\u2060\ufeff"
_NARROW = {
    **{chr(0xFF01 + place).encode(): bytes([0x21 + place]) for place in range(94)},
    **{blank.encode(): b" " for blank in _BLANKS},
    **{sign.encode(): b"" for sign in _OF_NO_WIDTH},
}
# The full-width forms of which every page is full go by the fastest way.
_EVERYWHERE = tuple(zip("，：；（）", ",:;()", strict=True))
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
    text = text.replace(_OF_NO_WIDTH[0], "")
    for wide, narrow in _EVERYWHERE:
        text = text.replace(wide, narrow)
    data = text.encode("utf-8", "surrogateescape")
    if b"%" in data:
        data = _PERCENT.sub(_spelt_out, data)
    return _WIDE.sub(_narrowed, data).translate(_LOWER)


def run_together(data: bytes) -> bytes:
    """Delete blanks and quotes from `words`: where a line ends differs from format to format."""
    return data.translate(None, _MEANINGLESS)


def _unescaped(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("\\u", "")).decode("utf-16-be", "replace")


def _protected(found: re.Match[str]) -> str:
    return " " if found[0][-1] != "\\" else ""


def _spelt_out(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[0].replace(b"%", b"").decode())


def _narrowed(found: re.Match[bytes]) -> bytes:
    return _NARROW.get(found[0], found[0])
