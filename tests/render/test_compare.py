"""Two communities side by side, picked without a script; with one, an address picks them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpigen.render import Selection
from kpigen.render.site import compare
from kpigen.render.site.templates import Templates
from kpigen.render.site.year import Year
from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR, Repository
from tests.render.browser import Browser
from tests.render.test_site import TEMPLATES, build, report_of

RECORD = "date: 2020-05-12\nrule: {rule}\nreason: 起火。\nbasis: 文1号\n"
SHOWN = """
    return [...document.querySelectorAll('.kp-compare__table tr')].map(row =>
        [...row.children].filter(cell => cell.checkVisibility())
            .map(cell => cell.innerText.trim()));
"""


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("compare"), (report,)) / str(YEAR) / "compare.html"


@pytest.fixture
def unscripted(chromium: Browser, place: Path) -> Iterator[Browser]:
    """The page in a browser that runs none of its scripts."""
    chromium.width(1440)
    chromium.devtools("Emulation.setScriptExecutionDisabled", value=True)
    chromium.open(place)
    yield chromium
    chromium.devtools("Emulation.setScriptExecutionDisabled", value=False)


def names(report: Report) -> dict[str, str]:
    return {community.id: community.name for community in report.communities}


def choose(browser: Browser, which: str, community: str) -> None:
    browser.click(f"#compare-{which} option[value={community}]")


def test_the_first_two_are_shown_and_any_two_can_be(unscripted: Browser, report: Report) -> None:
    best, second = report.standing[:2]
    assert unscripted.run(SHOWN)[:2] == [
        ["考核项", best.name, second.name],
        ["总分", best.total, second.total],
    ]
    choose(unscripted, "a", "jingzhe")
    choose(unscripted, "b", "tianshu")
    # In the order of the standing, whichever was picked first.
    pair = [c for c in report.standing if c.id in {"jingzhe", "tianshu"}]
    rows = unscripted.run(SHOWN)
    assert rows[0] == ["考核项", *(community.name for community in pair)]
    assert rows[1] == ["总分", *(community.total for community in pair)]
    for row in report.comparison.categories[0].rows:
        shown = next(cells for cells in rows if cells[0].startswith(row.item))
        own = [next(r for r in c.form.rows if r.item == row.item) for c in pair]
        assert [cell.split()[0] for cell in shown[1:]] == [r.score for r in own]
        assert ["−" in cell for cell in shown[1:]] == [r.lost != "0" for r in own]
    assert {len(cells) for cells in rows} == {3}
    assert not unscripted.run("return document.querySelector('#compare-tools').checkVisibility()")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_it_never_scrolls_sideways(unscripted: Browser, place: Path, width: int) -> None:
    unscripted.width(width)
    unscripted.open(place)
    assert unscripted.run("return document.documentElement.scrollWidth <= innerWidth")


def test_where_has_is_unknown_all_columns_show_in_a_box(report: Report, place: Path) -> None:
    sheet = (place.parent / "compare.css").read_text(encoding="utf-8")
    assert sheet.startswith("@supports selector(:has(*)) {\n")
    assert sheet.endswith("}\n}\n")
    assert sheet.count("display: none") == 1
    assert sheet.count(":checked") == len(report.communities)
    css = (place.parents[1] / "assets/stylesheets/kpigen.css").read_text(encoding="utf-8")
    assert ".kp-compare__scroll { overflow: auto;" in css


def test_an_address_picks_two_and_follows_the_choice(
    chromium: Browser, place: Path, report: Report
) -> None:
    chromium.width(1440)
    address = place.resolve().as_uri()
    chromium.visit("about:blank")  # else only the place on the page would change
    chromium.visit(f"{address}#a=tianshu&b=jingzhe")
    called = names(report)
    assert set(chromium.run(SHOWN)[0][1:]) == {called["tianshu"], called["jingzhe"]}
    other = report.standing[0].id
    choose(chromium, "b", other)
    assert chromium.run("return location.href") == f"{address}#a=tianshu&b={other}"
    chromium.run("location.hash = '#a=jingzhe&b=nobody'")
    chromium.wait("return document.querySelector('#compare-a').value === 'jingzhe'")
    assert chromium.run("return document.querySelector('#compare-b').value") == other
    assert not chromium.complaints()


def test_only_the_rows_that_differ(chromium: Browser, place: Path) -> None:
    chromium.width(1440)
    chromium.visit("about:blank")
    chromium.visit(f"{place.resolve().as_uri()}#a=tianshu&b=jingzhe")
    rows = [cells for cells in chromium.run(SHOWN) if len(cells) == 3][1:]
    differing = [cells for cells in rows if cells[1] != cells[2]]
    assert 0 < len(differing) < len(rows)
    chromium.click("#compare-only")
    shown = [cells for cells in chromium.run(SHOWN) if cells][1:]
    assert [cells for cells in shown if cells[1] != cells[2]] == differing
    assert len(shown) < len(rows)


SHOWN_ITEMS = """
    return [...document.querySelectorAll('.kp-compare__table tbody:not(.kp-compare__facts)')].map(
        group => [...group.rows].filter(row => row.checkVisibility())
            .map(row => (row.querySelector('.kp-code') || row.querySelector('th a')).innerText));
"""


def test_headings_stay_with_their_rows_and_only_items_count(
    tmp_path: Path, chromium: Browser, repository: Repository
) -> None:
    """Both lose 1.25 in category 1, in two rows: its totals tie, and stand above what differs."""
    for where, rule in (("tianshu/guijian", "1.1-1"), ("tianxuan/guijian", "1.2-1")):
        repository.record(f"{where}/2020-05-12-a", RECORD.format(rule=rule))
    repository.record("tianshu/jiwei/2020-05-12-b", RECORD.format(rule="15.1-1") + "points: 1\n")
    built = build(tmp_path, (report_of(repository.root),))
    chromium.width(1440)
    chromium.visit("about:blank")
    address = (built / str(YEAR) / "compare.html").resolve().as_uri()
    chromium.visit(f"{address}#a=tianshu&b=tianxuan")
    chromium.click("#compare-only")
    first, *others = [group for group in chromium.run(SHOWN_ITEMS) if group]
    assert first[1:] == ["1.1", "1.2"]
    assert others == [["扣分"]]
    assert chromium.text("#compare-said") == "3 项不同。"


@pytest.mark.parametrize("width", [360, 1440])
def test_one_chosen_twice_is_said_right_below_the_choice(
    chromium: Browser, place: Path, width: int
) -> None:
    chromium.width(width)
    chromium.visit("about:blank")
    chromium.visit(f"{place.resolve().as_uri()}#a=tianshu&b=tianshu")
    assert "请另选一个" in chromium.text("#compare-said")
    below = chromium.run("""
        const bottom = id => document.querySelector(id).getBoundingClientRect().bottom;
        const said = document.querySelector('#compare-said');
        return [said.getBoundingClientRect().top - bottom('#compare-b'), said.innerText.trim(),
            getComputedStyle(said).fontWeight];
    """)
    assert 0 <= below[0] < 30
    assert below[2] == "700"
    choose(chromium, "b", "jingzhe")
    assert "请另选一个" not in chromium.text("#compare-said")


def test_three_hundred_communities_stay_light(report: Report) -> None:
    times = 25
    comparison = report.comparison
    many = replace(
        comparison,
        columns=tuple(
            replace(column, id=f"{column.id}{index}", name=f"{column.name}{index}")
            for index in range(times)
            for column in comparison.columns
        ),
        categories=tuple(
            replace(
                category,
                cells=category.cells * times,
                rows=tuple(replace(row, cells=row.cells * times) for row in category.rows),
            )
            for category in comparison.categories
        ),
    )
    year = Year(Templates(TEMPLATES), replace(report, comparison=many))
    page, sheet = compare.pages(year, Selection())
    assert page.content.count(b"<option ") == 600
    assert len(gzip.compress(page.content)) + len(gzip.compress(sheet.content)) < 120_000
