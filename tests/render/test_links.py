"""Every address in the built site leads somewhere: in pages, style sheets and the search's data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from kpigen import inspection
from kpigen.audience import Audience
from kpigen.reporting import report_of
from tests.conftest import PROJECT, YEAR
from tests.render.test_site import build

LOADING = {"src", "srcset", "data", "poster"}
FOLLOWED = {"href", "action", "formaction", "cite"}
# Attributes that name places on the same page.
NAMING = {
    *("for", "list", "form", "headers"),
    *("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"),
}


@dataclass
class Read:
    """What a page has and what it points to."""

    ids: set[str] = field(default_factory=set)
    options: set[str] = field(default_factory=set)
    addresses: list[tuple[str, str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.read = Read()
        self.in_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        for name, value in attrs:
            if value is None:
                continue
            if name in LOADING | FOLLOWED:
                self.read.addresses.append((tag, name, value))
            elif name == "id":
                self.read.ids.add(value)
            elif name in NAMING:
                self.read.names.extend(value.split())
            elif name == "style":
                self.read.styles.append(value)
            elif tag == "option" and name == "value":
                self.read.options.add(value)

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self.read.styles.append(data)


@pytest.fixture(scope="module", params=list(Audience))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = inspection.inspect(PROJECT, YEAR)
    report = report_of(PROJECT, found, audience=request.param)
    assert bool(report.entry) == (request.param is Audience.INTERNAL)
    return build(tmp_path_factory.mktemp("links"), (report,))


@pytest.fixture(scope="module")
def read(built: Path) -> dict[Path, Read]:
    return {
        path: Reader(path.read_text(encoding="utf-8")).read
        for path in sorted(built.rglob("*.html"))
    }


def lost(built: Path, read: dict[Path, Read], path: Path, address: str) -> str:
    """Say why an address on a page leads nowhere; empty if it leads somewhere in the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return "leaves the site"
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_relative_to(built) or not target.is_file():
        return "no such file"
    fragment = unquote(parts.fragment)
    if not fragment or target.suffix != ".html":
        return ""
    if "=" in fragment:  # two communities to compare
        chosen = dict(parse_qsl(fragment, strict_parsing=True))
        return "" if set(chosen.values()) <= read[target].options else "no such choice"
    return "" if fragment in read[target].ids else "no such place"


def test_every_address_leads_somewhere(built: Path, read: dict[Path, Read]) -> None:
    wrong = []
    checked = 0
    for path, page in read.items():
        if path.name == "404.html":  # its addresses begin at the server's root
            continue
        for tag, name, address in page.addresses:
            if tag == "a" and urlsplit(address).scheme == "https":  # the forge, followed by choice
                continue
            checked += 1
            if why := lost(built, read, path, address):
                wrong.append((path.relative_to(built), tag, name, address, why))
    assert not wrong
    assert checked > 2000


def test_every_name_of_a_place_on_the_same_page_is_there(read: dict[Path, Read]) -> None:
    for path, page in read.items():
        assert set(page.names) <= page.ids, path


def addresses_in(style: str) -> Iterator[str]:
    """Give what a style sheet loads, but for what stands in it whole."""
    for address in re.findall(r"""url\(\s*["']?([^"')]+)""", style):
        if not address.startswith("data:"):
            yield address
    yield from re.findall(r"""@import\s+["']([^"']+)""", style)


def test_style_sheets_load_nothing_from_elsewhere(built: Path, read: dict[Path, Read]) -> None:
    sheets = list(built.rglob("*.css"))
    assert sheets
    for path in sheets:
        for address in addresses_in(path.read_text(encoding="utf-8")):
            assert not lost(built, read, path, address), (path, address)
    for path, page in read.items():
        for style in page.styles:
            assert not list(addresses_in(style)), path


def test_every_result_of_the_search_leads_somewhere(built: Path, read: dict[Path, Read]) -> None:
    text = (built / "assets/javascripts/search-data.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("self.kpigenSearch=").removesuffix(";\n"))
    known = set()
    for page in data["pages"]:
        for address in (page[0], *(f"{page[0]}#{place[0]}" for place in page[5])):
            assert not lost(built, read, built / "index.html", address), address
            known.add(address)
    listed = {path.relative_to(built).as_posix() for path in read} - {"404.html"}
    assert listed <= known, "pages that the search does not know"


def test_what_leads_nowhere_is_found(built: Path, read: dict[Path, Read]) -> None:
    home = built / "index.html"
    year = f"{YEAR}/"
    good = (
        year + "communities/tianshu.html#records",
        year + "compare.html#a=tianshu&b=tianji",
        year + "index.html?q=消防#standing",
    )
    assert [lost(built, read, home, address) for address in good] == ["", "", ""]
    for address, why in (
        (year + "communities/tianshu.html#nowhere", "no such place"),
        (year + "compare.html#a=tianshu&b=nobody", "no such choice"),
        (year + "nothing.html", "no such file"),
        ("../outside.html", "no such file"),
        ("https://cdn.invalid/a.js", "leaves the site"),
        ("//cdn.invalid/a.js", "leaves the site"),
        ("javascript:void(0)", "leaves the site"),
    ):
        assert lost(built, read, home, address) == why, address
