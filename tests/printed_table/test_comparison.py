"""A table document against the rubric: the printed one is equal, and every change is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kpigen.cli import kpigen
from kpigen.diagnostics import Diagnostic
from kpigen.inspection import inspect
from kpigen.printed_table import comparison, reading
from kpigen.printed_table.rubric_places import RubricPlaces
from kpigen.printed_table.values import PrintedTable
from kpigen.reading.tree import Folder
from kpigen.render import Selection, xlsx
from kpigen.reporting import report_of
from tests.conftest import PROJECT
from tests.office import XLS, XLSX, needs_office, saved_again

DOCUMENT = PROJECT / "tests/data/official-document-2020.txt"
TEXT = DOCUMENT.read_text(encoding="utf-8")
INSPECTION = inspect(PROJECT)
assert INSPECTION.dataset is not None
RUBRIC = INSPECTION.dataset.rubric
PLACES = RubricPlaces(Folder(PROJECT), RUBRIC)
Edit = tuple[str, str]


@pytest.fixture(scope="module")
def blank() -> bytes:
    report = report_of(PROJECT, INSPECTION)
    (file,) = xlsx.render(report, Selection(communities=(), summary=False))
    return file.content


@pytest.fixture(scope="module")
def filled() -> bytes:
    report = report_of(PROJECT, INSPECTION)
    wanted = Selection(communities=(report.communities[0].id,), blank=False, summary=False)
    (file,) = xlsx.render(report, wanted)
    return file.content


def compared(data: bytes, name: str = "表.txt") -> tuple[Diagnostic, ...]:
    table = reading.read(RUBRIC, name, data)
    if not isinstance(table, PrintedTable):
        return (table,)
    return comparison.compare(RUBRIC, PLACES, table).findings


def errors(findings: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in findings if one.severity == "error"]


def edited(*edits: Edit) -> bytes:
    text = TEXT
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    return text.encode()


def test_the_official_document_is_the_rubric() -> None:
    table = reading.read(RUBRIC, "表.txt", TEXT.encode())
    assert isinstance(table, PrintedTable)
    found = comparison.compare(RUBRIC, PLACES, table)
    assert (found.rows, found.cells) == (52, 52 * 8 + 11)
    assert [(one.code, one.line) for one in found.findings] == [("KPI846", 649)]
    assert "第 649 行到第 1201 行" in found.findings[0].message


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", " \n", "\r"])
def test_however_the_text_was_saved(encoding: str, ending: str) -> None:
    assert errors(compared(TEXT.replace("\n", ending).encode(encoding))) == []


FIRST = "辖区范围内发生消防事故，一次扣50分。出现死亡事故，一次扣100分。"
DIFFERENCES: list[tuple[str, list[Edit], list[tuple[str, int]], str]] = [
    ("a figure", [("一次扣50分", "一次扣5分")], [("KPI841", 18)], "扣5分。出现"),
    (
        "one blank more",
        [("消防事故，一次", "消防事故， 一次")],
        [("KPI841", 18)],
        "事故，【␣】一次",
    ),
    ("one blank less", [("1. 及时完成", "1.及时完成")], [("KPI841", 502)], "1.【␣】及时完成"),
    ("never seen", [("消防事故", "消防\u200b事故")], [("KPI841", 18)], "消防【<U+200B>】事故"),
    (
        "width",
        [("工商户的安全监管，", "工商户的安全监管,")],
        [("KPI841", 59)],
        "（全角、半角不同）",
    ),
    (
        "two places of one cell",
        [("12371党建", "12372党建"), ("并规范运行工作。（10分）", "并规范运行工作。（20分）")],
        [("KPI841", 502)],
        "1237【1】党建系统信息更新及维……”；文件里是“……设并规范运行工作。（【2】0分）”",
    ),
    ("heading gone", [("\t考核分值\n", "")], [("KPI844", 1)], "第 5 个表头不同：文件里是空的"),
    ("first heading", [("\t序号", "\t编号")], [("KPI844", 2)], "第 1 个表头不同"),
    ("total's name", [("\t总分\n", "\t总计\n")], [("KPI844", 643)], "合计行的名称不同"),
    ("half-width", [("消防宣传、巡查工作。", "消防宣传,巡查工作。")], [("KPI841", 14)], "目标内容"),
    ("circled", [("\t①", "\t1")], [("KPI841", 13)], "行号"),
    ("veto", [("\t是\n\t经发办", "\t\n\t经发办")], [("KPI841", 48)], "是否执行一票否决"),
    ("department", [("\t规建环保办", "\t规建办")], [("KPI841", 16)], "主协助考核部门"),
    ("department gone", [("\t规建环保办", "\t")], [("KPI841", 16)], "文件里是空的"),
    ("points", [("\t2.5", "\t2")], [("KPI841", 17)], "文件里是“2”，考核表里是“2.5”"),
    ("category", [("\t城镇建设", "\t城镇")], [("KPI841", 12)], "目标类别"),
    ("number", [("\t1\n\t城镇建设", "\t2\n\t城镇建设")], [("KPI841", 11)], "序号"),
    ("title", [("2020年度社区", "2021年度社区")], [("KPI844", 1)], "标题不同"),
    ("heading", [("\t考核分值", "\t分值")], [("KPI844", 6)], "第 5 个表头不同"),
    ("total", [("\t200\n", "\t210\n")], [("KPI844", 648)], "总分的分值不同"),
    ("rules gone", [(FIRST, "")], [("KPI841", 18)], "文件里是空的"),
    (
        "two at once",
        [("一次扣50分", "一次扣5分"), ("\t200\n", "\t210\n")],
        [("KPI841", 18), ("KPI844", 648)],
        "",
    ),
]


@pytest.mark.parametrize(
    ("edits", "expected", "says"), [one[1:] for one in DIFFERENCES], ids=[d[0] for d in DIFFERENCES]
)
def test_each_difference_is_found_alone(
    edits: list[Edit], expected: list[tuple[str, int]], says: str
) -> None:
    found = compared(edited(*edits))
    assert errors(found) == expected
    assert says in "".join(one.message for one in found)


def rows_of(text: str) -> list[str]:
    """Part the document: what stands before the rows, each row, what stands after."""
    lines = text.split("\n")
    return [
        "\n".join(lines[:10]),
        "\n".join(lines[10:21]),
        "\n".join(lines[21:32]),
        "\n".join(lines[32:]),
    ]


def test_a_row_left_out_makes_no_other_differ() -> None:
    before, first, _, after = rows_of(TEXT)
    found = compared(f"{before}\n{first}\n{after}".encode())
    assert errors(found) == [("KPI842", 11)]
    assert "第 11 行之后：文件里没有考核项 1.2" in found[0].message
    assert found[0].hint.count("data/rubric/2020/categories/01-chengzhen.yaml:30:5") == 1


def test_a_row_more_makes_no_other_differ() -> None:
    before, first, second, after = rows_of(TEXT)
    new = (
        second.replace("②", "③")
        .replace("城镇危房监控工作", "路灯与井盖维护")
        .replace("房屋伤人事故", "井盖缺失")
        .replace("辖区范围内发生", "巡查发现有")
        .replace("出现死亡事故，一次扣100分。", "")
    )
    found = compared(f"{before}\n{first}\n{second}\n{new}\n{after}".encode())
    assert errors(found) == [("KPI843", 33)]


def test_rows_in_another_order_are_found() -> None:
    before, first, second, after = rows_of(TEXT)
    text = f"{before}\n{second}\n{first}\n{after}".encode()
    (moved,) = (one for one in compared(text) if one.severity == "error")
    assert (moved.code, moved.line) == ("KPI847", 11)
    assert "考核项 1.2（城镇危房监控工作。） 的次序不同" in moved.message
    assert "文件里在最前面，考核表里在考核项 1.1 之后" in moved.message


def test_a_row_that_was_moved_is_compared_as_well() -> None:
    before, first, second, after = rows_of(TEXT)
    changed = second.replace("一次扣50分", "一次扣5分")
    found = compared(f"{before}\n{changed}\n{first}\n{after}".encode())
    assert errors(found) == [("KPI847", 11), ("KPI841", 18)]


def test_a_difference_names_the_cell_s_line_and_column_in_the_rubric() -> None:
    (found,) = (one for one in compared(edited(("\t规建环保办", "\t规建办"))) if one.line == 16)
    path, line, column = found.hint.split("改 ")[1].split("，")[0].split(":")
    written = (PROJECT / path).read_text("utf-8").splitlines()[int(line) - 1]
    assert written[int(column) - 1 :] == "规建环保办"


@given(st.sampled_from([item.id for item in RUBRIC.items]))
def test_a_row_left_out_anywhere_is_the_only_difference(item: str) -> None:
    table = reading.read(RUBRIC, "表.txt", TEXT.encode())
    assert isinstance(table, PrintedTable)
    places = [one.id for one in RUBRIC.items]
    if item in {category.items[0].id for category in RUBRIC.categories}:
        return  # the category's label goes with its first row
    gone = places.index(item)
    rows = [row for place, row in enumerate(table.rows) if place != gone]
    found = comparison.compare(RUBRIC, PLACES, table._replace(rows=tuple(rows)))
    said = [one.message for one in found.findings if one.severity == "error"]
    # A department printed in the row left out is not printed again below it.
    others = [one for one in said if "主协助考核部门" not in one]
    assert len(others) == 1
    assert f"没有考核项 {item}（" in others[0]


def test_a_lost_cell_is_named_with_its_line() -> None:
    found = compared(edited(("\t城镇危房监控工作。\n", "")))
    assert ("KPI845", 22) in errors(found)
    assert {line for code, line in errors(found) if code == "KPI841"} == set()


@given(st.integers(min_value=10, max_value=640), st.sampled_from("甲9，"))
def test_no_changed_line_goes_unnoticed(line: int, sign: str) -> None:
    lines = TEXT.split("\n")
    text = lines[line - 1]
    if not text.strip():
        return
    lines[line - 1] = text.rstrip() + sign
    assert errors(compared("\n".join(lines).encode()))


def test_blanks_and_line_breaks_are_layout() -> None:
    spread = TEXT.replace("消防事故，", "消防事故，   ").replace(
        "2.辖区企业", "\n2.辖区企业".strip()
    )
    assert errors(compared(spread.encode())) == []


def test_the_exported_forms_are_equal(blank: bytes, filled: bytes) -> None:
    assert compared(blank, "blank.xlsx") == ()
    assert compared(filled, "one.xlsx") == ()


def typed(change: Callable[[Worksheet], None], blank: bytes) -> bytes:
    book = openpyxl.load_workbook(BytesIO(blank))
    sheet = book.worksheets[0]
    change(sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def unmerge(sheet: Worksheet) -> None:
    """Repeat every label on all of its rows, as offices do that avoid merged cells."""
    for block in list(sheet.merged_cells.ranges):
        if block.min_row < 4 or block.min_row > 55:
            continue
        value = sheet.cell(block.min_row, block.min_col).value
        sheet.unmerge_cells(str(block))
        for row in range(block.min_row, block.max_row + 1):
            sheet.cell(row, block.min_col).value = value


def further_down(sheet: Worksheet) -> None:
    sheet.title = "Sheet1"
    for block in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(block))  # openpyxl would leave the merges where they were
    sheet.insert_rows(2, 3)


def dearer(sheet: Worksheet) -> None:
    sheet["G4"] = 3


def retyped(sheet: Worksheet, put: Callable[[list[object]], list[object]]) -> None:
    """Write the sheet's rows anew without merges; `put` arranges the cells of each."""
    values: list[list[object]] = [[c.value for c in row] for row in sheet.iter_rows()]
    for block in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(block))
    sheet.delete_rows(1, len(values))
    for number, row in enumerate(values, start=1):
        for column, value in enumerate(put(row), start=1):
            if value is not None:
                sheet.cell(number, column).value = value  # type: ignore[assignment]


def joined(*values: object) -> str | None:
    return "".join(str(value) for value in values if value is not None) or None


def one_content_column(sheet: Worksheet) -> None:
    retyped(sheet, lambda row: [row[0], joined(*row[1:4]), *row[4:]])


def two_content_columns(sheet: Worksheet) -> None:
    retyped(sheet, lambda row: [*row[:2], joined(*row[2:4]), *row[4:]])


def headings_again(sheet: Worksheet) -> None:
    """Repeat the headings, as where the pages of a print were typed."""
    for block in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(block))
    sheet.insert_rows(20)
    for column in range(1, 11):
        sheet.cell(20, column).value = sheet.cell(3, column).value


def merged_on(sheet: Worksheet) -> None:
    """Merge two cells that both have the department printed."""
    assert sheet["F47"].value == sheet["F48"].value == sheet["F49"].value == "党群办"
    sheet.merge_cells("F47:F49")


def without_reasons(sheet: Worksheet) -> None:
    sheet["I3"] = sheet["J3"] = None


def without_veto_heading(sheet: Worksheet) -> None:
    sheet["E3"] = None


def misprinted_label(sheet: Worksheet) -> None:
    unmerge(sheet)
    for row in (4, 5, 6):
        sheet.cell(row, 2).value = "城填建设"


def summed(sheet: Worksheet) -> None:
    sheet["G56"] = "=SUM(G4:G55)"


def rows_behind(sheet: Worksheet) -> None:
    for column in range(1, 9):
        sheet.cell(60, column).value = sheet.cell(5, column).value


def nothing(sheet: Worksheet) -> None:
    sheet["J4"] = 2.5
    sheet["I4"] = "填写的原因"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (unmerge, []),
        (further_down, []),
        (nothing, []),
        (one_content_column, []),
        (two_content_columns, []),
        (headings_again, []),
        (merged_on, []),
        (rows_behind, []),
        (dearer, [("KPI841", 4)]),
        (without_reasons, [("KPI844", 1), ("KPI844", 1)]),
        (without_veto_heading, [("KPI844", 1)]),
        (misprinted_label, [("KPI841", 4)]),
        (summed, [("KPI848", 56)]),
    ],
)
def test_workbooks_that_an_office_typed(
    change: Callable[[Worksheet], None], expected: list[tuple[str, int]], blank: bytes
) -> None:
    found = compared(typed(change, blank), "表.xlsx")
    assert errors(found) == expected
    if change is dearer:
        assert "G4：考核项 1.1 的“考核分值”不同" in found[0].message
    if change is rows_behind:
        assert [(one.code, one.line) for one in found] == [("KPI846", 60)]


@needs_office
def test_an_ods_is_not_called_broken(blank: bytes, tmp_path: Path) -> None:
    (tmp_path / "blank.xlsx").write_bytes(blank)
    saved = saved_again(tmp_path, "ods", tmp_path / "blank.xlsx") / "blank.ods"
    (found,) = compared(saved.read_bytes(), "blank.ods")
    assert (found.message, found.hint) == ("不读 .ods", "在 LibreOffice 里另存为 .xlsx 再核对")


@needs_office
@pytest.mark.parametrize("kind", [XLSX, XLS])
def test_workbooks_that_libreoffice_saved(kind: str, blank: bytes, tmp_path: Path) -> None:
    (tmp_path / "blank.xlsx").write_bytes(blank)
    name = f"blank.{kind.partition(':')[0]}"
    saved = saved_again(tmp_path, kind, tmp_path / "blank.xlsx") / name
    assert compared(saved.read_bytes(), name) == ()


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 50, "会议通知\n\t序\n".encode(), b"PK\x03\x04spoilt", b"\xd0\xcf\x11\xe0x"],
)
def test_what_is_no_table_gets_one_clear_finding(data: bytes) -> None:
    (found,) = compared(data)
    assert found.severity == "error"
    assert not found.message.isascii()


def test_a_flood_of_rows_is_refused_at_once() -> None:
    before, first, *_ = rows_of(TEXT)
    (found,) = compared("\n".join([before, *[first] * 20_000]).encode())
    assert found.code == "KPI849"


def test_a_document_that_is_too_large_is_not_read() -> None:
    (found,) = compared(TEXT.encode() + b" " * reading.MAX_BYTES)
    assert "文件太大" in found.message


def test_the_command_tells_the_difference(tmp_path: Path) -> None:
    changed = tmp_path / "表.txt"
    changed.write_bytes(edited(("一次扣50分", "一次扣5分")))
    run = CliRunner()
    same = run.invoke(
        kpigen, ["-C", str(PROJECT), "rubric", "compare", str(DOCUMENT)], standalone_mode=False
    )
    assert same.return_value == 0
    assert "52 行、427 格" in same.output
    assert "完全相同" in same.output
    other = run.invoke(
        kpigen, ["-C", str(PROJECT), "rubric", "compare", str(changed)], standalone_mode=False
    )
    assert other.return_value == 1
    assert "表.txt:18:1 错误 KPI841" in other.output
    assert "有 1 处不同" in other.output


@pytest.mark.parametrize(("edits", "same", "code"), [([], True, 0), ([("50分", "5分")], False, 1)])
def test_the_command_answers_programs(
    edits: list[Edit],
    same: bool,  # noqa: FBT001  # a table's column
    code: int,
    tmp_path: Path,
) -> None:
    document = tmp_path / "表.txt"
    document.write_bytes(edited(*edits))
    done = CliRunner().invoke(
        kpigen,
        ["-C", str(PROJECT), "rubric", "compare", "--format", "json", str(document)],
        standalone_mode=False,
    )
    answer = json.loads(done.output)
    assert (done.return_value, answer["same"], answer["rows"]) == (code, same, 52)
    assert [one["code"] for one in answer["findings"]] == ["KPI841"] * (not same) + ["KPI846"]
