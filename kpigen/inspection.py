"""Loads one year and runs every check: the step that all commands begin with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kpigen import checks
from kpigen.codes.record_codes import IN_THE_FUTURE
from kpigen.diagnostics import Diagnostic, has_errors, in_order
from kpigen.model import Dataset, Deduction, Rubric
from kpigen.reading import loader
from kpigen.reading.loader import Memo
from kpigen.reading.tree import Folder, Tree
from kpigen.versions.history import Revision, coming, revision, with_modified
from kpigen.written import SCHEMAS


class Inspection(NamedTuple):
    """One year, read and checked. `dataset` is None when the rubric could not be read.

    `deductions` are all records that could be read, whatever became of the rubric.
    """

    year: int
    dataset: Dataset | None
    findings: tuple[Diagnostic, ...]
    files: int
    revision: Revision
    deductions: tuple[Deduction, ...] = ()

    @property
    def sound(self) -> bool:
        """Tell whether the year can be scored."""
        return self.dataset is not None and not has_errors(self.findings)


def inspect(root: Path, year: int | None = None) -> Inspection:
    """Read and check one year as it is on disk, the newest by default."""
    tree = Folder(root)
    known = loader.years(tree)  # first: git needs a folder to be in
    chosen = known[-1] if year is None else year
    found = inspect_folder(root, tree, chosen, revision(root))
    if found.dataset is None:
        return found
    held = _written(tree, found.dataset.rubric, is_newest=chosen == known[-1])
    return found._replace(findings=in_order([*found.findings, *held]))


def inspect_folder(
    root: Path, tree: Tree, year: int, state: Revision, memo: Memo | None = None
) -> Inspection:
    """Read and check one year on disk; what is not committed yet may be of today.

    Only where something lies ahead of the newest commit is git asked whether that is so: a clean
    checkout is judged by its commit alone, whenever that is done.
    """
    found = inspect_tree(tree, year, state, memo, root=root)
    ahead = any(finding.code == IN_THE_FUTURE.number for finding in found.findings)
    if not ahead or not with_modified(root, state).modified:
        return found
    return inspect_tree(tree, year, state, memo, coming(root, state), root=root)


def _written(tree: Tree, rubric: Rubric, *, is_newest: bool) -> Iterator[Diagnostic]:
    """Hold the files that kpigen wrote into the folder against what it would write now."""
    # Only who has such files waits for what makes them.
    if tree.entries(SCHEMAS):
        from kpigen.editor import schema_files  # noqa: PLC0415

        yield from schema_files.findings(tree, rubric)
    if is_newest:
        from kpigen.forges import on_disk  # noqa: PLC0415

        yield from on_disk.findings(tree, rubric)


def inspect_tree(
    tree: Tree,
    year: int,
    state: Revision,
    memo: Memo | None = None,
    day: date | None = None,
    *,
    root: Path | None = None,
) -> Inspection:
    """Read and check one year of a tree, by `day` or the commit's; findings in order of place.

    A tree on disk comes with its `root`: then its own fonts can be looked into.
    """
    loaded = loader.load(tree, year, day or state.newest, memo)
    findings = list(loaded.findings)
    dataset = loaded.dataset
    if dataset is not None:
        if root is not None:
            dataset = _with_fonts(root, tree, dataset, findings)
        findings.extend(checks.run(dataset))
    return Inspection(
        loaded.year, dataset, in_order(findings), loaded.files, state, loaded.deductions
    )


def _with_fonts(root: Path, tree: Tree, dataset: Dataset, findings: list[Diagnostic]) -> Dataset:
    """Find the year's own fonts; with any that are faulty, nothing is said of single characters."""
    configured = dataset.rubric.assessment.fonts
    if not configured:
        return dataset
    from kpigen.typefaces import folders  # noqa: PLC0415  # few have fonts of their own

    fonts, complaints = folders.found(root, tree, configured)
    findings.extend(complaints)
    return dataset if complaints else dataset._replace(fonts=fonts)
