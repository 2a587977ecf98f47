"""Where every value of a file stands, from its first character to its last, for who changes one."""

from __future__ import annotations

import re
from typing import NamedTuple

from _ruamel_yaml import (
    CParser,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A value in a file's text: offsets of its name, of its start and of its end.

    A list's members have no name. `style` is how a scalar is quoted (`"`, `'`, `|`, `>` or empty),
    `{` and `[` in flow style, `:` and `-` for a block of names or members.
    """

    name: str
    key: int
    start: int
    end: int
    style: str
    inner: tuple[Span, ...] = ()

    def named(self, name: str) -> Span | None:
        """Find a member by its name."""
        return next((one for one in self.inner if one.name == name), None)


def root(text: str) -> Span:
    """Locate the values of a text, without a byte order mark, that `source.read` accepts."""
    return _Walk(text).value("", None)


class _Walk:
    """Goes through the parser's events once; `source` has bounded their depth."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._next = CParser(text.encode("utf-8")).get_event

    def value(self, name: str, key: int | None) -> Span:
        """Locate the value that comes next."""
        kinds = (ScalarEvent, MappingStartEvent, SequenceStartEvent)
        while not isinstance(event := self._next(), kinds):
            pass
        return self._located(event, name, key)

    def _located(self, event: object, name: str, key: int | None) -> Span:
        start = self._offset(event, "start_mark")
        if isinstance(event, ScalarEvent):
            end = start + len(self._text[start : self._offset(event, "end_mark")].rstrip())
            return Span(name, start if key is None else key, start, end, event.style or "")
        inner = []
        is_list = isinstance(event, SequenceStartEvent)
        while not isinstance(one := self._next(), (MappingEndEvent, SequenceEndEvent)):
            if is_list:
                inner.append(self._located(one, "", None))
            else:
                inner.append(self.value(one.value, self._offset(one, "start_mark")))
        flow = bool(event.flow_style)  # type: ignore[attr-defined]  # the C events carry no types
        end = self._offset(one, "end_mark") if flow or not inner else inner[-1].end
        style = ("[" if flow else "-") if is_list else ("{" if flow else ":")
        return Span(name, start if key is None else key, start, end, style, tuple(inner))

    def _offset(self, event: object, mark: str) -> int:
        place = getattr(event, mark)
        line, column = int(place.line), int(place.column)
        return self._lines[min(line, len(self._lines) - 1)] + column
