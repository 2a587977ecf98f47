"""Holds new records against the year before they are written: what `check` would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kpigen import checks, files
from kpigen.codes import record_codes
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, Place, in_order
from kpigen.errors import MachineError
from kpigen.inspection import Inspection
from kpigen.model import Assessment, Dataset, Deduction, Stage
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
    assessment = dataset.rubric.assessment
    findings = list(stage(assessment)) if candidates else []
    records = list(dataset.deductions)
    filed = {record.path for record in records}
    for candidate in candidates:
        record, complaints = loader.read_record(*candidate)
        findings.extend(complaints)
        if candidate.path in filed:
            findings.append(_filed(candidate.path))
        elif record is not None:
            records.append(record)
            findings.extend(_sealed(assessment.sealed_through, record))
    with_them = dataset._replace(deductions=tuple(records))
    findings.extend(finding for finding in checks.run(with_them) if finding not in known)
    return Examined(with_them, in_order(findings))


def _filed(path: str) -> Diagnostic:
    return record_codes.DUPLICATE_RECORD.at(
        Place(path),
        f"{path} 已经有了，填的是同一件事",
        "要更正或恢复它，就改那条记录；确是另一件事，在原因或依据里写明区别",
    )


def stage(assessment: Assessment) -> Iterator[Diagnostic]:
    """Say what the stage of the year has against new records."""
    year, now = assessment.year, assessment.stage
    if now is Stage.ARCHIVED:
        yield codes.YEAR_ARCHIVED.at(
            assessment.at,
            f"{year} 年度已经归档，不再填报",
            "属于别的年度的，用 --year 指明；确需补记的，请党政办先改阶段",
        )
    elif now is not Stage.FILING:
        yield codes.NOT_FILING.at(
            assessment.at,
            f"{year} 年度现在是{now}阶段，不是填报阶段",
            "在合并请求里向审核人说明为什么现在填",
        )


def _sealed(through: date | None, record: Deduction) -> Iterator[Diagnostic]:
    if through and "date" not in record.faulty and record.date <= through:
        yield codes.DAY_SEALED.at(
            record.at("date"),
            f"{through} 和以前已经封存，{record.date} 的事不再填报",
            "核对日期；确需补记的，请党政办决定",
        )


def put(root: Path, candidates: tuple[Candidate, ...]) -> None:
    """Write new records, all or none, and never over a file that is there."""
    for candidate in candidates:
        if (root / candidate.path).exists():
            raise MachineError(f"已经有文件 {candidate.path}", "没有写入；先看看它是什么")
    files.write_all([(root / candidate.path, candidate.content) for candidate in candidates])
