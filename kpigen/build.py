"""The main job: inspect, score, write the documents, let MkDocs make the site, publish it whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kpigen import files, leaks
from kpigen.audience import Audience
from kpigen.codes import CATALOGUE
from kpigen.errors import MachineError
from kpigen.inspection import Inspection, inspect
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from kpigen.render import File, Selection, renderer, site
from kpigen.reporting import report_of
from kpigen.versions import provenance
from kpigen.view.fileformat import formats
from kpigen.view.values import Report

WORK = ".kpigen"
SOURCE = ".kpigen/source"
# An internal site never lands in the folder that is published.
SITES = {Audience.PUBLIC: "site", Audience.INTERNAL: "site-internal"}
_SOURCES = {Audience.PUBLIC: SOURCE, Audience.INTERNAL: ".kpigen/source-internal"}
_NEW_SITE = ".kpigen/site-new"
_LOG = ".kpigen/mkdocs.log"
_DOWNLOADS = ("xlsx", "pdf")
_DATA = ("json", "csv")


class Progress(Protocol):
    """Hears how far the work is."""

    def step(self, title: str) -> None:
        """Begin a step."""

    def tick(self, done: int, total: int) -> None:
        """Count within a step."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; `pages` is None when errors in the data stopped it."""

    inspections: tuple[Inspection, ...]
    pages: int | None
    home: Path


def build(
    root: Path,
    *,
    years: tuple[int, ...] | None,
    progress: Progress,
    audience: Audience = Audience.PUBLIC,
) -> Built:
    """Build the site of the given years (None: all); nothing is written if any has errors."""
    place = root / SITES[audience]
    progress.step("[1/5] 读取并检查数据")
    inspections = tuple(inspect(root, year) for year in years or loader.years(Folder(root)))
    home = place / "index.html"
    if not all(inspection.sound for inspection in inspections):
        return Built(inspections, None, home)
    progress.step("[2/5] 计算得分")
    lives = provenance.read(root, inspections[0].revision.commit)
    reports = tuple(
        report_of(root, found, history=lives, audience=audience) for found in inspections
    )
    with files.locked(root / WORK):
        progress.step("[3/5] 写工作簿、打印件和数据文件")
        documents = [file for report in reports for file in _documents(report, progress)]
        progress.step("[4/5] 写网页原稿")
        files.synchronise(root / _SOURCES[audience], [*documents, *source(root, reports)])
        progress.step("[5/5] 生成网站")
        files.own(root / _NEW_SITE)  # MkDocs empties it
        run_mkdocs(root, reports[-1].timestamp, _SOURCES[audience])
        if audience is Audience.PUBLIC:
            _refuse_leaks(root, inspections, documents)
        files.replace_folder(root / _NEW_SITE, place)
        pages = sum(1 for _ in place.rglob("*.html"))
    return Built(inspections, pages, home)


def _documents(report: Report, progress: Progress) -> Iterator[File]:
    """Give one year's downloads and data files, named below SOURCE."""
    everything = Selection()
    total = 2 * len(report.communities) + 3
    done = 0
    for kind in _DOWNLOADS:
        for name, content in renderer(kind)(report, everything):
            yield File(f"docs/{report.year}/downloads/{name}", content)
            done += 1
            progress.tick(done, total)
    for kind in _DATA:
        for name, content in renderer(kind)(report, everything):
            yield File(f"docs/{report.year}/data/{name}", content)


def source(root: Path, reports: tuple[Report, ...]) -> Iterator[File]:
    """Give the pages' Markdown, fragments, theme and configuration, named below SOURCE."""
    templates = _own_or_shared(root, "site_templates")
    for report in reports:
        yield from site.renderer(templates)(report, Selection())
    settings = _own_or_shared(root, "mkdocs.yml")
    yield from site.frame(reports, CATALOGUE, formats(), templates, settings)


def _refuse_leaks(root: Path, inspections: tuple[Inspection, ...], documents: list[File]) -> None:
    """Raise where the documents or the finished site hold an internal text."""
    datasets = (found.dataset for found in inspections if found.dataset is not None)
    secrets = leaks.secrets(root, datasets)
    named = [(name.removeprefix("docs/"), content) for name, content in documents]
    found = leaks.compare(secrets, named)
    leaks.refuse((*found, *leaks.compare(secrets, leaks.rest(root / _NEW_SITE, named))))


def _own_or_shared(root: Path, name: str) -> Path:
    """Find templates or settings: the town's own, else those that came with kpigen."""
    own = root / name
    if own.exists():
        return own.resolve()
    package = Path(__file__).parent
    installed = package / "shared" / name
    # In a source checkout they stand beside the package, where a town's own would.
    return installed if installed.exists() else package.parent / name


def run_mkdocs(root: Path, timestamp: int, source: str = SOURCE) -> None:
    """Let MkDocs make the site from its source; what it says goes to a log, not to the user."""
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(timestamp),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        site.WORDS_VARIABLE: str((root / source / site.WORDS).resolve()),
    }
    command = [
        *(sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"),
        *("-f", str(root / source / "mkdocs.yml"), "-d", str((root / _NEW_SITE).resolve())),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        log = root / _LOG
        log.write_bytes(done.stdout + done.stderr)
        raise MachineError(
            "MkDocs 没有生成网站；原来的网站没有改动",
            f"它的输出在 {log}；若改过 mkdocs.yml 或 site_templates/，请先核对",
        )
