"""The site's own search in a real browser: what it finds, where that leads, what it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpigen.codes import CATALOGUE
from kpigen.render.site import method, search
from kpigen.render.site.templates import Templates
from kpigen.render.site.year import Year
from kpigen.view.fileformat import formats
from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser
from tests.render.test_site import HOSTILE, TEMPLATES, build, hostile_report, report_of

ENTER, ESCAPE, DOWN, UP, TAB = "\ue007", "\ue00c", "\ue015", "\ue013", "\ue004"
BOX = ".md-search__input"
RESULTS = """
    if (!/找到/.test(document.querySelector('.md-search-result__meta').textContent)) return null;
    return [...document.querySelectorAll('.md-search-result__item')].map(item =>
        [...item.querySelectorAll('a')].map(a => [a.getAttribute('href'), a.innerText]));
"""
ASK = """
    document.querySelector('.md-search-result__meta').textContent = '';
    const box = document.querySelector('.md-search__input');
    box.focus();
    box.value = arguments[0];
    box.dispatchEvent(new Event('keyup'));
"""
# A record of the demonstration and its document number.
RECORD = f"{YEAR}/communities/tianshu.html#d-guijian-2020-05-12-xiaofang"
DOCUMENT = "演示消防认定〔2020〕第4号"


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("search"), (report,))


@pytest.fixture
def page(chromium: Browser, built: Path) -> Iterator[Browser]:
    chromium.width(1440)
    chromium.open(built / str(YEAR) / "departments" / "yingji.html")
    yield chromium
    assert not chromium.complaints()


def results(browser: Browser, query: str) -> list[list[tuple[str, str]]]:
    """Ask for a query and give each result's addresses, relative to the site, and words."""
    browser.run(ASK, query)
    root = browser.run("return new URL('../..', location.href).href")
    found = browser.wait(RESULTS)
    return [[(href.removeprefix(root), text) for href, text in item] for item in found]


def addresses(found: list[list[tuple[str, str]]]) -> list[str]:
    return [address for item in found for address, _ in item]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("消防", f"{YEAR}/items/1-1.html"),
        ("消防宣传", f"{YEAR}/items/1-1.html"),
        ("天枢社区", f"{YEAR}/communities/tianshu.html"),
        ("天枢", f"{YEAR}/communities/tianshu.html"),
        ("应急办", f"{YEAR}/departments/yingji.html"),
        ("1.1-1", f"{YEAR}/items/1-1.html"),
        ("KPI413", "help/codes.html#KPI413"),
        ("ｋｐｉ４１３", "help/codes.html#KPI413"),
        ("一票否决 评优资格", f"{YEAR}/scoring.html#policy"),
        ("申诉和撤销", f"{YEAR}/scoring.html#appeal"),
        ("阶段和期限", f"{YEAR}/index.html#stages"),
        ("本页摘要", f"{YEAR}/scoring.html#version"),
        (DOCUMENT, RECORD),
        ("演示消防认定[2020]第4号", RECORD),
        ("演示消防认定［２０２０］ 第 ４ 号", RECORD),
        ("演示消防认定（2020）第4号", RECORD),
        ("消防认定〔2020", RECORD),
        ("天枢 起火", RECORD),
        ("副食门面", RECORD),
    ],
)
def test_the_best_result_is_what_was_looked_for(page: Browser, query: str, first: str) -> None:
    found = results(page, query)
    assert first in addresses(found)[:2], found
    # Enter opens it.
    page.run("document.querySelector(arguments[0]).focus()", BOX)
    page.press(ENTER)
    assert page.wait("return location.href.endsWith(arguments[0]) && location.href", first)
    if "#" in first:
        assert page.wait("return document.querySelector(':target') !== null")


def test_every_document_number_finds_its_record(page: Browser, report: Report) -> None:
    for record in report.records[::20]:
        place = f"{YEAR}/communities/{record.community}.html#{record.anchor}"
        exact = [r for r in report.records if r.basis == record.basis]
        found = results(page, record.basis)
        assert place in [item[1][0] for item in found[: len(exact)]], record.basis


APPEAL = {f"{YEAR}/scoring.html#appeal", f"{YEAR}/index.html#stages"}


@pytest.mark.parametrize(
    "query",
    [
        "申诉",
        "怎样申诉",
        "怎么申诉",
        "如何申诉？",
        "不服",
        "不服怎么办",
        "复议",
        "异议",
        "对扣分有异议",
    ],
)
def test_how_to_appeal_is_found_by_any_word_for_it(page: Browser, query: str) -> None:
    found = results(page, query)
    hits = [a for a in addresses(found) if "#" in a]
    assert set(hits[:2]) == APPEAL, found[:3]


def test_a_record_that_is_looked_for_is_not_hidden_by_how_to_appeal(
    page: Browser, report: Report
) -> None:
    """Part of a document's number holds the word, too; the record comes before the sections."""
    record = next(r for r in report.records if "申诉" in r.appeal + r.appeal_grounds)
    grounds = record.appeal_grounds[:8]
    first = next(a for a in addresses(results(page, grounds)) if "#" in a)
    assert first == f"{YEAR}/communities/{record.community}.html#{record.anchor}"


@pytest.mark.parametrize("query", ["扣分", "期限", "一票否决"])
def test_help_for_who_writes_files_comes_last(page: Browser, query: str) -> None:
    places = [item[0][0].partition("#")[0] for item in results(page, query)]
    help_ = [place.startswith("help/") for place in places]
    assert any(help_)
    assert help_ == sorted(help_), places


def test_hits_are_marked_and_none_is_said_plainly(page: Browser) -> None:
    results(page, "消防认定[2020] 第4号")
    marked = page.run(
        "return [...document.querySelectorAll('.md-search-result mark')].map(m => m.textContent)"
    )
    assert marked == ["消防认定〔2020〕第4号"]
    # The excerpt is where most of the words are, not where the first of them is.
    text = next(text for item in results(page, "台账 回执") for _, text in item if "回执" in text)
    assert "台账" in text
    assert results(page, "没有这样的词语") == []
    assert page.text(".md-search-result__meta") == "没有找到"


def test_arrows_walk_the_results_and_escape_closes(page: Browser) -> None:
    found = results(page, "消防")
    walked = []
    for _ in range(3):
        page.press(DOWN)
        walked.append(page.run("return document.activeElement.innerText"))
    assert walked == [text for item in found for _, text in item][:3]
    page.press(UP)
    assert page.run("return document.activeElement.innerText") == walked[1]
    page.press(ESCAPE)
    assert not page.run("return document.querySelector('#__search').checked")


def test_the_data_is_fetched_by_the_first_query_and_once(page: Browser) -> None:
    page.asked_for()
    page.visit(page.run("return location.href"))
    page.click(BOX)
    assert loaded_for_search(page) == ["search.js"]
    results(page, "消防")
    results(page, "防汛")
    assert loaded_for_search(page) == ["search-data.js"]


def loaded_for_search(browser: Browser) -> list[str]:
    names = [address.rpartition("/")[2] for address in browser.asked_for()]
    return [name for name in names if name.startswith("search")]


def test_missing_data_is_said(tmp_path: Path, chromium: Browser, report: Report) -> None:
    built = build(tmp_path, (report,))
    (built / "assets/javascripts/search-data.js").unlink()
    chromium.open(built / "index.html")
    chromium.type(BOX, "消防")
    list_ = "document.querySelector('.md-search-result__list').textContent"
    assert chromium.wait(f"return {list_}.includes('没有取到')")
    chromium.complaints()


def test_hostile_text_stays_text_in_results(
    tmp_path: Path, chromium: Browser, report: Report
) -> None:
    built = build(tmp_path, (hostile_report(report),))
    chromium.width(1440)
    chromium.open(built / "index.html")
    chromium.complaints()
    for query in ("alert", "<script>", "onmouseover", "x.invalid", "&lt;b&gt;", "&amp", '"'):
        chromium.run(ASK, query)
        if query != '"':  # of which nothing is left to look for
            chromium.wait(RESULTS)
        tags = chromium.run(
            "return [...document.querySelectorAll('.md-search-result__list *')]"
            ".map(element => element.localName)"
        )
        assert set(tags) <= {
            "li",
            "a",
            "article",
            "div",
            "h1",
            "h2",
            "p",
            "mark",
            "small",
            "details",
            "summary",
        }
    chromium.run(ASK, "alert")
    chromium.wait(RESULTS)
    shown = chromium.run("return document.querySelector('.md-search-result__list').textContent")
    assert HOSTILE[0] in shown
    assert not chromium.complaints()


@pytest.mark.parametrize("width", [360, 768])
def test_menu_and_search_open_and_close_by_keyboard(
    chromium: Browser, built: Path, width: int
) -> None:
    chromium.width(width)
    chromium.open(built / str(YEAR) / "index.html")
    reached = []
    for _ in range(12):
        chromium.press(TAB)
        reached.append(chromium.run("return document.activeElement.getAttribute('aria-label')"))
        name = chromium.run("return document.activeElement.dataset.kpOpens || ''")
        if not name:
            continue
        chromium.press(ENTER)
        assert chromium.attribute(f"[data-kp-opens={name}]", "aria-expanded") == "true"
        inside = "return document.activeElement.closest('#kp-drawer, #kp-search') !== null"
        assert chromium.run(inside)
        assert (
            chromium.run("return getComputedStyle(document.activeElement).visibility") == "visible"
        )
        chromium.press(ESCAPE)
        assert chromium.attribute(f"[data-kp-opens={name}]", "aria-expanded") == "false"
        assert chromium.run("return document.activeElement.dataset.kpOpens") == name
    assert [name for name in reached if name in {"菜单", "搜索"}] == ["菜单", "搜索"][
        : 2 if width < 960 else 1
    ]
    assert not chromium.complaints()


def test_without_script_there_is_a_way_and_no_pretence(chromium: Browser, built: Path) -> None:
    chromium.width(360)
    chromium.devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(built / str(YEAR) / "index.html")
        visible = "return document.querySelector(arguments[0]).checkVisibility()"
        for selector in (".md-search", "[data-kp-opens=drawer]", "[data-kp-opens=search]"):
            assert not chromium.run(visible, selector), selector
        assert chromium.run(visible, ".kp-tabs a")
        assert chromium.run("return document.documentElement.scrollWidth") == 360
        chromium.click(".kp-tabs a[href='deductions.html']")
        assert chromium.run("return location.pathname").endswith("deductions.html")
    finally:
        chromium.devtools("Emulation.setScriptExecutionDisabled", value=False)


def data_of(*reports: Report) -> dict[str, Any]:
    templates = Templates(TEMPLATES)
    methods = tuple(method.sections(Year(templates, report)) for report in reports)
    text = search.data(reports, methods, CATALOGUE, formats()).content.decode("utf-8")
    loaded: dict[str, Any] = json.loads(text.removeprefix("self.kpigenSearch=").removesuffix(";\n"))
    return loaded


def test_the_data_has_every_record_row_reading_and_code(report: Report) -> None:
    data = data_of(report)
    pages = {page[0]: page for page in data["pages"]}
    places = {(page[0], place[0]): place for page in data["pages"] for place in page[5]}

    def words(parts: list[str | int]) -> list[str]:
        return [data["words"][part] if isinstance(part, int) else part for part in parts]

    for record in report.records:
        place = places[f"{YEAR}/communities/{record.community}.html", record.anchor]
        assert place[4] == record.basis
        text = words(place[3])
        assert {record.reason, record.item_content} <= set(text)
        for said in (record.event, *record.process):
            assert not said or said in text
        assert words(place[2]) == [record.date, record.department_name, record.item]
    for category in report.categories:
        for item in category.items:
            text = words(pages[f"{YEAR}/{item.address}"][3])
            assert not item.printed.rules or item.printed.rules in text
            assert {rule.id for rule in item.rules} <= set(text)
    for reading in report.readings:
        assert reading.reading in places[f"{YEAR}/readings.html", reading.anchor][3]
    for code in CATALOGUE:
        assert code.explanation in places["help/codes.html", code.number][3]


def test_years_are_told_apart_only_where_there_are_several(report: Report) -> None:
    alone = {tuple(page[2]) for page in data_of(report)["pages"]}
    assert ("天枢社区",) in alone
    several = {page[0]: page[2] for page in data_of(report, replace(report, year=2019))["pages"]}
    assert several["2019/communities/tianshu.html"] == ["天枢社区", "2019年度"]
    assert several["2020/communities/tianshu.html"] == ["天枢社区", "2020年度"]
