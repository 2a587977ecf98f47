"""The only door for YAML: bytes to nodes that know their line and column, plain data or nothing.

Only the event stream of the C parser is used: scalars stay text (no YAML 1.1 guessing), and what
is not plain data (anchors, tags, several documents …) is refused here with one diagnostic.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from _ruamel_yaml import (
    AliasEvent,
    CParser,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)

from kpigen.codes import yaml_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.reading import slips

MAX_BYTES = 1_000_000
MAX_DEPTH = 12

# Characters that a reader's eye takes for nothing, among them the ones that turn text around, and
# the last two of every plane, which are no characters.
UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufdd0-\ufdef\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    + "".join(
        chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
    )
)
_INVISIBLE = re.compile(f"[{UNSEEN}]")
# What double quotes can bring in by escapes, which the file's own characters do not show.
_ESCAPED_IN = f"[{UNSEEN}\t\r]"


class Scalar(NamedTuple):
    """A value as it stands in the file; `plain` tells whether it was written without quotes."""

    text: str
    plain: bool
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys and values in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


class Sequence(NamedTuple):
    """The members of a list in the order of the file."""

    members: tuple[Node, ...]
    line: int
    column: int


Node = Scalar | Mapping | Sequence
Read = tuple[Node | None, tuple[Diagnostic, ...]]


class _RefusedError(Exception):
    """Ends the reading of one file with its one diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read(path: str, data: bytes) -> Read:
    """Read one file's bytes: its root node, or None with the diagnostics that say why not."""
    try:
        text = _decode(path, data)
        _refuse_characters(path, text)
        root = _compose(path, data)
        lost = _lost_words(path, text, data)
    except _RefusedError as refused:
        return None, (refused.diagnostic,)
    except YAMLError as error:
        return None, slips.syntax(path, text, error)
    return (None, lost) if lost else (root, ())


def broken(path: str, data: bytes) -> tuple[Diagnostic, ...]:
    """Say why bytes are no YAML at all; what others may write, as tags and anchors, passes."""
    text = ""
    try:
        text = _decode(path, data)
        events = CParser(data).get_event
        while events() is not None:
            pass
    except _RefusedError as refused:
        return (refused.diagnostic,)
    except YAMLError as error:
        return slips.syntax(path, text, error)
    return ()


Bare = str | tuple["Bare", ...]


def fields(path: str, data: bytes) -> dict[str, Bare] | None:
    """Give a file's values by name, bare of where and how they are written.

    None where it has no names or can't be read.
    """
    root, _ = read(path, data)
    if not isinstance(root, Mapping):
        return None
    return {key.text: _bare(value) for key, value in root.entries}


def part(path: str, data: bytes, name: str) -> Bare | None:
    """Give the bare value of one name of a file; None if there is none."""
    return (fields(path, data) or {}).get(name)


def _bare(node: Node) -> Bare:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return ("", *map(_bare, node.members))
    return tuple((key.text, _bare(value)) for key, value in node.entries)


def _decode(path: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _RefusedError(
            codes.TOO_LARGE.at(
                Place(path),
                f"文件超过上限 {MAX_BYTES} 字节",
                "一条扣分记录一个文件；附件请放在档案系统里，这里只写文号",
            )
        )
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:200]:
        raise _RefusedError(_encoding(path, 1, "UTF-16"))
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _RefusedError(_encoding(path, line, _guess_encoding(data))) from error
    if not text or text.isspace():
        raise _RefusedError(_empty(path))
    return text


def _guess_encoding(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "未知编码"
    return "GBK"


def _encoding(path: str, line: int, found: str) -> Diagnostic:
    return codes.ENCODING.at(
        Place(path, line),
        f"文件不是 UTF-8 编码（看起来是 {found}）",
        "在编辑器里选择“另存为”，编码选 UTF-8，再保存一次",
    )


def _refuse_characters(path: str, text: str) -> None:
    tab = text.find("\t")
    if tab >= 0:
        raise _RefusedError(
            codes.TAB.at(
                _place_of(path, text, tab), "这里有制表符（Tab）", "改用空格；缩进一层用两个空格"
            )
        )
    found = _INVISIBLE.search(text)
    if found:
        raise _RefusedError(_invisible(_place_of(path, text, found.start()), found.group()))


def _place_of(path: str, text: str, offset: int) -> Place:
    before = text[:offset]
    return Place(path, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def _compose(path: str, data: bytes) -> Node:  # noqa: C901, PLR0912  # one loop, one case an event
    """Build the nodes of the one document from the parser's events, without recursion."""
    events = CParser(data).get_event
    new = tuple.__new__  # what Scalar(...) ends in, without the call around it
    # Each open collection gathers its parts; the first one holds the document's root.
    parts: list[Node] = []
    outer: list[tuple[list[Node], int, int]] = []
    documents = 0
    while (event := events()) is not None:
        kind = event.__class__
        # ctag is the bare slot behind the `tag` property, which costs a call a value.
        if kind is ScalarEvent:
            if event.anchor is not None or event.ctag is not None:
                raise _RefusedError(_not_plain(path, event))
            mark = event.start_mark
            if event.style == '"':
                _refuse_escaped(path, event)
            parts.append(
                new(Scalar, (event.value, event.style == "", mark.line + 1, mark.column + 1))
            )
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.ctag is not None:
                raise _RefusedError(_not_plain(path, event))
            mark = event.start_mark
            if len(outer) >= MAX_DEPTH:
                raise _RefusedError(_too_deep(_mark(path, event)))
            outer.append((parts, mark.line + 1, mark.column + 1))
            parts = []
        elif kind is MappingEndEvent:
            members, (parts, line, column) = parts, outer.pop()
            parts.append(Mapping(_entries(path, members), line, column))
        elif kind is SequenceEndEvent:
            members, (parts, line, column) = parts, outer.pop()
            parts.append(Sequence(tuple(members), line, column))
        elif kind is AliasEvent:
            raise _RefusedError(_not_plain(path, event))
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _RefusedError(_several(_mark(path, event)))
    if not parts:
        raise _RefusedError(_empty(path))
    return parts[0]


def _refuse_escaped(path: str, event: object) -> None:
    found = re.search(_ESCAPED_IN, getattr(event, "value", ""))
    if found:
        raise _RefusedError(_invisible(_mark(path, event), found.group()))


def _empty(path: str) -> Diagnostic:
    return codes.EMPTY.at(
        Place(path), "文件里没有内容（空的，或者全是注释）", "写入内容，或删去这个文件"
    )


def _invisible(place: Place, char: str) -> Diagnostic:
    return codes.INVISIBLE.at(
        place,
        f"这里有看不见的控制字符 U+{ord(char):04X}",
        "删去它；从网页或聊天软件复制文字时常会带进来，可以重新打一遍这一行",
    )


def _too_deep(place: Place) -> Diagnostic:
    return codes.TOO_DEEP.at(
        place, f"嵌套超过 {MAX_DEPTH} 层", "记录用不到这么深的缩进；请对照示例重写"
    )


def _several(place: Place) -> Diagnostic:
    return codes.SEVERAL_DOCUMENTS.at(
        place, "一个文件里有两份内容（中间有 ---）", "拆成两个文件，一条记录一个文件"
    )


def _mark(path: str, event: object) -> Place:
    mark = event.start_mark  # type: ignore[attr-defined]  # the C events carry no types
    return Place(path, mark.line + 1, mark.column + 1)


def _not_plain(path: str, event: object) -> Diagnostic:
    place = _mark(path, event)
    return slips.tagged(place) if getattr(event, "tag", None) is not None else slips.anchored(place)


def _entries(path: str, parts: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
    """Pair keys with values; keys are plain names and stand once."""
    seen: dict[str, int] = {}
    keys: list[Scalar] = []
    for key in parts[::2]:
        if not isinstance(key, Scalar):
            raise _RefusedError(
                codes.KEY.at(
                    Place(path, key.line, key.column),
                    "冒号前面应该是一个名称",
                    "写成“名称: 值”，例如 rule: 1.1-1",
                )
            )
        if key.text in seen:
            raise _RefusedError(
                codes.DUPLICATE_KEY.at(
                    Place(path, key.line, key.column),
                    f"“{key.text}”写了两次，前一次在第 {seen[key.text]} 行",
                    "只留一处",
                )
            )
        seen[key.text] = key.line
        keys.append(key)
    return tuple(zip(keys, parts[1::2], strict=True))


# Only a file that shows one of these is looked at for words that YAML would lose.
_MAY_LOSE_WORDS = r"^\s*(?:- )?[A-Za-z_]\w*\s*：|[^\s]\s+#\S"


def _lost_words(path: str, text: str, data: bytes) -> tuple[Diagnostic, ...]:
    """Find what is valid YAML but loses words: a line run into the value above, a cut at #."""
    if not ("#" in text or "：" in text) or not re.search(_MAY_LOSE_WORDS, text, re.MULTILINE):
        return ()
    found: list[Diagnostic] = []
    lines = text.splitlines()
    events = CParser(data).get_event
    while (event := events()) is not None:
        if event.__class__ is not ScalarEvent or event.style:
            continue
        first, last = event.start_mark.line, event.end_mark.line
        found.extend(
            slips.full_width_colon(path, number + 1, lines[number])
            for number in range(first + 1, min(last + 1, len(lines)))
            if re.match(slips.FULL_WIDTH_COLON, lines[number])
        )
        if last < len(lines) and re.match(r"\s+#\S", lines[last][event.end_mark.column :]):
            place = Place(path, last + 1, event.end_mark.column + 1)
            found.append(
                codes.CUT_AT_HASH.at(
                    place,
                    "空格后面的 # 起头的文字会被当成注释丢掉",
                    "# 是文字的一部分时，给整段文字加上双引号；是注释时，# 后面空一格",
                )
            )
    return tuple(found)
