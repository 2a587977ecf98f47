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

MAX_BYTES = 1_000_000
MAX_DEPTH = 12

# The characters that YAML or a reader's eye would take for nothing, among them the ones that
# reverse the direction of text.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)


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
        return _compose(path, data), ()
    except _RefusedError as refused:
        return None, (refused.diagnostic,)
    except YAMLError as error:
        return None, _syntax(path, text, error)


def straighten(text: str) -> str:
    """Turn full-width digits, letters and punctuation into the half-width ones YAML expects."""
    return "".join(
        chr(ord(char) - 0xFEE0) if "\uff01" <= char <= "\uff5e" else _STRAIGHT.get(char, char)
        for char in text
    )


_STRAIGHT = {"　": " ", "。": ".", "、": ",", "—": "-", "“": '"', "”": '"'}


def _decode(path: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _RefusedError(
            codes.TOO_LARGE.at(
                Place(path),
                f"文件有 {len(data)} 字节，超过上限 {MAX_BYTES} 字节",
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
        raise _RefusedError(codes.EMPTY.at(Place(path), "文件是空的", "写入内容，或删去这个文件"))
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
        raise _RefusedError(
            codes.INVISIBLE.at(
                _place_of(path, text, found.start()),
                f"这里有看不见的控制字符 U+{ord(found.group()):04X}",
                "删去它；从网页或聊天软件复制文字时常会带进来，可以重新打一遍这一行",
            )
        )


def _place_of(path: str, text: str, offset: int) -> Place:
    before = text[:offset]
    return Place(path, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def _compose(path: str, data: bytes) -> Node | None:  # noqa: C901  # one loop, one case an event
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
    return parts[0] if parts else None


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
    return _tagged(place) if getattr(event, "tag", None) is not None else _anchored(place)


def _tagged(place: Place) -> Diagnostic:
    return codes.TAG.at(
        place,
        "这里用了 YAML 标签（以 ! 开头）",
        "删去标签；感叹号是文字的一部分时，给整段文字加上双引号",
    )


def _anchored(place: Place) -> Diagnostic:
    return codes.ANCHOR.at(
        place,
        "这里用了 YAML 锚点或引用（以 & 或 * 开头）",
        "把内容原样写出来；& 或 * 是文字的一部分时，给整段文字加上双引号",
    )


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


# Only a complaint needs these; `re` compiles and keeps them then.
_FULL_WIDTH_COLON = r"^(\s*(?:- )?)([A-Za-z_][A-Za-z0-9_]*)\s*：\s*(.*)$"
_NO_SPACE_AFTER_COLON = r"^(\s*(?:- )?)([A-Za-z_][A-Za-z0-9_]*):(?=[^\s:/\\])(.*)$"
_COLON_IN_VALUE = r"^(\s*(?:- )?[A-Za-z_][A-Za-z0-9_]*): +([^\"'|>\[{].*)$"


def _syntax(path: str, text: str, error: YAMLError) -> tuple[Diagnostic, ...]:
    """Explain why the parser gave up: by the usual slips of the pen if any line shows one."""
    slips = spelling_slips(path, text)
    if slips:
        return slips
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    lines = text.splitlines()
    line = min(mark.line + 1 if mark else 1, max(len(lines), 1))
    column = mark.column + 1 if mark else 1
    wrong = lines[line - 1] if lines else ""
    place = Place(path, line, column)
    for context in ("anchor", "alias", "tag"):
        if f"while scanning an {context}" in problem or f"a {context}" in problem:
            return ((_tagged if context == "tag" else _anchored)(place),)
    for fragment, message, hint in _PROBLEMS:
        if fragment in problem:
            shown = _with_quotes(wrong) if fragment.startswith("mapping values") else ""
            return (codes.SYNTAX.at(place, message, shown or hint),)
    return (
        codes.SYNTAX.at(
            place,
            "从这里起不符合 YAML 的写法",
            "看看这一行和上一行的缩进、冒号和引号；可以对照 README 里的示例",
        ),
    )


def _with_quotes(line: str) -> str:
    quoted = re.match(_COLON_IN_VALUE, line)
    if quoted is None:
        return ""
    value = quoted[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'值里有冒号，给它加上双引号：{quoted[1].strip()}: "{value}"'


def spelling_slips(path: str, text: str) -> tuple[Diagnostic, ...]:
    """Find lines whose colon is full-width or lacks its space, and show them as they should be."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        full_width = re.match(_FULL_WIDTH_COLON, line)
        if full_width:
            lead, key, value = full_width.groups()
            found.append(
                codes.FULL_WIDTH.at(
                    Place(path, number, len(lead) + len(key) + 1),
                    "这里的冒号是全角的“：”，应该是半角的“:”，后面空一格",
                    f"写成：{key}: {value}",
                )
            )
        elif missing := re.match(_NO_SPACE_AFTER_COLON, line):
            lead, key, value = missing.groups()
            found.append(
                codes.SYNTAX.at(
                    Place(path, number, len(lead) + len(key) + 1),
                    "冒号后面要空一格",
                    f"写成：{key}: {value}",
                )
            )
    return tuple(found)


# What libyaml says (in English), what we say instead, and what to do.
_PROBLEMS = (
    ("mapping values are not allowed", "这里多了一个冒号", "值里有冒号时，给整段文字加上双引号"),
    (
        "could not find expected ':'",
        "这一行缺少“名称: ”，或者上一行的引号没有合上",
        "每行写成“名称: 值”；接着上一行的文字要多缩进两格",
    ),
    ("unexpected end of stream", "引号没有合上", "在文字末尾补上同样的引号"),
    (
        "cannot start any token",
        "值不能以 @、`、% 开头",
        "给整段文字加上双引号",
    ),
    (
        "did not find expected",
        "这里的缩进或括号与上文对不上",
        "同一层的名称左边对齐，每深一层多两个空格；[ ] 和 { } 要成对",
    ),
    ("block sequence entries are not allowed", "“- ”不能写在这里", "列表另起一行，缩进两格"),
    ("unknown escape character", "双引号里的反斜杠用错了", "反斜杠写两个：\\\\，或改用单引号"),
)
