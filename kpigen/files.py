"""Writes files whole or not at all, and only those that changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kpigen.errors import MachineError

# How a file begins that is being prepared; what an interrupted command left is no data.
UNFINISHED = ".kpigen-"


def write(path: Path, content: bytes) -> None:
    """Put a whole file in place, or leave what was there."""
    write_all([(path, content)])


def write_all(contents: Iterable[tuple[Path, bytes]]) -> None:
    """Prepare every file beside its place first, then put them in place one by one.

    Whatever fails before all are prepared leaves everything as it was.
    """
    prepared: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, content in contents:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
            prepared.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
        while prepared:
            temporary, path = prepared[0]
            temporary.replace(path)
            prepared.pop(0)
    except OSError as error:
        raise _fault(error, path) from error
    finally:
        for temporary, _ in prepared:
            temporary.unlink(missing_ok=True)


def synchronise(folder: Path, contents: Iterable[tuple[str, bytes]]) -> int:
    """Make a folder hold exactly these files, touching only what differs; give how many did."""
    own(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stale = {path for path in folder.rglob("*") if path.is_file()}
        written = 0
        for name, content in contents:
            path = folder / name
            stale.discard(path)
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                written += 1
        for path in stale:
            path.unlink()
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    except OSError as error:
        raise _fault(error, folder) from error
    return written + len(stale)


def own(folder: Path) -> None:
    """Refuse a working folder that is, or lies behind, a link: what it leads to is not ours."""
    for place in (folder, folder.parent):
        if place.is_symlink():
            raise MachineError(
                f"{place} 是一个链接，没有写入", "kpigen 会清空这个目录；删去链接再试"
            )


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
        raise _fault(error, folder) from error


def replace_folder(new: Path, place: Path) -> None:
    """Put a finished folder in the place of another; on failure the old one is back."""
    own(new)
    old = new.with_name(f"{new.name}.old")
    try:
        shutil.rmtree(old, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.replace(old)
        try:
            new.replace(place)
        except OSError:
            if old.exists():
                old.replace(place)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise _fault(error, place) from error


def _fault(error: OSError, name: Path) -> MachineError:
    if isinstance(error, PermissionError):
        return MachineError(
            f"写不了文件 {name}",
            "它可能正被 WPS、Excel 或别的程序打开；关掉以后再试，或看看访问权限",
        )
    return MachineError(f"写不了文件 {name}", "看看磁盘是不是满了、目录在不在、有没有访问权限")
