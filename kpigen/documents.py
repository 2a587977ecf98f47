"""Makes the files that a site offers to download, while MkDocs works, and none of them twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from queue import SimpleQueue
from threading import Event
from typing import NamedTuple

from kpigen.progress import Progress
from kpigen.render import File, Selection, pdf, renderer
from kpigen.view.values import Report

# What a community's workbook and print show: of the community, and of the report besides.
OF_COMMUNITY = (
    *("id", "name", "form", "records", "digest", "balance", "badges", "group", "total"),
    *("rank_label", "group_rank_label"),
)
SHOWN = (
    *("year", "town", "title", "period", "first_day", "last_day", "stage", "demo", "revision"),
    *("revision_label", "modified", "made", "timestamp", "calculation"),
)
_DATA = ("json", "csv")


class Made(NamedTuple):
    """All documents of a site, named below it; `anew` names those that had to be made."""

    files: tuple[File, ...]
    anew: frozenset[str]


class Documents:
    """Remembers what it made, and for which reports, from one site to the next."""

    def __init__(self) -> None:
        self._last: dict[int, Report] = {}
        self._files: dict[int, dict[str, File]] = {}

    def make(self, reports: tuple[Report, ...], progress: Progress) -> Made:
        """Make what has to be made: the prints in the background, the others here meanwhile."""
        work = [(report, wanted(self._last.get(report.year), report)) for report in reports]
        printed: SimpleQueue[File | None] = SimpleQueue()
        stop = Event()
        made: list[File] = []
        with ThreadPoolExecutor(1, thread_name_prefix="kpigen-print") as pool:
            printing = pool.submit(_print, work, printed, stop)
            try:
                made.extend(_data(reports))
                total = len(made) + sum(_count(report, selection) for report, selection in work)
                for file in chain(_workbooks(work), iter(printed.get, None)):
                    made.append(file)
                    progress.tick(len(made), total)
            finally:
                stop.set()
            printing.result()
        return self._remember(work, made)

    def _remember(self, work: list[tuple[Report, Selection]], made: list[File]) -> Made:
        for report, selection in work:
            before = {} if selection == _all(report) else self._files[report.year]
            new = {file.name: file for file in made if file.name.startswith(f"{report.year}/")}
            self._last[report.year] = report
            self._files[report.year] = {**before, **new}
        files = [file for report, _ in work for file in self._files[report.year].values()]
        return Made(tuple(files), frozenset(file.name for file in made))


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


def _print(
    work: list[tuple[Report, Selection]], printed: SimpleQueue[File | None], stop: Event
) -> None:
    try:
        for report, selection in work:
            for file in _named(report, "pdf", "downloads", selection):
                if stop.is_set():
                    return
                printed.put(file)
    finally:
        printed.put(None)


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
