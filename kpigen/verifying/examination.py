"""Examines a file that says it is one of ours: its kind, its stamp, and what it should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kpigen.errors import MachineError
from kpigen.reading import workbooks
from kpigen.render import BLANK_NAME, SUMMARY_NAME, Selection
from kpigen.stamp import Stamp
from kpigen.verifying import csv, json, outdated, pdf, remaking, titles, xlsx
from kpigen.verifying.remaking import Basis, Wanted
from kpigen.verifying.values import (
    Comparison,
    Difference,
    Doubt,
    Kind,
    Likeness,
    RefusedError,
    Verdict,
)
from kpigen.view.digest import shown
from kpigen.view.values import Report

MAX_BYTES = 100_000_000
_ZIP, _PDF, _OLE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0"
# Where a PDF's mark may stand at the latest.
_PDF_HEAD = 1024
_COMPARE: dict[Kind, Callable[[bytes, bytes], Comparison]] = {
    Kind.XLSX: xlsx.compare,
    Kind.PDF: pdf.compare,
    Kind.JSON: json.compare,
    Kind.CSV: csv.compare,
}


class _Read(NamedTuple):
    """What a file says of itself; `wanted` is None where it does not say which document it is."""

    kind: Kind
    stamp: Stamp | None
    wanted: Wanted | None
    digests: dict[str, str]


def is_zip(path: Path) -> bool:
    """Tell whether a file begins as a zip does: a workbook, or an archive of any size."""
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError as error:
        raise MachineError(f"读不了文件 {path}", "看看访问权限，或关掉打开它的程序") from error


def content(path: Path) -> bytes:
    """Read a file, or refuse one that is larger than any document of ours."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise MachineError(f"读不了文件 {path}", "看看访问权限，或关掉打开它的程序") from error
    if len(data) > MAX_BYTES:
        raise RefusedError("文件太大，没有读", "kpigen 导出的没有这么大；看看是不是别的文件")
    return data


def examine(root: Path, name: str, data: bytes, year: int | None = None) -> Verdict:
    """Say of a document which commit made it, and how it compares with what that commit gives.

    `year` is looked at only where the file does not tell its own.
    """
    read = _read(name, data)
    doubt = _doubt(root, read.stamp)
    wanted = read.wanted or Wanted(read.kind, "", Selection())
    basis: Basis | Doubt | None = doubt
    with TemporaryDirectory(ignore_cleanup_errors=True) as fonts:
        if doubt is None and read.stamp is not None and read.stamp.commit is not None:
            year, commit = read.stamp.year, read.stamp.commit
            basis = remaking.committed(root, commit, year, wanted, Path(fonts))
        if isinstance(basis, Doubt):
            doubt = basis
            basis = remaking.present(root, read.stamp.year if read.stamp else year, wanted)
        verdict = Verdict(read.kind, read.stamp, doubt, None)
        if basis is None:
            return verdict
        verdict = _held_against(verdict, read, basis, name, data)
    if verdict.unchanged and read.wanted is not None and read.stamp is not None:
        verdict = verdict._replace(since=outdated.since(root, basis, read.wanted))
    return verdict


def _held_against(verdict: Verdict, read: _Read, basis: Basis, name: str, data: bytes) -> Verdict:
    """Compare a file with what a report gives."""
    report = basis.report
    wanted = read.wanted or _by_name(read.kind, name, report)
    made = None if wanted is None else remaking.make(report, wanted)
    if wanted is None or made is None:
        doubt = verdict.doubt or Doubt.UNKNOWN_DOCUMENT
        return verdict._replace(doubt=doubt, commit=basis.commit, day=basis.day)
    comparison = Comparison(Likeness.SAME_BYTES)
    if made != data:
        compare = _COMPARE[read.kind]
        if read.kind is Kind.PDF and verdict.doubt is not None:
            compare = pdf.compare_words  # what is made of the present data is another version
        comparison = compare(data, made)
    alike = None
    if read.digests:
        now = {community.id: community.digest for community in report.communities}
        names = {community.id: community.name for community in report.communities}
        alike = tuple(names[one] for one, digest in read.digests.items() if now.get(one) == digest)
    digest = _read(name, made).stamp
    if digest is not None and read.stamp is not None:
        comparison = _with_digests(comparison, read.stamp.digest, digest.digest)
    if read.kind is Kind.CSV and report.revision is not None and not report.modified:
        # It names no commit itself; what the newest one gives may well be it.
        verdict = verdict._replace(doubt=None)
    return verdict._replace(
        comparison=comparison,
        modified=report.modified,
        commit=basis.commit,
        day=basis.day,
        digest=None if digest is None else digest.digest,
        alike=alike,
        title=titles.title(report, wanted),
    )


def _with_digests(comparison: Comparison, there: str, here: str) -> Comparison:
    """Call a file changed whose stamp alone is: who looks at the digest would be misled."""
    if comparison.likeness is not Likeness.SAME_CONTENT or there == here:
        return comparison
    difference = Difference("印记里的摘要", shown(there), shown(here))
    return Comparison(Likeness.DIFFERENT, (difference,), 1)


def _doubt(root: Path, stamp: Stamp | None) -> Doubt | None:
    """Say why the commit in a stamp can't vouch for a file."""
    if stamp is None:
        return Doubt.NO_STAMP
    if stamp.commit is None:
        return Doubt.NO_COMMIT
    if not remaking.in_git(root):
        return Doubt.NO_GIT
    if not remaking.known_commit(root, stamp.commit):
        return Doubt.UNKNOWN_COMMIT
    return Doubt.MODIFIED if stamp.modified else None


def _read(name: str, data: bytes) -> _Read:
    kind = _kind(name, data)
    if kind is Kind.JSON:
        scores = json.read(data)
        wanted = Wanted(kind, json.DOCUMENT, scores.selection, scores.as_of, scores.with_history)
        return _Read(kind, scores.stamp, wanted, scores.digests)
    if kind is Kind.CSV:
        return _Read(
            kind, None, Wanted(kind, csv.document(data), Selection(csv.communities(data))), {}
        )
    stamp = xlsx.stamp_of(data) if kind is Kind.XLSX else pdf.stamp_of(data)
    document = None if stamp is None else stamp.document
    wanted_of = None if document is None else Wanted(kind, document, remaking.selection(document))
    return _Read(kind, stamp, wanted_of, {})


def _kind(name: str, data: bytes) -> Kind:
    """Tell what a file is by how it begins: a suffix is easily changed."""
    if workbooks.is_ods(data):
        raise RefusedError(
            "不读 .ods", "核验原来的 xlsx；没有了的，在 LibreOffice 里另存为 .xlsx 再核验"
        )
    if data.startswith(_ZIP):
        return Kind.XLSX
    if _PDF in data[:_PDF_HEAD]:
        return Kind.PDF
    if data.startswith(_OLE):
        raise RefusedError(
            "这是旧格式的表格（.xls 或 .et），或者设了密码", "核验原来的 xlsx，不要另存为旧格式"
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return Kind.JSON
    if name.lower().endswith(".csv"):
        return Kind.CSV
    raise RefusedError(
        "认不出这是什么文件" if data else "这个文件是空的",
        "可以核验的是 kpigen 写的 xlsx、pdf、json、csv 和存档 zip",
    )


def _by_name(kind: Kind, name: str, report: Report) -> Wanted | None:
    """Guess from a file's name which document it was; None where it says nothing to us."""
    stem = name.rpartition(".")[0]
    documents = {BLANK_NAME: BLANK_NAME, SUMMARY_NAME: SUMMARY_NAME}
    for community in report.communities:
        documents |= {community.id: community.id, community.name: community.id}
    document = documents.get(stem)
    return None if document is None else Wanted(kind, document, remaking.selection(document))
