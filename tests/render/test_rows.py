"""The pages of rows, categories and departments as the built site has them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser, browser
from tests.render.test_site import build, page, report_of

KINDS = (
    "items/1-1",
    "items/3-1",
    "items/3-2",
    "items/12-2",
    "items/16-1",
    "items/2-4",
    "categories/index",
    "categories/12",
    "departments/index",
    "departments/dangqun",
    "departments/nongfu",
    "departments/cunzhen",
)


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("rows"), (report,)) / str(YEAR)


def text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def cells(path: Path, table: str) -> list[list[str]]:
    """Give the cells of a table's body, row by row, as a reader sees them."""
    source = path.read_text(encoding="utf-8")
    found = re.search(rf'<table class="[^"]*{table}[^"]*">(.*?)</table>', source, re.DOTALL)
    assert found, (path, table)
    body = re.search(r"<tbody>(.*)</tbody>", found[1], re.DOTALL)
    assert body
    return [
        [text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.DOTALL)
    ]


def test_every_row_stands_on_its_page_as_printed(year: Path, report: Report) -> None:
    printed = {row.item: row.printed for row in report.blank.rows}
    number = category = department = points = ""
    for block in report.categories:
        for item in block.items:
            row = printed[item.id]
            if row.category:
                number, category = row.number, row.category
            department, points = row.department or department, row.points or points
            assert cells(year / item.address, "kp-printedrow") == [
                [number, category, row.seq, row.content, row.veto, department, points, row.rules]
            ]


def test_each_rule_stands_beside_its_words(year: Path, report: Report) -> None:
    for category in report.categories:
        for item in category.items:
            shown = cells(year / item.address, "kp-encodings")
            assert [row[0] for row in shown] == [rule.id for rule in item.rules]
            for rule, (_, words, encoding, _) in zip(item.rules, shown, strict=True):
                assert words.startswith(rule.text)
                assert encoding.startswith(f"{rule.kind}{rule.encoding}")
                assert rule.anchor in page(year / item.address).ids


def test_its_readings_are_there_in_full(year: Path, report: Report) -> None:
    for reading in report.readings:
        for about in reading.about:
            item = about.partition("-")[0].replace(".", "-")
            shown = page(year / "items" / f"{item}.html")
            assert f"about-{reading.id}" in shown.ids
            assert f"../readings.html#{reading.anchor}" in shown.addresses
            for part in (reading.doubt, reading.reading, reading.decided):
                assert part in shown.text


def test_every_record_is_linked_from_its_row(year: Path, report: Report) -> None:
    for category in report.categories:
        for item in category.items:
            addresses = page(year / item.address).addresses
            linked = [a for a in addresses if a.startswith("../communities/") and "#d-" in a]
            assert sorted(linked) == sorted(
                f"../communities/{record.community}.html#{record.anchor}" for record in item.records
            )


def test_a_row_on_which_nobody_lost_says_so(year: Path, report: Report) -> None:
    said = "没有社区、村在这一行"
    rows = [row for category in report.rows for row in category.rows]
    assert any(not row.shares for row in rows)
    for row in rows:
        shown = page(year / "items" / f"{row.item.replace('.', '-')}.html").text
        assert (said in shown) == (not row.shares), row.item


def test_one_can_turn_from_row_to_row(year: Path, report: Report) -> None:
    expected = [item.address for category in report.categories for item in category.items]
    seen = []
    address: str | None = expected[0]
    while address is not None:
        seen.append(address)
        source = (year / address).read_text(encoding="utf-8")
        before = re.search(r'rel="prev" href="\.\./([^"]*)"', source)
        assert (before and before[1]) == (seen[-2] if len(seen) > 1 else None)
        after = re.search(r'rel="next" href="\.\./([^"]*)"', source)
        address = after[1] if after else None
    assert seen == expected
    assert len(seen) == 52


def test_old_links_to_a_row_on_its_categorys_page_stay_valid(year: Path, report: Report) -> None:
    for category in report.categories:
        shown = page(year / "categories" / f"{category.id}.html")
        for item in category.items:
            assert item.anchor in shown.ids
            assert f"../{item.address}" in shown.addresses


def test_readings_and_lists_lead_to_the_rows_pages(year: Path) -> None:
    assert "items/1-1.html#rule-1-1-1" in page(year / "readings.html").addresses
    for name, address in (
        ("deductions", "items/1-1.html"),
        ("index", "items/3-1.html"),
        ("departments/guijian", "../items/1-1.html"),
        ("departments/index", "../items/1-1.html"),
        ("categories/index", "../items/1-1.html"),
    ):
        assert address in page(year / f"{name}.html").addresses, name


def test_the_index_of_categories_says_what_was_lost(year: Path, report: Report) -> None:
    shown = cells(year / "categories" / "index.html", "kp-categories")
    assert [row[5] for row in shown] == [category.label for category in report.rows]
    assert [row[6] for row in shown] == [f"{category.records} 条" for category in report.rows]


def test_counts_beside_a_pools_loss_are_the_pools(year: Path, report: Report) -> None:
    row = next(row for category in report.rows for row in category.rows if row.item == "3.1")
    pool = row.pool
    assert pool is not None
    communities, own = len(pool.shares), len(cells(year / "items" / "3-1.html", "kp-shares"))
    members = {item.id: item for category in report.categories for item in category.items}
    records = sum(len(members[member].records) for member in pool.items)
    assert (row.communities, row.records) == (communities, records)
    assert communities > own
    said = f"{records} 条本行自己的记录 {len(members['3.1'].records)} 条"
    shown = cells(year / "categories" / "3.html", "kp-rowlist")[0]
    assert shown[5:] == [f"{row.label}{communities} 个社区、村", said]
    (mine,) = (
        line for line in cells(year / "departments" / "yingji.html", "kp-items") if line[0] == "3.1"
    )
    assert mine[4:] == [row.label, said]
    source = (year / "items" / "3-1.html").read_text(encoding="utf-8")
    facts = text(source.partition('<h2 id="rules">')[0])
    assert f"涉及社区、村{communities} 个" in facts
    assert f"扣分记录{said}" in facts


def test_a_departments_matrix_stands_on_its_page(year: Path, report: Report) -> None:
    for filed in report.filings:
        shown = cells(year / "departments" / f"{filed.department}.html", "kp-matrix")
        assert shown == [
            [row.community_name, *(count.text for count in row.months), row.total, row.lost]
            for row in filed.rows
        ]


def test_deductions_on_one_rule_stand_side_by_side(year: Path, report: Report) -> None:
    records = {record.id: record for record in report.records}
    compared = 0
    for filed in report.filings:
        shown = page(year / "departments" / f"{filed.department}.html")
        assert filed.verdict in shown.text
        for comparison in filed.comparisons:
            assert comparison.verdict in shown.text
            for one in comparison.records:
                record = records[one.record]
                address = f"../communities/{record.community}.html#{record.anchor}"
                assert shown.addresses.count(address) >= 2  # here and in the list of records
                compared += 1
    assert compared > 50
    assert "申诉后 13" in page(year / "departments" / "cunzhen.html").text


def test_the_strip_has_its_counts_in_words_and_no_figures_in_its_dots(
    year: Path, report: Report
) -> None:
    for filed in report.filings:
        source = (year / "departments" / f"{filed.department}.html").read_text(encoding="utf-8")
        strips = re.findall(
            r'class="kp-spread" role="img" aria-label="([^"]*)">.*?(<span class="kp-spread__track">'
            r".*</span>)<span class=\"kp-spread__end\">",
            source,
        )
        assert [name for name, _ in strips] == [one.picture for one in filed.comparisons]
        for (_, dots), one in zip(strips, filed.comparisons, strict=True):
            assert text(dots) == ""
            assert re.findall(r"dot--(\d)", dots) == [str(dot.size) for dot in one.dots]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started


# What sticks out on the right (a phone widens its page to it), and text below 12 pixels.
NARROW_AND_SMALL = """
const [width] = arguments;
const all = [...document.querySelectorAll(".md-content *")];
const wide = all.filter(element => element.getBoundingClientRect().right > width + 1
  && !element.closest(".kp-sideways, .kp-hidden, thead"));
const small = all.filter(element =>
  [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  && parseFloat(getComputedStyle(element).fontSize) < 12);
return [wide, small].map(found => found.map(element => element.outerHTML.slice(0, 80)));
"""


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_scrolls_sideways_or_has_tiny_text(
    year: Path, chromium: Browser, width: int
) -> None:
    chromium.width(width)
    for kind in KINDS:
        chromium.open(year / f"{kind}.html")
        assert chromium.run(NARROW_AND_SMALL, width) == [[], []], kind


def test_printed_words_lead_to_their_rule(year: Path, chromium: Browser) -> None:
    chromium.width(1440)
    chromium.open(year / "items" / "1-1.html")
    chromium.click(".kp-printedrow .kp-rules .kp-words:nth-of-type(2)")
    assert chromium.run("return document.querySelector('tr:target').id") == "rule-1-1-2"
