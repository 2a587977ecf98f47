"""Writes files whole or not at all, and only those that changed."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from kpigen.errors import MachineError

# How a file begins that is being prepared; what an interrupted command left is no data.
UNFINISHED = ".kpigen-"


def exists(path: Path) -> bool:
    """Tell whether there is anything of a name that people wrote; there is none of one too long."""
    try:
        return path.exists()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise fault(error, path) from error


def write(path: Path, content: bytes) -> None:
    """Put a whole file in place, or leave what was there."""
    write_all([(path, content)])


def write_all(contents: Iterable[tuple[Path, bytes]]) -> tuple[Path, ...]:
    """Prepare every file beside its place first, then put them in place one by one; name them.

    Whatever fails before all are prepared leaves everything as it was. Each file is on disk before
    the next is asked for, so that a whole year's need not be in memory at once.
    """
    prepared: list[tuple[Path, Path]] = []
    made: list[Path] = []
    written: list[Path] = []
    path = Path()
    try:
        for path, content in contents:
            _make(path.parent, made)
            handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
            prepared.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
        while prepared:
            temporary, path = prepared[0]
            temporary.replace(path)
            written.append(path)
            prepared.pop(0)
    except OSError as error:
        raise fault(error, path) from error
    finally:
        for temporary, _ in prepared:
            temporary.unlink(missing_ok=True)
        if not written:
            _unmake(made)
    return tuple(written)


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it; note each as it is made, the outermost first."""
    for place in [place for place in (folder, *folder.parents) if not place.exists()][::-1]:
        place.mkdir(exist_ok=True)
        made.append(place)


def _unmake(folders: list[Path]) -> None:
    """Remove folders that were made for nothing, unless somebody has put something there."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def prepared(path: Path) -> Iterator[Path]:
    """Give a file to write beside its place; it is put there if all goes well, else removed."""
    made: list[Path] = []
    temporary: Path | None = None
    placed = False
    try:
        _make(path.parent, made)
        handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
        temporary = Path(name)
        os.close(handle)
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
        placed = True
    except OSError as error:
        raise fault(error, path) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if not placed:
            _unmake(made)


class Changes(NamedTuple):
    """What became of a folder's files, by name with forward slashes."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many files are not what they were."""
        return len(self.added) + len(self.changed) + len(self.removed)


def synchronise(folder: Path, contents: Iterable[tuple[str, bytes]]) -> Changes:
    """Make a working folder hold exactly these files, touching only what differs."""
    own(folder)
    added: list[str] = []
    changed: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stale = listed(folder)
        for name in sorted(stale):
            if (folder / name).is_symlink():
                (folder / name).unlink()  # or we would write to where it leads
                stale.discard(name)
        for name, content in contents:
            path = folder / name
            known = name in stale
            stale.discard(name)
            if known and path.read_bytes() == content:
                continue
            (changed if known else added).append(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in stale:
            (folder / name).unlink()
        _prune(folder)
    except OSError as error:
        raise fault(error, folder) from error
    return Changes(tuple(added), tuple(changed), tuple(sorted(stale)))


def fill(folder: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    """Write files into a working folder, whatever else it holds."""
    own(folder)
    path = folder
    try:
        for name, content in contents:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise fault(error, path) from error


def listed(folder: Path) -> set[str]:
    """Name everything in a folder that is no folder; a link is never followed."""
    names: set[str] = set()
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        names.update(Path(place, name).relative_to(folder).as_posix() for name in (*files, *links))
    return names


def _prune(folder: Path) -> None:
    """Remove the folders below that hold nothing."""
    for place, _, _ in os.walk(folder, topdown=False):
        if Path(place) != folder and not os.listdir(place):  # noqa: PTH208  # by the thousand
            Path(place).rmdir()


def own(folder: Path) -> None:
    """Refuse a working folder that is, or lies behind, a link: what it leads to is not ours."""
    no_link(folder)
    no_link(folder.parent)


def no_link(folder: Path) -> None:
    """Refuse a folder that is a link."""
    if folder.is_symlink():
        raise MachineError(f"{folder} 是一个链接，没有写入", "kpigen 会清空这个目录；删去链接再试")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a folder to one process; a second one is told so at once."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  # most who write files lock nothing

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "lock", timeout=0):
            yield
    except Timeout as error:
        raise MachineError("另一个 kpigen 正在这里生成网站", "等它结束以后再试") from error
    except OSError as error:
        raise fault(error, folder) from error


def fault(error: OSError, name: Path) -> MachineError:
    """Say in Chinese what kept a file from being written."""
    if error.errno == errno.ENAMETOOLONG:
        return MachineError(
            f"文件名太长：{max(name.parts, key=len)[:40]}……",
            "文件名不超过八十个字，整个路径也不要太长",
        )
    if isinstance(error, PermissionError):
        return MachineError(
            f"写不了文件 {name}",
            "它可能正被 WPS、Excel 或别的程序打开；关掉以后再试，或看看访问权限",
        )
    return MachineError(f"写不了文件 {name}", "看看磁盘是不是满了、目录在不在、有没有访问权限")
