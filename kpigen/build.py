"""The main job: inspect, score, let MkDocs make the pages, make the documents, publish it whole."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kpigen import files, leaks, publishing
from kpigen.audience import Audience
from kpigen.codes import CATALOGUE
from kpigen.documents import Documents, read
from kpigen.engine.order import Order
from kpigen.engine.running import Engine
from kpigen.errors import MachineError
from kpigen.files import Changes
from kpigen.inspection import Inspection, inspect
from kpigen.progress import Progress
from kpigen.publishing import Published
from kpigen.reading import loader
from kpigen.reading import source as yaml
from kpigen.reading.tree import Folder
from kpigen.render import File, Selection, site
from kpigen.render.site.templates import TemplateFaultError
from kpigen.reporting import report_of
from kpigen.versions import main_line, provenance
from kpigen.versions.history import revision
from kpigen.versions.main_line import MainLine
from kpigen.versions.provenance import UNREAD, History
from kpigen.view.fileformat import formats
from kpigen.view.values import Report

WORK = ".kpigen"
_LOG = ".kpigen/mkdocs.log"
_TEMPLATE_LOG = ".kpigen/templates.log"
_PAGES = "docs/"
_PREVIEW = ("preview-source", "preview-new", "preview", "preview-documents")


class Places(NamedTuple):
    """Where a site comes from, where it is finished, where it is put, where its documents are kept.

    All are below the root. `record` lists what was put there; without one, all that the place holds
    is ours.
    """

    source: str
    new: str
    site: str
    documents: str
    record: str | None = None


def places(audience: Audience, *, preview: bool = False) -> Places:
    """Give the folders of one kind of site: none that is not to be published lands in site/."""
    kind = "" if audience is Audience.PUBLIC else f"-{audience.value}"
    if preview:
        return Places(*(f"{WORK}/{name}{kind}" for name in _PREVIEW))
    return Places(
        f"{WORK}/source{kind}",
        f"{WORK}/site-new{kind}",
        f"site{kind}",
        f"{WORK}/documents{kind}",
        f"{WORK}/site{kind}.files",
    )


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; `pages` is None when errors in the data stopped it.

    `changed` counts the files of the site that are not what they were; `foreign` names what others
    put there.
    """

    inspections: tuple[Inspection, ...]
    pages: int | None
    home: Path
    changed: int = 0
    foreign: tuple[str, ...] = ()


class Builder:
    """Builds one kind of site of the given years (None: all), as often as it is asked.

    From one site to the next it keeps what saves work: the engine, the documents, the history.
    """

    def __init__(
        self,
        root: Path,
        engine: Engine,
        *,
        years: tuple[int, ...] | None,
        progress: Progress,
        audience: Audience = Audience.PUBLIC,
        preview: bool = False,
        at: Places | None = None,
    ) -> None:
        self.root = root
        self._engine = engine
        self._years = years
        self._progress = progress
        self._audience = audience
        self._preview = preview
        self._places = at or places(audience, preview=preview)
        self.place = root / self._places.site
        self._documents = Documents(root / self._places.documents)
        self._past = _Past(None, UNREAD, main_line.UNREAD)
        self._published: dict[str, tuple[int, int]] | None = None

    def build(self) -> Built:
        """Build the site; nothing is written if any year has errors."""
        self._recover()
        self._progress.step("[1/4] 读取并检查数据")
        years = self._years or loader.years(Folder(self.root))
        with ThreadPoolExecutor(1, thread_name_prefix="kpigen-git") as pool:
            # Mostly git's work, which we need not wait for.
            reading = pool.submit(lambda: self._read_past(revision(self.root).commit))
            inspections = tuple(inspect(self.root, year) for year in years)
        home = self.place / "index.html"
        if not all(inspection.sound for inspection in inspections):
            return Built(inspections, None, home)
        self._progress.step("[2/4] 计算得分")
        self._past = reading.result()
        self._past = self._read_past(inspections[0].revision.commit)
        reports = self._reports(inspections)
        with files.locked(self.root / WORK):
            published = self._make(inspections, reports)
            self._published = _marks(self.place)
        pages = sum(name.endswith(".html") for name in published.names)
        return Built(inspections, pages, home, published.changes.total, published.foreign)

    def _recover(self) -> None:
        """Give back the site that a killed process left half old, half new."""
        new = self.root / self._places.new
        if publishing.is_cut_off(new):
            with files.locked(self.root / WORK):
                publishing.recover(new, self.place)
            self._progress.step("上次放置网站时中途被打断，已恢复原来的网站")

    def _read_past(self, commit: str | None) -> _Past:
        """Read what git knows, unless there has been no commit since it was read."""
        if self._past.history is not UNREAD and self._past.commit == commit:
            return self._past
        return _Past(commit, provenance.read(self.root, commit), main_line.read(self.root, commit))

    def _reports(self, inspections: tuple[Inspection, ...]) -> tuple[Report, ...]:
        return tuple(
            report_of(
                self.root,
                found,
                history=self._past.history,
                line=self._past.line,
                audience=self._audience,
                preview=self._preview,
            )
            for found in inspections
        )

    def _make(self, inspections: tuple[Inspection, ...], reports: tuple[Report, ...]) -> Published:
        """Make pages and documents side by side and put them in place."""
        new, place = self.root / self._places.new, self.place
        source_folder = self.root / self._places.source
        _refuse_broken(_own_or_shared(self.root, "mkdocs.yml"))
        self._progress.step("[3/4] 写网页原稿")
        written = self._write_source(source_folder, reports)
        self._progress.step("[4/4] 生成网页、工作簿、打印件和数据文件")
        files.own(new)  # MkDocs empties it
        files.no_link(place)
        only = self._only(written, place)
        self._published = None  # until all has gone well
        self._engine.begin(
            Order(str(source_folder.resolve()), str(new.resolve()), reports[-1].timestamp, only)
        )
        secrets = self._secrets(inspections)
        watch = None if secrets is None else leaks.Watch(secrets)
        documents = self._documents.make(
            reports, self._progress, None if watch is None else watch.see
        )
        whole = only is None
        wanted = [f for f in documents.files if whole or f.name in documents.anew]
        if watch is not None:
            for file in read(f for f in wanted if f.name not in documents.anew):
                watch.see(*file)
        self._engine.finish(self.root / _LOG)
        if secrets is not None and watch is not None:
            found = watch.found()
            leaks.refuse((*found, *leaks.compare(secrets, leaks.rest(new, dict(wanted)))))
        files.fill(new, read(wanted))
        # What `new` holds is finished now, and nobody has seen it yet.
        record = None if self._places.record is None else self.root / self._places.record
        return publishing.publish(new, place, whole=whole, record=record)

    def _write_source(self, folder: Path, reports: tuple[Report, ...]) -> Changes:
        try:
            return files.synchronise(folder, source(self.root, reports))
        except TemplateFaultError as error:
            log = self.root / _TEMPLATE_LOG
            files.write(log, error.words.encode("utf-8"))
            raise MachineError(
                f"{error.message}；原来的网站没有改动", f"{error.hint}；详情在 {log}"
            ) from error

    def _secrets(self, inspections: tuple[Inspection, ...]) -> leaks.Secrets | None:
        """Gather what the site must not hold; None where it is not to be published.

        A preview is for this machine: whoever edits waits for it, and `build` compares.
        """
        if self._audience is not Audience.PUBLIC or self._preview:
            return None
        datasets = (found.dataset for found in inspections if found.dataset is not None)
        return leaks.secrets(self.root, datasets)

    def _only(self, written: Changes, place: Path) -> tuple[str, ...] | None:
        """Name the pages to make anew; None where that must be all of them.

        A page depends on its own source and on what lies outside docs/. All must be made too where
        the site is not the one that this builder published last.
        """
        alone = all(name.startswith(_PAGES) for name in written.changed)
        if written.added or written.removed or not alone:
            return None
        if self._published is None or self._published != _marks(place):
            return None
        return tuple(name.removeprefix(_PAGES) for name in written.changed)


class _Past(NamedTuple):
    """The provenance of the records and the merged changes as of a commit."""

    commit: str | None
    history: History
    line: MainLine


def build(
    root: Path,
    *,
    years: tuple[int, ...] | None,
    progress: Progress,
    audience: Audience = Audience.PUBLIC,
) -> Built:
    """Build a site once, from the beginning."""
    with Engine() as engine:
        return Builder(root, engine, years=years, progress=progress, audience=audience).build()


def _marks(folder: Path) -> dict[str, tuple[int, int]]:
    """Note size and time of every file, by which another's hand in the folder is known."""
    return {
        path.relative_to(folder).as_posix(): (found.st_size, found.st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
        for found in (path.stat(),)
    }


def _refuse_broken(settings: Path) -> None:
    """Refuse settings that are no YAML, in our words and before any work is done for them."""
    found = yaml.broken(settings.name, settings.read_bytes())
    if found:
        first = found[0]
        raise MachineError(
            f"{first.path} 第 {first.line} 行：{first.message}；原来的网站没有改动", first.hint
        )


def source(root: Path, reports: tuple[Report, ...]) -> Iterator[File]:
    """Give the pages' Markdown, fragments, theme and configuration, named below the source."""
    templates = _own_or_shared(root, "site_templates")
    for report in reports:
        yield from site.renderer(templates)(report, Selection())
    settings = _own_or_shared(root, "mkdocs.yml")
    yield from site.frame(reports, CATALOGUE, formats(), templates, settings)


def _own_or_shared(root: Path, name: str) -> Path:
    """Find templates or settings: the town's own, else those that came with kpigen."""
    own = root / name
    if own.exists():
        return own.resolve()
    package = Path(__file__).parent
    installed = package / "shared" / name
    # In a source checkout they stand beside the package, where a town's own would.
    return installed if installed.exists() else package.parent / name
