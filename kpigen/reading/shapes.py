"""The building blocks of a file's declared shape: each turns a node into a value, or complains.

`schema` declares the files with these; there is no other place that says what may be written.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final, NamedTuple, Protocol

from kpigen import exact
from kpigen.codes import shape_codes as codes
from kpigen.codes import yaml_codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.reading.source import Node, Scalar, Sequence
from kpigen.spelling import nearest, straighten


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
                f"写成“{name}: ”加{wanted}",
            )
        )
        return None
    if node.plain and node.text in _NOTHING:
        sink.findings.append(
            codes.EMPTY_VALUE.at(
                sink.place(node), f"“{name}”后面没有内容", f"填上{wanted}；用不到就删去这一行"
            )
        )
        return None
    return node


# What YAML takes for no value where it stands without quotes.
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Text(NamedTuple):
    """A text of one line, or of several where `lines` is set."""

    limit: int = 200
    lines: bool = False
    empty: bool = False

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the text with its outer blanks removed."""
        if node.__class__ is Scalar and not self.lines:  # nearly every value of every record
            text = node.text.strip()
            if text and text not in _NOTHING and len(text) <= self.limit and "\n" not in text:
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


# Windows keeps these names for devices whatever their suffix; `index` names the lists of a site.
RESERVED_NAMES = r"(?:index|con|nul|prn|aux|com[0-9]|lpt[0-9])(?:\..*)?"


class Identifier(NamedTuple):
    """A short ASCII name that may become part of an address or a file name."""

    pattern: str = rf"(?!{RESERVED_NAMES}$)[a-z0-9](?:[a-z0-9.-]{{0,38}}[a-z0-9])?"
    example: str = "tianshu"
    form: str = "只用小写字母、数字、点和连字符，不用 index 和 con、nul 等系统保留的名称"

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the identifier as text."""
        scalar = _scalar(node, name, "编号", sink)
        if scalar is None:
            return FAULTY
        if re.fullmatch(self.pattern, scalar.text):
            return scalar.text
        straight = straighten(scalar.text)
        hint = f"{self.form}，例如 {name}: {self.example}"
        if re.fullmatch(self.pattern, straight):
            hint = f"写成：{name}: {straight}"
        sink.findings.append(
            codes.BAD_IDENTIFIER.at(sink.place(node), f"“{name}”不能写成“{scalar.text[:40]}”", hint)
        )
        return FAULTY


_NUMBER_INSIDE = r"[^0-9.-]*([0-9]*(?:,[0-9]{3})*(?:\.[0-9]+)?)[^0-9.]*$"


def _figure_inside(text: str) -> str:
    """Find the one plain figure that a text like `２次`, `1,200` or `.5` can only mean."""
    found = re.match(_NUMBER_INSIDE, straighten(text).strip())
    if found is None or not found[1]:
        return ""
    digits = found[1].replace(",", "").lstrip("0")
    figure = f"0{digits}" if not digits or digits.startswith(".") else digits
    return figure if exact.parse(figure) is not None else ""


def _cut(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)


class Figure(NamedTuple):
    """An exact decimal figure; `above` says that `minimum` itself is not allowed."""

    decimals: int = 2
    minimum: Decimal = exact.ZERO
    above: bool = False
    maximum: Decimal | None = None

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the figure as Decimal."""
        scalar = _scalar(node, name, "一个数字", sink)
        if scalar is None:
            return FAULTY
        value = exact.parse(scalar.text)
        if value is None and re.fullmatch("[0-9]{10,}", scalar.text):
            sink.findings.append(
                codes.OUT_OF_RANGE.at(sink.place(node), f"“{name}”的数字太大", "核对数字")
            )
            return FAULTY
        if value is None:
            inside = _figure_inside(scalar.text)
            sink.findings.append(
                codes.NOT_A_FIGURE.at(
                    sink.place(node),
                    f"“{name}”应该是半角数字，不能写成“{scalar.text[:40]}”",
                    f"写成：{name}: {inside}" if inside else f"例如 {name}: 2",
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
        bound, hint = self._out_of_range(value)
        if bound:
            sink.findings.append(
                codes.OUT_OF_RANGE.at(
                    sink.place(node), f"“{name}”应该{bound}，这里是 {exact.plain(value)}", hint
                )
            )
            return FAULTY
        return value

    def _out_of_range(self, value: Decimal) -> tuple[str, str]:
        """Say which bound a figure breaks, and what to do; empty texts where it breaks none."""
        if value < self.minimum or (self.above and value == self.minimum):
            relation = "大于" if self.above else "不小于"
            hint = "核对数字；要撤销一条记录，请用 withdrawn，不要写 0 或负数"
            return f"{relation} {exact.plain(self.minimum)}", hint
        if self.maximum is not None and value > self.maximum:
            return f"不大于 {exact.plain(self.maximum)}", "核对数字"
        return "", ""


ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LOOSE_DATES = (
    r"(\d{4})\s*[-/.,年]\s*(\d{1,2})\s*[-/.,月]\s*(\d{1,2})\s*[日号]?\Z",
    r"(20\d{2})(\d{2})(\d{2})\Z",
)


def day_meant(text: str) -> str:
    """Give the one day that `2020年5月12日` can only mean, as 2020-05-12; empty for no day."""
    straight = straighten(text).strip()
    for form in _LOOSE_DATES:
        loose = re.match(form, straight)
        if loose and _is_day(iso := f"{loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}"):
            return iso
    return ""


def _is_day(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:  # the one way to ask the calendar
        return False
    return True


class Date(NamedTuple):
    """A calendar day written as 2020-05-12."""

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Give the day as date."""
        if isinstance(node, Scalar) and ISO_DATE.match(node.text):
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
        iso = day_meant(scalar.text)
        hint = f"写成：{name}: {iso}" if iso else f"例如 {name}: 2020-05-12"
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
        meant = meant or [near for near in (nearest(straighten(scalar.text), words),) if near]
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
        before = len(sink.findings)
        values = [self.member.read(member, name, sink) for member in node.members]
        # A member stands behind a dash, not behind the list's name.
        sink.findings[before:] = [
            found._replace(hint=found.hint.replace(f"{name}: ", "- "))
            for found in sink.findings[before:]
        ]
        return FAULTY if any(value is FAULTY for value in values) else tuple(values)


class Anything(NamedTuple):
    """Plain data of any shape, kept out of everything that is published."""

    def read(self, node: Node, name: str, sink: Sink) -> object:
        """Accept the node and keep nothing of it."""
        del node, name, sink
        return None
