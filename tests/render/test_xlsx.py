"""The workbooks: word for word the official form, the report's figures, text never a formula."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import labels
from kpigen.assessing import scoring
from kpigen.render import Selection, heights, workbook
from kpigen.render.xlsx import render
from kpigen.versions.history import Revision
from kpigen.view.report import report
from kpigen.view.values import CommunityView, Report
from tests.conftest import PROJECT, Repository
from tests.office import needs_office, saved_again

OFFICIAL: list[dict[str, Any]] = json.loads(
    (PROJECT / "tests/data/official-table-2020.json").read_text(encoding="utf-8")
)
MADE = datetime(2021, 1, 31, 12, tzinfo=UTC)
FIRST, LAST = 4, 55
COLUMN = {name: place for place, name in enumerate(labels.DEDUCTION_COLUMNS, start=1)}
COLUMN_OF_S = 19
HOSTILE = ("=1+1", '=HYPERLINK("http://x","点")', "+86", "-3", "@SUM(A1)", "<b>&amp;", "_x0041_")
RECORD = (
    "date: 2020-05-{day:02d}\nrule: {rule}\n{figure}reason: {reason}\nbasis: 演示〔2020〕{day}号\n"
)


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def squeezed(value: object) -> str:
    return re.sub(r"\s+", "", text_of(value))


def opened(content: bytes) -> Workbook:
    """Open a workbook as a reader that never computes: cells have the values they carry."""
    return load_workbook(BytesIO(content), data_only=True)


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def reported(town: Repository) -> Report:
    dataset = town.dataset()
    revision = Revision("0123456789abcdef", None, made=MADE)
    return report(dataset, scoring.score(dataset), revision)


@pytest.fixture
def town(repository: Repository) -> Repository:
    """天枢 has hostile texts, a pool, an adjustment, a fine score and a withdrawn record."""
    for number, reason in enumerate(HOSTILE, start=1):
        repository.record(
            f"tianshu/yingji/h{number}",
            RECORD.format(day=number, rule="3.2-1", figure="count: 1\n", reason=json.dumps(reason)),
        )
    repository.record(
        "tianshu/tuiyi/fine",
        RECORD.format(day=9, rule="10.6-1", figure="count: 1\n", reason="信访一次"),
    )
    repository.record(
        "tianshu/dangzheng/bonus",
        RECORD.format(day=10, rule="16.1-1", figure="points: 1.5\n", reason="受到表彰"),
    )
    repository.record(
        "tianshu/guijian/gone",
        RECORD.format(day=11, rule="1.1-1", figure="count: 1\n", reason="消防事故")
        + "withdrawn:\n  date: 2020-06-01\n  reason: 不在辖区\n  decided_by: 党政办\n",
    )
    return repository


@pytest.fixture
def year(town: Repository) -> Report:
    return reported(town)


@pytest.fixture
def files(year: Report) -> dict[str, bytes]:
    return {file.name: file.content for file in render(year, Selection())}


def community(year: Report, name: str = "tianshu") -> CommunityView:
    return next(one for one in year.communities if one.id == name)


def test_files_come_one_by_one_in_order(year: Report) -> None:
    names = [file.name for file in render(year, Selection())]
    assert names == [*(f"{one.id}.xlsx" for one in year.communities), "blank.xlsx", "summary.xlsx"]
    one = Selection(communities=("guyu",), blank=False, summary=False)
    assert [file.name for file in render(year, one)] == ["guyu.xlsx"]
    assert next(render(year, Selection())).name == f"{year.communities[0].id}.xlsx"


def test_the_blank_form_is_the_official_table_cell_by_cell(files: dict[str, bytes]) -> None:
    form = sheet(opened(files["blank.xlsx"]), "考核明细表")
    rows = [[cell.value for cell in row] for row in form.iter_rows(min_row=FIRST, max_row=LAST)]
    assert len(rows) == len(OFFICIAL) == 52
    for row, official in zip(rows, OFFICIAL, strict=True):
        starts = official["category_starts"]
        assert [squeezed(value) for value in row] == [
            official["category_no"] or "",
            official["category"] if starts else "",
            official["seq"],
            squeezed(official["content"]),
            "是" if official["veto"] else "",
            official["department_as_printed"],
            official["points_as_printed"],
            squeezed(official["rules_as_printed"]),
            "",
            "",
        ], official["item"]
    assert form["A1"].value == "南桐镇2020年度社区目标绩效考核明细表"
    headings = [cell.value for cell in form[3] if cell.value is not None]
    assert headings == [
        "序号",
        "目标内容",
        "是否执行一票否决",
        "主协助考核部门",
        "考核分值",
        "扣分细则（100分制）",
        "扣分原因",
        "单项得分",
    ]
    total = [cell.value for cell in form[LAST + 1]]
    assert total == [None, "总分", None, None, None, None, 200, None, None, None]
    assert [form.cell(row, 1).value for row in (4, 7)] == [1, 2]
    assert form["G4"].value == 2.5


def test_the_printed_line_breaks_stay(year: Report, files: dict[str, bytes]) -> None:
    form = sheet(opened(files["blank.xlsx"]), "考核明细表")
    for number, row in enumerate(year.blank.rows, start=FIRST):
        assert text_of(form.cell(number, 8).value) == row.printed.rules
        assert text_of(form.cell(number, 4).value) == row.printed.content


def signature_merges(row: int) -> set[str]:
    return {f"{start}{row}:{end}{row}" for start, end in ("AB", "CD", "EG", "IJ")}


def test_merges_are_the_printed_ones(files: dict[str, bytes]) -> None:
    expected = {"A1:J1", "A2:J2", "B3:D3"}
    expected |= {f"{ends}" for row in (57, 58) for ends in signature_merges(row)}
    starts = {
        "A": [row["category_starts"] for row in OFFICIAL],
        "B": [row["category_starts"] for row in OFFICIAL],
        "F": [bool(row["department_as_printed"]) for row in OFFICIAL],
        "G": [bool(row["points_as_printed"]) for row in OFFICIAL],
        "J": [bool(row["points_as_printed"]) for row in OFFICIAL],
    }
    for letter, begins in starts.items():
        heads = [place for place, begin in enumerate(begins) if begin]
        for head, end in zip(heads, [*heads[1:], len(begins)], strict=True):
            if end - head > 1:
                expected.add(f"{letter}{head + FIRST}:{letter}{end + FIRST - 1}")
    for name in ("blank.xlsx", "tianshu.xlsx"):
        form = sheet(opened(files[name]), "考核明细表")
        assert {str(merge) for merge in form.merged_cells.ranges} == expected


def test_figures_are_numbers_and_equal_the_report(year: Report, files: dict[str, bytes]) -> None:
    shown = community(year)
    form = sheet(opened(files["tianshu.xlsx"]), "考核明细表")
    for number, row in enumerate(shown.form.rows, start=FIRST):
        cell = form.cell(number, 10)
        if row.score_cell:
            assert cell.data_type == "n"
            assert Decimal(str(cell.value)) == Decimal(row.score_cell)
        else:
            assert cell.value is None
        assert text_of(form.cell(number, 9).value) == row.reason.replace("_x0041_", "_x005F_x0041_")
    assert Decimal(str(form["J56"].value)) == Decimal(shown.total)
    assert form["J56"].number_format == "0.00"
    fine = next(
        form.cell(number, 10)
        for number, row in enumerate(shown.form.rows, start=FIRST)
        if row.item == "10.6"
    )
    assert (fine.value, fine.number_format) == (0.995, "0.0##############")
    assert form["J55"].value == 1.5
    assert str(form["J55"].number_format).startswith("+General")
    assert shown.name in str(form["A2"].value)
    assert year.demo in str(form["A2"].value)


def test_records_are_all_listed_with_withdrawn_ones(year: Report, files: dict[str, bytes]) -> None:
    shown = sheet(opened(files["tianshu.xlsx"]), "扣分记录")
    records = community(year).records
    assert [shown.cell(3, at).value for at in COLUMN.values()] == [
        *labels.DEDUCTION_COLUMNS.values()
    ]
    for number, record in enumerate(records, start=4):
        moment = shown.cell(number, COLUMN["date"]).value
        assert isinstance(moment, datetime)
        assert moment.date().isoformat() == record.date
        filed = record.filed
        expected = {
            "id": record.id,
            "rule": record.rule,
            "basis": record.basis,
            "count": filed.count,
            "actual": filed.actual,
            "deduct": filed.deduct,
            "points": filed.points,
            "status": record.status_label,
            "counted": "" if record.adjustment else record.deduct,
            "adjustment": record.adjustment.removeprefix("+"),
        }
        found = {name: text_of(shown.cell(number, COLUMN[name]).value) for name in expected}
        assert found == expected
    gone = next(row for row in shown.iter_rows(min_row=4) if "gone" in str(row[0].value))
    at = [COLUMN[name] - 1 for name in ("counted", "status", "process")]
    assert [gone[place].value for place in at[:2]] == [0, "已撤销"]
    assert "不在辖区" in str(gone[at[2]].value)
    assert shown.auto_filter.ref == f"A3:W{shown.max_row}"
    everybody = sheet(opened(files["summary.xlsx"]), "扣分记录")
    assert everybody.max_row == 3 + len(year.records)
    assert everybody.auto_filter.ref == f"A3:P{everybody.max_row}"


def test_text_stays_text(files: dict[str, bytes]) -> None:
    shown = sheet(opened(files["tianshu.xlsx"]), "扣分记录")
    column = COLUMN["reason"] - 1
    cells = {str(row[column].value): row[column] for row in shown.iter_rows(min_row=4)}
    for reason in HOSTILE[:-1]:
        cell = cells[reason]
        assert cell.data_type == "s"
        assert not cell.quotePrefix
        # 文本 format, so that it stays text when somebody edits the cell.
        assert cell.number_format == "@"
    computed = {
        "考核明细表": {"A", "I", "J"},
        "扣分记录": {"D", "E", "F", "Q", "R", "S"},
    }
    for name, content in files.items():
        for one in load_workbook(BytesIO(content)).worksheets:
            allowed = (
                computed.get(one.title, set())
                if name not in {"blank.xlsx", "summary.xlsx"}
                else set()
            )
            found = {
                re.sub(r"\d", "", cell.coordinate)
                for row in one.iter_rows()
                for cell in row
                if cell.data_type == "f"
            }
            assert found == allowed, (name, one.title)


def test_same_report_same_bytes_at_any_second(
    year: Report, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    again = {file.name: file.content for file in render(year, Selection())}
    assert again == files
    alone = Selection(communities=("tianshu",), blank=False, summary=False)
    assert next(render(year, alone)).content == files["tianshu.xlsx"]
    with zipfile.ZipFile(BytesIO(files["tianshu.xlsx"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2021, 1, 31, 12, 0, 0)}
    properties = opened(files["tianshu.xlsx"]).properties
    moment = MADE.replace(tzinfo=None)
    assert (properties.created, properties.modified) == (moment, moment)
    assert (properties.creator, properties.title) == ("南桐镇", f"{year.title}（天枢社区）")


def test_dates_before_zip_files_do_not_break_it(town: Repository) -> None:
    dataset = town.dataset()
    old = Revision(None, None, made=datetime(1970, 1, 2, tzinfo=UTC))
    made = render(report(dataset, scoring.score(dataset), old), Selection(communities=()))
    with zipfile.ZipFile(BytesIO(next(made).content)) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_it_prints_on_a4_landscape_one_page_wide(year: Report, files: dict[str, bytes]) -> None:
    for name in ("blank.xlsx", "tianshu.xlsx"):
        for shown in opened(files[name]).worksheets:
            setup = shown.page_setup
            assert (setup.orientation, int(setup.paperSize or 0)) == ("landscape", 9)
            records = shown.title == "扣分记录"
            assert shown.sheet_properties.pageSetUpPr is not None
            assert shown.sheet_properties.pageSetUpPr.fitToPage != records
            if not records:
                assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
                assert str(shown.print_area).endswith(f"${shown.max_row}")
            assert shown.print_title_rows == "$3:$3"
            assert shown.freeze_panes == ("D4" if records else "A4")
            footer = shown.oddFooter
            assert footer is not None
            assert footer.center.text == "第 &P 页 共 &N 页"
            assert footer.left.text == year.demo
            assert footer.right.text == year.revision_label
    form = sheet(opened(files["blank.xlsx"]), "考核明细表")
    assert form["A3"].font.name == "黑体"
    assert form["D4"].font.name == "宋体"


def test_records_are_printed_on_two_pages_across_with_few_empty_rows(
    files: dict[str, bytes], year: Report
) -> None:
    shown = sheet(opened(files["tianshu.xlsx"]), "扣分记录")
    last = 3 + len(community(year).records) + 3
    assert str(shown.print_area) == f"'扣分记录'!$A$1:$W${last}"
    assert shown.print_title_cols == "$A:$C"
    assert [one.id for one in shown.col_breaks.brk] == [COLUMN["points"]]
    # The title of each page is not in the columns that every page repeats.
    assert [cell.column for cell in shown[1] if cell.value] == [4, COLUMN["points"] + 1]


def test_parameters_say_that_they_need_no_print_and_print_little(files: dict[str, bytes]) -> None:
    shown = sheet(opened(files["tianshu.xlsx"]), "计分参数")
    assert str(shown["A1"].value).endswith("计分参数（供公式取数，不必打印）")
    headings = [cell.value for cell in shown[3]]
    behind = headings.index("原来的总分") + 1
    assert str(shown.cell(2, behind).value).startswith("下面各栏只供公式取用，不打印")
    assert str(shown.print_area) == f"'计分参数'!$A$1:$S${shown.max_row}"
    assert behind > COLUMN_OF_S
    # One row of headings serves all: there is no other below it.
    assert {headings[0], headings[12], headings[17]} == {"编号", "考核项", "总分限度"}
    assert not [cell for row in shown.iter_rows(min_row=4) for cell in row if cell.font.b]
    assert all(cell.font.name == "宋体" for row in shown.iter_rows(min_row=4) for cell in row)


def test_there_is_room_to_sign_and_seal(files: dict[str, bytes]) -> None:
    for name in ("blank.xlsx", "tianshu.xlsx"):
        form = sheet(opened(files[name]), "考核明细表")
        assert [[form.cell(row, column).value for column in (1, 5, 9)] for row in (57, 58)] == [
            ["制表：", "审核：", "　　部门（章）："],
            ["分管领导：", "社区签收：", "　　日期：　　　　　年　　　月　　　日"],
        ]
        for row in (57, 58):
            lines = [c.column for c in form[row] if c.border.bottom and c.border.bottom.style]
            assert lines == [3, 4, 8]
            assert all(cell.protection.locked for cell in form[row])
        # A seal is 42 mm across.
        points = sum(form.row_dimensions[row].height or 0 for row in (57, 58))
        assert points * 25.4 / 72 > 42


def test_a_label_of_several_rows_stands_in_their_middle(files: dict[str, bytes]) -> None:
    """Only where a page ends between the rows it stands at their top, not to be cut in half."""
    for name in ("blank.xlsx", "tianshu.xlsx"):
        form = sheet(opened(files[name]), "考核明细表")
        ends = [one.id for one in form.row_breaks.brk]
        tall = [m for m in form.merged_cells.ranges if FIRST <= m.min_row < m.max_row <= LAST]
        found = {str(m): form.cell(m.min_row, m.min_col).alignment.vertical for m in tall}
        divided = {str(m) for m in tall if any(m.min_row <= end < m.max_row for end in ends)}
        assert found == {str(m): "top" if str(m) in divided else "center" for m in tall}
        # The only category that is too tall for a page, its number and name.
        assert divided == {"A46:A51", "B46:B51"}


def test_every_other_page_begins_with_a_category(files: dict[str, bytes]) -> None:
    for name in ("blank.xlsx", "tianshu.xlsx"):
        form = sheet(opened(files[name]), "考核明细表")
        begins = [row["category_starts"] for row in OFFICIAL]
        ends = [one.id for one in form.row_breaks.brk]
        inside = [end for end in ends if not begins[end + 1 - FIRST]]
        assert ends
        assert all(46 <= end < 51 for end in inside)
        # The total and the signatures take at least a category with them.
        assert ends[-1] < LAST


def test_a_reason_beyond_the_highest_row_points_to_the_records(repository: Repository) -> None:
    for number in range(1, 29):
        repository.record(
            f"tianshu/yingji/n{number:02d}",
            RECORD.format(
                day=number, rule="3.2-1", figure="", reason=f"第{number}次" + "检查未报信息" * 20
            ),
        )
    year = reported(repository)
    chosen = Selection(communities=("tianshu",), blank=False, summary=False)
    book = opened(next(render(year, chosen)).content)
    form = sheet(book, "考核明细表")
    reason = str(form["I13"].value)
    assert reason.startswith("5月1日：第1次")
    assert reason.endswith("……（写不下，全部见“扣分记录”表）")
    assert form.row_dimensions[13].height <= heights.MAX_HEIGHT
    assert sheet(book, "扣分记录").max_row == 3 + 28 + 20


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", 1),
        ("一二三四五", 1),
        ("一二三四五六", 2),
        ("一\n二\n三", 3),
        ("一二三四五。", 2),
        ("一二三 abcdef", 2),
        ("a" * 25, 3),
        ("abcdef-abcdef", 2),
    ],
)
def test_lines_are_counted_like_a_spreadsheet_wraps(words: str, expected: int) -> None:
    # Ten digits of 9 points: (width × 7 − 5) × 3 ÷ 18.
    assert heights.lines(words, 10, 9) == expected


@pytest.mark.parametrize(
    ("figure", "kind"),
    [("0.995", "<v>"), ("15", "<v>"), ("1234567890.1234567", "<t "), ("2.50", "<t "), ("/", "<t ")],
)
def test_only_what_a_spreadsheet_holds_exactly_becomes_a_number(figure: str, kind: str) -> None:
    assert kind in workbook.figure(figure)
    assert figure in workbook.figure(figure)


@needs_office
def test_libreoffice_opens_it_and_shows_the_figures(
    year: Report, files: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "tianshu.xlsx").write_bytes(files["tianshu.xlsx"])
    csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    kept = saved_again(tmp_path, csv, tmp_path / "tianshu.xlsx")
    form = (kept / "tianshu-考核明细表.csv").read_text(encoding="utf-8")
    records = (kept / "tianshu-扣分记录.csv").read_text(encoding="utf-8")
    assert "0.995" in form
    assert community(year).total in form
    assert "+1.5" in form
    assert ",=1+1," in records
    assert ",_x0041_," in records
    assert "2020-05-09" in records
