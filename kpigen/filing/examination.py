"""Holds new records against the year before they are written: what `check` would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kpigen import checks, files
from kpigen.codes import book_codes, record_codes
from kpigen.diagnostics import Diagnostic, Place, Severity, in_order
from kpigen.errors import MachineError
from kpigen.filing import admission
from kpigen.inspection import Inspection
from kpigen.model import Dataset, Deduction, Stage
from kpigen.reading import loader
from kpigen.versions import history


class Candidate(NamedTuple):
    """A record that is in no tree yet: where it would stand, and its bytes."""

    path: str
    content: bytes


class Examined(NamedTuple):
    """The year with the candidates in it, and what they alone bring up."""

    dataset: Dataset
    findings: tuple[Diagnostic, ...]


def open_year(root: Path, inspection: Inspection) -> Dataset:
    """Give a sound year as it will be when a commit made now brings new records in."""
    assert inspection.dataset is not None  # noqa: S101  # a sound inspection has one
    return inspection.dataset._replace(newest_commit=history.coming(root, inspection.revision))


def examine(dataset: Dataset, candidates: tuple[Candidate, ...]) -> Examined:
    """Read the candidates as they would be read from disk, and run every check with them."""
    known = set(checks.run(dataset))
    findings = list(stage(dataset)) if candidates else []
    records = list(dataset.deductions)
    filed = {record.path for record in records}
    for candidate in candidates:
        record, complaints = loader.read_record(*candidate)
        findings.extend(complaints)
        if candidate.path in filed:
            findings.append(_filed(candidate.path))
        elif record is not None:
            records.append(record)
            findings.extend(_admitted(record, dataset))
    with_them = dataset._replace(deductions=tuple(records))
    findings.extend(finding for finding in checks.run(with_them) if finding not in known)
    return Examined(with_them, in_order(findings))


def _filed(path: str) -> Diagnostic:
    return record_codes.DUPLICATE_RECORD.at(
        Place(path),
        f"{path} 已经有了，填的是同一件事",
        "要更正或恢复它，就改那条记录；确是另一件事，在原因或依据里写明区别",
    )


def stage(dataset: Dataset) -> Iterator[Diagnostic]:
    """Say what the year has against any new record, before anything of it is known."""
    assessment = dataset.rubric.assessment
    if assessment.stage is Stage.ARCHIVED:
        yield admission.archived(assessment.year, assessment.at)
    else:
        found = admission.not_filing(assessment, dataset.newest_commit, assessment.at)
        yield from map(as_warning, found)


def _admitted(record: Deduction, dataset: Dataset) -> Iterator[Diagnostic]:
    """Say what the year has against this record, but for what `stage` says already."""
    for finding in admission.against(record, dataset.rubric.assessment, dataset.newest_commit):
        if finding.code == book_codes.TOO_LATE.number:
            yield as_warning(finding)
        elif finding.code == book_codes.SEALED.number:
            yield finding


def as_warning(finding: Diagnostic) -> Diagnostic:
    """Warn who files it: the office may still open the year again before it is merged."""
    return finding._replace(
        severity=Severity.WARNING,
        hint=f"照这样，流水线会拦下合并请求（diff --strict）；{finding.hint}",
    )


def put(root: Path, candidates: tuple[Candidate, ...]) -> None:
    """Write new records, all or none, and never over a file that is there."""
    for candidate in candidates:
        if (root / candidate.path).exists():
            raise MachineError(f"已经有文件 {candidate.path}", "没有写入；先看看它是什么")
    files.write_all([(root / candidate.path, candidate.content) for candidate in candidates])
