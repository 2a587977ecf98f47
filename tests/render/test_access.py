"""Every kind of page for everybody: by axe, by keyboard alone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import YEAR
from tests.render.browser import Browser
from tests.render.demonstration import Sites, node_package, one_of_each_kind
from tests.render.served import served

TAB, ENTER = "\ue004", "\ue007"
# The form needs scripts, and says so where they don't run. Two communities can be compared without;
# a script adds how many rows differ.
ENTRY, COMPARE = f"{YEAR}/entry.html", f"{YEAR}/compare.html"
AXE = """
const [source, done] = arguments;
if (!window.axe) (0, eval)(source);
// What the theme fades in is judged when it is there; what never comes to rest is not waited for.
const pause = () => new Promise(resolve => setTimeout(resolve, 1000));
const still = () => Promise.race(
  [pause(), Promise.allSettled(document.getAnimations().map(moves => moves.finished))]);
Promise.race([pause(), new Promise(resolve => requestAnimationFrame(resolve))]).then(still)
.then(() => axe.run(document, {resultTypes: ['violations']}))
.then(found => done(found.violations.map(
  rule => [rule.id, rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200))])));
"""
# All that the keyboard should reach, in words that tell one from another; of a group of radio
# buttons it reaches the chosen one. (The button back to the top comes and goes with scrolling.)
REACHABLE = """
window.told = element => [...document.querySelectorAll('*')].indexOf(element);
return [...document.querySelectorAll(
  'a[href], button:not(.md-top), input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.tabIndex >= 0 && !e.disabled && !(e.type === 'radio' && !e.checked))
  .filter(e => e.checkVisibility({visibilityProperty: true})).map(told);
"""
# The element in focus, whether its focus shows, and whether it can be seen where it is.
FOCUSED = """
const e = document.activeElement;
if (e === document.body) return null;
const shown = e.type === 'radio' ? e.nextElementSibling : e;
const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
const lines = [...shown.getClientRects()];
const seen = lines.some(r => {
  const x = Math.min(Math.max(r.left, 0) + 2, innerWidth - 2);
  const y = Math.min(Math.max(r.top + r.height / 2, 2), innerHeight - 2);
  const at = r.top < innerHeight && r.bottom > 0 && document.elementFromPoint(x, y);
  return at && (shown.contains(at) || at.contains(shown));
});
return [told(e), outlined || e.matches('.md-search__input'), seen, e.outerHTML.slice(0, 160)];
"""


@pytest.fixture(scope="module")
def address(sites: Sites) -> Iterator[str]:
    """The internal site, which has every kind of page that the public one has, and the entry."""
    with served(sites.internal) as server:
        yield server.address


@pytest.fixture(scope="module")
def axe() -> str:
    script = node_package("axe-core", "axe.min.js")
    if script is None:
        pytest.skip("NODE_PATH 里没有 axe-core，无障碍检查不做")
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(
    chromium: Browser, sites: Sites, address: str, axe: str, scheme: str
) -> None:
    chromium.scheme(scheme)
    found: dict[str, Any] = {}
    for page in one_of_each_kind(sites.internal):
        for width in (1440, 360):
            chromium.width(width)
            if width == 1440:
                chromium.visit(address + page)
            violations = chromium.run_until_told(AXE, axe)
            if violations:
                found[f"{page} {width}"] = violations
    assert not found


def test_kinds_of_pages_are_all_there(sites: Sites) -> None:
    kinds = one_of_each_kind(sites.internal)
    for name in ("index", "deductions", "readings", "scoring", "downloads", "data", "entry"):
        assert f"{YEAR}/{name}.html" in kinds
    for folder in ("departments", "categories"):
        assert sum(page.startswith(f"{YEAR}/{folder}/") for page in kinds) == 2
    assert {"404.html", "help/codes.html", "help/files.html", "index.html"} <= set(kinds)
    assert "一票否决" in (sites.internal / community(sites)).read_text(encoding="utf-8")


def community(sites: Sites) -> str:
    kinds = one_of_each_kind(sites.internal)
    return next(page for page in kinds if page.startswith(f"{YEAR}/communities/"))


@pytest.mark.parametrize("width", [360, 1440])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    chromium: Browser, sites: Sites, address: str, width: int
) -> None:
    chromium.width(width)
    chromium.visit(address + community(sites))
    reachable = set(chromium.run(REACHABLE))
    assert len(reachable) > 40
    reached = []
    for _ in range(len(reachable) + 20):
        chromium.press(TAB)
        focused = chromium.run(FOCUSED)
        if focused is None or focused[0] in reached:
            break
        if not focused[2]:  # what closes when focus leaves it takes its time
            chromium.run_until_told("setTimeout(arguments[0], 500)")
            focused = chromium.run(FOCUSED)
        place, outlined, seen, element = focused
        assert outlined, f"focus does not show on {element}"
        assert seen, f"in focus but out of sight: {element}"
        reached.append(place)
    else:
        pytest.fail("the keyboard never comes round")
    told = "return arguments[0].map(i => document.querySelectorAll('*')[i].outerHTML.slice(0, 160))"
    assert not chromium.run(told, sorted(reachable - set(reached)))


def test_the_first_stop_skips_to_the_content(chromium: Browser, sites: Sites, address: str) -> None:
    chromium.visit(address + community(sites))
    chromium.press(TAB)
    assert chromium.run("return document.activeElement.matches('.md-skip')")
    shown = "return getComputedStyle(document.activeElement).opacity"
    chromium.run_until_told("setTimeout(arguments[0], 400)")  # it fades in
    assert chromium.run(shown) == "1"
    chromium.press(ENTER)
    chromium.press(TAB)
    assert chromium.run("return !!document.activeElement.closest('main')")


def test_what_scrolls_sideways_can_be_reached(
    chromium: Browser, sites: Sites, address: str
) -> None:
    unreached = """
    return [...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1
      && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
      && e.tabIndex < 0 && !e.querySelector('a[href], button, input, select'))
      .map(e => e.outerHTML.slice(0, 120))
    """
    for width in (360, 768, 1440):
        chromium.width(width)
        for page in one_of_each_kind(sites.internal):
            chromium.visit(address + page)
            assert not chromium.run(unreached), (page, width)


def read(chromium: Browser, page: str, *, scripts: bool) -> None:
    """Load a page with or without scripts; afterwards the driver may look at it with its own."""
    chromium.devtools("Emulation.setScriptExecutionDisabled", value=not scripts)
    chromium.visit(page)
    chromium.devtools("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_every_page_says_the_same(
    chromium: Browser, sites: Sites, address: str, width: int
) -> None:
    chromium.width(width)
    text = "return document.querySelector('main').innerText.replace(/\\s+/g, ' ').trim()"
    for page in one_of_each_kind(sites.internal):
        read(chromium, address + page, scripts=False)
        without = chromium.run(text)
        read(chromium, address + page, scripts=True)
        shown = chromium.run(text)
        if page == ENTRY:
            assert "不运行脚本" in without
        elif page == COMPARE:
            assert all(words in shown for words in without.split())
        else:
            assert without == shown, page
        assert len(without) > 20


def test_without_scripts_details_open_and_every_section_has_its_link(
    chromium: Browser, sites: Sites, address: str
) -> None:
    opened = 0
    for page in one_of_each_kind(sites.internal):
        chromium.width(360)
        read(chromium, address + page, scripts=False)
        if chromium.run("return !!document.querySelector('main details > summary')"):
            is_open = "return document.querySelector('main details:has(> summary)').open"
            before = chromium.run(is_open)
            chromium.devtools("Emulation.setScriptExecutionDisabled", value=True)
            chromium.click("main details > summary")
            chromium.devtools("Emulation.setScriptExecutionDisabled", value=False)
            assert chromium.run(is_open) != before or page == ENTRY, page
            opened += 1
        links = """
        return [...document.querySelectorAll('.kp-tabs a')].filter(
          a => a.checkVisibility({visibilityProperty: true})).length
        """
        assert chromium.run(links) >= 8, page
    assert opened
