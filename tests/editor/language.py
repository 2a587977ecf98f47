"""Reads YAML as editors do, by the core schema of YAML 1.2, and holds it against a schema."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from jsonschema import Draft7Validator
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kpigen.editor.editor_schema import Schema, as_json


def _number(text: str) -> Decimal | int:
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


# YAML 1.2.2, 10.3.2: what a text without quotes is, in this order; anything else is a text.
_CORE = (
    (r"~|null|Null|NULL|", lambda _: None),
    (r"true|True|TRUE", lambda _: True),
    (r"false|False|FALSE", lambda _: False),
    (r"[-+]?[0-9]+", int),
    (r"0o[0-7]+", lambda text: int(text, 0)),
    (r"0x[0-9a-fA-F]+", lambda text: int(text, 0)),
    (r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", _number),
)


def parse(text: str) -> Any:  # noqa: ANN401  # whatever the text holds
    node = YAML(typ="safe", pure=True).compose(text)
    return None if node is None else _value(node)


def _value(node: Node) -> Any:  # noqa: ANN401
    if isinstance(node, MappingNode):
        return {_key(key): _value(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_value(member) for member in node.value]
    assert isinstance(node, ScalarNode)
    if node.style:
        return node.value
    for pattern, made in _CORE:
        if re.fullmatch(pattern, node.value):
            return made(node.value)
    return node.value


def _key(node: Node) -> str:
    assert isinstance(node, ScalarNode)
    return str(node.value)


def validator(schema: Schema) -> Draft7Validator:
    """Load a schema from its JSON with exact decimals; a schema that is none fails."""
    loaded = json.loads(as_json(schema), parse_float=Decimal)
    Draft7Validator.check_schema(json.loads(as_json(schema)))
    return Draft7Validator(loaded)


def refusals(known: Draft7Validator, text: str) -> list[str]:
    return [error.message for error in known.iter_errors(parse(text))]
