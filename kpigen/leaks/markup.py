"""Cuts a marked-up text where one saying ends and another begins."""

from __future__ import annotations

import re

# Parts texts that do not belong together; no escape, blank or letter.
BORDER = "<"
# The elements at which a saying ends: of pages and charts, of feeds, of office documents. What is
# not named here stands within a sentence, for all that anyone may invent: <font>, <w:r>.
_BLOCKS = (
    r"address|article|aside|audio|blockquote|body|button|canvas|caption|col|colgroup|"
    r"dd|desc|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h|"
    r"h[1-6]|head|header|hr|html|iframe|img|input|label|legend|li|link|main|meta|nav|"
    r"noscript|object|ol|optgroup|option|p|picture|pre|script|section|select|source|"
    r"style|summary|svg|table|tbody|td|template|text|textarea|tfoot|th|thead|title|tr|"
    r"ul|video|circle|g|line|path|polygon|polyline|rect|use|author|category|channel|"
    r"content|entry|feed|id|item|lastmod|loc|name|updated|url|c|cell|creator|"
    r"description|f|is|keywords|lastModifiedBy|row|sheet|sheetData|si|subject|"
    r"table-cell|table-row|tbl|tc|v|worksheet"
)
_BLOCK = re.compile(rf"/?(?:[A-Za-z]+:)?(?:{_BLOCKS})(?=[\s/>])")
_INLINE = re.compile(r"/?[A-Za-z][^>]*>|!--.*?-->", re.DOTALL)
# How a letter is read, which stands above it.
_READING = re.compile(r"r[tp][\s>]")


class Cutter:
    """Cuts texts into pieces, with and without what may stand within a sentence.

    Pages repeat most of what they say: it remembers what each tag and the words after it were.
    """

    def __init__(self) -> None:
        self._after = _After()

    def pieces(self, text: str, *, cut: bool) -> set[str]:
        """Give the pieces; the whole text, with and without, where nothing may be cut."""
        parts = text.split(BORDER)
        if len(parts) == 1:
            return {text}
        sayings = []
        saying = [parts[0]]
        for part in parts[1:]:
            after = self._after[part]
            if after is None:
                sayings.append("".join(saying))
                saying = [part]
            elif after:
                saying.append(after)
        sayings.append("".join(saying))
        return {*parts, *sayings} if cut else {text, BORDER.join(sayings)}


class _After(dict[str, str | None]):
    """By what stands between two `<`: what it adds to a sentence, None where it ends one."""

    def __missing__(self, part: str) -> str | None:
        inline = None if _BLOCK.match(part) else _INLINE.match(part)
        after = part[inline.end() :] if inline is not None else None
        self[part] = "" if after and _READING.match(part) else after
        return self[part]
