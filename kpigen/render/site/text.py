"""Keeps data what it is, text: in Markdown, in front matter, in HTML that passes Markdown by."""

from __future__ import annotations

import html
import json
import string

from markupsafe import Markup, escape

# Every character that Markdown, one of its extensions or HTML could take for markup becomes a
# reference. A line end does too, so that no datum begins a line.
_REFERENCES = {
    **dict.fromkeys(range(0x20)),
    **{ord(character): f"&#{ord(character)};" for character in string.punctuation + "\t\n"},
    **dict.fromkeys((0x7F, *range(0x80, 0xA0), 0x2028, 0x2029), " "),
}


_LINE_END = Markup("&#10;")


def in_markdown(value: object) -> Markup:
    """Write a datum into Markdown or into HTML inside Markdown."""
    if isinstance(value, Markup):
        return value
    return Markup(str(value).translate(_REFERENCES))  # noqa: S704  # nothing left to take for markup


def in_html(value: object) -> Markup:
    """Write a datum into a fragment; a reference keeps its line ends from beginning a line."""
    text = escape(value)
    if text is not value and "\n" in text:
        return text.replace("\n", _LINE_END)
    return text


def past_markdown(rendered: str) -> Markup:
    """Wrap a fragment in a comment, which Markdown passes over; the theme unwraps it.

    Data can't end the comment: every `>` of theirs is a reference.
    """
    return Markup(f"<!--kp:{rendered}:kp-->")  # noqa: S704  # our own templates, which escape


def front_matter(values: dict[str, str]) -> str:
    """Write a page's settings; the theme prints titles as they are, so they come escaped."""
    lines = "".join(f"{name}: {as_yaml(html.escape(text))}\n" for name, text in values.items())
    return f"---\n{lines}---\n\n"


def as_yaml(value: object) -> str:
    """Write a value as JSON on one line that YAML reads as the same value."""
    return json.dumps(value, ensure_ascii=False).translate(_UNPRINTABLE)


def in_script(value: object) -> Markup:
    """Write a value as JSON into a script element, which nothing in it can end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_IN_SCRIPT))  # noqa: S704  # no markup left


_IN_SCRIPT = {
    ord(character): f"\\u{ord(character):04x}" for character in "<>&\u007f\u2028\u2029\ufeff"
}
# JSON escapes the characters below these itself; YAML takes these for breaks or refuses them.
_UNPRINTABLE = dict.fromkeys((*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF), " ")
