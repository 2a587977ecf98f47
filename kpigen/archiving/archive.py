"""Writes the archive of a sealed year, and reads it back before it is put in its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kpigen import __version__, files, git, labels, leaks
from kpigen.archiving import container, contents, manifest
from kpigen.archiving.checkout import checkout, is_shallow
from kpigen.archiving.container import BrokenArchiveError, Reader, TooLargeError, Writer
from kpigen.archiving.manifest import Manifest
from kpigen.build import WORK, Builder, Places
from kpigen.engine.running import Engine
from kpigen.errors import MachineError, UsageError
from kpigen.inspection import Inspection, inspect
from kpigen.model import Stage
from kpigen.progress import Progress, Within
from kpigen.reading import source
from kpigen.reading.loader import RUBRIC
from kpigen.reading.record_loader import DEDUCTIONS
from kpigen.reading.tree import CommitTree, EntryKind, Tree
from kpigen.render import RENDERERS, Selection, pdf, renderer
from kpigen.reporting import report_of
from kpigen.versions import provenance
from kpigen.view.values import Report

# What the site is made of besides the data.
_SOURCES = ("data", "mkdocs.yml", "site_templates")
_AT = f"{WORK}/archive"
_ABOUT = """{title} 存档

由 kpigen {kpigen} 从版本 {commit}（{day}）生成。

data/          这一年的考核表和扣分记录，与这个版本提交的一字不差，内部资料也在其中
exports/       工作簿、打印件和数据文件，与 kpigen export 导出的相同
site/          公开的网站，打开 site/index.html
manifest.json  每个文件的大小和 SHA-256

这份存档含有内部资料（举报人、经办人、附件说明等），不得公开；要公开的只有 exports/ 和 site/。
核验：在考核数据仓库里运行 kpigen verify 这个文件。没有 kpigen 时，用 sha256sum 对照 manifest.json。
文件没有压缩，同一版本的存档每次都一字不差。
"""


class Archived(NamedTuple):
    """What was written: where, and its manifest."""

    path: Path
    manifest: Manifest


def archive(root: Path, inspection: Inspection, output: Path, progress: Progress) -> Archived:
    """Write a sealed and sound year into one zip; UsageError where it is not sealed."""
    commit = _sealed(root, inspection)
    with checkout(root, commit) as clean:
        found = inspect(clean, inspection.year)
        if not found.sound:
            raise MachineError(
                "单独取出这个版本，里面的数据检查有错误，没有存档",
                "看看 git 有没有换掉文件的内容；用了 Git LFS 的，先运行 git lfs pull",
            )
        return make(clean, found, output, progress)


def make(clean: Path, inspection: Inspection, output: Path, progress: Progress) -> Archived:
    """Write the archive of a clean checkout, whose year is sealed and sound.

    Nothing is put in place unless all of it can be read back and its data score the same.
    """
    progress.step("[1/3] 生成网站")
    history = provenance.read(clean, inspection.revision.commit)
    report = report_of(clean, inspection, history=history)
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    secrets = leaks.secrets(clean, (inspection.dataset,))
    site = _site(clean, inspection.year, Within(progress))
    progress.step("[2/3] 写入数据、导出的文件和网站")
    try:
        with files.prepared(output) as unfinished:
            written = _write(clean, unfinished, report, site, secrets)
            progress.step("[3/3] 读回来核对")
            _read_back(unfinished, inspection, written)
    except TooLargeError as error:
        raise MachineError(
            "存档太大，超过 4 GB，没有保存",
            "看看 site_templates/ 和字体目录里有没有不该有的大文件",
        ) from error
    return Archived(output, written)


def is_sealed(inspection: Inspection) -> bool:
    """Tell whether a sound year may be archived."""
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    return inspection.dataset.rubric.assessment.stage is Stage.ARCHIVED


def _sealed(root: Path, inspection: Inspection) -> str:
    """Give the commit of a sealed year; what keeps it from being archived is said otherwise."""
    year, commit = inspection.year, inspection.revision.commit
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    if not is_sealed(inspection):
        stage = inspection.dataset.rubric.assessment.stage
        raise UsageError(
            f"{year} 年度还在“{stage}”阶段，没有封存，不能存档",
            f"全部了结以后，把 {RUBRIC}/{year}/assessment.yaml 的 stage 改为 {Stage.ARCHIVED}，"
            "提交合并，再存档",
        )
    if commit is None:
        raise UsageError("这里不是 git 仓库，没有版本可以存档", "在提交了数据的 git 仓库里运行")
    # What git ignores is not checked out, so it matters to nothing here.
    flags = ("--porcelain", "--untracked-files=all")
    fonts = (folder.path for folder in inspection.dataset.rubric.assessment.fonts)
    sources = (*_SOURCES, *fonts)
    changed = git.ask(root, "status", *flags, "--", *sources)
    if changed:
        raise UsageError(
            f"{'、'.join(sources)} 里有还没提交的改动，不能存档",
            "先提交，或者用 git stash -u 收起来，再存档",
        )
    _refuse_no_files(root, commit, sources)
    if is_shallow(root):
        raise UsageError(
            "仓库是浅克隆，历史不完整，不能存档", "先运行 git fetch --unshallow，再存档"
        )
    return commit


def _refuse_no_files(root: Path, commit: str, sources: tuple[str, ...]) -> None:
    """Refuse links and submodules: not every machine checks out the same in their place."""
    tree = CommitTree(root, commit, *sources)
    for entry in chain(*map(tree.entries, tree.folders)):
        if entry.kind in (EntryKind.LINK, EntryKind.OTHER):
            raise UsageError(
                f"{entry.path} 不是普通文件，不能存档", "把链接、子模块换成里面的文件，提交，再存档"
            )


def _site(clean: Path, year: int, progress: Progress) -> Path:
    """Build the public site of one year."""
    at = Places(*(f"{_AT}/{name}" for name in ("source", "new", "site", "documents")))
    with Engine() as engine:
        return Builder(clean, engine, years=(year,), progress=progress, at=at).build().home.parent


def _write(root: Path, path: Path, report: Report, site: Path, secrets: leaks.Secrets) -> Manifest:
    head = _head(report)
    about = _ABOUT.format(**{**head._asdict(), "commit": labels.commit(head.commit)})
    with Writer(path, report.timestamp) as writer:
        writer.add("说明.txt", [about.encode("utf-8")])
        for name, data in _data(root, head.commit, report.year):
            writer.add(name, [data])
        for kind in RENDERERS:
            prints = pdf.published(report) if kind == "pdf" else ()
            made = renderer(kind)(report, Selection(prints=prints))
            for name, content in leaks.passing(secrets, made):
                writer.add(f"exports/{name}", [content])
        for name in sorted(files.listed(site)):
            writer.copy(f"site/{name}", site / name)
        whole = head._replace(files=tuple(sorted(writer.members)))
        writer.add(manifest.NAME, [manifest.written(whole)])
    return whole


def _head(report: Report) -> Manifest:
    """Begin the manifest: all but the files."""
    assert report.revision is not None  # noqa: S101  # a sealed year has a commit
    return Manifest(
        kpigen=__version__,
        year=report.year,
        commit=report.revision,
        day=report.made,
        timestamp=report.timestamp,
        title=report.title,
        digest=report.digest,
        files=(),
    )


def _data(root: Path, commit: str, year: int) -> Iterator[tuple[str, bytes]]:
    """Give the year's files as the commit holds them."""
    folders = (f"{RUBRIC}/{year}", f"{DEDUCTIONS}/{year}")
    tree = CommitTree(root, commit, *folders)
    for folder in folders:
        yield from _below(tree, folder)


def _below(tree: Tree, folder: str) -> Iterator[tuple[str, bytes]]:
    for entry in tree.entries(folder):
        if entry.kind is EntryKind.FOLDER:
            yield from _below(tree, entry.path)
        elif entry.kind is EntryKind.FILE:
            yield entry.path, tree.read(entry.path, source.MAX_BYTES)


def _read_back(path: Path, inspection: Inspection, written: Manifest) -> None:
    """Hold what was written against what should have been."""
    try:
        with container.opened(path) as reader:
            wrong = [*contents.differing(reader, written), *_scored(reader, inspection, written)]
    except TooLargeError:
        raise
    except BrokenArchiveError as error:
        wrong = [str(error)]
    if wrong:
        raise MachineError(
            "存档写出以后读回来不对，没有保存", "看看磁盘是不是坏了、满了，再运行一次"
        )


def _scored(reader: Reader, inspection: Inspection, written: Manifest) -> Iterator[str]:
    if not contents.scores_alike(reader, written, inspection.revision):
        yield "scores"
