"""What readers trip over: columns out of line, torn numbers, tiny text, links out unmarked."""

from __future__ import annotations

import re

import pytest

from tests.conftest import YEAR
from tests.render.browser import Browser
from tests.render.demonstration import Sites, one_of_each_kind

COLUMNS = """
const tables = [...document.querySelectorAll('.kp-list')];
return tables.map(table => [...table.querySelectorAll('thead th')]
  .map(head => Math.round(head.getBoundingClientRect().left)).join(' '));
"""
# Cells that stick out of their column, and parts of documents' names that take two lines.
TORN = """
const cells = [...document.querySelectorAll('.kp-list td')];
const torn = [...document.querySelectorAll('.kp-basis span > span')].filter(part =>
  part.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(part).lineHeight));
return [...cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1), ...torn]
  .map(element => element.textContent);
"""
SMALL = """
document.querySelectorAll('details').forEach(details => { details.open = true; });
return [...document.querySelectorAll('body *:not(script, style, noscript, svg, svg *)')]
  .filter(e => [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12 && e.checkVisibility())
  .map(e => e.outerHTML.slice(0, 100));
"""
OUTWARD = """
return [...document.querySelectorAll('.md-content a[href]')].map(link => [
  /^https?:/.test(link.getAttribute('href')),
  link.title === '要联网' && getComputedStyle(link, '::after').content.includes('↗')]);
"""


@pytest.mark.parametrize("width", [960, 1024, 1440])
def test_the_months_columns_line_up_and_no_number_is_torn(
    chromium: Browser, sites: Sites, width: int
) -> None:
    chromium.width(width)
    chromium.open(sites.public / str(YEAR) / "deductions.html")
    columns = chromium.run(COLUMNS)
    assert len(columns) == 12
    assert len(set(columns)) == 1
    assert chromium.run(TORN) == []


def test_the_list_leads_to_the_shorter_lists(sites: Sites) -> None:
    source = (sites.public / str(YEAR) / "deductions.html").read_text(encoding="utf-8")
    head = source.partition('class="kp-table kp-list"')[0]
    assert 'href="departments/index.html">考核部门' in head
    assert 'href="index.html#standing">成绩总览' in head


@pytest.mark.parametrize("width", [360, 1440])
def test_no_text_is_below_twelve_pixels(chromium: Browser, sites: Sites, width: int) -> None:
    chromium.width(width)
    for kind in one_of_each_kind(sites.internal):
        chromium.open(sites.internal / kind)
        assert chromium.run(SMALL) == [], kind


@pytest.mark.parametrize("name", ["communities/yuheng", "changes/index", "entry"])
def test_links_out_of_the_site_say_so(chromium: Browser, sites: Sites, name: str) -> None:
    chromium.open(sites.internal / str(YEAR) / f"{name}.html")
    links = chromium.run(OUTWARD)
    assert any(outward for outward, _ in links) or name != "communities/yuheng"
    assert all(outward == marked for outward, marked in links)


def test_the_menu_has_what_the_foot_has_and_the_first_link_says_where_it_goes(
    sites: Sites,
) -> None:
    source = (sites.public / str(YEAR) / "communities" / "yuheng.html").read_text(encoding="utf-8")
    menu = re.search(r'<nav class="md-nav md-nav--primary".*?</nav>', source, re.DOTALL)
    assert menu
    assert re.search(r'href="\.\./data\.html">数据说明', menu[0])
    skip = re.search(r'class="md-skip">\s*(.*?)\s*</a>', source)
    assert skip
    assert skip[1] == "跳到正文"
