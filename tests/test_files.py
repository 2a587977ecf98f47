from __future__ import annotations

import sys
from collections.abc import Iterator
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


def contents(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "page").write_bytes(b"old")
    work = tmp_path / "work"
    work.mkdir()
    (work / "a").symlink_to(precious)
    files.synchronise(work, [("a/page", b"new")])
    assert contents(work) == {"a/page": b"new"}
    assert contents(precious) == {"page": b"old"}


def test_a_second_process_is_told(tmp_path: Path) -> None:
    with (
        files.locked(tmp_path),
        pytest.raises(MachineError, match="另一个 kpigen"),
        files.locked(tmp_path),
    ):
        pass


def test_a_file_is_on_disk_before_the_next_is_asked_for(tmp_path: Path) -> None:
    def contents() -> Iterator[tuple[Path, bytes]]:
        for number in range(3):
            unfinished = [path.read_bytes() for path in tmp_path.glob("new/.kpigen-*")]
            assert sorted(unfinished) == [str(one).encode() for one in range(number)]
            yield tmp_path / "new" / f"{number}.txt", str(number).encode()

    assert files.write_all(contents()) == tuple(tmp_path / "new" / f"{n}.txt" for n in range(3))
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["0.txt", "1.txt", "2.txt"]


def test_folders_made_for_nothing_are_removed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with pytest.raises(MachineError):
        files.write_all(failing(tmp_path / "kept" / "new" / "newer"))
    assert [path.name for path in tmp_path.rglob("*")] == ["kept"]


def test_a_file_that_fails_leaves_no_folders(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with (
        pytest.raises(MachineError, match=r"a\.zip"),
        files.prepared(tmp_path / "kept" / "new" / "newer" / "a.zip"),
    ):
        raise OSError(28, "No space left on device")
    assert [path.name for path in tmp_path.rglob("*")] == ["kept"]


def test_a_file_that_is_finished_stays_with_its_folders(tmp_path: Path) -> None:
    with files.prepared(tmp_path / "new" / "a.zip") as unfinished:
        unfinished.write_bytes(b"whole")
    assert contents(tmp_path) == {"new/a.zip": b"whole"}


def test_folders_are_removed_where_the_last_cannot_be_made(tmp_path: Path) -> None:
    too_long = tmp_path / "new" / ("x" * 300) / "a.txt"
    with pytest.raises(MachineError):
        files.write(too_long, b"x")
    with pytest.raises(MachineError), files.prepared(too_long):
        pass
    assert list(tmp_path.iterdir()) == []
