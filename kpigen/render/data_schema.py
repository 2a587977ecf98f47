"""JSON Schemas (draft 2020-12) of the data files, made from the declaration of their fields."""

from __future__ import annotations

import json

from kpigen.view.data_kinds import (
    FORMULA_STARTS,
    Day,
    Field,
    Figure,
    Group,
    Kind,
    ListOf,
    OneOf,
    Text,
    Truth,
    Whole,
    Written,
)

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NO_FORMULA = "".join(("(?![", *(f"\\u{ord(start):04x}" for start in FORMULA_STARTS), "])"))
# Kinds that many fields share are said once.
_SHARED: dict[Kind, str] = {Figure(): "figure", Figure(places=2): "total", Day(): "day"}

Schema = dict[str, object]


def of_document(group: Group, title: str, description: str) -> bytes:
    """Give the schema of a JSON file."""
    definitions = {name: _of_kind(kind, shared=False) for kind, name in _SHARED.items()}
    body = {"title": title, "description": description, **_of_group(group), "$defs": definitions}
    return _bytes(body)


def of_lines(columns: Group, title: str, description: str) -> bytes:
    """Give the schema of a CSV file's line, read as an object of texts by column heading."""
    fields = columns.fields
    return _bytes(
        {
            "title": title,
            "description": description,
            "type": "object",
            "properties": {field.name: _of_cell(field) for field in fields},
            "required": [field.name for field in fields],
            "additionalProperties": False,
        }
    )


def _bytes(schema: Schema) -> bytes:
    text = json.dumps({"$schema": _DRAFT, **schema}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _of_group(group: Group) -> Schema:
    return {
        "type": "object",
        "properties": {field.name: _of_field(field) for field in group.fields},
        "required": [field.name for field in group.fields if field.always],
        "additionalProperties": False,
    }


def _of_field(field: Field) -> Schema:
    schema = _of_kind(field.kind)
    if field.null:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {"title": field.title, "description": _described(field), **schema}


def _of_kind(kind: Kind, *, shared: bool = True) -> Schema:
    if shared and kind in _SHARED:
        return {"$ref": f"#/$defs/{_SHARED[kind]}"}
    match kind:
        case Group():
            return _of_group(kind)
        case ListOf():
            return {"type": "array", "items": _of_kind(kind.member)}
        case OneOf():
            return {"enum": [word for word, _ in kind.words]}
        case Truth():
            return {"type": "boolean"}
        case Whole():
            return {"type": "integer", "minimum": 1}
        case Text():
            return {"type": "string"}
        case Written() | Figure() | Day():
            return {"type": "string", "pattern": f"^{kind.pattern}$"}


def _of_cell(field: Field) -> Schema:
    kind = field.kind
    assert not isinstance(kind, ListOf | Group)  # noqa: S101  # a cell holds one value
    head: Schema = {"description": _described(field), "type": "string"}
    empty = "|" if field.null else ""
    if isinstance(kind, OneOf):
        return {**head, "enum": [word for word, _ in kind.words] + [""] * field.null}
    if isinstance(kind, Text):
        least = {} if field.null else {"minLength": 1}
        return {**head, **least, "pattern": f"^{_NO_FORMULA}"}
    return {**head, "pattern": f"^(?:{empty}{kind.pattern})$"}


def _described(field: Field) -> str:
    """Say what a field means, and each of its words."""
    if not isinstance(field.kind, OneOf):
        return field.meaning
    words = "；".join(
        f"{word} {meaning}" if meaning else word for word, meaning in field.kind.words
    )
    return f"{field.meaning}{words}。"
