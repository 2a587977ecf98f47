"""Archives of a sealed year: the same every time, refused before it is sealed, honest after."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest

from kpigen.archiving import container
from kpigen.archiving.archive import archive as make_archive
from kpigen.archiving.checkout import checkout
from kpigen.errors import MachineError
from kpigen.inspection import inspect
from kpigen.progress import Within
from kpigen.terminal.progress import Progress
from tests.conftest import Repository
from tests.test_cli import run
from tests.verifying.town import BASE, RECORD, sealed, town

STYLE = "site_templates/styles/10-tokens.css"
WORKBOOK, PAGE = "exports/tianshu.xlsx", "site/2020/index.html"
Files = dict[str, bytes]
OTHER_SETTINGS = """
[core]
    autocrlf = true
    attributesFile = {home}/attributes
    hooksPath = {home}/hooks
[filter "noted"]
    smudge = "sed -e '$a/* noted */'"
    clean = "sed -e '$d'"
[diff]
    renames = copies
[log]
    showRoot = false
[protocol "file"]
    allow = user
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Path]:
    """A sealed year and its archive."""
    folder = tmp_path_factory.mktemp("archive")
    repository = sealed(folder / "town")
    done = run("archive", "2020", "-C", str(repository.root), "-o", str(folder / "2020.zip"))
    assert done.returncode == 0, done.stderr
    assert "读回来核对无误" in done.stdout
    steps = ["[1/3] 生成网站", "[2/3] 写入数据、导出的文件和网站", "[3/3] 读回来核对"]
    assert done.stderr.splitlines()[-3:] == steps
    return repository, folder / "2020.zip"


def _files(archive: Path) -> Files:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _zipped(files: Files, path: Path, method: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def _listed(files: Files) -> None:
    """Bring the manifest to what the files are, as a careful forger would."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [
        {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
        if name != "manifest.json"
    ]
    files["manifest.json"] = json.dumps(manifest).encode()


def test_it_holds_the_committed_data_the_exports_the_site_and_what_it_is(
    kept: tuple[Repository, Path], tmp_path: Path
) -> None:
    repository, archive = kept
    files = _files(archive)
    committed = repository.git("ls-files", "data/rubric/2020", "data/deductions/2020").split()
    assert sorted(name for name in files if name.startswith("data/")) == sorted(committed)
    assert files[RECORD] == (repository.root / RECORD).read_bytes()
    for kind in ("xlsx", "pdf", "csv", "json"):
        run("export", kind, "-C", str(repository.root), "-o", str(tmp_path))
    exported = {f"exports/{path.name}": path.read_bytes() for path in tmp_path.iterdir()}
    assert {name: data for name, data in files.items() if name.startswith("exports/")} == exported
    assert "归档" in files[PAGE].decode()
    assert "不得公开" in files["说明.txt"].decode()
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["commit"] == repository.git("rev-parse", "HEAD").strip()
    assert (manifest["format"], manifest["day"]) == ("kpigen-archive/1", "2021年3月5日")
    assert {one["path"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }


def test_internal_texts_are_in_the_data_only(kept: tuple[Repository, Path]) -> None:
    secret = "评估报告未定稿".encode()
    holding = [name for name, data in _files(kept[1]).items() if secret in data]
    assert holding == ["data/deductions/2020/jingzhe/jiwei/2020-12-25-yueji.yaml"]


def test_the_same_commit_gives_the_same_bytes_elsewhere_too(
    kept: tuple[Repository, Path], tmp_path: Path
) -> None:
    repository, archive = kept
    there, home = tmp_path / "elsewhere", tmp_path / "home"
    home.mkdir()
    settings = {"GIT_CONFIG_GLOBAL": str(home / "config")}
    (home / "attributes").write_text("*.css filter=noted\n", encoding="ascii")
    (home / "config").write_text(OTHER_SETTINGS.format(home=home.as_posix()), encoding="utf-8")
    cloning = ["git", "clone", "--quiet", str(repository.root), str(there)]
    subprocess.run(cloning, check=True, env={**os.environ, **settings})
    assert b"\r\n" in (there / RECORD).read_bytes()
    assert (there / STYLE).read_bytes().count(b"/* noted */") == 1
    again, place = tmp_path / "again.zip", str(there)
    done = run("archive", "-C", place, "-o", str(again), **settings)
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == archive.read_bytes()
    assert list(tmp_path.glob("*/.kpigen/*")) == []
    done = run("verify", "-C", place, str(archive), **settings)
    assert (done.returncode, "一字不差" in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize(
    "attributes",
    ["*.yaml text eol=crlf", "*.yaml working-tree-encoding=ISO-8859-1"],
    ids=["line ends", "encoding"],
)
def test_attributes_do_not_change_what_a_commit_holds(
    kept: tuple[Repository, Path], tmp_path: Path, attributes: str
) -> None:
    repository = _copy(kept, tmp_path)
    repository.write(".gitattributes", attributes)
    repository.git("add", "--renormalize", ".")
    repository.commit("2021-03-06")
    commit = repository.git("rev-parse", "HEAD").strip()
    held = repository.git("cat-file", "blob", f"HEAD:{RECORD}").encode()
    with checkout(repository.root, commit) as clean:
        assert (clean / RECORD).read_bytes() == held
        assert Repository(clean).git("status", "--porcelain") == ""


def _copy(kept: tuple[Repository, Path], folder: Path) -> Repository:
    shutil.copytree(kept[0].root, folder / "town")
    return Repository(folder / "town")


def test_what_a_build_left_behind_keeps_nobody_from_archiving(
    kept: tuple[Repository, Path], tmp_path: Path
) -> None:
    repository = _copy(kept, tmp_path)
    done = run("build", "-C", str(repository.root))
    assert done.returncode == 0, done.stderr
    assert (repository.root / "site" / "index.html").exists()
    again = tmp_path / "again.zip"
    done = run("archive", "-C", str(repository.root), "-o", str(again))
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == kept[1].read_bytes()


def _untouched(files: Files) -> None:
    del files


def _data(files: Files) -> None:
    files[RECORD] = files[RECORD].replace(b"date: 2020-05-12", b"date: 2020-05-13")


def _internal(files: Files) -> None:
    files[RECORD] = files[RECORD] + b"# x\n"


def _workbook(files: Files) -> None:
    files[WORKBOOK] = files[WORKBOOK][:-1]


def _page(files: Files) -> None:
    files[PAGE] = files[PAGE].replace("天枢".encode(), "天机".encode(), 1)


def _without(files: Files) -> None:
    del files[WORKBOOK]


def _with_more(files: Files) -> None:
    files["site/more.html"] = b"more"


def _said(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    files["manifest.json"] = json.dumps(manifest | {"title": "假表"}).encode()


def _other_digest(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    files["manifest.json"] = json.dumps(manifest | {"digest": "0" * 64}).encode()


def _no_manifest(files: Files) -> None:
    del files["manifest.json"]


def _odd_manifest(files: Files) -> None:
    files["manifest.json"] = b'{"format": "kpigen-archive/1", "files": [{"path": 1}]}'


def and_listed(change: Callable[[Files], None]) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        change(files)
        _listed(files)

    return changed


TAMPERED: dict[str, tuple[Callable[[Files], None], tuple[str, ...], int]] = {
    "packed again": (_untouched, ("每个文件都与版本 ", "重新打包过"), 0),
    "a record": (_data, ("存档被改动过，有 1 处", f"{RECORD}：内容与清单的摘要不符"), 1),
    "a workbook": (_workbook, (f"{WORKBOOK}：内容与清单的摘要不符",), 1),
    "a page": (_page, (f"{PAGE}：内容与清单的摘要不符",), 1),
    "one less": (_without, (f"{WORKBOOK}：清单里有，存档里没有",), 1),
    "one more": (_with_more, ("site/more.html：清单里没有，存档里多了",), 1),
    "a record, listed": (and_listed(_data), ("算出来的得分与清单、scores.json 不同",), 1),
    "an internal part, listed": (and_listed(_internal), (f"{RECORD}：内容与这个版本",), 1),
    "a workbook, listed": (and_listed(_workbook), (f"{WORKBOOK}：内容与这个版本生成的",), 1),
    "a page, listed": (and_listed(_page), ("与自己的清单一致，但与版本", f"{PAGE}：内容"), 1),
    "one less, listed": (and_listed(_without), (f"{WORKBOOK}：这个版本的存档里有",), 1),
    "one more, listed": (and_listed(_with_more), ("site/more.html：这个版本的存档里没有",), 1),
    "the title": (_said, ("manifest.json › title：文件里是“假表”",), 1),
    "the digest": (_other_digest, ("算出来的得分与清单、scores.json 不同",), 1),
    "no manifest": (_no_manifest, ("不是 kpigen 的存档",), 1),
    "an odd manifest": (_odd_manifest, ("不是 kpigen 的存档",), 1),
}


@pytest.mark.parametrize(("change", "says", "code"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_done_to_an_archive_is_said_file_by_file(
    kept: tuple[Repository, Path],
    tmp_path: Path,
    change: Callable[[Files], None],
    says: tuple[str, ...],
    code: int,
) -> None:
    repository, archive = kept
    files = _files(archive)
    change(files)
    _zipped(files, tmp_path / "t.zip", zipfile.ZIP_DEFLATED)
    done = run("verify", "-C", str(repository.root), str(tmp_path / "t.zip"))
    assert done.returncode == code, done.stdout + done.stderr
    for words in says:
        assert words in done.stdout


def test_an_untouched_archive_is_its_commits(kept: tuple[Repository, Path]) -> None:
    done = run("verify", "-C", str(kept[0].root), str(kept[1]))
    assert (done.returncode, "一字不差，与版本 " in done.stdout) == (0, True), done.stdout
    assert done.stderr.splitlines() == ["用存档的版本重新生成一份，和文件比较"]


def test_later_commits_and_edits_do_not_matter(
    kept: tuple[Repository, Path], tmp_path: Path
) -> None:
    repository, archive = kept
    later = Repository(tmp_path / "later")
    shutil.copytree(repository.root, later.root)
    later.write("site_templates/x.txt", "x")
    later.commit("2021-03-08")
    later.write(RECORD, "x")
    done = run("verify", "-C", str(later.root), str(archive))
    assert (done.returncode, "一字不差" in done.stdout) == (0, True), done.stdout


def _long_list(data: bytes) -> bytes:
    end = data.rfind(b"PK\x05\x06")
    return data[: end + 12] + struct.pack("<I", 2**31) + data[end + 16 :]


@pytest.mark.parametrize(
    ("name", "spoil", "says"),
    [
        ("2020.zip", lambda data: data[: len(data) // 2], "这个 zip 坏了，或者太大"),
        ("2020.zip", _long_list, "这个 zip 坏了，或者太大"),
        ("2020.zip", lambda data: data[:5_000] + bytes(300) + data[5_300:], "读不出来，文件坏了"),
    ],
)
def test_a_spoilt_archive_is_named_so(
    kept: tuple[Repository, Path],
    tmp_path: Path,
    name: str,
    spoil: Callable[[bytes], bytes],
    says: str,
) -> None:
    repository, archive = kept
    (tmp_path / name).write_bytes(spoil(archive.read_bytes()))
    done = run("verify", "-C", str(repository.root), str(tmp_path / name))
    assert (done.returncode, says in done.stdout) == (1, True), done.stdout + done.stderr


def test_two_files_of_one_name_are_told(kept: tuple[Repository, Path], tmp_path: Path) -> None:
    repository, archive = kept
    shutil.copy(archive, tmp_path / "t.zip")
    with (
        zipfile.ZipFile(tmp_path / "t.zip", "a") as opened,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        opened.writestr(WORKBOOK, _files(archive)[WORKBOOK])
    done = run("verify", "-C", str(repository.root), str(tmp_path / "t.zip"))
    assert (done.returncode, "有两个同名的" in done.stdout) == (1, True), done.stdout


def test_an_archive_of_another_repository_is_not_vouched_for(
    kept: tuple[Repository, Path], tmp_path: Path
) -> None:
    other = town(tmp_path / "other")
    done = run("verify", "-C", str(other.root), str(kept[1]))
    assert done.returncode == 1
    assert "与自己的清单一致，但不能证明" in done.stdout
    assert "这个仓库里没有那个版本" in done.stdout


def test_a_shallow_clone_cannot_judge(kept: tuple[Repository, Path], tmp_path: Path) -> None:
    repository = _copy(kept, tmp_path)
    _shallow(repository)
    done = run("verify", "-C", str(repository.root), str(kept[1]))
    assert (done.returncode, "这个仓库是浅克隆" in done.stdout) == (1, True), done.stdout
    assert "没有归档" not in done.stdout


def _no_year(repository: Repository) -> None:
    for folder in ("rubric", "deductions"):
        (repository.root / "data" / folder / "2020").rename(
            repository.root / "data" / folder / "2019"
        )


def _not_sealed(repository: Repository) -> None:
    repository.replace(BASE, "stage: 归档", "stage: 公示")


def _not_sound(repository: Repository) -> None:
    repository.replace(RECORD, "date: 2020-05-12", "date: 2020-05-32")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_no_year, "那个版本里没有这个年度，"),
        (_not_sealed, "那个版本里这个年度还没有归档"),
        (_not_sound, "检查有错误，重新写不出存档"),
    ],
)
def test_why_a_commit_gives_no_archive_is_said(
    kept: tuple[Repository, Path], tmp_path: Path, change: Callable[[Repository], None], says: str
) -> None:
    repository = _copy(kept, tmp_path)
    change(repository)
    repository.commit("2021-03-06")
    files = _files(kept[1])
    manifest = json.loads(files["manifest.json"])
    commit = repository.git("rev-parse", "HEAD").strip()
    files["manifest.json"] = json.dumps(manifest | {"commit": commit}).encode()
    _zipped(files, tmp_path / "t.zip")
    done = run("verify", "-C", str(repository.root), str(tmp_path / "t.zip"))
    assert (done.returncode, says in done.stdout) == (1, True), done.stdout + done.stderr


def test_what_is_too_large_to_be_read_back_is_said_and_not_kept(
    kept: tuple[Repository, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "MOST_UNPACKED", 300_000)
    root, output = kept[0].root, tmp_path / "new" / "2020.zip"
    with pytest.raises(MachineError, match="存档太大，超过 4 GB"):
        make_archive(root, inspect(root, 2020), output, Within(Progress()))
    assert list(tmp_path.iterdir()) == []


def _failing() -> Iterator[bytes]:
    yield b"a"
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("pieces", [_failing(), iter([b"aa", b"bbb"])], ids=["full", "large"])
def test_a_zip_that_failed_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: Iterator[bytes]
) -> None:
    monkeypatch.setattr(container, "MOST_UNPACKED", 4)
    path = tmp_path / "a.zip"
    made: list[zipfile.ZipFile] = []

    class Noted(zipfile.ZipFile):
        def __init__(self, file: Path, mode: Literal["w"], compression: int) -> None:
            super().__init__(file, mode, compression)
            made.append(self)

    monkeypatch.setattr(zipfile, "ZipFile", Noted)
    with (
        pytest.raises((OSError, container.TooLargeError)),
        container.Writer(path, 0) as writer,
    ):
        writer.add("a", pieces)
    assert [file.fp for file in made] == [None]


def test_the_limit_itself_can_be_written_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "MOST_UNPACKED", 4)
    with container.Writer(tmp_path / "a.zip", 0) as writer:
        writer.add("a", [b"aa", b"bb"])
    with container.opened(tmp_path / "a.zip") as reader:
        assert reader.member("a") == writer.members[0]
    monkeypatch.setattr(container, "MOST_UNPACKED", 3)
    with pytest.raises(container.TooLargeError), container.opened(tmp_path / "a.zip"):
        pass


def _open_again(repository: Repository) -> None:
    repository.replace(BASE, "stage: 归档", "stage: 公示")
    repository.commit("2021-03-08")


def _edited(repository: Repository) -> None:
    repository.write(RECORD, (repository.root / RECORD).read_text(encoding="utf-8") + "# x\n")


def _own_theme(repository: Repository) -> None:
    repository.write("site_templates/x.txt", "x")


def _link(repository: Repository) -> None:
    linked = "site_templates/pages/link.md"
    blob = repository.git("rev-parse", f"HEAD:{BASE}").strip()
    repository.git("update-index", "--add", "--cacheinfo", f"120000,{blob},{linked}")
    repository.git("commit", "--quiet", "--message", "链接", day="2021-03-06")
    repository.git("update-index", "--skip-worktree", linked)


def _no_git(repository: Repository) -> None:
    shutil.rmtree(repository.root / ".git")


def _shallow(repository: Repository) -> None:
    repository.write("README.txt", "x")
    repository.commit("2021-03-06")
    cut = repository.root.with_name("cut")
    repository.git("clone", "--quiet", "--depth=1", repository.root.as_uri(), str(cut))
    shutil.rmtree(repository.root)
    cut.rename(repository.root)


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (_open_again, "2020 年度还在“公示”阶段，没有封存"),
        (_edited, "里有还没提交的改动，不能存档"),
        (_own_theme, "里有还没提交的改动，不能存档"),
        (_link, "site_templates/pages/link.md 不是普通文件"),
        (_no_git, "这里不是 git 仓库"),
        (_shallow, "仓库是浅克隆"),
    ],
)
def test_what_keeps_a_year_from_being_archived_is_said(
    kept: tuple[Repository, Path], tmp_path: Path, prepare: Callable[[Repository], None], says: str
) -> None:
    repository = Repository(tmp_path / "town")
    shutil.copytree(kept[0].root, repository.root)
    prepare(repository)
    output = tmp_path / "2020.zip"
    done = run("archive", "2020", "-C", str(repository.root), "-o", str(output))
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    assert not output.exists()


def test_an_archive_is_called_a_zip(kept: tuple[Repository, Path]) -> None:
    done = run("archive", "2020", "-C", str(kept[0].root), "-o", "存档.rar")
    assert (done.returncode, "应以 .zip 结尾" in done.stderr) == (2, True)
