"""Changes single values in a record's file and leaves every other character as it stands.

Whoever reviews the change sees only what was changed: comments, order and quotes stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kpigen.exact import plain
from kpigen.filing.record_text import quoted
from kpigen.model import Correction
from kpigen.reading import schema, source, spans
from kpigen.reading.groups import Group
from kpigen.reading.source import Bare
from kpigen.reading.spans import Span

Value = Decimal | date | str | None
_BOM = "\ufeff"
# What other readers of YAML would take for a truth value or for nothing stays in quotes.
_NO_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_LETTER = re.compile(r"[^\W\d_]")


class Edit(NamedTuple):
    """One field, `reason` or `appeal.count`, and its new value; None and an empty text drop it."""

    field: str
    value: Value


def edited(content: bytes, edits: tuple[Edit, ...], correction: Correction | None) -> bytes | None:
    """Give the file with the changes; None where it is written in a way that they do not fit.

    The file is one that was read without complaint. What comes out is read again and compared.
    """
    text = content.decode("utf-8")
    for edit in edits:
        done = _edit(text, edit)
        if done is None:
            return None
        text = done
    if correction is not None:
        added = _correct(text, correction)
        if added is None:
            return None
        text = added
    return text.encode("utf-8")


def _edit(text: str, edit: Edit) -> str | None:
    wanted = _with(_fields(text), edit)
    return next((one for one in _ways(text, edit) if _fields(one) == wanted), None)


def _ways(text: str, edit: Edit) -> Iterator[str]:
    """Write a change in every way that could do, the one nearest to the file's own first."""
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    outer, _, inner = edit.field.rpartition(".")
    parent = spans.root(body)
    group: Group = schema.DEDUCTION
    if outer:
        within, shape = parent.named(outer), schema.DEDUCTION.by_name[outer].shape
        if within is None or not isinstance(shape, Group):
            return
        parent, group = within, shape
    standing = parent.named(inner)
    written = _written(edit.value)
    if standing is None and written:
        made = _inserted(body, parent, group, inner, [f"{inner}: {_as_new(edit.value)}"])
        if made is not None:
            yield mark + made
    elif standing is not None and not written:
        dropped = _dropped(body, standing)
        if dropped is not None:
            yield mark + dropped
    elif standing is not None:
        for words in _in_style(body, standing, edit.value):
            yield mark + body[: standing.start] + words + body[standing.end :]


def _written(value: Value) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value)


def _as_new(value: Value) -> str:
    return quoted(value) if isinstance(value, str) else _written(value)


def _in_style(body: str, standing: Span, value: Value) -> Iterator[str]:
    """Write a value as the one before it is written, else in double quotes."""
    words = _written(value)
    if standing.style == "'":
        yield "'" + words.replace("'", "''") + "'"
    elif standing.style in {"|", ">"}:
        found = re.match(r"([|>][^\r\n]*)(\r\n|\n|\r)( *)", body[standing.start : standing.end])
        if found is not None:
            yield found[1] + found[2] + found[3] + words
    elif not standing.style and (
        not isinstance(value, str) or (_LETTER.search(words) and words.lower() not in _NO_WORDS)
    ):
        yield words
    yield quoted(words)


def _inserted(body: str, parent: Span, group: Group, name: str, lines: list[str]) -> str | None:
    """Add lines behind the last of the fields that usually stand before this one."""
    if parent.style != ":" or not parent.inner:
        return None
    order = [field.name for field in group.fields]
    before = [
        one
        for one in parent.inner
        if one.name in order and order.index(one.name) < order.index(name)
    ]
    beside = before[-1] if before else parent.inner[0]
    first = _line_start(body, beside.key)
    indent = body[first : beside.key]
    if indent.strip(" "):
        return None
    place = _line_end(body, beside.end) if before else first
    return _put(body, place, [indent + line for line in lines])


def _put(body: str, place: int, lines: list[str]) -> str:
    """Put whole lines in at the start of a line, or after the last one, ended as the file's are."""
    end = _newline(body)
    before = body[:place]
    if before and not before.endswith(("\n", "\r")):
        before += end
    return before + "".join(line + end for line in lines) + body[place:]


def _newline(body: str) -> str:
    found = re.search(r"\r\n|\n|\r", body)
    return found[0] if found else "\n"


def _dropped(body: str, standing: Span) -> str | None:
    first = _line_start(body, standing.key)
    if body[first : standing.key].strip(" "):
        return None
    return body[:first] + body[_line_end(body, standing.end) :]


def _line_start(body: str, place: int) -> int:
    return max(body.rfind("\n", 0, place), body.rfind("\r", 0, place)) + 1


def _line_end(body: str, place: int) -> int:
    found = re.compile(r"\r\n|\n|\r").search(body, place)
    return found.end() if found else len(body)


def _correct(text: str, correction: Correction) -> str | None:
    """Add an entry to the corrections."""
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    values = {
        "date": str(correction.date),
        "reason": quoted(correction.reason),
        "decided_by": quoted(correction.decided_by),
    }
    entry = [f"{name}: {words}" for name, words in values.items()]
    block = [("  - " if place == 0 else "    ") + line for place, line in enumerate(entry)]
    root = spans.root(body)
    standing = root.named("corrections")
    if standing is None:
        made = _inserted(body, root, schema.DEDUCTION, "corrections", ["corrections:", *block])
    elif standing.style == "[":
        comma = ", " if standing.inner else ""
        place = standing.inner[-1].end if standing.inner else standing.start + 1
        made = body[:place] + comma + "{" + ", ".join(entry) + "}" + body[place:]
    else:
        indent = " " * (standing.start - _line_start(body, standing.start))
        lines = [indent + line[2:] for line in block]
        made = _put(body, _line_end(body, standing.end), lines)
    wanted = _fields(text)
    bare = tuple(
        (name, _written(getattr(correction, name))) for name in ("date", "reason", "decided_by")
    )
    held = wanted.get("corrections", ("",))
    assert isinstance(held, tuple)  # noqa: S101  # the schema has a list here
    wanted["corrections"] = (*held, bare)
    return None if made is None or _fields(mark + made) != wanted else mark + made


def _fields(text: str) -> dict[str, Bare]:
    """Give what a text says, blanks around words aside; nothing where it can't be read."""
    read = source.fields("", text.encode("utf-8")) or {}
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in read.items()
    }


def _with(fields: dict[str, Bare], edit: Edit) -> dict[str, Bare]:
    """Give the fields as they should be after a change."""
    outer, _, inner = edit.field.rpartition(".")
    words = _written(edit.value)
    if not outer:
        others = {name: value for name, value in fields.items() if name != inner}
        return {**others, inner: words} if words else others
    return {**fields, outer: _member(fields.get(outer, ()), inner, words)}


def _member(group: Bare, name: str, words: str) -> Bare:
    members = [one for one in group if isinstance(one, tuple)]
    names = [one[0] for one in members]
    changed = (name, words)
    if name in names:
        kept = [changed if one[0] == name else one for one in members]
        return tuple(one for one in kept if one[1] or one[0] != name)
    order = [field.name for field in schema.DEDUCTION.by_name["appeal"].shape.fields]  # type: ignore[attr-defined]  # it is a group
    before = [place for place, one in enumerate(names) if order.index(one) < order.index(name)]
    place = before[-1] + 1 if before else 0
    return (*members[:place], changed, *members[place:])
