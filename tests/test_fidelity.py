"""The blank form that kpigen exports is the official table, cell by cell and merge by merge."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import leaks
from kpigen.exporting import export
from kpigen.inspection import inspect
from kpigen.reporting import report_of
from tests.conftest import PROJECT

OFFICIAL: list[dict[str, Any]] = json.loads(
    (PROJECT / "tests/data/official-table-2020.json").read_text(encoding="utf-8")
)
HEADINGS = {
    "A": "序号",
    "B": "目标内容",
    "E": "是否执行一票否决",
    "F": "主协助考核部门",
    "G": "考核分值",
    "H": "扣分细则（100分制）",
    "I": "扣分原因",
    "J": "单项得分",
}
FIRST = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("blank")
    inspection = inspect(PROJECT)
    assert inspection.dataset is not None
    report = report_of(PROJECT, inspection)
    secrets = leaks.secrets(PROJECT, [inspection.dataset])
    for kind in ("xlsx", "pdf"):
        place = where / f"blank.{kind}"
        export(report, kind, place, communities=None, blank=True, secrets=secrets)
    return where


@pytest.fixture(scope="module")
def sheet(folder: Path) -> Worksheet:
    return openpyxl.load_workbook(folder / "blank.xlsx").worksheets[0]


def printed(value: object) -> str:
    return "" if value is None else re.sub(r"\s+", "", str(value))


def test_every_cell(sheet: Worksheet) -> None:
    for row, official in enumerate(OFFICIAL, FIRST):
        cells = [printed(sheet.cell(row, column).value) for column in range(1, 11)]
        assert cells == [
            official["category_no"] or "",
            official["category"] if official["category_starts"] else "",
            official["seq"],
            printed(official["content"]),
            "是" if official["veto"] else "",
            official["department_as_printed"],
            official["points_as_printed"],
            printed(official["rules_as_printed"]),
            "",
            "",
        ]


def test_line_breaks_of_the_rules(sheet: Worksheet) -> None:
    """Layout spaces may differ; where a line is broken in print, ours is broken as well."""
    for row, official in enumerate(OFFICIAL, FIRST):
        lines = [line.strip() for line in re.split(r"\n| {3,}", official["rules_as_printed"])]
        assert str(sheet.cell(row, 8).value or "").splitlines() == [line for line in lines if line]


def test_title_headings_and_total(sheet: Worksheet) -> None:
    assert sheet["A1"].value == "南桐镇2020年度社区目标绩效考核明细表"
    assert {letter: sheet[f"{letter}3"].value for letter in HEADINGS} == HEADINGS
    total = [printed(sheet.cell(FIRST + 52, column).value) for column in range(1, 11)]
    assert total == ["", "总分", "", "", "", "", "200", "", "", ""]


def test_merges(sheet: Worksheet) -> None:
    expected = {"B3:D3"}
    starts = {
        "A": [row["category_no"] is not None for row in OFFICIAL],
        "B": [row["category_starts"] for row in OFFICIAL],
        "F": [bool(row["department_as_printed"]) for row in OFFICIAL],
        "G": [bool(row["points_as_printed"]) for row in OFFICIAL],
        # Rows that share points have one score, so the empty cell for it reaches as far.
        "J": [bool(row["points_as_printed"]) for row in OFFICIAL],
    }
    for letter, begins in starts.items():
        heads = [place for place, starts_here in enumerate(begins) if starts_here]
        for head, following in zip(heads, [*heads[1:], len(begins)], strict=True):
            if following - head > 1:
                expected.add(f"{letter}{FIRST + head}:{letter}{FIRST + following - 1}")
    table = {
        str(merge) for merge in sheet.merged_cells.ranges if FIRST - 1 <= merge.min_row < FIRST + 52
    }
    assert table == expected


def test_the_print_has_every_word(folder: Path) -> None:
    pages = pypdf.PdfReader(folder / "blank.pdf").pages
    text = printed("".join(page.extract_text() for page in pages))
    for official in OFFICIAL:
        for line in str(official["rules_as_printed"]).splitlines():
            for part in re.split(r" {3,}", line):
                assert printed(part) in text or _around_a_page_end(printed(part), text), part


def _around_a_page_end(part: str, text: str) -> bool:
    """A line of a long cell may be cut by a page end: then both its halves are there."""
    return any(part[:cut] in text and part[cut:] in text for cut in range(1, len(part)))
