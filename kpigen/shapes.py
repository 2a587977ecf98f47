"""The building blocks of a file's declared shape: each turns a node into a value, or complains.

`schema` declares the files with these; the reader, the editors' schemas and the documentation all
go by the one declaration.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping as MappingType
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final, NamedTuple, Protocol

from kpigen import exact
from kpigen.codes import shape_codes as codes
from kpigen.codes import yaml_codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.source import Mapping, Node, Scalar, Sequence, straighten


class _Faulty:
    """The value of a field that was complained of."""


FAULTY: Final = _Faulty()


class Sink(NamedTuple):
    """Where the complaints about one file gather."""

    path: str
    findings: list[Diagnostic]

    def place(self, node: Node) -> Place:
        """Say where a node of this file stands."""
        return Place(self.path, node.line, node.column)


class Shape(Protocol):
    """What a value must look like."""

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Turn the node into a value; FAULTY after a complaint."""


def _scalar(node: Node, name: str, wanted: str, sink: Sink) -> Scalar | None:
    """Give the node as non-empty scalar; complain and give None otherwise."""
    if not isinstance(node, Scalar):
        found = "列表" if isinstance(node, Sequence) else "一组名称"
        sink.findings.append(
            codes.WRONG_TYPE.at(
                sink.place(node),
                f"“{name}”应该是{wanted}，这里是{found}",
                f"写成：{name}: {wanted}",
            )
        )
        return None
    if node.plain and not node.text:
        sink.findings.append(
            codes.EMPTY_VALUE.at(
                sink.place(node), f"“{name}”后面没有内容", f"填上{wanted}；用不到就删去这一行"
            )
        )
        return None
    return node


class Text(NamedTuple):
    """A text of one line, or of several where `lines` is set."""

    limit: int = 200
    lines: bool = False
    empty: bool = False

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the text with its outer blanks removed."""
        if node.__class__ is Scalar and not self.lines:  # nearly every value of every record
            text = node.text.strip()
            if text and len(text) <= self.limit and "\n" not in text:
                return text
        if self.empty and isinstance(node, Scalar) and not node.plain and not node.text:
            return ""
        scalar = _scalar(node, name, "一段文字", sink)
        if scalar is None:
            return FAULTY
        text = scalar.text.strip()
        if not text:
            sink.findings.append(
                codes.EMPTY_VALUE.at(
                    sink.place(node), f"“{name}”只有空格", "填上内容；用不到就删去这一行"
                )
            )
            return FAULTY
        if not self.lines and "\n" in text:
            one_line = "".join(part.strip() for part in text.splitlines())
            sink.findings.append(
                codes.SEVERAL_LINES.at(
                    sink.place(node), f"“{name}”有好几行", f"写成：{name}: {one_line[:60]}"
                )
            )
            return FAULTY
        if len(text) > self.limit:
            sink.findings.append(
                codes.TEXT_TOO_LONG.at(
                    sink.place(node),
                    f"“{name}”有 {len(text)} 个字，最多 {self.limit} 个字",
                    "删减到要点",
                )
            )
            return FAULTY
        return text


class Identifier(NamedTuple):
    """A short ASCII name that may become part of an address or a file name."""

    pattern: str = r"[a-z0-9](?:[a-z0-9.-]{0,38}[a-z0-9])?"
    example: str = "tianshu"

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the identifier as text."""
        scalar = _scalar(node, name, "编号", sink)
        if scalar is None:
            return FAULTY
        if re.fullmatch(self.pattern, scalar.text):
            return scalar.text
        sink.findings.append(
            codes.BAD_IDENTIFIER.at(
                sink.place(node),
                f"“{name}”不能写成“{scalar.text[:40]}”",
                f"只用小写字母、数字、点和连字符，例如 {name}: {self.example}",
            )
        )
        return FAULTY


_NUMBER_INSIDE = r"^[^\d]*?(\d+(?:,\d{3})*(?:\.\d+)?)[^\d]*$"


def _cut(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)


class Figure(NamedTuple):
    """An exact decimal figure; `above` says that `minimum` itself is not allowed."""

    decimals: int = 2
    minimum: Decimal = exact.ZERO
    above: bool = False

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the figure as Decimal."""
        scalar = _scalar(node, name, "一个数字", sink)
        if scalar is None:
            return FAULTY
        value = exact.parse(scalar.text)
        if value is None:
            inside = re.match(_NUMBER_INSIDE, straighten(scalar.text).strip())
            shown = inside[1].replace(",", "") if inside else "2"
            sink.findings.append(
                codes.NOT_A_FIGURE.at(
                    sink.place(node),
                    f"“{name}”应该是半角数字，不能写成“{scalar.text[:40]}”",
                    f"写成：{name}: {shown}" if inside else f"例如 {name}: {shown}",
                )
            )
            return FAULTY
        if exact.decimals(value) > self.decimals:
            allowed = f"最多 {self.decimals} 位小数" if self.decimals else "必须是整数"
            sink.findings.append(
                codes.TOO_MANY_DECIMALS.at(
                    sink.place(node),
                    f"“{name}”{allowed}，这里是 {exact.plain(value)}",
                    f"核对后改写，例如 {name}: {exact.plain(_cut(value, self.decimals))}",
                )
            )
            return FAULTY
        if value < self.minimum or (self.above and value == self.minimum):
            relation = "大于" if self.above else "不小于"
            sink.findings.append(
                codes.OUT_OF_RANGE.at(
                    sink.place(node),
                    f"“{name}”应该{relation} {exact.plain(self.minimum)}，"
                    f"这里是 {exact.plain(value)}",
                    "核对数字；要撤销一条记录，请用 withdrawn，不要写 0 或负数",
                )
            )
            return FAULTY
        return value


_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_LOOSE_DATE = r"(\d{4})\s*[-/.,年]\s*(\d{1,2})\s*[-/.,月]\s*(\d{1,2})\s*[日号]?\Z"


class Date(NamedTuple):
    """A calendar day written as 2020-05-12."""

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the day as date."""
        if isinstance(node, Scalar) and _ISO_DATE.match(node.text):
            try:
                return date.fromisoformat(node.text)
            except ValueError:  # the pattern holds, so the calendar has no such day
                sink.findings.append(
                    codes.NOT_A_DATE.at(
                        sink.place(node), f"日历上没有 {node.text} 这一天", "核对月份和日子"
                    )
                )
                return FAULTY
        scalar = _scalar(node, name, "日期", sink)
        if scalar is None:
            return FAULTY
        loose = re.match(_LOOSE_DATE, straighten(scalar.text).strip())
        hint = f"例如 {name}: 2020-05-12"
        if loose:
            hint = f"写成：{name}: {loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}"
        sink.findings.append(
            codes.NOT_A_DATE.at(
                sink.place(node), f"“{name}”应该是日期，不能写成“{scalar.text[:40]}”", hint
            )
        )
        return FAULTY


_MEANT = {
    **dict.fromkeys(("是", "对", "真", "yes", "on", "y", "1", "true"), "true"),
    **dict.fromkeys(("否", "不是", "假", "no", "off", "n", "0", "false"), "false"),
}


class Boolean(NamedTuple):
    """True or false, and no other spelling."""

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the truth value."""
        scalar = _scalar(node, name, "true 或 false", sink)
        if scalar is None:
            return FAULTY
        if scalar.text in {"true", "false"}:
            return scalar.text == "true"
        meant = _MEANT.get(scalar.text.lower())
        sink.findings.append(
            codes.NOT_A_BOOLEAN.at(
                sink.place(node),
                f"“{name}”应该是 true 或 false，不能写成“{scalar.text[:40]}”",
                f"写成：{name}: {meant}" if meant else f"例如 {name}: true",
            )
        )
        return FAULTY


class Choice(NamedTuple):
    """One of a few words; each option has its Chinese meaning beside it."""

    options: tuple[tuple[str, str], ...]

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the chosen word."""
        scalar = _scalar(node, name, "规定的一种写法", sink)
        if scalar is None:
            return FAULTY
        words = [word for word, _ in self.options]
        if scalar.text in words:
            return scalar.text
        meant = [word for word, title in self.options if scalar.text in {title, word.upper()}]
        meant = meant or difflib.get_close_matches(straighten(scalar.text), words, 1)
        listed = "、".join(
            word if word == title else f"{word}（{title}）" for word, title in self.options
        )
        sink.findings.append(
            codes.NOT_A_CHOICE.at(
                sink.place(node),
                f"“{name}”不能写成“{scalar.text[:40]}”",
                f"写成：{name}: {meant[0]}" if meant else f"可选的写法：{listed}",
            )
        )
        return FAULTY


class ListOf(NamedTuple):
    """A list whose members have one shape."""

    member: Shape

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the members as a tuple; a faulty member makes the list faulty."""
        if not isinstance(node, Sequence):
            text = node.text if isinstance(node, Scalar) else ""
            is_slip = any(mark in text for mark in "，、")
            code = yaml_codes.FULL_WIDTH if is_slip else codes.WRONG_TYPE
            sink.findings.append(
                code.at(
                    sink.place(node),
                    f"“{name}”应该是列表",
                    f"写成：{name}: [{straighten(text)}]"
                    if is_slip
                    else "每个成员另起一行，前面写“- ”，缩进两格",
                )
            )
            return FAULTY
        values = [self.member.read(member, name, sink) for member in node.members]
        return FAULTY if any(value is FAULTY for value in values) else tuple(values)


class Anything(NamedTuple):
    """Plain data of any shape, kept out of everything that is published."""

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Accept the node and keep nothing of it."""
        del node, name, sink
        return None


class Field(NamedTuple):
    """A name in a group: its shape, its Chinese title and what to write there."""

    name: str
    shape: Shape
    title: str
    help: str = ""
    required: bool = False


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

    __slots__ = ("by_name", "fields", "required", "title")

    def __init__(self, title: str, *fields: Field) -> None:
        self.title = title
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
                sink.findings.append(self._unknown(key, sink))
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

    def _unknown(self, key: Scalar, sink: Sink) -> Diagnostic:
        meant = [field.name for field in self.fields if key.text == field.title]
        meant = meant or difflib.get_close_matches(key.text.lower(), list(self.by_name), 1)
        listed = "、".join(f"{field.name}（{field.title}）" for field in self.fields)
        return codes.UNKNOWN_KEY.at(
            sink.place(key),
            f"{self.title}里没有“{key.text[:40]}”这个名称",
            f"是不是想写“{meant[0]}”？" if meant else f"可用的名称：{listed}",
        )
