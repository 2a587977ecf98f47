"""Finds thousands of texts in megabytes in one pass.

A regular expression jumps to where the beginnings of texts stand; there a table tells which of
them, if any, stands as a whole. The time grows with what is searched and with what is looked for,
never with their product.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

# How many bytes lead to a text: enough to be rare, few enough to compile fast.
_LEAD = 8
_FIRST_OF_SEVERAL = 0xC0  # in UTF-8: a character of several bytes begins here
_INSIDE_ONE = 0x80
_Trie = dict[int, "_Trie"]


class Search:
    """Looks for all of these texts (bytes, none empty) at once."""

    def __init__(self, texts: Iterable[bytes]) -> None:
        # By its lead: how far before the lead a text begins and how long it is, then the texts.
        self._table: dict[bytes, dict[tuple[int, int], set[bytes]]] = defaultdict(dict)
        for text in texts:
            place = _rarest(text)
            group = self._table[text[place : place + _LEAD]]
            group.setdefault((place, len(text)), set()).add(text)
        self._sizes = sorted({len(lead) for lead in self._table})
        self._leads = re.compile(_pattern(self._table)) if self._table else None

    def found(self, data: bytes) -> set[bytes]:
        """Give those of the texts that stand in the data."""
        found: set[bytes] = set()
        if self._leads is None:
            return found
        for match in self._leads.finditer(data):
            at = match.start()
            for size in self._sizes:
                for (before, length), texts in self._table.get(data[at : at + size], {}).items():
                    begin = at - before
                    if begin >= 0 and (whole := data[begin : begin + length]) in texts:
                        found.add(whole)
        return found


def _rarest(text: bytes) -> int:
    """Give the place in a text whose first byte is the least common in a web page."""
    places = range(max(1, len(text) - _LEAD + 1))
    return min(places, key=lambda place: _commonness(text[place]))


def _commonness(byte: int) -> int:
    if byte >= _FIRST_OF_SEVERAL:
        return 0
    if byte >= _INSIDE_ONE:
        return 3
    return 1 if chr(byte).isdigit() else 2


def _pattern(leads: Iterable[bytes]) -> bytes:
    """Write the expression that stops at each place where a lead begins, overlapping or not.

    Only the first byte is consumed; that all branches begin with one byte lets `re` skip the rest.
    """
    root: _Trie = {}
    for lead in sorted(leads, key=len, reverse=True):
        node = root
        for byte in lead[:-1]:
            node = node.setdefault(byte, {})
        node[lead[-1]] = {}  # a shorter lead cuts off the longer ones that begin like it
    return b"|".join(
        re.escape(bytes([byte])) + (b"(?=" + _branches(node) + b")" if node else b"")
        for byte, node in sorted(root.items())
    )


def _branches(node: _Trie) -> bytes:
    branches = [re.escape(bytes([byte])) + _branches(node[byte]) for byte in sorted(node)]
    if not branches:
        return b""
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"
