"""Makes a document anew: from a commit as git holds it, or from the data as they are now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from kpigen import git
from kpigen.inspection import inspect, inspect_tree
from kpigen.model import FontFolder
from kpigen.reading import loader
from kpigen.reading.tree import CommitTree, Folder
from kpigen.render import BLANK_NAME, ENTRY_NAME, SUMMARY_NAME, Selection, renderer
from kpigen.reporting import report_of
from kpigen.typefaces import folders
from kpigen.verifying.values import Doubt, Kind
from kpigen.versions import provenance
from kpigen.versions.history import revision
from kpigen.view.values import Report

_DATA = "data"


class Wanted(NamedTuple):
    """A document to make: `document` names it as its stamp does; the rest as its kind needs it."""

    kind: Kind
    document: str
    selection: Selection
    as_of: date | None = None
    with_history: bool = False


class Basis(NamedTuple):
    """What a document is made anew from: a report, and the commit and day of the data."""

    report: Report
    commit: str | None
    day: date | None


def selection(document: str) -> Selection:
    """Select a workbook, or a print of a table, by the name in its stamp."""
    if document == BLANK_NAME:
        return Selection(communities=(), summary=False)
    if document == SUMMARY_NAME:
        return Selection(communities=(), blank=False)
    if document.startswith(f"{ENTRY_NAME}-"):
        entry = document.removeprefix(f"{ENTRY_NAME}-")
        return Selection(communities=(), blank=False, summary=False, entry=entry)
    return Selection(communities=(document,), blank=False, summary=False)


def known_commit(root: Path, commit: str) -> bool:
    """Tell whether a commit, given by its full id, is in the repository."""
    listed = git.ask(root, "cat-file", "--batch-check", given=f"{commit}\n".encode("ascii")) or b""
    return listed.split()[1:2] == [b"commit"]


def in_git(root: Path) -> bool:
    """Tell whether there is git, and a repository with a commit."""
    return git.ask(root, "rev-parse", "HEAD") is not None


def committed(root: Path, commit: str, year: int, wanted: Wanted, at: Path) -> Basis | Doubt:
    """Give the report of a commit that the repository holds, or say why there is none.

    The commit's own fonts are put below `at`, a new folder that must stay until all is made.
    """
    tree = CommitTree(root, commit, _DATA)
    if year not in loader.found_years(tree):
        return Doubt.NO_YEAR
    state = revision(root, commit)
    inspection = inspect_tree(tree, year, state)
    if not inspection.sound or inspection.dataset is None:
        return Doubt.UNSOUND
    if wanted.kind is Kind.PDF:
        fonts = _fonts(root, commit, inspection.dataset.rubric.assessment.fonts, at)
        inspection = inspection._replace(dataset=inspection.dataset._replace(fonts=fonts))
    history = provenance.read(root, commit) if wanted.with_history else provenance.UNREAD
    report = report_of(root, inspection, wanted.as_of, history, committed=True)
    return Basis(report, commit, state.newest)


def _fonts(
    root: Path, commit: str, configured: tuple[FontFolder, ...], at: Path
) -> tuple[str, ...]:
    """Find the year's own fonts as the commit holds them.

    Where it holds only pointers to them (Git LFS) those on disk serve: a change of them shows.
    """
    if not configured:
        return ()
    folders.put(CommitTree(root, commit, *(one.path for one in configured)), configured, at)
    fonts, complaints = folders.found(at, Folder(at), configured)
    return folders.found(root, Folder(root), configured)[0] if complaints else fonts


def present(root: Path, year: int | None, wanted: Wanted) -> Basis | None:
    """Give the report of the data on disk; None where they cannot be scored."""
    years = loader.found_years(Folder(root))
    if not years or (year is not None and year not in years):
        return None
    inspection = inspect(root, year)
    if not inspection.sound:
        return None
    state = inspection.revision
    history = provenance.read(root, state.commit) if wanted.with_history else provenance.UNREAD
    report = report_of(root, inspection, wanted.as_of, history)
    return Basis(report, state.commit, state.newest)


def make(report: Report, wanted: Wanted) -> bytes | None:
    """Make one document; None where kpigen makes none of this name."""
    name = f"{wanted.document}.{wanted.kind}"
    chosen = wanted.selection
    if wanted.kind is Kind.PDF and _is_print(report, wanted.document):
        chosen = Selection(communities=(), blank=False, prints=(wanted.document,))
    for file in renderer(wanted.kind)(report, chosen):
        if file.name == name:
            return file.content
    return None


def _is_print(report: Report, document: str) -> bool:
    """Tell a print besides the communities' and the blank form, an appeal's of a record as well."""
    from kpigen.render import pdf, print_appeal  # noqa: PLC0415  # no other kind needs them

    appeals = (print_appeal.name(record.id) for record in report.records)
    return document in pdf.names(report) or document in appeals
