"""Keeps data what it is, text: in Markdown, in front matter, in fragments that MkDocs parses."""

from __future__ import annotations

import html
import json
import string

from markupsafe import Markup

# Every character that Markdown, one of its extensions or HTML could take for markup becomes a
# reference. A line end does too, so that no datum begins a line.
_REFERENCES = {
    **dict.fromkeys(range(0x20)),
    **{ord(character): f"&#{ord(character)};" for character in string.punctuation + "\t\n"},
    **dict.fromkeys((0x7F, *range(0x80, 0xA0), 0x2028, 0x2029), " "),
}


def in_markdown(value: object) -> Markup:
    """Write a datum into Markdown or into HTML inside Markdown."""
    if isinstance(value, Markup):
        return value
    return Markup(str(value).translate(_REFERENCES))  # noqa: S704  # nothing left to take for markup


def fragment(rendered: str) -> str:
    """Keep the theme, which parses an included fragment as a template, from seeing a brace."""
    return rendered.replace("{", "&#123;")


def front_matter(values: dict[str, str]) -> str:
    """Write a page's settings; the theme prints titles as they are, so they come escaped."""
    lines = "".join(f"{name}: {as_yaml(html.escape(text))}\n" for name, text in values.items())
    return f"---\n{lines}---\n\n"


def as_yaml(value: object) -> str:
    """Write a value as JSON on one line that YAML reads as the same value."""
    return json.dumps(value, ensure_ascii=False).translate(_UNPRINTABLE)


# JSON escapes the characters below these itself; YAML takes these for breaks or refuses them.
_UNPRINTABLE = dict.fromkeys((*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF), " ")
