"""Says in words how a value is written (写法), from the very shape that reads it."""

from __future__ import annotations

from kpigen import exact
from kpigen.exact import plain
from kpigen.reading.groups import Group
from kpigen.reading.shapes import Boolean, Choice, Date, Figure, Identifier, ListOf, Shape, Text


def notation(shape: Shape) -> str:
    """Say what may be written: `日期，写成 2020-05-12`; no full stop at the end."""
    match shape:
        case Text():
            words = _text(shape)
        case Identifier():
            words = f"{shape.form}，例如 {shape.example}"
        case Figure():
            words = _figure(shape)
        case Date():
            words = "日期，写成 2020-05-12"
        case Boolean():
            words = "true 或 false"
        case Choice():
            words = f"选一种：{_options(shape)}"
        case ListOf():
            words = f"列表，{_members(shape.member)}"
        case Group():
            words = f"一组名称（{shape.title}）"
        case _:
            words = "形式不限"
    return words


def _members(member: Shape) -> str:
    if isinstance(member, Choice):
        return f"可选的成员：{_options(member)}"
    if isinstance(member, Group):
        return f"每个成员是一组名称（{member.title}）"
    return f"每个成员：{notation(member)}"


def _options(choice: Choice) -> str:
    return "、".join(
        word if word == title else f"{word}（{title}）" for word, title in choice.options
    )


def _text(shape: Text) -> str:
    lines = "文字，可以有几行" if shape.lines else "一行文字"
    return f"{lines}，最多 {shape.limit} 个字" + ('；没有就写 ""' if shape.empty else "")


def _figure(shape: Figure) -> str:
    decimals = f"，最多 {shape.decimals} 位小数" if shape.decimals else ""
    kind = "数字" if shape.decimals else "整数"
    if shape.above:
        return f"大于 {plain(shape.minimum)} 的{kind}{decimals}"
    if shape.minimum == exact.ZERO:
        return f"{kind}，不能是负数{decimals}"
    if shape.maximum is not None:
        return f"{kind}，从 {plain(shape.minimum)} 到 {plain(shape.maximum)}{decimals}"
    return f"{kind}，从 {plain(shape.minimum)} 起{decimals}"
