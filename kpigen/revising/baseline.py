"""What a workbook is compared with: the records as they were in the version it was made from."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kpigen import git
from kpigen.assessing import scoring
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.errors import UsageError
from kpigen.inspection import Inspection, inspect_tree
from kpigen.model import Dataset, Deduction, Rubric
from kpigen.reading.record_loader import DEDUCTIONS
from kpigen.reading.tree import CommitTree
from kpigen.render import Selection, renderer
from kpigen.revising import workbook
from kpigen.revising.workbook import Book
from kpigen.stamp import Stamp
from kpigen.versions import history
from kpigen.versions.history import Revision, with_modified
from kpigen.view.report import report
from kpigen.view.values import Report


class Baseline(NamedTuple):
    """The records of a community before the workbook was edited.

    `issued` is the workbook as it was given out, None where that can't be made again. `unclear` are
    the paths of records whose differences may be anyone's: only where the version is not known.
    `merged` are the paths that the repository's commit holds.
    """

    rubric: Rubric
    records: tuple[Deduction, ...]
    issued: Book | None
    unclear: frozenset[str]
    merged: frozenset[str]
    findings: tuple[Diagnostic, ...]


def community_of(book: Book, rubric: Rubric) -> str | None:
    """Tell whose workbook it is: by its stamp, else by its records' numbers; None if unclear."""
    known = {community.id for community in rubric.communities}
    if book.stamp is not None and book.stamp.document in known:
        return book.stamp.document
    named = {
        parts[1] for line in book.lines if len(parts := line.text("id").split("/")) > 1
    } & known
    return named.pop() if len(named) == 1 else None


def baseline(root: Path, inspection: Inspection, book: Book, community: str) -> Baseline:
    """Find what to compare a workbook with; git is asked for the version that its stamp names."""
    assert inspection.dataset is not None  # noqa: S101  # the caller has a sound one
    merged = frozenset(_merged(root, inspection.year, community))
    stamp = book.stamp
    then = None if stamp is None or stamp.modified else _as_of(root, stamp)
    if stamp is not None and then is not None:
        made = _report(then.dataset, then.revision)
        issued = (
            _issued(book, made, community) if _digest(made, community) == stamp.digest else None
        )
        records = _own(then.dataset, community)
        found = _not_compared(book) if issued is None else ()
        return Baseline(then.dataset.rubric, records, issued, frozenset(), merged, found)
    made = _report(inspection.dataset, with_modified(root, inspection.revision))
    records = _own(inspection.dataset, community)
    rubric = inspection.dataset.rubric
    if stamp is not None and stamp.digest == _digest(made, community):
        # The workbook shows the commit it was made from: of another one it has other cells.
        same = (stamp.commit, stamp.modified) == (made.revision, made.modified)
        issued = _issued(book, made, community) if same else None
        found = () if same else _not_compared(book)
        return Baseline(rubric, records, issued, frozenset(), merged, found)
    unclear = frozenset(_unclear(root, records, merged))
    found = (_unknown(book), *_not_compared(book))
    return Baseline(rubric, records, None, unclear, merged, found)


class _Then(NamedTuple):
    dataset: Dataset
    revision: Revision


def _as_of(root: Path, stamp: Stamp) -> _Then | None:
    """Read the year as the stamp's commit holds it; None where that can't be had."""
    if stamp.commit is None:
        return None
    try:
        commit = git.commit_named(root, stamp.commit)
        revision = history.revision(root, commit)
        found = inspect_tree(CommitTree(root, commit, "data"), stamp.year, revision)
    except UsageError:  # no such commit here, or no such year in it: said by the caller
        return None
    return _Then(found.dataset, revision) if found.sound and found.dataset is not None else None


def _own(dataset: Dataset, community: str) -> tuple[Deduction, ...]:
    return tuple(record for record in dataset.deductions if record.community == community)


def _report(dataset: Dataset, revision: Revision) -> Report:
    return report(dataset, scoring.score(dataset), revision)


def _digest(made: Report, community: str) -> str:
    return next((one.digest for one in made.communities if one.id == community), "")


def _issued(book: Book, made: Report, community: str) -> Book | None:
    """Make the workbook again, so that its other cells can be compared too."""
    selection = Selection(communities=(community,), blank=False, summary=False)
    file = next(iter(renderer("xlsx")(made, selection)))
    return workbook.recognised(book.path, file.content)


def _not_compared(book: Book) -> tuple[Diagnostic, ...]:
    return (
        codes.NOT_COMPARED.at(
            Place(book.path),
            "这份工作簿原来的样子做不出来，除“扣分记录”可填的各栏以外没有比较",
            "写在别处的改动不会读；看看“考核明细表”里有没有手写的内容",
        ),
    )


def _merged(root: Path, year: int, community: str) -> Iterator[str]:
    """Name the records that the newest commit holds; none outside git."""
    folder = f"{DEDUCTIONS}/{year}/{community}"
    answer = git.ask(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", folder)
    yield from map(os.fsdecode, filter(None, (answer or b"").split(b"\0")))


def _unclear(root: Path, records: tuple[Deduction, ...], merged: frozenset[str]) -> Iterator[str]:
    """Name the records that may have been changed since a workbook was made from them.

    One that is in the history once has never been changed, whatever the workbook's version.
    """
    folders = sorted({record.path.rpartition("/")[0] for record in records})
    shallow = git.ask(root, "rev-parse", "--is-shallow-repository")
    flags = ("--name-only", "--no-renames", "--relative", "--format=", "-z")
    told = git.ask(root, "log", *flags, "--", *folders) if folders and shallow else b""
    times = Counter(map(os.fsdecode, (told or b"").split(b"\0")))
    status = ("status", "--porcelain", "--untracked-files=all", "-z", "--", *folders)
    dirty = git.ask(root, *status) if folders and shallow else b""
    modified = {os.fsdecode(line[3:]) for line in (dirty or b"").split(b"\0")}
    for record in records:
        once = times[record.path] == 1 and record.path in merged and record.path not in modified
        if not once or (shallow or b"").strip() != b"false":
            yield record.path


def _unknown(book: Book) -> Diagnostic:
    stamp = book.stamp
    if stamp is None:
        why = "工作簿里没有导出时写的版本"
    elif stamp.modified or stamp.commit is None:
        why = "工作簿导出时，数据还没有提交"
    else:
        why = f"仓库里没有工作簿导出时的提交 {stamp.commit[:10]}，或那时的数据不完整"
    return codes.BASE_UNKNOWN.at(
        Place(book.path),
        f"{why}，与现在的数据比较",
        "核对下面列出的每一处改动；先 git fetch 取回完整的历史，或用提交以后导出的工作簿，就不用猜",
    )
