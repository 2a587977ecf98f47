"""The manifest of an archive: what it was made of and by what, and the digest of every file."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from kpigen.versions.history import LATEST

NAME = "manifest.json"
FORMAT = "kpigen-archive/1"
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Member(NamedTuple):
    """A file of the archive, its size in bytes and the SHA-256 of its content."""

    path: str
    size: int
    sha256: str


class Manifest(NamedTuple):
    """What an archive says of itself; `digest` is that of the year's content.

    `day` is the Chinese calendar day of the commit in words, `timestamp` its time in seconds since
    1970.
    """

    kpigen: str
    year: int
    commit: str
    day: str
    timestamp: int
    title: str
    digest: str
    files: tuple[Member, ...]


class NoManifestError(Exception):
    """A file is no manifest, or not one that this version reads."""


def written(manifest: Manifest) -> bytes:
    """Write a manifest."""
    whole = {
        "format": FORMAT,
        **manifest._asdict(),
        "files": [member._asdict() for member in manifest.files],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read(data: bytes) -> Manifest:
    """Read a manifest that may have come from anywhere."""
    try:
        whole = json.loads(data)
        if whole.pop("format") != FORMAT:
            raise NoManifestError
        found = Manifest(**{**whole, "files": tuple(Member(**one) for one in whole["files"])})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NoManifestError from error
    texts = (found.kpigen, found.day, found.title, *(one.path for one in found.files))
    numbers = (found.year, found.timestamp, *(one.size for one in found.files))
    digests = (found.digest, *(one.sha256 for one in found.files))
    if (
        not all(isinstance(text, str) for text in (*texts, *digests, found.commit))
        or not all(type(number) is int and number >= 0 for number in numbers)
        or not all(_DIGEST.match(one) for one in digests)
        or not _COMMIT.match(found.commit)
        or found.timestamp > LATEST
    ):
        raise NoManifestError
    return found
