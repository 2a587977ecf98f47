"""Holds new records against the year before they are written: what `check` would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kpigen import checks, files, history, loader
from kpigen.codes import record_codes
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, in_order
from kpigen.errors import MachineError
from kpigen.inspection import Inspection
from kpigen.model import Assessment, Dataset, Deduction, Stage


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
    findings: list[Diagnostic] = []
    records = list(dataset.deductions)
    filed = {record.path for record in records}
    for candidate in candidates:
        record, complaints = loader.read_record(*candidate)
        findings.extend(complaints)
        if record is not None:
            if record.path not in filed:
                records.append(record)
            findings.extend(_admission(dataset.rubric.assessment, record, filed))
    with_them = dataset._replace(deductions=tuple(records))
    findings.extend(finding for finding in checks.run(with_them) if finding not in known)
    return Examined(with_them, in_order(findings))


def _admission(assessment: Assessment, record: Deduction, filed: set[str]) -> Iterator[Diagnostic]:
    """Say what the stage of the year has against a new record, and whether its place is taken."""
    if record.path in filed:
        yield record_codes.DUPLICATE_RECORD.at(
            record.at(),
            f"{record.path} 已经有了，填的是同一件事",
            "要更正或恢复它，就改那条记录；确是另一件事，在原因或依据里写明区别",
        )
    if assessment.stage is Stage.ARCHIVED:
        yield codes.YEAR_ARCHIVED.at(
            record.at(),
            f"{assessment.year} 年度已经归档，不再填报",
            "属于新年度的，用 --year 指明；确需补记的，请党政办先改阶段",
        )
    elif assessment.stage is not Stage.FILING:
        yield codes.NOT_FILING.at(
            record.at(),
            f"{assessment.year} 年度现在是{assessment.stage}阶段，填报阶段已经过了",
            "在合并请求里向审核人说明为什么现在才填",
        )
    sealed = assessment.sealed_through
    if sealed and "date" not in record.faulty and record.date <= sealed:
        yield codes.DAY_SEALED.at(
            record.at("date"),
            f"{sealed} 以前（含当天）已经封存，{record.date} 的事不再填报",
            "核对日期；确需补记的，请党政办决定",
        )


def put(root: Path, candidates: tuple[Candidate, ...]) -> None:
    """Write new records, all or none, and never over a file that is there."""
    for candidate in candidates:
        if (root / candidate.path).exists():
            raise MachineError(f"已经有文件 {candidate.path}", "没有写入；先看看它是什么")
    files.write_all([(root / candidate.path, candidate.content) for candidate in candidates])
