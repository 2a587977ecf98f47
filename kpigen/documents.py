"""Makes the files that a site offers to download, while MkDocs works, and none of them twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import NamedTuple

from kpigen import files
from kpigen.progress import Progress
from kpigen.render import File, Selection, pdf, renderer
from kpigen.view.values import Report

# What a community's workbook and print show: of the community, and of the report besides.
OF_COMMUNITY = (
    *("id", "name", "form", "records", "digest", "balance", "badges", "group", "total"),
    *("sums", "bonus", "extra", "group_rank_label"),
)
SHOWN = (
    *("year", "town", "title", "period", "first_day", "last_day", "stage", "demo", "revision"),
    *("revision_label", "modified", "made", "timestamp", "calculation"),
    "fonts",  # the folders: which of their files are there is for git to tell
)
_DATA = ("json", "csv")


class Document(NamedTuple):
    """A finished document: its name below the site, with forward slashes, and where it is kept."""

    name: str
    path: Path


class Made(NamedTuple):
    """All documents of a site; `anew` names those that had to be made."""

    files: tuple[Document, ...]
    anew: frozenset[str]


def read(documents: Iterable[Document]) -> Iterator[File]:
    """Give documents with their bytes, one at a time."""
    for name, path in documents:
        yield File(name, path.read_bytes())


class Documents:
    """Keeps what it made in a work folder, and for which reports, from one site to the next.

    A year's documents are many megabytes: none stays in memory. What the folder held before is
    nobody's any more.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: dict[int, Report] = {}
        self._names: dict[int, dict[str, None]] = {}

    def make(
        self,
        reports: tuple[Report, ...],
        progress: Progress,
        see: Callable[[str, bytes], None] | None = None,
    ) -> Made:
        """Make what has to be made: the prints in the background, the others here meanwhile.

        Here too, while others are printed, each is shown to `see`: its name and its bytes.
        """
        files.own(self._folder)
        last = self._last if self._is_whole() else {}
        self._last = {}  # until all has gone well: what is kept may be new only in part
        if not last:
            files.synchronise(self._folder, ())
        work = [(report, wanted(last.get(report.year), report)) for report in reports]
        printed: SimpleQueue[str | None] = SimpleQueue()
        stop = Event()
        made: list[str] = []

        def add(name: str) -> None:
            made.append(name)
            if see is not None:
                see(name, (self._folder / name).read_bytes())

        with ThreadPoolExecutor(1, thread_name_prefix="kpigen-print") as pool:
            printing = pool.submit(self._print, work, printed, stop)
            try:
                for name in map(self._keep, _data(reports)):
                    add(name)
                total = len(made) + sum(_count(report, selection) for report, selection in work)
                for name in chain(map(self._keep, _workbooks(work)), iter(printed.get, None)):
                    add(name)
                    progress.tick(len(made), total)
            finally:
                stop.set()
            printing.result()
        return self._remember(work, made)

    def _is_whole(self) -> bool:
        """Tell whether all is still there: a work folder may be deleted at any time."""
        return all((self._folder / name).is_file() for of in self._names.values() for name in of)

    def _keep(self, file: File) -> str:
        files.fill(self._folder, [file])
        return file.name

    def _print(
        self,
        work: list[tuple[Report, Selection]],
        printed: SimpleQueue[str | None],
        stop: Event,
    ) -> None:
        try:
            for report, selection in work:
                for file in _named(report, "pdf", "downloads", selection):
                    if stop.is_set():
                        return
                    printed.put(self._keep(file))
        finally:
            printed.put(None)

    def _remember(self, work: list[tuple[Report, Selection]], made: list[str]) -> Made:
        for report, selection in work:
            before = {} if selection == _all(report) else self._names[report.year]
            new = dict.fromkeys(name for name in made if name.startswith(f"{report.year}/"))
            self._last[report.year] = report
            self._names[report.year] = {**before, **new}
        names = [name for report, _ in work for name in self._names[report.year]]
        kept = tuple(Document(name, self._folder / name) for name in names)
        return Made(kept, frozenset(made))


def wanted(last: Report | None, now: Report) -> Selection:
    """Tell which documents of a report differ from those of the one before."""
    if (
        last is None
        or _names(last) != _names(now)
        or any(getattr(last, name) != getattr(now, name) for name in SHOWN)
    ):
        return _all(now)
    return Selection(
        communities=tuple(
            community.id
            for before, community in zip(last.communities, now.communities, strict=True)
            if any(getattr(before, name) != getattr(community, name) for name in OF_COMMUNITY)
        ),
        blank=last.blank != now.blank,
        summary=last != now,
        prints=pdf.changed(last, now),
    )


def _all(report: Report) -> Selection:
    return Selection(prints=pdf.published(report))


def _names(report: Report) -> list[str]:
    return [
        *(community.id for community in report.communities),
        *(department.id for department in report.departments),
    ]


def _count(report: Report, selection: Selection) -> int:
    """Count what `_workbooks` and `_print` give of a report."""
    of_year = selection.summary + len(selection.prints)
    return 2 * (len(selection.of(report)) + selection.blank) + of_year


def _data(reports: tuple[Report, ...]) -> Iterator[File]:
    """Make the data files: they show all of a report, so no change leaves one as it was."""
    for report in reports:
        for kind in _DATA:
            yield from _named(report, kind, "data", Selection())


def _workbooks(work: list[tuple[Report, Selection]]) -> Iterator[File]:
    for report, selection in work:
        yield from _named(report, "xlsx", "downloads", selection)


def _named(report: Report, kind: str, folder: str, selection: Selection) -> Iterator[File]:
    """Make one kind of documents, named below the site."""
    for name, content in renderer(kind)(report, selection):
        yield File(f"{report.year}/{folder}/{name}", content)
