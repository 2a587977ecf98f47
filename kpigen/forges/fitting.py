"""Fills the templates of the forges' files: data go in only as what the place can hold.

Not with Jinja: `kpigen check` compares these files each time, and loading Jinja alone takes a
fifth of its time. Templates hold no logic, only «names»; a name alone on its line is a block.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NewType

from kpigen.forges import MARK
from kpigen.model import ForgeKind
from kpigen.written import Written

# Text that is safe where its maker says; only the functions of this module make it.
Fitted = NewType("Fitted", str)

_TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"^( *)«([a-z_.-]+)»\n|«([a-z_.-]+)»", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")
# Characters that end a line for somebody, or that YAML refuses.
_UNPRINTABLE = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF), " "
)


def as_yaml(text: str) -> Fitted:
    """Write a text as JSON on one line, which YAML reads as the same text."""
    return Fitted(json.dumps(text.translate(_UNPRINTABLE), ensure_ascii=False))


def as_yaml_list(texts: Iterable[str]) -> Fitted:
    """Write texts as the members of a YAML list, one a line."""
    return lines(Fitted(f"- {as_yaml(text)}") for text in texts)


def as_code(text: str) -> Fitted:
    """Write a text into Markdown as code: no markup, no HTML, no mention in it comes to life."""
    plain = text.translate(_UNPRINTABLE)
    longest = max((len(run) for run in _BACKTICKS.findall(plain)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return Fitted(f"{fence}{pad}{plain}{pad}{fence}")


def as_comment(text: str) -> Fitted:
    """Write a text into a `#` comment; GitLab reads owners even there, so no @ either."""
    return Fitted(text.translate(_UNPRINTABLE).replace("@", "＠"))


def as_is(text: str) -> Fitted:
    """Vouch for a text that the declared shapes let hold nothing special: an id, a branch."""
    if not re.fullmatch(r"[@A-Za-z0-9._/-]+", text):
        raise ValueError(text)
    return Fitted(text)


def lines(fitted: Iterable[Fitted]) -> Fitted:
    """Put fitted lines below each other."""
    return Fitted("\n".join(fitted))


def script(name: str) -> Fitted:
    """Give one of our own scripts, to stand in a workflow as a block."""
    return Fitted((_TEMPLATES / "shell" / name).read_text(encoding="utf-8").rstrip("\n"))


def filled(kind: ForgeKind, path: str, template: str, values: Mapping[str, Fitted]) -> Written:
    """Fill a template and set the mark before it; KeyError for a name without a value.

    Two more names are always there: a script's own name gives the script, `kind` the forge.
    """
    known = {**values, "kind": Fitted(str(kind))}

    def value(name: str) -> str:
        return script(name) if name.endswith((".sh", ".py")) else known[name]

    def put(found: re.Match[str]) -> str:
        indent, block, word = found.groups()
        if word is not None:
            return value(word)
        return "".join(f"{indent}{line}\n" if line else "\n" for line in value(block).split("\n"))

    # One pass over the template alone: what is filled in is never looked at again.
    text = _NAME.sub(put, (_TEMPLATES / template).read_text(encoding="utf-8"))
    return Written(path, f"{_mark(kind, path)}\n{text}".encode())


def _mark(kind: ForgeKind, path: str) -> str:
    """Write the first line of a generated file, as a comment of its kind."""
    said = f"{MARK}{kind} 生成，请勿手改；改 data/rubric/ 里的文件后重新运行 kpigen forge {kind}"
    return f"<!-- {said} -->" if path.endswith(".md") else f"# {said}"
