"""Loads one year and runs every check: the step that all commands begin with."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kpigen import checks, loader
from kpigen.diagnostics import Diagnostic, has_errors, in_order
from kpigen.history import Revision, revision
from kpigen.model import Dataset


class Inspection(NamedTuple):
    """One year, read and checked. `dataset` is None when the rubric could not be read."""

    year: int
    dataset: Dataset | None
    findings: tuple[Diagnostic, ...]
    files: int
    revision: Revision

    @property
    def sound(self) -> bool:
        """Tell whether the year can be scored."""
        return self.dataset is not None and not has_errors(self.findings)


def inspect(root: Path, year: int | None = None) -> Inspection:
    """Read and check one year, the newest by default; all findings in order of place."""
    known = loader.years(root)
    state = revision(root)
    loaded = loader.load(root, known[-1] if year is None else year, state.newest)
    findings = list(loaded.findings)
    if loaded.dataset is not None:
        findings.extend(checks.run(loaded.dataset))
    return Inspection(loaded.year, loaded.dataset, in_order(findings), loaded.files, state)
