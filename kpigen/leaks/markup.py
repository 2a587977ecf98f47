"""Cuts a marked-up text where one saying ends and another begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
# A sheet may hold every record of a year: of what may be cut, so many characters are cut at once.
_PORTION = 1 << 17


class Cutter:
    """Cuts texts into pieces, with and without what may stand within a sentence.

    Pages repeat most of what they say: it remembers what each tag and the words after it were.
    """

    def __init__(self) -> None:
        self._after = _After()

    def pieces(self, text: str, *, cut: bool) -> Iterator[set[str]]:
        """Give the pieces, some at a time; the whole text, with and without, where not to be cut.

        A portion ends where a saying does, so that portions have the pieces of the whole.
        """
        start = 0
        while cut and (end := self._end_of_saying(text, start + _PORTION)) >= 0:
            yield self._of(text[start:end], cut=True)
            start = end + 1
        yield self._of(text[start:], cut=cut)

    def _end_of_saying(self, text: str, place: int) -> int:
        """Find the first `<` from a place on that ends a saying; -1 where none does."""
        end = text.find(BORDER, place)
        while end >= 0:
            following = text.find(BORDER, end + 1)
            part = text[end + 1 :] if following < 0 else text[end + 1 : following]
            if self._after[part] is None:
                break
            end = following
        return end

    def _of(self, text: str, *, cut: bool) -> set[str]:
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
