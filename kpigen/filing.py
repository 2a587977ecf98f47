"""Holds new records against the year before they are written: what `check` would refuse."""

from __future__ import annotations

from typing import NamedTuple

from kpigen import checks, loader
from kpigen.diagnostics import Diagnostic, in_order
from kpigen.model import Dataset


class Candidate(NamedTuple):
    """A record that is in no tree yet: where it would stand, and its bytes."""

    path: str
    content: bytes


class Examined(NamedTuple):
    """The year with the candidates in it, and what they alone bring up."""

    dataset: Dataset
    findings: tuple[Diagnostic, ...]


def examine(dataset: Dataset, candidates: tuple[Candidate, ...]) -> Examined:
    """Read the candidates as they would be read from disk, and run every check with them."""
    known = set(checks.run(dataset))
    findings: list[Diagnostic] = []
    records = list(dataset.deductions)
    for candidate in candidates:
        record, complaints = loader.read_record(*candidate)
        findings.extend(complaints)
        if record is not None:
            records.append(record)
    with_them = dataset._replace(deductions=tuple(records))
    findings.extend(finding for finding in checks.run(with_them) if finding not in known)
    return Examined(with_them, in_order(findings))
