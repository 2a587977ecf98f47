from __future__ import annotations

import os
import subprocess
import sys
from itertools import count, product
from pathlib import Path

import pytest

from kpigen import files, publishing
from kpigen.errors import MachineError
from kpigen.publishing import SIGN


def publish(new: Path, site: Path, *, whole: bool) -> files.Changes:
    """Publish into a folder that is ours alone."""
    return publishing.publish(new, site, whole=whole, record=None).changes


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
    changes = publish(new, site, whole=True)
    assert changes == files.Changes(("c/added",), ("changed",), ("a/gone",))
    assert contents(site) == wanted
    assert {name for name, time in times(site).items() if time == 10**9} == {"same", "b/same"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert not (site / "a").exists()


def test_publishing_a_part_removes_nothing(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", page="old", other="1")
    changes = publish(folder(tmp_path / "new", page="new"), site, whole=False)
    assert changes == files.Changes(changed=("page",))
    assert contents(site) == {"page": b"new", "other": b"1"}


def test_the_first_site_is_put_in_place(tmp_path: Path) -> None:
    changes = publish(folder(tmp_path / "new", a__b="1"), tmp_path / "site", whole=True)
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
        kept = new.with_name("new.old") in path.parents or path.name.startswith(files.UNFINISHED)
        if not kept and next(moves) == survived:
            raise fault
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    if not second_names:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises((MachineError, KeyboardInterrupt)):
        publish(new, site, whole=True)
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
        publish(new, site, whole=whole)
        assert contents(site) == {"a/page": b"new", "b": b"new"}
    assert contents(precious) == kept


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published once, in which others have put something since."""
    place = tmp_path / "site"
    record = tmp_path / "site.files"
    new = folder(tmp_path / "new", index="1", a__gone="x", b="1")
    publishing.publish(new, place, whole=True, record=record)
    put(place, FOREIGN)
    return place


FOREIGN = {".git/HEAD": "ref", ".git/objects/aa": "1", "CNAME": "x.cn", "a/mine.txt": "我的"}


def put(place: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")


def again(site: Path, **words: str) -> publishing.Published:
    root = site.parent
    return publishing.publish(
        folder(root / "new", **words), site, whole=True, record=root / "site.files"
    )


def test_what_others_put_into_the_site_is_left_alone_and_named(site: Path) -> None:
    (site / ".git/refs/tags").mkdir(parents=True)
    (site / "empty").mkdir()
    done = again(site, index="2", c__page="1")
    assert done.changes == files.Changes(("c/page",), ("index",), ("a/gone", "b"))
    assert done.foreign == (".git", "CNAME", "a/mine.txt")
    assert done.names == {"index", "c/page"}
    theirs = {name: text.encode() for name, text in FOREIGN.items()}
    assert contents(site) == {**theirs, "index": b"2", "c/page": b"1"}
    assert (site / ".git/refs/tags").is_dir()
    assert (site / "empty").is_dir()
    assert again(site, index="2").changes.removed == ("c/page",)
    assert not (site / "c").exists()


def test_without_a_list_what_forges_keep_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "site"
    put(place, {**FOREIGN, SIGN: "", "old.html": "1"})
    done = again(place, index="1")
    assert done.changes.removed == ("a/mine.txt", SIGN, "old.html")
    assert done.foreign == (".git", "CNAME")
    assert set(contents(place)) == {".git/HEAD", ".git/objects/aa", "CNAME", "index"}


def test_a_folder_that_never_was_a_site_of_ours_keeps_all(tmp_path: Path) -> None:
    place = tmp_path / "site"
    put(place, {"app.py": "1", "index": "theirs"})
    before = contents(place)
    with pytest.raises(MachineError, match="index 不是 kpigen 写的"):
        again(place, index="1")
    assert contents(place) == before
    (place / "index").unlink()
    record = tmp_path / "site.files"
    done = publishing.publish(tmp_path / "new", place, whole=True, record=record)
    assert done.foreign == ("app.py",)


@pytest.mark.parametrize(
    ("theirs", "wanted", "says"),
    [
        ("b2/x.txt", {"b2": "1"}, "b2 是一个目录，网站要在这里放一个文件"),
        ("c", {"c__page": "1"}, "c 是一个文件，网站要在这里放一个目录"),
    ],
)
def test_what_is_in_the_way_is_an_error(
    site: Path, theirs: str, wanted: dict[str, str], says: str
) -> None:
    put(site, {theirs: "我的"})
    before = contents(site)
    with pytest.raises(MachineError, match=says):
        again(site, **wanted)
    assert contents(site) == before


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    again(tmp_path / "site", a="1", b__page="1")
    again(tmp_path / "site", a__page="2", b="2")
    assert contents(tmp_path / "site") == {"a/page": b"2", "b": b"2"}


KILLED = """
import os, sys
from pathlib import Path
from kpigen import publishing
root, survived, fatal = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
replace = Path.replace
moves = 0
def failing(path, target):
    global moves
    if not path.name.startswith(".kpigen-"):
        if moves == survived:
            os.kill(os.getpid(), fatal)
        moves += 1
    return replace(path, target)
Path.replace = failing
publishing.publish(root / "new", root / "site", whole=True, record=root / "site.files")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上没有这些信号")
@pytest.mark.parametrize("survived", range(4))
def test_a_killed_publication_is_undone_by_the_next_command(site: Path, survived: int) -> None:
    before, dated = contents(site), times(site)
    root = site.parent
    new = folder(root / "new", index="2", b="2", c__added="3")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(root), str(survived), "9"], check=False
    )
    assert done.returncode == -9
    assert publishing.is_cut_off(new)
    assert survived == 0 or contents(site) != before
    assert publishing.recover(new, site)
    assert contents(site) == before
    assert times(site) == dated
    assert not publishing.is_cut_off(new)
    assert not publishing.recover(new, site)


def test_what_cannot_be_removed_stops_the_next_publication(site: Path) -> None:
    before = contents(site)
    (site.parent / "new.old").write_text("", encoding="ascii")
    with pytest.raises(MachineError, match=r"new\.old"):
        again(site, index="2")
    assert contents(site) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
def test_undoing_removes_nothing_behind_a_link(site: Path, tmp_path: Path) -> None:
    precious = folder(tmp_path / "precious", page="1")
    (site / "link").symlink_to(precious)
    (tmp_path / "new.added").write_text("link/page\n", encoding="utf-8")
    assert publishing.recover(tmp_path / "new", site)
    assert contents(precious) == {"page": b"1"}
