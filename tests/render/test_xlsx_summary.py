"""The summary workbook: its figures are the report's and add up, and its lists really filter."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from kpigen.assessing import scoring
from kpigen.inspection import inspect
from kpigen.render import Selection
from kpigen.render.xlsx import render
from kpigen.reporting import report_of
from kpigen.versions.history import Revision
from kpigen.view.digest import shown
from kpigen.view.report import report
from kpigen.view.values import Report
from tests.bench.towns import town
from tests.conftest import PROJECT, Repository
from tests.office import XLSX, needs_office, saved_again

SHEETS = ["排名", "得分矩阵", "考核项", "扣分记录", "部门", "部门与社区", "读法", "怎样算出"]
# The rows of headings, by sheet; where not given, the third alone.
HEADINGS = {"得分矩阵": (3, 6)}
HOSTILE = ("=1+1", '=HYPERLINK("http://x","点")', "+86", "-3", "@SUM(A1)", "<b>&amp;")
HIDDEN = "底稿里的经过不公开"
A4_LANDSCAPE = 297 - 2 * 0.5 * 25.4


def made(year: Report) -> bytes:
    (file,) = render(year, Selection(communities=(), blank=False))
    assert file.name == "summary.xlsx"
    return file.content


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def lines(listed: Worksheet) -> list[dict[str, object]]:
    """Read a list back: one line by its headings each, as a filter sees them."""
    first = HEADINGS.get(listed.title, (3, 3))[1]
    names = [str(cell.value) for cell in listed[first]]
    return [
        dict(zip(names, row, strict=True))
        for row in listed.iter_rows(min_row=first + 1, values_only=True)
    ]


def exactly(value: object) -> Decimal:
    return Decimal(0) if value is None else Decimal(str(value))


@pytest.fixture(scope="module")
def year() -> Report:
    return report_of(PROJECT, inspect(PROJECT))


@pytest.fixture(scope="module")
def book(year: Report) -> Workbook:
    return opened(made(year))


@pytest.fixture
def hostile(repository: Repository) -> Report:
    """Give a year whose texts look like formulas and markup, with something internal."""
    for number, reason in enumerate(HOSTILE, start=1):
        quoted = reason.replace("'", "''")
        repository.record(
            f"tianshu/yingji/h{number}",
            f"date: 2020-05-{number:02d}\nrule: 3.2-1\ncount: 1\nreason: '{quoted}'\n"
            f"basis: '{quoted}'\nevent: ev-{number}\ninternal:\n  details: {HIDDEN}\n",
        )
    dataset = repository.dataset()
    moment = datetime(2021, 1, 31, 12, tzinfo=UTC)
    return report(dataset, scoring.score(dataset), Revision("0123456789abcdef", None, made=moment))


def test_it_has_these_sheets_in_this_order(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_the_standing_is_the_reports(year: Report, book: Workbook) -> None:
    listed = lines(sheet(book, "排名"))
    assert [line["总排名"] for line in listed] == [one.rank for one in year.standing]
    for line, one in zip(listed, year.standing, strict=True):
        assert line["社区（村）"] == one.name
        assert [exactly(line[name]) for name in ("各行得分", "加分", "扣分", "总分")] == [
            Decimal(figure) for figure in (one.subtotal, one.bonus, one.extra, one.total)
        ]
        assert exactly(line["各行得分"]) + exactly(line["各行失分"]) == Decimal(year.total)
        assert line["明细表摘要"] == shown(one.digest)
        assert line["记录"] == len(one.records)


def test_every_score_stands_in_the_matrix(year: Report, book: Workbook) -> None:
    matrix = sheet(book, "得分矩阵")
    assert [matrix.cell(6, column).value for column in range(4, 56)] == [
        row.item for row in year.blank.rows
    ]
    for line, one in zip(lines(matrix), year.communities, strict=True):
        assert (line["社区（村）"], exactly(line["总分"])) == (one.name, Decimal(one.total))
        for row in one.form.rows:
            assert (line[row.item] is None) == (not row.score_cell)
            assert exactly(line[row.item]) == Decimal(row.score_cell or 0), row.item


def test_what_shares_points_stays_empty_below_its_first(book: Workbook) -> None:
    for line in lines(sheet(book, "得分矩阵")):
        assert line["3.1"] is not None
        assert [line[f"3.{number}"] for number in range(2, 8)] == [None] * 6


def test_the_losses_above_the_matrix_add_up(year: Report, book: Workbook) -> None:
    matrix = sheet(book, "得分矩阵")
    points = [exactly(matrix.cell(4, column).value) for column in range(3, 56)]
    assert points[0] == sum(points[1:]) == Decimal(year.total)
    losses = [exactly(matrix.cell(5, column).value) for column in range(3, 56)]
    assert losses[0] == sum(losses[1:]) == sum(Decimal(one.balance.lost) for one in year.standing)
    for place, row in enumerate(year.blank.rows):
        if row.points is not None:
            column = [exactly(line[row.item]) for line in lines(matrix)]
            assert Decimal(row.points) * len(column) - sum(column) == losses[1 + place], row.item


def test_every_record_is_a_line_of_typed_cells(year: Report, book: Workbook) -> None:
    listed = lines(sheet(book, "扣分记录"))
    assert [line["编号"] for line in listed] == [record.id for record in year.records]
    for line, record in zip(listed, year.records, strict=True):
        assert isinstance(line["日期"], datetime)
        assert line["日期"].date().isoformat() == record.date
        assert (line["社区（村）"], line["主协助考核部门"]) == (
            record.community_name,
            record.department_name,
        )
        assert (line["考核项"], line["细则"], line["扣分原因"]) == (
            record.item,
            record.rule,
            record.reason,
        )
        figure = line["总分加减"] if record.adjustment else line["扣分（100分制）"]
        assert isinstance(figure, int | float)
        assert exactly(figure) == Decimal(record.adjustment or record.deduct)
        assert line["计分"] == ("是" if record.counts else "否")
    assert not all(record.counts for record in year.records)


def test_departments_come_to_what_the_communities_lost(year: Report, book: Workbook) -> None:
    *listed, total = lines(sheet(book, "部门"))
    for line, department in zip(listed, year.departments, strict=True):
        assert line["主协助考核部门"] == department.name
        assert line["考核项"] == "、".join(item.id for item in department.items)
        assert (line["记录"], line["计分"]) == (
            len(department.records),
            sum(record.counts for record in department.records),
        )
        months = Counter(int(r.date[5:7]) for r in department.records if r.counts)
        assert [line[f"{month}月"] for month in range(1, 13)] == [
            months[month] or None for month in range(1, 13)
        ]
    taken = sum(exactly(line["扣去分值"]) for line in listed)
    assert (
        taken == exactly(total["扣去分值"]) == sum(Decimal(c.balance.lost) for c in year.standing)
    )
    adjusted = sum(exactly(line["总分加减"]) for line in listed)
    assert (
        adjusted == exactly(total["总分加减"]) == sum(Decimal(c.adjustments) for c in year.standing)
    )
    assert total["记录"] == len(year.records)


@pytest.mark.parametrize("name", ["部门与社区", "考核项"])
def test_the_finer_lists_come_to_the_same(book: Workbook, name: str) -> None:
    total = lines(sheet(book, "部门"))[-1]
    columns = [column for column in total if column not in {"主协助考核部门", "考核项", "涉及社区"}]
    for column in columns:
        summed = sum(exactly(line[column]) for line in lines(sheet(book, name)))
        assert summed == exactly(total[column]), column


def test_pairs_are_those_with_records(year: Report, book: Workbook) -> None:
    found = Counter((record.department_name, record.community_name) for record in year.records)
    listed = lines(sheet(book, "部门与社区"))
    assert {(line["主协助考核部门"], line["社区（村）"]): line["记录"] for line in listed} == found
    assert len(listed) == len(found)


def test_readings_are_all_listed(year: Report, book: Workbook) -> None:
    assert [line["编号"] for line in lines(sheet(book, "读法"))] == [r.id for r in year.readings]


def test_it_says_how_it_was_computed(year: Report, book: Workbook) -> None:
    told = {str(line["项目"]): str(line["说明"]) for line in lines(sheet(book, "怎样算出"))}
    assert told["数据的版本"] == year.revision
    assert year.made in told["数据的日期"]
    assert (told["摘要"], told["摘要全文（SHA-256）"]) == (shown(year.digest), year.digest)
    assert [told[f"本年度的规定之{place}"] for place, _ in enumerate(year.policy, 1)] == [
        *year.policy
    ]
    counted = sum(record.counts for record in year.records)
    assert told["记录"] == f"{len(year.records)} 条，其中计分 {counted} 条"
    assert "kpigen verify summary.xlsx" in told["怎样核对"]
    assert "同一次计算" in told["各处一致"]


@pytest.mark.parametrize("name", SHEETS)
def test_filters_cover_exactly_the_lines(book: Workbook, name: str) -> None:
    """A filter that misses a line shows it always; one that takes in the totals sorts them away."""
    listed = sheet(book, name)
    if name == "怎样算出":
        assert listed.auto_filter.ref is None
        return
    left, top, right, bottom = range_boundaries(str(listed.auto_filter.ref))
    heading = HEADINGS.get(name, (3, 3))[1]
    assert (left, top, right) == (1, heading, listed.max_column)
    assert bottom == listed.max_row - (name == "部门")
    assert all(listed.cell(heading, column).value for column in range(1, listed.max_column + 1))
    # Sorting refuses merged cells.
    assert not [m for m in listed.merged_cells.ranges if m.max_row > heading]


@pytest.mark.parametrize("name", SHEETS)
def test_headings_stay_in_sight_and_are_repeated(book: Workbook, name: str, year: Report) -> None:
    listed = sheet(book, name)
    first, last = HEADINGS.get(name, (3, 3))
    first = 1 if name == "得分矩阵" else first  # every page has a title
    assert listed.print_title_rows == f"${first}:${last}"
    assert range_boundaries(str(listed.freeze_panes))[1] == last + 1
    assert str(listed.print_area).endswith(f"${listed.max_row}")
    setup = listed.page_setup
    assert (setup.orientation, int(setup.paperSize or 0)) == ("landscape", 9)
    footer = listed.oddFooter
    assert footer is not None
    assert (footer.left.text, footer.right.text) == (year.demo, year.revision_label)
    for row in range(1, listed.max_row + 1):
        assert listed.row_dimensions[row].height


def test_pages_of_the_matrix_end_between_categories(book: Workbook, year: Report) -> None:
    matrix = sheet(book, "得分矩阵")
    assert matrix.print_title_cols == "$A:$C"
    breaks = [one.id for one in matrix.col_breaks.brk]
    items = [row.category for row in year.blank.rows]
    assert breaks
    for column in breaks:
        assert items[column - 4] != items[column - 3]
    widths = [matrix.column_dimensions[get_column_letter(column)].width for column in range(1, 56)]
    edges = [3, *breaks, len(widths)]
    scale = Decimal(str(matrix.page_setup.scale)) / 100
    for start, end in pairwise(edges):
        inches = Decimal(str((sum(widths[:3]) + sum(widths[start:end])) * 7 / 96))
        assert inches * scale * Decimal("25.4") <= Decimal(str(A4_LANDSCAPE))


def test_every_page_of_the_matrix_has_its_title_in_the_middle(book: Workbook) -> None:
    matrix = sheet(book, "得分矩阵")
    widths = [matrix.column_dimensions[get_column_letter(column)].width for column in range(1, 56)]
    edges = [3, *(one.id for one in matrix.col_breaks.brk), 55]
    titles = sorted(m.bounds for m in matrix.merged_cells.ranges if m.min_row == 1)
    assert [title[0] for title in titles] == [edge + 1 for edge in edges[:-1]]
    for (left, _, right, _), end in zip(titles, edges[1:], strict=True):
        assert str(matrix.cell(1, left).value).endswith("得分矩阵")
        # As much room on the right as the repeated columns take on the left, to a column.
        assert 0 <= sum(widths[:3]) - sum(widths[right:end]) <= max(widths[3:])


def test_names_of_categories_take_three_lines_at_most(book: Workbook) -> None:
    assert (sheet(book, "得分矩阵").row_dimensions[3].height or 0) <= 50


def test_a_rank_within_the_group_is_called_as_on_the_site(book: Workbook) -> None:
    headings = [cell.value for cell in sheet(book, "排名")[3]]
    assert headings[:3] == ["总排名", "组别", "组内名次"]


def test_texts_stay_texts_and_nothing_internal_is_in_it(hostile: Report) -> None:
    content = made(hostile)
    book = opened(content)
    listed = lines(sheet(book, "扣分记录"))
    assert {line["扣分原因"] for line in listed} == set(HOSTILE)
    for name in book.sheetnames:
        cells = [cell for row in sheet(book, name).iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            words = archive.read(name).decode()
            assert HIDDEN not in words
            assert "<f>" not in words


def test_one_report_gives_one_workbook(year: Report) -> None:
    assert made(year) == made(year)


def test_three_hundred_communities_are_lines_too(tmp_path: Path) -> None:
    root = town(tmp_path, 300, 900)
    year = report_of(root, inspect(root))
    book = opened(made(year))
    matrix = sheet(book, "得分矩阵")
    assert (matrix.max_row, matrix.max_column) == (306, 55)
    assert [line["社区（村）"] for line in lines(matrix)] == [one.name for one in year.communities]
    # As many pages across as for twelve.
    assert len(matrix.col_breaks.brk) == 2


@needs_office
def test_libreoffice_keeps_every_figure_and_filter(year: Report, tmp_path: Path) -> None:
    (tmp_path / "summary.xlsx").write_bytes(made(year))
    kept = saved_again(tmp_path, XLSX, tmp_path / "summary.xlsx")
    before, after = opened(made(year)), load_workbook(kept / "summary.xlsx")
    assert after.sheetnames == before.sheetnames
    for name in SHEETS:
        one, other = sheet(before, name), sheet(after, name)
        for row in one.iter_rows():
            for cell in row:
                assert other[cell.coordinate].value == cell.value, (name, cell.coordinate)
        assert other.auto_filter.ref == one.auto_filter.ref
        assert re.sub(r"\W", "", str(other.print_title_rows)) == re.sub(
            r"\W", "", str(one.print_title_rows)
        )
