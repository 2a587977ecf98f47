"""The site alone: from a folder or a server, at any path, it asks nothing of another host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpigen import inspection
from kpigen.audience import Audience
from kpigen.reporting import report_of
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser
from tests.render.server import served
from tests.render.test_site import build, run_mkdocs

BOX = ".md-search__input"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The internal site, which has every kind of page."""
    report = report_of(PROJECT, inspection.inspect(PROJECT, YEAR), audience=Audience.INTERNAL)
    return build(tmp_path_factory.mktemp("offline"), (report,))


@pytest.fixture(scope="module", params=["file", "/", "/a/b/"])
def root(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the site's folder, with its last slash."""
    if request.param == "file":
        yield built.resolve().as_uri() + "/"
        return
    with served(built, tmp_path_factory.mktemp("server"), request.param) as address:
        yield address


def kinds(built: Path) -> list[str]:
    """Give one page of every kind: of each folder its index and one that is none."""
    chosen: dict[tuple[str, str], str] = {}
    for path in sorted(built.rglob("*.html")):
        name = path.relative_to(built)
        folder = name.parent.as_posix()
        # The pages at the top of the year and of the site are each of a kind of their own.
        own = path.stem if path.stem == "index" or folder in {".", str(YEAR), "help"} else ""
        chosen.setdefault((folder, own), name.as_posix())
    return [name for name in chosen.values() if name != "404.html"]


def test_there_are_many_kinds_of_pages(built: Path) -> None:
    names = kinds(built)
    assert len(names) >= 15
    assert f"{YEAR}/entry.html" in names


def test_no_page_asks_another_host_or_complains(root: str, built: Path, chromium: Browser) -> None:
    chromium.width(1440)
    chromium.visit("about:blank")
    chromium.asked_for()
    chromium.complaints()
    for name in kinds(built):
        chromium.visit(root + name)
        assert chromium.run("return document.querySelector('h1').textContent"), name
        asked = [a for a in chromium.asked_for() if not a.startswith(("data:", "blob:"))]
        assert asked, name
        outside = [address for address in asked if not address.startswith(root)]
        # A browser asks a server for this by itself.
        assert [a for a in outside if not a.endswith("/favicon.ico")] == [], name
        assert chromium.complaints() == [], name


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("消防", f"{YEAR}/items/1-1.html"),
        ("天枢社区", f"{YEAR}/communities/tianshu.html"),
        (
            "演示消防认定[2020]第4号",
            f"{YEAR}/communities/tianshu.html#d-guijian-2020-05-12-xiaofang",
        ),
    ],
)
def test_search_finds_and_opens_the_right_place(
    root: str, chromium: Browser, query: str, place: str
) -> None:
    for start in ("index.html", f"{YEAR}/categories/2.html"):
        chromium.visit(root + start)
        chromium.type(BOX, query)
        link = f'.md-search-result__link[href="{root}{place}"]'
        chromium.wait("return document.querySelector(arguments[0])", link)
        chromium.click(link)
        assert chromium.wait("return location.href === arguments[0]", root + place)
        assert "#" not in place or chromium.wait("return document.querySelector(':target')")


def test_a_search_address_opens_the_search(root: str, chromium: Browser) -> None:
    chromium.visit(f"{root}index.html?q=%E6%B6%88%E9%98%B2")
    assert chromium.wait("return document.querySelectorAll('.md-search-result__link').length")


def test_the_settings_of_before_build_the_same_site(built: Path, tmp_path: Path) -> None:
    source = built.parent / "source"
    for path in sorted(source.rglob("*")):
        copy = tmp_path / "source" / path.relative_to(source)
        copy.mkdir(parents=True) if path.is_dir() else copy.write_bytes(path.read_bytes())
    town = tmp_path / "source" / "town.yml"
    text = town.read_text(encoding="utf-8")
    assert "- navigation.top\n" in text
    text = text.replace("- navigation.top\n", "- navigation.top\n    - search.highlight\n")
    text += "\nplugins:\n  search:\n    lang: zh\n  offline: {}\n"
    town.write_text(text, encoding="utf-8")
    run_mkdocs(tmp_path / "source", tmp_path / "site")
    here, there = (
        {p.relative_to(r) for r2 in [r] for p in r2.rglob("*")} for r in (built, tmp_path / "site")
    )
    assert here == there
    for name in ("index.html", f"{YEAR}/compare.html"):
        assert (tmp_path / "site" / name).read_bytes() == (built / name).read_bytes()
