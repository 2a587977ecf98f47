"""Checks a commit out where nobody else looks, byte for byte as git holds it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpigen import git

# The user's own attributes and hooks stay outside.
_SETTINGS = ("core.attributesFile=/dev/null", "core.hooksPath=/dev/null", "submodule.recurse=false")
# Above all other words on attributes, and on core.autocrlf: line ends stay as they are, nothing is
# expanded or recoded. Filters that the commit itself asks for stay: Git LFS is one.
_ATTRIBUTES = "* -text !eol !ident !working-tree-encoding\n"


def is_shallow(root: Path) -> bool:
    """Tell whether the repository is a shallow clone, whose history is cut off."""
    return git.ask(root, "rev-parse", "--is-shallow-repository") == b"true\n"


@contextmanager
def checkout(root: Path, commit: str) -> Iterator[Path]:
    """Give what the root was in a commit, in a clone that shares the repository's objects.

    No setting of the user changes a byte: the same commit has the same files on every machine.
    """
    with tempfile.TemporaryDirectory(prefix="kpigen-", ignore_cleanup_errors=True) as folder:
        place = Path(folder).resolve() / "clone"
        top = _told(root, "--show-toplevel")
        # What Git LFS has fetched already need not be fetched again.
        fetched = (root / _told(root, "--git-common-dir") / "lfs").resolve()
        settings = (*_SETTINGS, f"lfs.storage={fetched}")
        flags = ("--quiet", "--shared", "--no-checkout", "--template=")
        configured = (word for setting in settings for word in ("--config", setting))
        allowed = ("-c", "protocol.file.allow=always")
        git.ask(root, *allowed, "clone", *flags, *configured, "--", top, str(place))
        attributes = place / ".git" / "info" / "attributes"
        attributes.parent.mkdir(exist_ok=True)
        attributes.write_text(_ATTRIBUTES, encoding="ascii")
        quiet = ("-c", "advice.detachedHead=false")
        git.ask(place, *quiet, "checkout", "--quiet", "--detach", commit)
        yield place / _told(root, "--show-prefix")


def _told(root: Path, what: str) -> str:
    return (git.ask(root, "rev-parse", what) or b"").decode().rstrip("\r\n")
