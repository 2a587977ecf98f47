from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path

import pytest

from kpigen import files
from kpigen.errors import MachineError


def failing(folder: Path) -> Iterator[tuple[Path, bytes]]:
    yield folder / "a.txt", b"new"
    raise OSError(28, "No space left on device")


def test_all_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    with pytest.raises(MachineError, match=r"a\.txt"):
        files.write_all(failing(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(MachineError, match=r"a\.xlsx"):
        files.write_all([(tmp_path / "a.xlsx", b"x")])


def test_synchronise_touches_only_what_differs(tmp_path: Path) -> None:
    assert files.synchronise(tmp_path, [("a/b.md", b"1"), ("c.md", b"2"), ("e.md", b"4")]) == (
        files.Changes(added=("a/b.md", "c.md", "e.md"))
    )
    before = (tmp_path / "c.md").stat().st_mtime_ns
    changes = files.synchronise(tmp_path, [("c.md", b"2"), ("d.md", b"3"), ("e.md", b"5")])
    assert changes == files.Changes(added=("d.md",), changed=("e.md",), removed=("a/b.md",))
    assert changes.total == 3
    assert (tmp_path / "c.md").stat().st_mtime_ns == before
    assert contents(tmp_path) == {"c.md": b"2", "d.md": b"3", "e.md": b"5"}
    assert not (tmp_path / "a").exists()


def folder(place: Path, **words: str) -> Path:
    """A folder with files; two underscores in a name stand for a folder below."""
    place.mkdir()
    for name, text in words.items():
        path = place / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="ascii")
    return place


def contents(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


def no_links(*_: object, **__: object) -> None:
    raise OSError(95, "Operation not supported")


def times(place: Path) -> dict[str, int]:
    return {name: (place / name).stat().st_mtime_ns for name in contents(place)}


def test_publishing_writes_only_what_changed(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", same="1", changed="old", a__gone="x", b__same="2")
    new = folder(tmp_path / "new", same="1", changed="new", b__same="2", c__added="3")
    wanted = contents(new)
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    changes = files.publish(new, site, whole=True)
    assert changes == files.Changes(("c/added",), ("changed",), ("a/gone",))
    assert contents(site) == wanted
    assert {name for name, time in times(site).items() if time == 10**9} == {"same", "b/same"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert not (site / "a").exists()


def test_publishing_a_part_removes_nothing(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", page="old", other="1")
    changes = files.publish(folder(tmp_path / "new", page="new"), site, whole=False)
    assert changes == files.Changes(changed=("page",))
    assert contents(site) == {"page": b"new", "other": b"1"}


def test_the_first_site_is_put_in_place(tmp_path: Path) -> None:
    changes = files.publish(folder(tmp_path / "new", a__b="1"), tmp_path / "site", whole=True)
    assert changes == files.Changes(added=("a/b",))
    assert contents(tmp_path) == {"site/a/b": b"1"}


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize(
    ("second_names", "survived"), [*product([True], range(4)), *product([False], range(6))]
)
def test_a_failure_midway_leaves_everything_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: BaseException,
    second_names: bool,  # noqa: FBT001  # a parameter of a test
    survived: int,
) -> None:
    site = folder(tmp_path / "site", a__gone="x", b="old", c="old", same="1")
    new = folder(tmp_path / "new", b="new", c="new", d__added="3", same="1")
    before, dated = contents(site), times(site)
    replace = Path.replace
    moves = count()

    def failing(path: Path, target: Path) -> Path:
        # Undoing moves what was kept back into the site: that works.
        if new.with_name("new.old") not in path.parents and next(moves) == survived:
            raise fault
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    if not second_names:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises((MachineError, KeyboardInterrupt)):
        files.publish(new, site, whole=True)
    assert contents(site) == before
    assert times(site) == dated


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
def test_nothing_is_written_or_removed_through_a_link(tmp_path: Path) -> None:
    precious = folder(tmp_path / "precious", page="要紧".encode().hex())
    kept = contents(precious)
    for whole in (True, False):
        site = folder(tmp_path / f"site-{whole}")
        (site / "a").symlink_to(precious)
        (site / "b").symlink_to(precious / "page")
        new = folder(tmp_path / "new", a__page="new", b="new")
        files.publish(new, site, whole=whole)
        assert contents(site) == {"a/page": b"new", "b": b"new"}
        work = folder(tmp_path / f"work-{whole}")
        (work / "a").symlink_to(precious)
        files.synchronise(work, [("a/page", b"new")])
        assert contents(work) == {"a/page": b"new"}
    assert contents(precious) == kept


def test_a_second_process_is_told(tmp_path: Path) -> None:
    with (
        files.locked(tmp_path),
        pytest.raises(MachineError, match="另一个 kpigen"),
        files.locked(tmp_path),
    ):
        pass
