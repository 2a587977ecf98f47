"""Checks a commit out away from the user's files, with the bytes that git holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpigen import git

# A user's own settings may have line ends converted on the way.
_AS_HELD = ("-c", "core.autocrlf=false", "-c", "core.eol=lf")


@contextmanager
def checked_out(root: Path, commit: str) -> Iterator[Path]:
    """Give what `root` is in a temporary clone, which shares the repository's objects."""
    with tempfile.TemporaryDirectory(prefix="kpigen-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "clone"
        prefix = (git.ask(root, "rev-parse", "--show-prefix") or b"").decode().strip()
        top = (git.ask(root, "rev-parse", "--show-toplevel") or b"").decode().strip()
        options = ("--quiet", "--shared", "--no-checkout", "--template=")
        git.ask(root, "clone", *options, "--", top, str(place))
        quietly = ("-c", "advice.detachedHead=false")
        git.ask(place, *_AS_HELD, *quietly, "checkout", "--quiet", "--detach", commit)
        yield place / prefix
