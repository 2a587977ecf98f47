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
    assert files.synchronise(tmp_path, [("a/b.md", b"1"), ("c.md", b"2")]) == 2
    before = (tmp_path / "c.md").stat().st_mtime_ns
    assert files.synchronise(tmp_path, [("c.md", b"2"), ("d.md", b"3")]) == 2
    assert (tmp_path / "c.md").stat().st_mtime_ns == before
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["c.md", "d.md"]


def test_a_second_process_is_told(tmp_path: Path) -> None:
    with (
        files.locked(tmp_path),
        pytest.raises(MachineError, match="另一个 kpigen"),
        files.locked(tmp_path),
    ):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 不让移动打开着的目录")
def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    for name, word in (("new", "b"), ("site", "a")):
        (tmp_path / name).mkdir()
        (tmp_path / name / word).touch()
    files.replace_folder(tmp_path / "new", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["b"]
