"""The overview and a community's year as a browser shows them: figures, words for pictures, fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpigen.assessing.scoring import score
from kpigen.inspection import inspect
from kpigen.versions import provenance
from kpigen.versions.history import Revision
from kpigen.view import report as view
from kpigen.view.chart_values import Chart, Figures
from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR, Repository
from tests.render.browser import Browser, browser
from tests.render.test_site import build

WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The demonstration, every record merged on one day and one of them withdrawn later."""
    made = Repository(tmp_path_factory.mktemp("town"))
    for path in (PROJECT / "data").rglob("*.yaml"):
        made.write(path.relative_to(PROJECT).as_posix(), path.read_bytes())
    made.commit(day="2021-02-27")
    withdrawn = "data/deductions/2020/tianshu/guijian/2020-05-12-xiaofang.yaml"
    place = made.root / withdrawn
    text = place.read_text(encoding="utf-8")
    more = "withdrawn:\n  date: 2021-02-28\n  reason: 误报\n  decided_by: 党政办\n"
    place.write_text(text.rstrip("\n") + "\n" + more, encoding="utf-8")
    made.commit(day="2021-02-28")
    found = inspect(made.root, YEAR)
    assert found.sound
    assert found.dataset is not None
    lives = provenance.read(made.root, found.revision.commit)
    return view.report(found.dataset, score(found.dataset), Revision(None, None, None), lives)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("site"), (report,)) / str(YEAR)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture
def overview(chromium: Browser, built: Path) -> Browser:
    chromium.width(1440)
    chromium.open(built / "index.html")
    return chromium


def texts(page: Browser, selector: str) -> list[str]:
    script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim())"
    found: list[str] = page.run(script, selector)
    return found


def table(page: Browser, selector: str) -> list[list[str]]:
    script = (
        "return [...document.querySelector(arguments[0]).rows]"
        ".map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    found: list[list[str]] = page.run(script, selector)
    return found


def assert_is_the_table(page: Browser, selector: str, figures: Figures) -> None:
    assert table(page, selector) == [
        ["时间", *figures.headings],
        *([label, *cells] for label, cells in figures.rows),
    ]


def assert_is_in_words(page: Browser, chart: Chart, name: str) -> None:
    """A reader of the screen hears the chart's name and what it shows."""
    (shown,) = page.run(
        "return [...document.querySelectorAll('svg[role=img]')]"
        ".map(svg => svg.getAttribute('aria-labelledby').split(' '))"
        ".filter(ids => ids[0].startsWith(arguments[0]))"
        ".map(ids => ids.map(id => document.getElementById(id).textContent))",
        name,
    )
    assert shown == [chart.title, chart.text]


def test_the_way_through_the_year_marks_the_stage_in_words(overview: Browser) -> None:
    assert len(texts(overview, ".kp-stepper li")) == 5
    (now,) = texts(overview, ".kp-stepper [aria-current=step]")
    assert now.startswith("公示当前阶段2021年1月25日")


def test_the_gaps(overview: Browser, report: Report) -> None:
    gaps = dict(report.overview.gaps)
    for group, place in zip(report.groups, ("first-child", "last-child"), strict=True):
        shown = texts(overview, f".kp-columns > :{place} .kp-gap__figure")
        assert shown == [gaps[community.id].label for community in group.communities]
    lengths = overview.run(
        "return [...document.querySelectorAll('.kp-gap__bar')]"
        ".map(bar => bar.getBoundingClientRect().width)"
    )
    bars = [float(gaps[c.id].bar) for group in report.groups for c in group.communities]
    unit = max(lengths) / max(bars)
    for length, bar in zip(lengths, bars, strict=True):
        assert abs(length - max(1, unit * bar)) < 1  # both tables on one scale


def test_the_losses_by_category(overview: Browser, report: Report) -> None:
    rows = table(overview, ".kp-catlosses")[1:]
    assert rows == [
        [
            *(loss.name, "", loss.lost, f"{loss.share}%", f"{loss.rate}%"),
            *(*loss.averages, str(loss.communities)),
        ]
        for loss in report.overview.categories
    ]


def test_the_heat_map(overview: Browser, report: Report) -> None:
    heat = report.overview.heat
    rows = table(overview, ".kp-heat")
    assert rows[1:] == [
        [f"{row.rank}{row.name}", *(cell.text for cell in row.cells), row.total]
        for row in heat.rows
    ]
    assert texts(overview, ".kp-heatkey span")[1:] == [label for _, label in heat.steps]
    colours = overview.run(
        "return [...document.querySelectorAll('.kp-heatkey span, .kp-heat tbody td')]"
        ".map(cell => [cell.className, getComputedStyle(cell).backgroundColor])"
    )
    by_level: dict[str, set[str]] = {}
    for name, colour in colours:
        if name.startswith("kp-heat-"):
            by_level.setdefault(name, set()).add(colour)
    assert len(by_level) == 5
    assert all(len(found) == 1 for found in by_level.values())  # the key is true
    assert len(set.union(*by_level.values())) == 5


def test_the_years_course(overview: Browser, report: Report) -> None:
    course = report.overview.course
    assert course is not None
    assert_is_the_table(overview, ".kp-course .kp-figures table", course.figures)
    assert_is_in_words(overview, course.lost, "course-lost")
    assert_is_in_words(overview, course.records, "course-records")
    styles = overview.run(
        "return [...document.querySelectorAll('.kp-plot .kp-line')].map(line => "
        "[getComputedStyle(line).stroke, getComputedStyle(line).strokeDasharray])"
    )
    assert len({stroke for stroke, _ in styles}) == len({dash for _, dash in styles}) == 2


def test_what_is_new(overview: Browser, report: Report) -> None:
    news = report.overview.news
    assert news is not None
    shown = texts(overview, ".kp-news li")
    assert len(shown) == len(news.items) == 8
    assert shown[0].startswith("2021年2月28日撤销天枢社区")
    assert "2021年2月27日新增" in shown[1]
    assert overview.run(
        "return [...document.querySelectorAll('.kp-news a')].map(a => a.getAttribute('href'))"
    ) == [f"communities/{item.community}.html#{item.anchor}" for item in news.items]


def test_a_communitys_year(chromium: Browser, built: Path, report: Report) -> None:
    for community in report.communities[:3]:
        chromium.open(built / "communities" / f"{community.id}.html")
        course = community.course
        assert course is not None
        assert_is_the_table(chromium, ".kp-course table", course.figures)
        assert_is_in_words(chromium, course.total, "course-total")
        assert f"纵轴从 {course.since} 分开始" in chromium.text(".kp-course .kp-note")
        marks = chromium.run("return document.querySelectorAll('.kp-plot .kp-mark').length")
        holes = chromium.run("return document.querySelectorAll('.kp-plot .kp-mark--hole').length")
        assert marks - holes == len(community.records)


# Everything unfolded: does a part stick out of the page, is a text too small to read?
FIT = """
document.querySelectorAll("details").forEach(details => { details.open = true });
const own = [...document.querySelectorAll(".md-content *")];
return {
  width: document.documentElement.scrollWidth,
  small: own.filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
    && parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.className || e.tagName),
  overlapping: [...document.querySelectorAll(".kp-ticks")].flatMap(ticks => {
    const seen = [...ticks.querySelectorAll(".kp-tick-x")]
      .filter(tick => getComputedStyle(tick).visibility === "visible")
      .map(tick => tick.getBoundingClientRect());
    return seen.slice(1).filter((box, place) => box.left < seen[place].right + 1).length || [];
  }),
};
"""


@pytest.mark.parametrize("page", ["index", "communities/jingzhe"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_fits(chromium: Browser, built: Path, page: str, width: int, scheme: str) -> None:
    chromium.width(width)
    chromium.scheme(scheme)
    chromium.open(built / f"{page}.html")
    found: dict[str, Any] = chromium.run(FIT)
    assert found["width"] <= width
    assert not found["small"]
    assert not found["overlapping"]


def test_the_heat_map_scrolls_by_itself_and_keeps_the_names(chromium: Browser, built: Path) -> None:
    chromium.width(360)
    chromium.open(built / "index.html")
    box = ".kp-heatbox"
    assert chromium.run(
        "const box = document.querySelector(arguments[0]); box.scrollLeft = 200;"
        "const name = box.querySelector('tbody th'), cell = box.querySelector('tbody td');"
        "return [box.scrollLeft, box.tabIndex, Boolean(box.getAttribute('aria-label')),"
        "name.getBoundingClientRect().left >= box.getBoundingClientRect().left,"
        "cell.getBoundingClientRect().left < box.getBoundingClientRect().left]",
        box,
    ) == [200, 0, True, True, True]


def test_no_page_reads_a_colour_by_its_darkness(built: Path) -> None:
    # What is dark on white is bright on black: only what strikes the eye holds in both schemes.
    pages = {path: path.read_text(encoding="utf-8") for path in built.rglob("*.html")}
    assert not [path for path, text in pages.items() if "越深" in text or "越浅" in text]
    assert "颜色越醒目失分越多" in pages[built / "index.html"]


def test_what_waits_is_linked_to_its_records(overview: Browser, report: Report) -> None:
    waiting = report.overview.waiting
    assert waiting is not None
    assert texts(overview, ".kp-waiting dd") == [count for _, count in waiting.counts]
    by_id = {record.id: record for record in report.records}
    records = [by_id[item.record] for item in waiting.items]
    assert records
    assert overview.run(
        "return [...document.querySelectorAll('.kp-waits a')].map(a => a.getAttribute('href'))"
    ) == [f"communities/{record.community}.html#{record.anchor}" for record in records]
    assert texts(overview, ".kp-headline") == [report.overview.headline]


def test_the_parts_share_one_width_and_one_kind_of_heading(overview: Browser) -> None:
    boxes = overview.run(
        "return ['.kp-catlosses', '.kp-heatbox', '.kp-losses', '.kp-news']"
        ".map(name => Math.round(document.querySelector(name).getBoundingClientRect().width))"
    )
    assert len(set(boxes)) == 1
    headings = overview.run(
        "return [...document.querySelectorAll('.kp-standing th[scope=col], .kp-losses thead th')]"
        ".map(th => getComputedStyle(th)).map(s => [s.fontSize, s.color, s.fontWeight].join())"
    )
    assert len(set(headings)) == 1
    gap, *tops = overview.run(
        "const box = name => document.querySelector(name).getBoundingClientRect();"
        "return [box('.kp-onpage').top - box('.kp-facts--wide').bottom,"
        "box('.kp-onpage span').top, box('.kp-onpage a').top]"
    )
    assert gap >= 16
    assert abs(tops[0] - tops[1]) < 2
    shown = texts(overview, ".kp-catlosses thead th:not(:has(.kp-hidden))")
    assert shown[:2] == ["目标类别", "失分"]
