"""Turns declared shapes into JSON Schemas (draft-07) that editors check, explain and complete by.

Whatever the reader accepts the schema accepts, too: an editor's YAML gives `2020` as a number and
`true` as a boolean where the reader takes the text, so texts allow these; and a figure may stand
in quotes. Not all that the reader refuses can be said here (`1e3` is a number to an editor).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import count

from kpigen.editor.notation import notation
from kpigen.editor.samples import SAMPLES, Sample
from kpigen.exact import ZERO, plain
from kpigen.reading import source
from kpigen.reading.groups import Field, Group
from kpigen.reading.shapes import (
    Anything,
    Boolean,
    Choice,
    Date,
    Figure,
    Identifier,
    ListOf,
    Shape,
    Text,
)

Schema = dict[str, object]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_LINE = 80
_WRITTEN_BY = "由 kpigen schema 生成，请勿修改"
# The calendar as a pattern: months of 31 and of 30 days, February, the 29th in leap years.
_DAY = (
    r"(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?!0000)(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
)


def of_file(kind: str, group: Group, samples: tuple[Sample, ...] | None = None) -> Schema:
    """Give the schema of a file kind; `samples` stand in for those of the whole file."""
    return {"$schema": _DRAFT, "$comment": _WRITTEN_BY, **_of_group(group, kind, samples)}


def as_json(schema: Schema) -> str:
    """Write a schema as JSON, in its own order and with its exact decimals."""
    return _json(schema, "") + "\n"


def _of_group(group: Group, path: str, samples: tuple[Sample, ...] | None = None) -> Schema:
    schema: Schema = {"title": group.title, "type": "object"}
    if group.description:
        schema["description"] = group.description
    schema["errorMessage"] = _names(group)
    schema["additionalProperties"] = False
    if group.required:
        schema["required"] = [field.name for field in group.required]
    found = SAMPLES.get(path, ()) if samples is None else samples
    if found:
        schema["defaultSnippets"] = [_snippet(sample, group) for sample in found]
    schema["properties"] = {field.name: _of_field(field, path) for field in group.fields}
    return schema


def _names(group: Group) -> str:
    """Say which names there are: what an editor shows where one is missing or unknown."""
    must = "、".join(field.name for field in group.required)
    may = "、".join(field.name for field in group.fields if not field.required)
    parts = (f"必填 {must}" if must else "", f"可选 {may}" if may else "", "没有别的名称")
    return f"{group.title}：{'；'.join(filter(None, parts))}。"


def _of_field(field: Field, path: str) -> Schema:
    written = notation(field.shape)
    parts = [field.description, f"写法：{written}。"]
    schema: Schema = {"title": field.title, "description": "".join(filter(None, parts))}
    if field.help:
        parts.append(f"写成 `{field.name}: {field.help}`")
    schema["markdownDescription"] = "\n\n".join(filter(None, parts))
    shape = of_shape(field.shape, f"{path}.{field.name}")
    return {**schema, **{name: value for name, value in shape.items() if name not in schema}}


def of_shape(shape: Shape, path: str = "") -> Schema:
    """Give the schema of a value; `path` names the group it may be, for its samples."""
    match shape:
        case Group():
            return _of_group(shape, path)
        case ListOf():
            schema: Schema = {"type": "array", "items": of_shape(shape.member, path)}
        case Choice():
            schema = {
                "type": "string",
                "enum": [word for word, _ in shape.options],
                "enumDescriptions": [title for _, title in shape.options],
            }
        case Figure():
            schema = _of_figure(shape)
        case Anything():
            return _with_snippets(path, shape)
        case _:
            schema = _of_text(shape)
    return {**schema, "errorMessage": f"写法：{notation(shape)}。"}


def _of_text(shape: Shape) -> Schema:
    """Give types and pattern of what is read as one scalar's text."""
    match shape:
        case Text():
            inside = r"[\s\S]" if shape.lines else r"[^\n]"
            whole = rf"\s*\S(?:{inside}{{0,{shape.limit - 2}}}\S)?\s*"
            types = ["string", "number", "boolean"]
            return {"type": types, "pattern": f"^(?:{whole})?$" if shape.empty else f"^{whole}$"}
        case Date():
            return {"type": "string", "pattern": f"^(?:{_DAY})$"}
        case Boolean():
            return {"type": ["boolean", "string"], "pattern": "^(?:true|false)$"}
        case Identifier():
            also = [name for name, texts in _OTHER_TYPES if _takes(shape, texts)]
            types = ["string", *also]
            return {"type": types if also else "string", "pattern": f"^(?:{shape.pattern})$"}
    raise TypeError(shape)


# What an editor makes of a text without quotes.
_OTHER_TYPES = (("number", ("1", "1.1")), ("boolean", ("true",)))


def _takes(shape: Identifier, texts: tuple[str, ...]) -> bool:
    return any(re.fullmatch(shape.pattern, text) for text in texts)


def _of_figure(shape: Figure) -> Schema:
    digits = r"(?:0|[1-9][0-9]{0,8})"
    sign = "-?" if shape.minimum < ZERO else ""
    some = "(?=.*[1-9])" if shape.above or shape.minimum > ZERO else ""
    fraction = rf"(?:\.[0-9]{{1,{shape.decimals}}}0*)?" if shape.decimals else r"(?:\.0+)?"
    schema: Schema = {"type": ["number" if shape.decimals else "integer", "string"]}
    schema["exclusiveMinimum" if shape.above else "minimum"] = shape.minimum
    if shape.maximum is not None:
        schema["maximum"] = shape.maximum
    if shape.decimals:
        schema["multipleOf"] = Decimal(1).scaleb(-shape.decimals)
    schema["pattern"] = f"^{some}{sign}{digits}{fraction}$"
    return schema


def _with_snippets(path: str, shape: Shape) -> Schema:
    return {"defaultSnippets": [_snippet(sample, shape) for sample in SAMPLES.get(path, ())]}


def _snippet(sample: Sample, shape: Shape) -> Schema:
    """Make a snippet of a sample: its names, and places to fill in for its values."""
    node, _ = source.read(sample.title, sample.text.encode("utf-8"))
    assert node is not None, sample.title  # noqa: S101  # the tests read every sample
    body = _places(node, shape, "", count(1))
    return {"label": sample.title, "description": sample.text, "body": body}


def _places(node: source.Node, shape: Shape, title: str, stops: Iterator[int]) -> object:
    """Put a numbered place to fill in where a sample has a value; words of a choice stay.

    A place that is left as it is must not pass for data: so it is empty, or says what to write in
    words that no figure, date or identifier can be.
    """
    if isinstance(node, source.Mapping) and isinstance(shape, Group):
        fields = ((key.text, value, shape.by_name[key.text]) for key, value in node.entries)
        return {
            name: _places(value, field.shape, field.title, stops) for name, value, field in fields
        }
    if isinstance(node, source.Mapping):
        return {key.text: _places(value, shape, title, stops) for key, value in node.entries}
    if isinstance(node, source.Sequence):
        member = shape.member if isinstance(shape, ListOf) else shape
        return [_places(each, member, title, stops) for each in node.members]
    if isinstance(shape, (Choice, Boolean)):
        return node.text
    match shape:
        case Text(empty=True):
            return f'"${{{next(stops)}}}"'
        case Text() | Anything():
            return f"${{{next(stops)}}}"
        case Date():
            return f"${{{next(stops)}:年-月-日}}"
    return f"${{{next(stops)}:{title}}}"


def _json(value: object, indent: str) -> str:
    """Write a value; a list that is short and flat stays on one line."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    inner = f"{indent}  "
    if isinstance(value, dict):
        named = [f"{_quoted(name)}: {_json(member, inner)}" for name, member in value.items()]
        return _block("{", named, "}", indent)
    if isinstance(value, list):
        members = [_json(member, inner) for member in value]
        line = f"[{', '.join(members)}]"
        is_flat = len(line) <= _LINE and not any(member[0] in "{[" for member in members)
        return line if is_flat else _block("[", members, "]", indent)
    raise TypeError(value)


def _block(start: str, lines: list[str], end: str, indent: str) -> str:
    between = f",\n{indent}  "
    return f"{start}\n{indent}  {between.join(lines)}\n{indent}{end}" if lines else start + end


# By hand, because `json` takes longer to load than all this takes to run in every `check`.
_SPECIAL = re.compile(r'["\\\x00-\x1f]')


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return {"\n": "\\n"}.get(char) or (f"\\{char}" if char in '"\\' else f"\\u{ord(char):04x}")
