"""Archives of a sealed year: the same every time, refused before it is sealed, honest after."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.test_cli import run
from tests.verifying.town import BASE, RECORD, sealed, town

WORKBOOK, PAGE = "exports/tianshu.xlsx", "site/2020/index.html"
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Path]:
    """A sealed year and its archive."""
    folder = tmp_path_factory.mktemp("archive")
    repository = sealed(folder / "town")
    done = run("archive", "2020", "-C", str(repository.root), "-o", str(folder / "2020.zip"))
    assert done.returncode == 0, done.stderr
    assert "读回来核对无误" in done.stdout
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
    repository.git("clone", "--quiet", str(repository.root), str(tmp_path / "elsewhere"))
    again = tmp_path / "again.zip"
    done = run("archive", "-C", str(tmp_path / "elsewhere"), "-o", str(again))
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == archive.read_bytes()
    assert not list((tmp_path / "elsewhere" / ".kpigen").glob("archive-*"))


def test_a_users_own_line_ends_change_nothing(
    kept: tuple[Repository, Path], tmp_path: Path
) -> None:
    repository, archive = kept
    there = tmp_path / "windows"
    repository.git("clone", "-q", "-c", "core.autocrlf=true", str(repository.root), str(there))
    assert b"\r\n" in (there / "mkdocs.yml").read_bytes()
    again = tmp_path / "again.zip"
    done = run("archive", "-C", str(there), "-o", str(again))
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == archive.read_bytes()
    done = run("verify", "-C", str(there), str(archive))
    assert (done.returncode, "一字不差" in done.stdout) == (0, True), done.stdout


def test_a_shallow_clone_is_not_the_archives_fault(
    kept: tuple[Repository, Path], tmp_path: Path
) -> None:
    repository, archive = kept
    there = tmp_path / "cut"
    repository.write("README.txt", "x")
    repository.commit("2021-03-06")
    repository.git("clone", "-q", "--depth=2", repository.root.as_uri(), str(there))
    repository.git("reset", "-q", "--hard", "HEAD~1")
    done = run("verify", "-C", str(there), str(archive))
    assert (done.returncode, "仓库是浅克隆" in done.stdout) == (1, True), done.stdout


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


def _open_again(repository: Repository) -> None:
    repository.replace(BASE, "stage: 归档", "stage: 公示")
    repository.commit("2021-03-08")


def _edited(repository: Repository) -> None:
    repository.write(RECORD, (repository.root / RECORD).read_text(encoding="utf-8") + "# x\n")


def _own_theme(repository: Repository) -> None:
    repository.write("site_templates/x.txt", "x")


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
