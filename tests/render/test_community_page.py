"""A community's page and the list of records in a real browser: heard, held in sight, printed."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kpigen.view.values import CommunityView, Report
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser
from tests.render.test_site import FORGE, build, page, report_of

# The worst page: most records, a veto, a row and a pool that lost everything.
WORST = "jingzhe"
# Lays the table out as HTML does, and gives for every cell the headers that scope assigns it.
HEADERS = """
const grid = [], cells = [];
document.querySelectorAll('.kp-form tr').forEach((row, y) => {
  let x = 0;
  for (const cell of row.cells) {
    while (grid[y]?.[x]) x++;
    for (let down = 0; down < cell.rowSpan; down++)
      for (let right = 0; right < cell.colSpan; right++)
        (grid[y + down] ??= [])[x + right] = cell;
    cells.push({cell, x, y});
  }
});
const of = (line, scope) =>
  [...new Set(line)].filter(cell => cell?.tagName === 'TH' && cell.scope === scope);
return cells.filter(({cell}) => cell.tagName === 'TD').map(({cell, x, y}) => ({
  row: of(grid[y].slice(0, x), 'row').map(c => c.textContent),
  column: of(grid.slice(0, y).map(line => line[x]), 'col').map(c => c.textContent),
  at: cell.parentElement.id,
  text: cell.textContent,
  kind: cell.className,
}));
"""
# Where the table's heading and first two columns stand, and the bars above.
PLACES = """
const of = selector => document.querySelector(selector).getBoundingClientRect();
return {
  header: of('.md-header').bottom, box: of('.kp-formbox').top, boxLeft: of('.kp-formbox').left,
  head: of('.kp-form thead th').top, headLeft: of('.kp-form thead th').left,
  number: of('#i-3-1 .kp-no').left, category: of('#i-3-1 .kp-cat').left,
  numberWidth: of('#i-3-1 .kp-no').width, reasons: of('#i-3-1 .kp-reasons').left,
};
"""


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("community"), (report,)) / str(YEAR)


@pytest.fixture(scope="module")
def worst(report: Report) -> CommunityView:
    return next(community for community in report.communities if community.id == WORST)


def show(chromium: Browser, built: Path, width: int, name: str = f"communities/{WORST}") -> None:
    chromium.width(width)
    chromium.open(built / f"{name}.html")
    chromium.run("document.documentElement.style.scrollBehavior = 'auto'")


def test_every_cell_of_the_merged_table_has_its_headers(
    chromium: Browser, built: Path, worst: CommunityView
) -> None:
    show(chromium, built, 1440)
    found = chromium.run(HEADERS)
    rows = worst.form.rows
    category = ""
    for row in rows:
        category = row.printed.category or category
        (cell,) = [
            cell for cell in found if "kp-rules" in cell["kind"] and cell["at"] == row.anchor
        ]
        assert cell["text"] == row.printed.rules
        assert category in cell["row"]
        assert cell["row"][-1].startswith(row.printed.content)
        assert cell["column"] == ["扣分细则（100分制）"]
    scores = [cell for cell in found if "kp-item-score" in cell["kind"]]
    assert len(scores) == len(rows) + 1
    assert {tuple(cell["column"]) for cell in scores} == {("单项得分",)}
    # A category's name is heard in its own rows only, though its neighbours share a row group.
    (food,) = [cell for cell in scores if "食药品安全" in cell["row"]]
    assert "安全生产" not in food["row"]


def tree(chromium: Browser) -> dict[str, Any]:
    nodes = chromium.devtools("Accessibility.getFullAXTree")["nodes"]
    return {node["nodeId"]: node for node in nodes}


def role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", ""))


def within(nodes: dict[str, Any], node: dict[str, Any], roles: set[str]) -> list[dict[str, Any]]:
    """The nearest nodes of these roles below a node."""
    found: list[dict[str, Any]] = []
    for child in (nodes[key] for key in node.get("childIds", []) if key in nodes):
        found.extend([child] if role(child) in roles else within(nodes, child, roles))
    return found


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_a_screen_reader_finds_the_table_at_every_width(
    chromium: Browser, built: Path, worst: CommunityView, width: int
) -> None:
    show(chromium, built, width)
    nodes = tree(chromium)
    (table,) = [n for n in nodes.values() if role(n) == "table" and "明细表" in name(n)]
    head, *rows = within(nodes, table, {"row"})
    cells = {"cell", "rowheader", "columnheader"}
    assert [(role(n), name(n)) for n in within(nodes, head, cells)] == [
        ("columnheader", heading) for heading in worst.form.headings
    ]
    assert len(rows) == len(worst.form.rows) + 1
    for row, shown in zip(rows, worst.form.rows, strict=False):
        heard = within(nodes, row, cells)
        spans = shown.spans
        headers = [shown.printed.number] * bool(spans.number and shown.printed.number)
        headers += [shown.printed.category] * bool(spans.category)
        headers.append(shown.printed.content)
        assert [name(n) for n in heard if role(n) == "rowheader"] == headers
        # No cell is missing, or columns would be told wrong: merged ones stand in their first row.
        merged = (spans.number, spans.category, spans.department, spans.points)
        assert len(heard) == 6 + sum(map(bool, merged))


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_heading_stays_below_the_bars(chromium: Browser, built: Path, width: int) -> None:
    show(chromium, built, width)
    assert chromium.run("return document.documentElement.scrollWidth <= innerWidth")
    chromium.run("document.querySelector('#i-8-1').scrollIntoView({block: 'center'})")
    places = chromium.run(PLACES)
    assert places["head"] == pytest.approx(places["header"], abs=1)
    # A row that is linked to is not hidden by the heading.
    chromium.run("location.hash = '#i-12-3'")
    below = chromium.run(
        "const of = selector => document.querySelector(selector).getBoundingClientRect();"
        "return of('#i-12-3').top - of('.kp-form thead th').bottom"
    )
    assert 0 <= below < 150


def test_in_the_box_heading_and_first_columns_stay(chromium: Browser, built: Path) -> None:
    show(chromium, built, 768)
    before = chromium.run(PLACES)
    chromium.run(
        "const box = document.querySelector('.kp-formbox');"
        "box.scrollTop = 1500; box.scrollLeft = 180"
    )
    after = chromium.run(PLACES)
    assert after["reasons"] == pytest.approx(before["reasons"] - 180, abs=1)
    assert after["head"] == pytest.approx(after["box"], abs=2)
    assert after["headLeft"] == after["number"] == pytest.approx(before["number"], abs=1)
    assert after["category"] == pytest.approx(after["number"] + after["numberWidth"], abs=1)


@pytest.mark.parametrize("path", [f"communities/{WORST}", "communities/tianji", "deductions"])
@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_no_page_scrolls_sideways_and_no_text_is_tiny(
    chromium: Browser, built: Path, path: str, width: int
) -> None:
    show(chromium, built, width, path)
    assert chromium.run("return document.documentElement.scrollWidth <= innerWidth")
    smallest = chromium.run(
        "const texts = document.createTreeWalker(document.querySelector('.md-content'), 4);"
        "let least = 99;"
        "while (texts.nextNode()) if (texts.currentNode.data.trim())"
        " least = Math.min(least, parseFloat(getComputedStyle(texts.currentNode.parentElement)"
        ".fontSize));"
        "return least"
    )
    assert smallest >= 12


def test_print_repeats_the_heading_and_opens_what_is_folded(
    chromium: Browser, built: Path, worst: CommunityView
) -> None:
    show(chromium, built, 1440)
    printed = chromium.devtools("Page.printToPDF", preferCSSPageSize=True)["data"]
    sheets = [
        re.sub(r"\s", "", sheet.extract_text())
        for sheet in pypdf.PdfReader(io.BytesIO(base64.b64decode(printed))).pages
    ]
    with_rows = [sheet for sheet in sheets if any(circled in sheet for circled in "①②③④⑤⑥⑦")]
    assert len(with_rows) > 1
    assert all("扣分细则（100分制）" in sheet for sheet in with_rows)
    undecided = [r for record in worst.records for r in record.cost.readings if not r.is_decided]
    assert undecided
    assert "".join(sheets).count("暂按此算") == len(undecided)


def test_a_record_has_its_address_its_cost_and_its_file(built: Path, worst: CommunityView) -> None:
    read = page(built / f"communities/{WORST}.html")
    for record in worst.records:
        assert f"#{record.anchor}" in read.links
        assert f"{FORGE}/blob/main/{record.path}" in read.links
        assert record.cost.question in read.text
        assert all(step.text in read.text for step in record.cost.steps)
        for reading in record.cost.readings:
            assert f"../readings.html#{reading.anchor}" in read.links
            assert reading.reading in read.text


def test_the_losses_lead_from_the_full_points_to_the_total(
    chromium: Browser, built: Path, worst: CommunityView
) -> None:
    show(chromium, built, 360)
    rows = chromium.run(
        "return [...document.querySelectorAll('.kp-balance :is(tbody, tfoot) tr')].map(({cells}) =>"
        " [cells[0].querySelector('a')?.hash ?? '', cells[cells.length - 1].textContent])"
    )
    balance = worst.balance
    assert rows == [
        ["", balance.start],
        *([f"#{line.anchor}", line.left] for line in balance.losses),
        ["", balance.subtotal],
        *([f"#{line.anchor}", line.left] for line in balance.adjustments),
        ["", balance.total],
    ]


def test_neighbours_are_linked_and_compared(built: Path, report: Report) -> None:
    for community in report.communities:
        read = page(built / f"communities/{community.id}.html")
        for other in (community.place.above, community.place.below):
            if other is not None:
                assert f"{other.id}.html" in read.links
                assert f"../compare.html#a={community.id}&b={other.id}" in read.links
                assert other.difference in read.text
        assert community.place.sentence in read.text


def test_the_list_of_records_is_parted_by_month(built: Path, report: Report) -> None:
    read = page(built / "deductions.html")
    assert len(report.record_months) == 12
    for month in report.record_months:
        assert month.anchor in read.ids
        assert f"#{month.anchor}" in read.links
        assert {record.date[:7] for record in month.records} == {month.anchor[2:]}
    assert sum(len(month.records) for month in report.record_months) == len(report.records)
    assert all(record.cost.label in read.text for record in report.records if record.counts)
