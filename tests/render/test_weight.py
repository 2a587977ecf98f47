"""What a reader waits for: how much a page sends, what it shows first, and that nothing jumps."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

from kpigen.inspection import inspect
from kpigen.reporting import report_of
from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser
from tests.render.demonstration import Sites, one_of_each_kind
from tests.render.served import Served, served

MOST = 150_000
_DIRECT = build_opener(ProxyHandler({}))
# A phone's slow day: 200 kB a second, and a twentieth of a second there and back.
SLOW = {"offline": False, "latency": 50, "downloadThroughput": 200_000, "uploadThroughput": 50_000}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
SHIFTS = """
const done = arguments[0], shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries())).observe(
  {type: 'layout-shift', buffered: true});
const box = r => [r.x, r.y, r.width, r.height].map(Math.round).join(' ');
const told = entry => [entry.value, ...entry.sources.map(s => [s.node && (s.node.className ||
  s.node.textContent.trim().slice(0, 20)), box(s.previousRect), box(s.currentRect)])];
const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 60)));
(async () => {
  for (const y of [0, 400, 1600, 0]) { scrollTo(0, y); await frame(); }
  done(shifts.map(told));
})();
"""


@pytest.fixture(scope="module")
def server(sites: Sites) -> Iterator[Served]:
    with served(sites.public) as running:
        yield running


@pytest.fixture(scope="module")
def address(server: Served) -> str:
    return server.address


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT, inspect(PROJECT, YEAR))


def cold(chromium: Browser, page: str) -> dict[str, int]:
    """Open a page as one who has never been here; give what came, by file."""
    chromium.devtools("Network.clearBrowserCache")
    chromium.visit("about:blank")
    chromium.transferred()
    chromium.visit(page)
    chromium.run_until_told("setTimeout(arguments[0], 400)")  # what comes late counts, too
    came = {urlsplit(url): size for url, size in chromium.transferred().items()}
    return {url.path: size for url, size in came.items() if url.scheme == "http"}


def longest(site: Path, folder: str) -> str:
    return next(
        page
        for page in one_of_each_kind(site)
        if page.startswith(f"{YEAR}/{folder}/") and not page.endswith("index.html")
    )


def test_a_community_page_comes_in_under_150_kilobytes(
    chromium: Browser, sites: Sites, server: Served
) -> None:
    server.sent.clear()
    told = cold(chromium, server.address + longest(sites.public, "communities"))
    came = {**server.sent, **told}  # the search's worker is asked for behind the browser's back
    assert came.keys() > told.keys()
    assert sum(came.values()) < MOST, came
    assert not [path for path in came if path.endswith((".woff", ".woff2", ".ttf", ".map"))]
    assert not [path for path in came if "search-data" in path], "only who searches pays for it"


class Table(HTMLParser):
    """The rows of the printed table in a page's source: their places and their last cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: dict[str, str] = {}
        self._item = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            self._item = dict(attrs).get("data-item") or ""
            if self._item:
                self.rows[self._item] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self._item = ""

    def handle_data(self, data: str) -> None:
        if self._item:
            self.rows[self._item] += data


def test_the_first_answer_holds_the_whole_table(address: str, report: Report) -> None:
    for community in report.communities:
        with _DIRECT.open(f"{address}{YEAR}/communities/{community.id}.html") as answer:
            rows = Table(answer.read().decode("utf-8")).rows
        assert rows.pop("total") == community.total
        assert rows == {row.item: row.score_shown for row in community.form.rows}
        assert len(rows) == 52


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_jumps_while_a_page_comes_and_scrolls(
    chromium: Browser, sites: Sites, address: str, width: int, scheme: str
) -> None:
    chromium.width(width)
    chromium.scheme(scheme)
    chromium.devtools("Network.enable")
    chromium.devtools("Network.emulateNetworkConditions", **SLOW)
    try:
        for folder in ("communities", "categories"):
            cold(chromium, address + longest(sites.public, folder))
            shifts = chromium.run_until_told(SHIFTS)
            assert sum(shift[0] for shift in shifts) < 0.01, (folder, shifts)
    finally:
        chromium.devtools("Network.emulateNetworkConditions", **FAST)
        chromium.devtools("Emulation.clearDeviceMetricsOverride")


def test_the_scheme_follows_the_system_until_the_reader_chooses(
    chromium: Browser, address: str
) -> None:
    page = f"{address}{YEAR}/index.html"
    shown = "return document.body.dataset.mdColorScheme"
    for scheme, expected in (("light", "default"), ("dark", "slate"), ("light", "default")):
        chromium.scheme(scheme)
        chromium.visit(page)
        assert chromium.run(shown) == expected
    chromium.run(
        "document.querySelector('[data-md-component=palette] label:not([hidden])').click()"
    )
    chromium.scheme("dark")
    chromium.visit(page)
    assert chromium.run(shown) == "default"
    chromium.run("localStorage.clear()")
