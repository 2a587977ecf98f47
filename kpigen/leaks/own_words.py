"""The program's own words: what they say is no secret, whoever wrote it below `internal` too."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_PROGRAM = ("*.py", "*.typ", "*.toml")
_THEME = ("*.html", "*.js", "*.css")
# Bytes of a word; what is longer is a sentence, which nobody writes twice by chance.
_WORD = 15


def texts(root: Path) -> Iterator[tuple[str, int | None]]:
    """Give the texts, and up to how many bytes of each are excused (None: all).

    A town that works in the program's own folder may have changed the templates there: of these
    only words are excused.
    """
    package = Path(__file__).resolve().parents[1]
    yield from ((text, None) for text in _below(package, *_PROGRAM))
    for folder in (package / "shared" / "site_templates", package.parent / "site_templates"):
        theirs = folder == (root / "site_templates").resolve()
        yield from ((text, _WORD if theirs else None) for text in _below(folder, "*"))
    theme = theme_folder()
    if theme is not None:
        yield from ((text, None) for text in _below(theme, *_THEME))


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
