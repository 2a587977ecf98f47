"""The zip of an archive: written so that the same files give the same bytes, read with distrust.

Files are stored as they are. Compressed they would have other bytes under another version of
zlib; most of what is large is compressed already, and stored files can be read in fifty years.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from kpigen.archiving.manifest import Member
from kpigen.reading.tree import Entry, EntryKind

_PIECE = 1_000_000
# Zip files know no earlier year.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_READABLE = 0o100644 << 16
_UNIX = 3
MOST_UNPACKED = 4_000_000_000
_MOST_LISTED = 50_000_000
# The end of a zip file, which tells how long the list of its files is: at most this far from it.
_END, _FARTHEST = b"PK\x05\x06", 65_557
_LENGTH_AT = slice(12, 16)


class BrokenArchiveError(Exception):
    """A file is no zip, or a spoilt one."""


class TooLargeError(BrokenArchiveError):
    """A zip holds, or claims to hold, more than is read of any."""


class Writer:
    """Writes files into a new zip and notes their digests; the file is open within a `with`."""

    def __init__(self, path: Path, timestamp: int) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)
        moment = max(datetime.fromtimestamp(timestamp, UTC), _EARLIEST)
        self._moment = moment.timetuple()[:6]
        self._total = 0
        self.members: list[Member] = []

    def __enter__(self) -> Self:
        """Give the writer itself."""
        return self

    def __exit__(self, *failure: object) -> None:
        """Finish the zip; where writing failed, nobody keeps it, but it must be closed."""
        self._zip.close()

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file, piece by piece; TooLargeError before there is more than is read back."""
        info = zipfile.ZipInfo(name, self._moment)
        info.external_attr, info.create_system = _READABLE, _UNIX
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w") as file:
            for piece in pieces:
                size += len(piece)
                self._total += len(piece)
                if self._total > MOST_UNPACKED or size > zipfile.ZIP64_LIMIT:
                    raise TooLargeError
                file.write(piece)
                digest.update(piece)
        self.members.append(Member(name, size, digest.hexdigest()))

    def copy(self, name: str, path: Path) -> None:
        """Write one file that is on disk."""
        with closing(pieces(path)) as read:
            self.add(name, read)


class Reader:
    """The files in a zip that may have come from anywhere; none is ever unpacked to disk.

    It is a tree, too, that years are read from.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        infos = archive.infolist()
        if sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise TooLargeError
        self.names = frozenset(info.filename for info in infos)
        counted = Counter(info.filename for info in infos)
        self.twice = tuple(sorted(name for name, count in counted.items() if count > 1))
        self._folders: dict[str, dict[str, Entry]] = {}
        for name in self.names:
            self._list(name)

    def _list(self, path: str, kind: EntryKind = EntryKind.FILE) -> None:
        folder, _, last = path.rpartition("/")
        listed = self._folders.setdefault(folder, {})
        if last and last not in listed:
            listed[last] = Entry(last, path, kind)
            if folder:
                self._list(folder, EntryKind.FOLDER)

    def entries(self, folder: str) -> list[Entry]:
        """List a folder by name."""
        return sorted(self._folders.get(folder, {}).values())

    def read(self, path: str, limit: int) -> bytes:
        """Read a file, or just more of it than is allowed."""
        try:
            with self._zip.open(path) as file:
                return file.read(limit + 1)
        except _UNREADABLE as error:
            raise BrokenArchiveError from error

    def member(self, name: str) -> Member | None:
        """Digest a file; None where it can't be read."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as file:
                while piece := file.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
        except _UNREADABLE:
            return None
        return Member(name, size, digest.hexdigest())


# Whatever a spoilt file makes zipfile raise: RuntimeError for a password, the last for a method.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
    NotImplementedError,
)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Open a zip; BrokenArchiveError where that is not safe or not possible."""
    _refuse_long_lists(path)
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        raise BrokenArchiveError from error
    with archive:
        yield Reader(archive)


def _refuse_long_lists(path: Path) -> None:
    """Refuse a list of files that would fill the memory: zipfile reads it whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _FARTHEST))
        tail = file.read()
    end = tail.rfind(_END)
    if end < 0:
        raise BrokenArchiveError
    if int.from_bytes(tail[end:][_LENGTH_AT], "little") > _MOST_LISTED:
        raise TooLargeError


def pieces(path: Path) -> Generator[bytes]:
    """Give a file's bytes, a megabyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
