"""Explains why a file is no YAML, by the usual slips of the pen, and shows the mended line."""

from __future__ import annotations

import re

from kpigen.codes import yaml_codes as codes
from kpigen.diagnostics import Diagnostic, Place


def tagged(place: Place) -> Diagnostic:
    """Refuse a YAML tag."""
    return codes.TAG.at(
        place,
        "这里用了 YAML 标签（以 ! 开头）",
        "删去标签；感叹号是文字的一部分时，给整段文字加上双引号",
    )


def anchored(place: Place) -> Diagnostic:
    """Refuse a YAML anchor or alias."""
    return codes.ANCHOR.at(
        place,
        "这里用了 YAML 锚点或引用（以 & 或 * 开头）",
        "把内容原样写出来；& 或 * 是文字的一部分时，给整段文字加上双引号",
    )


# Only a complaint needs these; `re` compiles and keeps them then.
FULL_WIDTH_COLON = (
    r"^(\s*(?:- )?)([A-Za-z_][A-Za-z0-9_]*|日期|细则|次数|扣分|原因|依据|事件)\s*：\s*(.*)$"
)
_NO_SPACE_AFTER_COLON = r"^(\s*(?:- )?)([A-Za-z_][A-Za-z0-9_]*):(?=[^\s:/\\])(.*)$"
_COLON_IN_VALUE = r"^(\s*(?:- )?[A-Za-z_][A-Za-z0-9_]*): +([^\"'|>\[{].*)$"


def syntax(path: str, text: str, error: Exception) -> tuple[Diagnostic, ...]:
    """Explain why the parser gave up: by the usual slips of the pen if any line shows one."""
    conflict = re.search(r"^(<{7}|={7}|>{7})( |$)", text, re.MULTILINE)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        return (
            codes.SYNTAX.at(
                Place(path, line),
                "这里是没有处理完的合并冲突（<<<<<<<、=======、>>>>>>>）",
                "留下对的内容，把这三行记号和不要的内容都删去",
            ),
        )
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
            return ((tagged if context == "tag" else anchored)(place),)
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
    if quoted is None or line.startswith(" "):  # what is indented may be internal
        return ""
    value = quoted[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'值里有冒号，给它加上双引号：{quoted[1].strip()}: "{value}"'


def full_width_colon(path: str, number: int, line: str) -> Diagnostic:
    """Show a line with a full-width colon as it should be."""
    lead, key, value = re.findall(FULL_WIDTH_COLON, line)[0]
    return codes.FULL_WIDTH.at(
        Place(path, number, len(lead) + len(key) + 1),
        "这里的冒号是全角的“：”，应该是半角的“:”，后面空一格",
        # What is indented may be internal and is not repeated.
        f"写成：{key}: {value if not lead else '……'}",
    )


def spelling_slips(path: str, text: str) -> tuple[Diagnostic, ...]:
    """Find lines whose colon is full-width or lacks its space, and show them as they should be."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(FULL_WIDTH_COLON, line):
            found.append(full_width_colon(path, number, line))
        elif missing := re.match(_NO_SPACE_AFTER_COLON, line):
            lead, key, value = missing.groups()
            found.append(
                codes.SYNTAX.at(
                    Place(path, number, len(lead) + len(key) + 1),
                    "冒号后面要空一格",
                    f"写成：{key}: {value if not lead else '……'}",
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
