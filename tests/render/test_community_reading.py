"""Reading a community's page: what stands first, what is put away, where a link leads, on paper."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from pathlib import Path

import pypdf
import pytest

from kpigen.view.values import CommunityView, Report
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser
from tests.render.test_site import build, page, report_of

WORST = "jingzhe"


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("reading"), (report,)) / str(YEAR)


@pytest.fixture(scope="module")
def worst(report: Report) -> CommunityView:
    return next(community for community in report.communities if community.id == WORST)


def show(chromium: Browser, built: Path, width: int) -> None:
    chromium.width(width)
    chromium.open(built / f"communities/{WORST}.html")
    chromium.run("document.documentElement.style.scrollBehavior = 'auto'")


def test_labels_say_what_was_really_lost(
    chromium: Browser, built: Path, worst: CommunityView
) -> None:
    show(chromium, built, 1440)
    shown = chromium.run(
        "return [...document.querySelectorAll('.kp-record')].map(card =>"
        " [card.querySelector('strong').textContent,"
        "  card.querySelector('.kp-effect__aside')?.textContent ?? ''])"
    )
    assert shown == [[record.cost.label, record.cost.aside] for record in worst.records]
    assert any(record.cost.actual == "0" for record in worst.records)


def test_the_headline_leads_to_the_rows(chromium: Browser, built: Path) -> None:
    show(chromium, built, 360)
    text = chromium.text(".kp-headline")
    assert text == (
        "失 41.15 分，最多的三项：安全生产（3.1，一票否决）15 分、"
        "环境卫生与市政管理（6.1）3.9 分、社会稳定（8.1）3.9 分。另在总分上减 5.5 分。"
    )
    chromium.click(".kp-headline a")
    assert chromium.run("return location.hash") == "#i-3-1"


def test_the_year_says_where_the_total_fell_by_a_veto(
    built: Path, report: Report, worst: CommunityView
) -> None:
    assert worst.course is not None
    (note,) = worst.course.notes
    assert re.fullmatch(r"2020年1?[0-9]月：一票否决经批准生效", note)
    assert note in page(built / f"communities/{WORST}.html").text
    noted = {c.id for c in report.communities if c.course and c.course.notes}
    assert noted == {c.id for c in report.communities if c.vetoed}


def test_records_of_one_event_lead_to_each_other(built: Path, report: Report) -> None:
    linked = 0
    for community in report.communities:
        read = page(built / f"communities/{community.id}.html")
        for record in community.records:
            for other in record.same_event:
                elsewhere = f"{other.community}.html" if other.community_name else ""
                assert f"{elsewhere}#{other.anchor}" in read.links
                linked += 1
    assert linked


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_rows_without_records_are_put_away_without_script(
    chromium: Browser, built: Path, worst: CommunityView, width: int
) -> None:
    show(chromium, built, width)
    chromium.click(".kp-only input")
    seen = chromium.run(
        "return [...document.querySelectorAll('.kp-form tbody tr')].filter(row =>"
        " row.querySelector('.kp-reasons').checkVisibility({visibilityProperty: true}))"
        ".map(row => row.id)"
    )
    assert seen == [row.anchor for row in worst.form.rows if row.records]
    # Columns stay where they are: each row's rules stand below their heading.
    if width > 360:
        off = chromium.run(
            "const left = element => element.getBoundingClientRect().left;"
            "const heads = document.querySelectorAll('.kp-form thead th');"
            "const rules = left(heads[5]);"
            "return [...document.querySelectorAll('.kp-form tbody .kp-rules')]"
            ".filter(cell => Math.abs(left(cell) - rules) > 1).length"
        )
        assert off == 0
    # The name of a category whose first row is put away is still painted.
    at = (
        "const box = document.querySelector('#i-1-1 .kp-cat').getBoundingClientRect();"
        "scrollTo(0, scrollY + box.top - 300);"
        "const now = document.querySelector('#i-1-1 .kp-cat').getBoundingClientRect();"
        "return document.elementFromPoint(now.left + 30, now.top + 14)?.closest('.kp-cat') !== null"
    )
    assert chromium.run(at)
    assert chromium.run("return document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_a_row_is_framed_once_right_below_the_bars(
    chromium: Browser, built: Path
) -> None:
    show(chromium, built, 360)
    chromium.run("location.hash = '#i-8-1'")
    below, shadows = chromium.run(
        "const row = document.querySelector('#i-8-1');"
        "const bars = document.querySelector('.md-header').getBoundingClientRect().bottom;"
        "return [row.getBoundingClientRect().top - bars, [...row.cells].filter(cell =>"
        " getComputedStyle(cell).boxShadow !== 'none').length]"
    )
    assert 0 <= below < 12
    assert shadows == 0


def test_each_row_names_its_number_but_not_in_print(
    chromium: Browser, built: Path, worst: CommunityView
) -> None:
    show(chromium, built, 1440)
    numbers = "return [...document.querySelectorAll('.kp-form .kp-meta')].map(e => e.innerText)"
    assert chromium.run(numbers) == [row.item for row in worst.form.rows]
    chromium.devtools("Emulation.setEmulatedMedia", media="print")
    hidden = "return getComputedStyle(document.querySelector('.kp-form .kp-meta')).display"
    assert chromium.run(hidden) == "none"
    chromium.devtools("Emulation.setEmulatedMedia", media="")


def sheets(chromium: Browser) -> list[str]:
    printed = chromium.devtools("Page.printToPDF", preferCSSPageSize=True)["data"]
    return [
        re.sub(r"\s", "", unicodedata.normalize("NFKC", sheet.extract_text()))
        for sheet in pypdf.PdfReader(io.BytesIO(base64.b64decode(printed))).pages
    ]


def test_sheets_are_numbered_and_no_heading_stands_alone(chromium: Browser, built: Path) -> None:
    chromium.width(1440)
    chromium.open(built / "index.html")
    printed = sheets(chromium)
    for number, sheet in enumerate(printed, 1):
        assert f"{number}/{len(printed)}" in sheet
    (heat,) = [sheet for sheet in printed if "在各类别的得分率" in sheet]
    assert heat.count("白露村") == 1
    assert "全镇合并排名" not in "".join(printed)
