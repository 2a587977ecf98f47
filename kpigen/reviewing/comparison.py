"""Reads the two sides of a change with git's help: what both have in common is read once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kpigen import git
from kpigen.changes.record_changes import Aside
from kpigen.errors import UsageError
from kpigen.inspection import Inspection, inspect_folder, inspect_tree
from kpigen.model import Assessment, Deduction
from kpigen.reading import loader, source
from kpigen.reading.loader import Memo
from kpigen.reading.record_loader import DEDUCTIONS, record_id
from kpigen.reading.tree import CommitTree, EarlierTree, Folder, Kept, Tree
from kpigen.versions import history
from kpigen.versions.history import Revision

_OF_A_YEAR = re.compile(r"data/(?:rubric|deductions)/(20[0-9]{2})/")
_RECORD = re.compile(rf"{DEDUCTIONS}/20[0-9]{{2}}/[^/]+/[^/]+/[^/]+\.yaml\Z")


class YearChange(NamedTuple):
    """One year on both sides; None on the side that does not have it.

    `law` is the assessment that the rules of the record book go by: the one at BASE itself.
    `reworded` are the records of which only the writing differs (comments, order, blanks), by id.
    """

    year: int
    base: Inspection | None
    head: Inspection | None
    aside: Aside
    reworded: tuple[str, ...]
    law: Assessment | None


class Comparison(NamedTuple):
    """The two sides, newest year first.

    `named` is the commit that was named as BASE, `base` the one compared from: BASE itself or,
    where the two sides went separate ways, the commit from which they did. `working`: HEAD is the
    working tree upon commit `head`. `day` is HEAD's Chinese day, None where nothing gives one.
    """

    named: str
    base: Revision
    head: Revision
    working: bool
    day: date | None
    years: tuple[YearChange, ...]

    @property
    def parted(self) -> bool:
        """Tell whether the two sides went separate ways."""
        return self.base.commit != self.named


def compare(root: Path, base: str, head: str | None, year: int | None) -> Comparison:
    """Read both sides; without `head` the working tree, without `year` all years that differ."""
    named = git.commit_named(root, base)
    tip = git.commit_named(root, "HEAD" if head is None else head)
    shared = git.merge_bases(root, named, tip)
    if not shared:
        raise UsageError(
            f"找不到“{base}”和“{head or 'HEAD'}”共同的历史",
            "取回完整的历史：git fetch --unshallow，在流水线里设 fetch-depth: 0",
        )
    # Where two sides merged each other, no single start shows all that a change does: BASE does.
    start = shared[0] if len(shared) == 1 and shared[0] != tip else named
    changed = frozenset(_changed(root, start, None if head is None else tip))
    after: Tree = Kept(Folder(root)) if head is None else CommitTree(root, tip, "data")
    reader = _Reader(
        root=root,
        before=EarlierTree(root, start, after, changed, "data"),
        after=after,
        working=head is None,
        base=history.revision(root, start),
        head=history.revision(root, tip),
        law=None if start == named else CommitTree(root, named, loader.RUBRIC),
        changed=changed,
        memo=Memo(),
    )
    return Comparison(
        named=named,
        base=reader.base,
        head=reader.head,
        working=head is None,
        day=_day_of_folder(root, reader.head) if head is None else reader.head.newest,
        years=tuple(map(reader.year, reader.years(year))),
    )


def _day_of_folder(root: Path, head: Revision) -> date | None:
    """Give the day of the working tree: as told, or of the commit that it would make."""
    told = history.given_day()
    if told is not None or not history.with_modified(root, head).modified:
        return told or head.newest
    return history.coming(root, head)


def _changed(root: Path, base: str, head: str | None) -> Iterable[str]:
    """Ask git which files below data/ differ, those that it does not know yet among them."""
    flags = ("--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z")
    commits = (base,) if head is None else (base, head)
    answers = [git.ask(root, "diff", *flags, *commits, "--", "data")]
    if head is None:
        answers.append(git.ask(root, "ls-files", "--others", "-z", "--", "data"))
    for answer in answers:
        yield from map(os.fsdecode, filter(None, (answer or b"").split(b"\0")))


class _Reader(NamedTuple):
    """Both trees, and what reading them takes."""

    root: Path
    before: Tree
    after: Tree
    working: bool
    base: Revision
    head: Revision
    law: Tree | None
    changed: frozenset[str]
    memo: Memo

    def years(self, wanted: int | None) -> tuple[int, ...]:
        """Choose the years to compare: the wanted one, those that differ, or the newest."""
        after = loader.found_years(self.after)
        # A change may take the last year away; without one on either side it is no repository.
        known = {*after, *loader.found_years(self.before)} or set(loader.years(self.after))
        if wanted is not None:
            if wanted not in known:
                raise UsageError(
                    f"没有 {wanted} 年度的考核表",
                    f"已有的年度：{'、'.join(map(str, sorted(known)))}",
                )
            return (wanted,)
        found = map(_OF_A_YEAR.match, self.changed)
        touched = {int(match[1]) for match in found if match} & known
        return tuple(sorted(touched, reverse=True)) or after[-1:]

    def year(self, year: int) -> YearChange:
        """Read one year on both sides; what did not change is checked once."""
        head = self._inspect(self.after, year, self.head, in_folder=self.working)
        if self.changed or head is None:
            base = self._inspect(self.before, year, self.base)
        else:
            base = head._replace(revision=self.base)
        paths = sorted(
            path
            for path in self.changed
            if _RECORD.match(path) and path.startswith(f"{DEDUCTIONS}/{year}/")
        )
        aside, reworded = self._aside(paths, base, head)
        return YearChange(
            year=year,
            base=base,
            head=head,
            aside=aside,
            reworded=reworded,
            law=self._law(year, base),
        )

    def _law(self, year: int, base: Inspection | None) -> Assessment | None:
        dataset = None if base is None else base.dataset
        if self.law is not None:
            known = year in loader.found_years(self.law)
            dataset = loader.load(self.law, year, None, self.memo).dataset if known else None
        return None if dataset is None else dataset.rubric.assessment

    def _inspect(
        self, tree: Tree, year: int, revision: Revision, *, in_folder: bool = False
    ) -> Inspection | None:
        if year not in loader.found_years(tree):
            return None
        if in_folder:
            return inspect_folder(self.root, tree, year, revision, self.memo)
        return inspect_tree(tree, year, revision, self.memo)

    def _aside(
        self, paths: list[str], base: Inspection | None, head: Inspection | None
    ) -> tuple[Aside, tuple[str, ...]]:
        """Find what the values do not show: unreadable files, internal parts, the mere writing."""
        before, after = (_whole(inspection) for inspection in (base, head))
        internal, unreadable, damaged, reworded = set(), set(), set(), []
        for path in paths:
            name = record_id(path)
            if path not in before and self._has(self.before, path):
                unreadable.add(name)
            if path not in after and self._has(self.after, path):
                damaged.add(name)
            if path in before and path in after:
                old, new = (tree.read(path, source.MAX_BYTES) for tree in (self.before, self.after))
                if old == new:  # git lost sight of it for a while
                    continue
                if source.part(path, old, "internal") != source.part(path, new, "internal"):
                    internal.add(name)
                elif before[path] == after[path]:
                    reworded.append(name)
        aside = Aside(frozenset(internal), frozenset(unreadable), frozenset(damaged))
        return aside, tuple(reworded)

    @staticmethod
    def _has(tree: Tree, path: str) -> bool:
        folder = path.rpartition("/")[0]
        return any(entry.path == path for entry in tree.entries(folder))


def _whole(inspection: Inspection | None) -> dict[str, Deduction]:
    """Give the records that were read without complaint, by path."""
    deductions = () if inspection is None else inspection.deductions
    return {record.path: record for record in deductions if not record.faulty}
