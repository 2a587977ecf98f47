"""Puts a finished site in its place: all of it or nothing, and nothing of others is touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kpigen import files
from kpigen.errors import MachineError
from kpigen.files import Changes

# What every site of ours has: a folder without a list and without this file is somebody else's.
SIGN = "assets/stylesheets/kpigen.css"
# What forges and their tools keep in a published folder, where no list says whose a file is.
_OF_FORGES = frozenset({"CNAME"})


class Published(NamedTuple):
    """What became of the site's files, and the names of all that are ours now.

    `foreign` names what is not ours and was left alone; a folder at the top whose name begins with
    a dot counts as one.
    """

    changes: Changes
    names: frozenset[str]
    foreign: tuple[str, ...] = ()


class _Aside(NamedTuple):
    """Where a publication keeps what it needs to be undone, beside the finished site."""

    earlier: Path
    added: Path

    @classmethod
    def of(cls, new: Path) -> _Aside:
        return cls(new.with_name(f"{new.name}.old"), new.with_name(f"{new.name}.added"))


def publish(new: Path, place: Path, *, whole: bool, record: Path | None) -> Published:
    """Bring a folder to what a finished one holds, which is used up; all of it or nothing.

    Files that are the same stay as they are, their times included; a changed one is replaced in one
    step. `whole` tells that `new` is all there shall be: what was published before and is no more
    is removed. `record` lists what was published; without one, all that the folder holds is ours.
    """
    aside = _Aside.of(new)
    files.own(new)
    recover(new, place)
    try:
        wanted = files.listed(new)
        held = _held(place, ours=record is None)
        ours = _ours(held, wanted, place, record)
        changes = _differences(new, place, wanted, ours, whole=whole)
        _refuse_taken(place, wanted, held - set(changes.removed))
        _note(record, ours | wanted)
        if place.exists():
            _exchange(new, place, aside, changes)
            shutil.rmtree(new, ignore_errors=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            new.replace(place)
        names = wanted if whole else ours | wanted
        _note(record, names)
    except OSError as error:
        raise files.fault(error, place) from error
    return Published(changes, frozenset(names), _foreign(held, ours | wanted))


def is_cut_off(new: Path) -> bool:
    """Tell whether a publication was begun and neither finished nor undone."""
    return _Aside.of(new).added.is_file()


def recover(new: Path, place: Path) -> bool:
    """Undo a publication that was cut off; tell whether there was one."""
    aside = _Aside.of(new)
    files.own(aside.earlier)
    files.no_link(place)
    try:
        cut_off = is_cut_off(new)
        if cut_off:
            _undo(place, aside.earlier, _names(aside.added))
            aside.added.unlink()
        if os.path.lexists(aside.earlier):
            # One file left of it would come back when the next publication is undone.
            shutil.rmtree(aside.earlier)
    except OSError as error:
        raise files.fault(error, aside.earlier) from error
    return cut_off


def _held(place: Path, *, ours: bool) -> set[str]:
    """Name what is in the folder.

    Where not all of it is ours, what begins with a dot at the top is one, whatever it holds.
    """
    if not place.exists():
        return set()
    if not place.is_dir():
        raise MachineError(f"{place} 是一个文件，不是目录", "把它移走再试")
    if ours:
        return files.listed(place)
    names: set[str] = set()
    for entry in place.iterdir():
        if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith("."):
            names |= {f"{entry.name}/{name}" for name in files.listed(entry)}
        else:
            names.add(entry.name)
    return names


def _ours(held: set[str], wanted: set[str], place: Path, record: Path | None) -> set[str]:
    """Name those files of a folder that were put there by us."""
    if record is None:
        return held
    if record.is_file():
        return {name for name in _names(record) if name in held or _is_in_dot(place, name)}
    if SIGN in held:
        return {name for name in held if not name.startswith(".") and name not in _OF_FORGES}
    taken = sorted(held & wanted)
    if taken:
        raise MachineError(
            f"{place} 里的 {some(taken)} 不是 kpigen 写的，没有生成",
            "网站要写在这里；把这个目录改名或移走再试",
        )
    return set()


def _is_in_dot(place: Path, name: str) -> bool:
    """Tell whether a file is there that `_held` does not name."""
    return name.startswith(".") and not _behind_link(place, name) and os.path.lexists(place / name)


def _foreign(held: set[str], ours: set[str]) -> tuple[str, ...]:
    folders = {name.split("/")[0] for name in ours if name.startswith(".")}
    return tuple(sorted(held - ours - folders))


def _differences(
    new: Path, place: Path, wanted: set[str], ours: set[str], *, whole: bool
) -> Changes:
    """Compare two folders; a file of ours where a folder is wanted is removed in any case."""
    folders = {parent.as_posix() for name in wanted for parent in PurePosixPath(name).parents}
    there = {name for name in wanted if _is_file(place, name)}
    return Changes(
        added=tuple(sorted(wanted - there)),
        changed=tuple(name for name in sorted(there) if not _same(new / name, place / name)),
        removed=tuple(sorted(ours - wanted if whole else ours & folders)),
    )


def _is_file(place: Path, name: str) -> bool:
    """Tell whether a file or a link is there."""
    target = place / name
    if _behind_link(place, name) or not os.path.lexists(target):
        return False
    return target.is_symlink() or not target.is_dir()


def _same(one: Path, other: Path) -> bool:
    return (
        not other.is_symlink()
        and one.stat().st_size == other.stat().st_size
        and one.read_bytes() == other.read_bytes()
    )


def _refuse_taken(place: Path, wanted: set[str], staying: set[str]) -> None:
    """Refuse to write where something that is not ours is in the way."""
    for name in sorted(wanted):
        target = place / name
        if target.is_dir() and not target.is_symlink():
            below = any(other.startswith(f"{name}/") for other in staying)
            if below or not files.listed(target):
                raise _taken(target, "目录", "文件")
    for parent in sorted({parent for name in wanted for parent in PurePosixPath(name).parents}):
        target = place / parent
        if parent.as_posix() in staying and (target.is_symlink() or not target.is_dir()):
            raise _taken(target, "链接" if target.is_symlink() else "文件", "目录")


def _taken(target: Path, there: str, wanted: str) -> MachineError:
    return MachineError(
        f"{target} 是一个{there}，网站要在这里放一个{wanted}；原来的网站没有改动",
        "它不是 kpigen 写的；把它改名或移走再试",
    )


def _exchange(new: Path, place: Path, aside: _Aside, changes: Changes) -> None:
    """Put the files in place one by one; whatever ends this early undoes all.

    A killed process undoes nothing: so `aside.added` stands as long as there is work to undo, and
    the next command does it.
    """
    files.write(aside.added, _text(changes.added))
    with _undone_on_failure(place, aside, changes.added) as put:
        for name in changes.removed:
            put(name, None)
        _prune_above(place, changes.removed)
        for name in (*changes.added, *changes.changed):
            put(name, new / name)
        aside.added.unlink()  # from here on all is new
    shutil.rmtree(aside.earlier, ignore_errors=True)  # what is left stops the next one


@contextmanager
def _undone_on_failure(
    place: Path, aside: _Aside, added: tuple[str, ...]
) -> Iterator[Callable[[str, Path | None], None]]:
    """Give what puts a file in its place (None: removes it), having kept what was there."""

    def put(name: str, file: Path | None) -> None:
        target, kept = place / name, aside.earlier / name
        if os.path.lexists(target):
            kept.parent.mkdir(parents=True, exist_ok=True)
            _keep(target, kept, moving=file is None)
        if file is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)

    try:
        yield put
    except BaseException:
        if aside.added.exists():
            _undo(place, aside.earlier, added)
            aside.added.unlink()
        raise


def _undo(place: Path, earlier: Path, added: Iterable[str]) -> None:
    """Give back what was kept and remove what was not there; may itself be cut off and repeated."""
    names = tuple(added)
    for name in names:
        if not _behind_link(place, name) and os.path.lexists(place / name):
            (place / name).unlink()
    _prune_above(place, names)
    for name in sorted(files.listed(earlier)):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (earlier / name).replace(place / name)


def _behind_link(place: Path, name: str) -> bool:
    """Tell whether the way to a file leads through a link: what is behind it is not ours."""
    return any((place / parent).is_symlink() for parent in PurePosixPath(name).parents[:-1])


def _prune_above(place: Path, names: Iterable[str]) -> None:
    """Remove the folders that held these files and hold nothing now."""
    above = {parent for name in names for parent in PurePosixPath(name).parents[:-1]}
    for folder in sorted(above, key=lambda path: -len(path.parts)):
        path = place / folder
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()


def _keep(target: Path, kept: Path, *, moving: bool) -> None:
    """Keep a file under a second name, so that it is never missing; move it where that fails."""
    if not moving:
        try:
            os.link(target, kept, follow_symlinks=False)
        except (OSError, NotImplementedError):
            moving = True  # not every disk, nor every system, has second names
    if moving:
        target.replace(kept)


def _names(record: Path) -> tuple[str, ...]:
    return tuple(record.read_text(encoding="utf-8", errors="surrogateescape").splitlines())


def _text(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(names)).encode("utf-8", "surrogateescape")


def _note(record: Path | None, names: set[str]) -> None:
    if record is not None:
        files.write(record, _text(names))


def some(names: Iterable[str], most: int = 5) -> str:
    """Name the first few."""
    known = tuple(names)
    return "、".join(known[:most]) + ("等" if len(known) > most else "")
