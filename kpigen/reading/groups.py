"""Named values and what was read of them: the shape of a file, or of a part of it."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kpigen.codes import shape_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.reading.shapes import FAULTY, Shape, Sink
from kpigen.reading.source import Mapping, Node, Scalar
from kpigen.spelling import nearest


class Field(NamedTuple):
    """A name in a group: its shape, its Chinese title, what to write, and slips it is known by.

    `description` says in a sentence what the title leaves open; editors and the help show it.
    """

    name: str
    shape: Shape
    title: str
    help: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    description: str = ""


class Fields:
    """What was read of a group: values by name, where they stand, and which are faulty."""

    __slots__ = ("at", "faulty", "places", "values")

    def __init__(self, at: Place) -> None:
        self.at = at
        self.values: dict[str, object] = {}
        self.places: list[tuple[str, int, int]] = []
        self.faulty: set[str] = set()

    def text(self, name: str) -> str:
        """Give a text, empty where nothing was written."""
        value = self.values.get(name, "")
        assert isinstance(value, str)  # noqa: S101  # the declared shape promises it
        return value

    def figure(self, name: str) -> Decimal | None:
        """Give a figure, None where nothing was written."""
        value = self.values.get(name)
        assert value is None or isinstance(value, Decimal)  # noqa: S101  # promised by the shape
        return value

    def day(self, name: str) -> date | None:
        """Give a day, None where nothing was written."""
        value = self.values.get(name)
        assert value is None or isinstance(value, date)  # noqa: S101  # promised by the shape
        return value

    def place(self, name: str) -> Place:
        """Say where a value's name stands, else where the group begins."""
        for known, line, column in self.places:
            if known == name:
                return Place(self.at.path, line, column)
        return self.at

    def group(self, name: str) -> Fields | None:
        """Give a nested group, None where nothing was written."""
        value = self.values.get(name)
        assert value is None or isinstance(value, Fields)  # noqa: S101  # promised by the shape
        return value

    def groups(self, name: str) -> tuple[Fields, ...]:
        """Give the members of a list of groups."""
        value = self.values.get(name, ())
        assert isinstance(value, tuple)  # noqa: S101  # promised by the shape
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """Give the members of a list of texts."""
        value = self.values.get(name, ())
        assert isinstance(value, tuple)  # noqa: S101  # promised by the shape
        return value

    def days(self, name: str) -> tuple[date, ...]:
        """Give the members of a list of days."""
        value = self.values.get(name, ())
        assert isinstance(value, tuple)  # noqa: S101  # promised by the shape
        return value

    @property
    def whole(self) -> bool:
        """Tell whether this group and all groups inside were read without complaint."""
        return not self.faulty and all(
            inner.whole
            for value in self.values.values()
            for inner in (value if isinstance(value, tuple) else (value,))
            if isinstance(inner, Fields)
        )


class Group:
    """Named values: the shape of a file or of a part of it."""

    __slots__ = ("by_name", "description", "fields", "required", "title")

    def __init__(self, title: str, *fields: Field, description: str = "") -> None:
        self.title = title
        self.description = description
        self.fields = fields
        self.by_name: MappingType[str, Field] = {field.name: field for field in fields}
        self.required = tuple(field for field in fields if field.required)

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the group's Fields; FAULTY when the node is no group at all."""
        if not isinstance(node, Mapping):
            sink.findings.append(
                codes.WRONG_TYPE.at(
                    sink.place(node),
                    f"“{name}”应该是一组“名称: 值”（{self.title}）",
                    f"包含：{'、'.join(f'{f.name}（{f.title}）' for f in self.fields)}",
                )
            )
            return FAULTY
        read = Fields(sink.place(node))
        by_name = self.by_name
        for key, value_node in node.entries:
            field = by_name.get(key.text)
            if field is None:
                guess = self._guess(key.text)
                sink.findings.append(self._unknown(key, guess, sink))
                if guess:
                    read.faulty.add(guess)
                continue
            value = field.shape.read(value_node, field.name, sink)
            if value is FAULTY:
                read.faulty.add(field.name)
            else:
                read.values[field.name] = value
            read.places.append((field.name, key.line, key.column))
        for field in self.required:
            if field.name not in read.values and field.name not in read.faulty:
                read.faulty.add(field.name)
                sink.findings.append(
                    codes.MISSING_KEY.at(
                        sink.place(node),
                        f"{self.title}缺少“{field.name}”（{field.title}）",
                        f"补上一行：{field.name}: {field.help or '……'}",
                    )
                )
        return read

    def _guess(self, key: str) -> str:
        for field in self.fields:
            if key in {field.title, *field.aliases}:
                return field.name
        return nearest(key.lower(), self.by_name)

    def _unknown(self, key: Scalar, guess: str, sink: Sink) -> Diagnostic:
        listed = "、".join(f"{field.name}（{field.title}）" for field in self.fields)
        return codes.UNKNOWN_KEY.at(
            sink.place(key),
            f"{self.title}里没有“{key.text[:40]}”这个名称",
            f"是不是想写“{guess}”？" if guess else f"可用的名称：{listed}",
        )
