"""A commit is read as a folder is: the same values, the same complaints."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from kpigen import git, inspection
from kpigen.errors import MachineError, UsageError
from kpigen.reading import loader
from kpigen.reading.loader import Memo
from kpigen.reading.tree import CommitTree, Entry, EntryKind, Folder
from kpigen.versions import history
from tests.conftest import PROJECT, YEAR, Repository

GOOD = "date: 2020-05-12\nrule: 1.1-1\nreason: 沿街商铺电线老化起火。\nbasis: 演示〔2020〕1号\n"


@pytest.fixture
def demonstration(repository: Repository) -> Repository:
    """The demonstration with two slips and things that stand where they should not."""
    shutil.copytree(PROJECT / "data/deductions", repository.root / "data/deductions")
    repository.record("tianshu/guijian/wrong", GOOD.replace("1.1-1", "1.1-9"))
    repository.record("tianshu/guijian/文件", GOOD)
    repository.write("data/deductions/2020/tianshu/stray.yaml", GOOD)
    repository.write("data/README.md", "说明\n")
    return repository


def test_a_commit_gives_what_the_folder_gives(demonstration: Repository) -> None:
    demonstration.commit()
    on_disk = loader.load(Folder(demonstration.root), YEAR, None)
    in_git = loader.load(CommitTree(demonstration.root, "HEAD", "data"), YEAR, None)
    assert in_git == on_disk
    assert on_disk.findings


def test_a_commit_does_not_see_what_came_later(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    repository.commit()
    first = repository.git("rev-parse", "HEAD").strip()
    repository.record("tianshu/guijian/b", GOOD.replace("-12", "-13"))
    (repository.root / "data/deductions/2020/tianshu/guijian/a.yaml").unlink()
    tree = CommitTree(repository.root, first, "data")
    seen = inspection.inspect_tree(tree, YEAR, history.revision(repository.root, first)).dataset
    assert seen is not None
    assert [record.id for record in seen.deductions] == ["2020/tianshu/guijian/a"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
def test_links_are_links_in_both(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    folder = repository.root / "data/deductions/2020/tianshu/guijian"
    (folder / "b.yaml").symlink_to("a.yaml")
    repository.commit()
    for tree in (Folder(repository.root), CommitTree(repository.root, "HEAD", "data")):
        place = "data/deductions/2020/tianshu/guijian"
        assert tree.entries(place) == [
            Entry("a.yaml", f"{place}/a.yaml", EntryKind.FILE),
            Entry("b.yaml", f"{place}/b.yaml", EntryKind.LINK),
        ]
        assert [finding.code for finding in loader.load(tree, YEAR, None).findings] == ["KPI114"]


def test_files_in_common_are_read_once(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    repository.commit()
    memo = Memo()
    one = loader.load(Folder(repository.root), YEAR, None, memo).dataset
    other = loader.load(CommitTree(repository.root, "HEAD", "data"), YEAR, None, memo).dataset
    assert one is not None
    assert other is not None
    assert other.rubric is one.rubric
    assert other.deductions[0] is one.deductions[0]
    repository.record("tianshu/guijian/a", GOOD.replace("-12", "-13"))
    changed = loader.load(Folder(repository.root), YEAR, None, memo).dataset
    assert changed is not None
    assert changed.deductions[0].date.isoformat() == "2020-05-13"


@pytest.mark.parametrize("name", ["没有这个分支", "", "--all", "HEAD~99", "0" * 40])
def test_a_commit_that_is_not_there(repository: Repository, name: str) -> None:
    repository.commit()
    with pytest.raises(UsageError, match="没有"):
        git.commit_named(repository.root, name)


def test_names_of_a_commit(repository: Repository) -> None:
    repository.commit()
    full = repository.git("rev-parse", "HEAD").strip()
    repository.git("tag", "初稿")
    for name in ("HEAD", full, full[:10], "初稿"):
        assert git.commit_named(repository.root, name) == full


def test_no_repository_at_all(tmp_path: Path) -> None:
    assert git.ask(tmp_path, "log", "-1") is None
    with pytest.raises(UsageError, match="不是 git 仓库"):
        git.commit_named(tmp_path, "HEAD")


def test_a_lost_object_is_the_machine_s_fault(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", GOOD)
    repository.commit()
    digest = repository.git("rev-parse", "HEAD:data/deductions/2020/tianshu/guijian/a.yaml").strip()
    lost = repository.root / ".git/objects" / digest[:2] / digest[2:]
    lost.chmod(0o644)
    lost.unlink()
    with pytest.raises(MachineError, match="少了一些文件"):
        loader.load(CommitTree(repository.root, "HEAD", "data"), YEAR, None)
