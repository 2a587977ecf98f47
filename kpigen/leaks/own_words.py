"""The program's own words: what they say is no secret, whoever wrote it below `internal` too."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
# What checks and explains the data knows house numbers and surnames; what shows them does not.
_COMPOSING = ("view", "render", "versions", "changes")
_PROGRAM = ("*.py", "*.typ", "*.toml")
_THEME = ("*.html", "*.js", "*.css")
# Bytes of a word; what is longer is a sentence, which nobody writes twice by chance.
_WORD = 15


def texts(root: Path) -> Iterator[tuple[str, int | None]]:
    """Give the texts, and up to how many bytes of each are excused (None: all).

    A town that works in the program's own folder may have changed the templates there: of these
    only words are excused.
    """
    yield from ((text, None) for text in _below(_PACKAGE, *_PROGRAM))
    yield from _templates(root)
    theme = theme_folder()
    if theme is not None:
        yield from ((text, None) for text in _below(theme, *_THEME))


def composing(root: Path) -> Iterator[tuple[str, int | None]]:
    """Give those of the texts that make a site's sentences, with placeholders between them."""
    for folder in _COMPOSING:
        yield from ((text, None) for text in _below(_PACKAGE / folder, "*.py", "*.typ"))
    yield (_PACKAGE / "labels.py").read_text(encoding="utf-8"), None
    yield from _templates(root)


def _templates(root: Path) -> Iterator[tuple[str, int | None]]:
    for folder in (_PACKAGE / "shared" / "site_templates", _PACKAGE.parent / "site_templates"):
        theirs = folder == (root / "site_templates").resolve()
        yield from ((text, _WORD if theirs else None) for text in _below(folder, "*"))


def theme_folder() -> Path | None:
    """Find where the theme's own files are."""
    found = find_spec("material")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "templates"


def _below(folder: Path, *patterns: str) -> Iterator[str]:
    for pattern in patterns:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace")
