"""Filled sheets as departments send them: whole or not at all, and never twice."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import labels
from kpigen.filing import sheet_import, sheet_reader
from kpigen.filing.sheet_import import Imported
from kpigen.model import Dataset, Deduction, Stage
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import PROJECT, Repository
from tests.office import XLS, XLSX, needs_office, saved_again
from tests.render.test_entry_form import form, reported
from tests.test_cli import run

Answer = str | int | Decimal | date | float | None
NAMES = list(labels.ENTRY)
GOOD: dict[str, Answer] = {
    "community": "天枢社区",
    "rule": "12.4-3 每次扣3分：协助做好精神文明建设…",
    "date": date(2020, 5, 12),
    "count": 2,
    "reason": "两次活动没有配合。",
    "basis": "演示宣〔2020〕1号",
}
GOOD_PATH = r"data/deductions/2020/tianshu/dangqun/2020-05-12-12\.4-3-[0-9a-f]{8}\.yaml"


NOON = datetime.fromisoformat("2020-05-12T14:30")  # sheets know no time zones


def put(sheet: Worksheet, row: int, answers: dict[str, Answer]) -> None:
    for name, value in answers.items():
        cell = sheet.cell(row, NAMES.index(name) + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # as in a cell whose format is 文本


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def plain(*rows: dict[str, Answer]) -> Workbook:
    """Make a sheet of the form's headings without its looks, which is quicker."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "填报"
    sheet.append(list(labels.ENTRY.values()))
    for number, answers in enumerate(rows, start=2):
        put(sheet, number, answers)
    return book


def sheet_of(book: Workbook) -> Worksheet:
    found = book["填报"]
    assert isinstance(found, Worksheet)
    return found


@cache
def empty_year() -> Dataset:
    loaded = loader.load(Folder(PROJECT), 2020, None)
    assert loaded.dataset is not None
    rubric = loaded.dataset.rubric
    filing = rubric._replace(assessment=rubric.assessment._replace(stage=Stage.FILING))
    return loaded.dataset._replace(rubric=filing, deductions=())


def examined(book: Workbook, dataset: Dataset | None = None) -> Imported:
    return sheet_import.examine(dataset or empty_year(), "填报.xlsx", saved(book))


def with_records(dataset: Dataset, imported: Imported) -> Dataset:
    assert imported.sound, imported.findings
    records = [loader.read_record(*candidate)[0] for candidate in imported.new]
    assert None not in records
    more = tuple(record for record in records if record is not None)
    return dataset._replace(deductions=(*dataset.deductions, *more))


def errors(imported: Imported) -> list[tuple[str, str]]:
    return [
        (found.code, found.message.partition("：")[0].removeprefix("工作表“填报”"))
        for found in imported.findings
        if found.severity == "error"
    ]


def test_the_form_filled_in_becomes_records(repository: Repository, tmp_path: Path) -> None:
    repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", "stage: 填报")
    repository.commit("2020-12-31")
    book = load_workbook(BytesIO(form(reported(repository), "dangqun")))
    put(sheet_of(book), 4, GOOD)
    put(
        sheet_of(book),
        7,
        {
            **GOOD,
            "community": "guyu",
            "rule": "13.1-7",
            "date": "2020年6月30日",
            "count": None,
            "actual": 0,
        },
    )
    place = tmp_path / "党群办.xlsx"
    place.write_bytes(saved(book))
    root = str(repository.root)

    tried = run("-C", root, "import", str(place), "--dry-run")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "已有 0 条，新增 2 条。（没有写入）" in tried.stdout
    assert repository.git("status", "--porcelain") == ""

    done = run("-C", root, "import", str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert "已有 0 条，新增 2 条。" in done.stdout
    assert "git push" in done.stdout
    first, second = repository.dataset().deductions
    assert (first.community, first.rule, first.actual, first.count) == (
        "guyu",
        "13.1-7",
        Decimal(0),
        None,
    )
    assert re.fullmatch(GOOD_PATH, second.path)
    written = (repository.root / second.path).read_text(encoding="utf-8")
    assert written == (
        "# yaml-language-server: $schema=../../../../../.schemas/deduction-2020.json\n"
        "date: 2020-05-12\nrule: 12.4-3\ncount: 2\n"
        'reason: "两次活动没有配合。"\nbasis: "演示宣〔2020〕1号"\n'
    )
    assert repository.codes() == []

    again = run("-C", root, "import", str(place))
    assert (again.returncode, again.stdout) == (0, "已有 2 条，新增 0 条。\n")
    assert len(repository.dataset().deductions) == 2


def test_one_wrong_row_keeps_all_out(repository: Repository, tmp_path: Path) -> None:
    place = tmp_path / "填报.xlsx"
    place.write_bytes(saved(plain(GOOD, {**GOOD, "basis": "另一号", "date": date(2021, 1, 3)})))
    done = run("-C", str(repository.root), "import", str(place))
    assert done.returncode == 1
    assert (
        "填报.xlsx:3:3 错误 KPI403 工作表“填报”C3（日期）：日期 2021-01-03 不在考核期"
        in done.stderr
    )
    assert "没有导入，一条记录也没有写。" in done.stderr
    assert repository.dataset().deductions == ()


@pytest.mark.parametrize(
    ("changed", "code", "where", "hint"),
    [
        ({"community": "天数社区"}, "KPI302", "A2（社区）", "是不是想写"),
        ({"community": None}, "KPI202", "A2（社区）", "填上社区"),
        ({"rule": "12.4-99"}, "KPI401", "B2（细则）", "12.4 这一行有：12.4-1"),
        ({"rule": "每次扣3分"}, "KPI401", "B2（细则）", "例如 1.1-1"),
        ({"rule": NOON}, "KPI401", "B2（细则）", ""),
        ({"date": "2020-02-30"}, "KPI206", "C2（日期）", ""),
        ({"date": 43963}, "KPI206", "C2（日期）", "例如 2020-05-12"),
        ({"date": date(2019, 5, 12)}, "KPI403", "C2（日期）", "核对年份"),
        ({"count": "两次"}, "KPI204", "D2（次数/人数）", "例如 2"),
        ({"count": "２次"}, "KPI204", "D2（次数/人数）", "写成：2"),
        ({"count": 1.5}, "KPI205", "D2（次数/人数）", "例如 1"),
        ({"count": 0}, "KPI211", "D2（次数/人数）", ""),
        ({"count": True}, "KPI204", "D2（次数/人数）", ""),
        ({"count": 1e300}, "KPI211", "D2（次数/人数）", ""),
        ({"deduct": 3}, "KPI406", "F2（扣分）", "清空“扣分”，这条细则填“次数/人数”"),
        ({"rule": "12.2-1"}, "KPI406", "D2（次数/人数）", "清空“次数/人数”"),
        ({"rule": "12.2-1", "count": None}, "KPI405", "F2（扣分）", "填扣多少分"),
        (
            {"rule": "12.2-1", "count": None, "deduct": Decimal("10.5")},
            "KPI409",
            "F2（扣分）",
            "写成：10",
        ),
        ({"rule": "13.1-7", "actual": 0}, "KPI407", "D2（次数/人数）", "清空“次数/人数”"),
        ({"rule": "13.1-7", "actual": 1, "count": None}, "KPI408", "E2（实际完成值）", ""),
        ({"rule": "16.1-1", "count": None, "points": -2}, "KPI211", "G2（加减分）", ""),
        ({"reason": None}, "KPI202", "H2（扣分原因）", "填上扣分原因"),
        ({"reason": "很长" * 151}, "KPI210", "H2（扣分原因）", "删减"),
        ({"reason": "一\n二"}, "KPI213", "H2（扣分原因）", "写成：一二"),
        ({"reason": "藏\u200b字"}, "KPI110", "H2（扣分原因）", "控制字符"),
        ({"basis": "　"}, "KPI202", "I2（依据）", "填上依据"),
        ({"approval_document": "演示"}, "KPI418", "K2（批准文号）", "清空“批准文号”"),
        (
            {"rule": "12.1-v", "count": None, "approval_document": "演示〔2020〕9号"},
            "KPI202",
            "L2（批准机关）",
            "填上批准机关",
        ),
        (
            {
                "rule": "12.1-v",
                "count": None,
                "approval_document": "演示〔2020〕9号",
                "approved_by": "镇党委",
                "approval_date": date(2020, 1, 1),
            },
            "KPI416",
            "M2（批准日期）",
            "",
        ),
    ],
)
def test_errors_name_sheet_cell_and_fix(
    changed: dict[str, Answer], code: str, where: str, hint: str
) -> None:
    imported = examined(plain({**GOOD, **changed}))
    assert (code, where) in errors(imported), imported.findings
    (found,) = [
        one for one in imported.findings if (one.code, where in one.message) == (code, True)
    ]
    assert (found.path, found.line) == ("填报.xlsx", 2)
    assert hint in found.hint + found.message
    assert not re.search(
        r"\b(count|deduct|actual|points|reason|basis)\b", found.message + found.hint
    )


def test_all_errors_of_all_rows_at_once() -> None:
    rows = [
        {**GOOD, "date": "昨天", "count": "两", "basis": None},
        {**GOOD, "rule": None, "count": -1},
        {**GOOD, "date": date(2021, 1, 1), "reason": None, "count": 1.5},
    ]
    assert errors(examined(plain(*rows))) == [
        ("KPI206", "C2（日期）"),
        ("KPI204", "D2（次数/人数）"),
        ("KPI202", "I2（依据）"),
        ("KPI202", "B3（细则）"),
        ("KPI211", "D3（次数/人数）"),
        ("KPI403", "C4（日期）"),
        ("KPI205", "D4（次数/人数）"),
        ("KPI202", "H4（扣分原因）"),
    ]


def test_rows_count_together_and_with_the_records() -> None:
    part = {**GOOD, "rule": "12.2-1", "count": None, "deduct": 6}
    sheet = plain(part, {**part, "basis": "另一号", "date": date(2020, 6, 1)})
    assert errors(examined(sheet)) == [("KPI409", "F3（扣分）")]
    before = with_records(empty_year(), examined(plain({**part, "date": date(2020, 11, 1)})))
    imported = examined(plain({**part, "basis": "另一号"}), before)
    assert errors(imported) == [("KPI409", "B2（细则）")]
    assert before.deductions[0].path in imported.findings[0].message


Spoil = Callable[[Worksheet], None]


def _set(cell: str, value: str, data_type: str = "s") -> Spoil:
    def spoil(sheet: Worksheet) -> None:
        sheet[cell] = value
        sheet[cell].data_type = data_type

    return spoil


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_set("D2", "=1+1", "f"), [("KPI816", "D2（次数/人数）")]),
        (_set("I2", "#N/A", "e"), [("KPI817", "I2（依据）")]),
        (lambda sheet: sheet.merge_cells("A2:A3"), [("KPI818", "A2:A3")]),
        (lambda sheet: sheet.delete_cols(9), [("KPI813", "第 1 行的表头缺少“依据”")]),
        (lambda sheet: sheet.delete_rows(1), [("KPI813", "里找不到表头")]),
        (_set("F1", "次数"), [("KPI815", "F1")]),
        (lambda sheet: sheet.append([None] * 20 + ["丢了"]) or _set("U1", "缘由")(sheet), None),
    ],
)
def test_what_is_wrong_with_the_sheet(spoil: Spoil, expected: list[tuple[str, str]] | None) -> None:
    book = plain(GOOD)
    spoil(sheet_of(book))
    imported = examined(book)
    found = [(code, where.removeprefix("工作表“填报”")) for code, where in errors(imported)]
    assert found == (expected or [("KPI814", "U1")])
    assert not imported.sound


def test_columns_may_be_moved_renamed_and_joined_by_notes() -> None:
    book = plain(GOOD)
    sheet = sheet_of(book)
    sheet.insert_rows(1, 3)
    sheet["A1"] = "党群办 2020 年扣分台账"
    sheet.insert_cols(1, 2)
    sheet["A4"], sheet["A5"] = "序号", 1
    sheet["B4"], sheet["B5"] = "备注", "=1+1"
    for cell in sheet[4]:
        if cell.value == "扣分原因":
            cell.value = " 扣分\n原因 "
        if cell.value == "次数/人数":
            cell.value = "次数"
    sheet["Z4"] = "没有内容的一栏"
    moved = examined(book)
    assert moved.findings == ()
    assert moved.new == examined(plain(GOOD)).new


def test_hidden_rows_are_read_and_named() -> None:
    book = plain(GOOD)
    sheet_of(book).row_dimensions[2].hidden = True
    imported = examined(book)
    assert [(found.code, found.severity) for found in imported.findings] == [("KPI819", "warning")]
    assert len(imported.new) == 1


def test_another_department_s_rule_is_named() -> None:
    rows = [GOOD, {**GOOD, "basis": "另一号"}, {**GOOD, "rule": "1.1-1", "count": 1}]
    imported = examined(plain(*rows))
    assert [found.code for found in imported.findings if "B4" in found.message] == ["KPI822"]
    assert imported.sound
    assert "/guijian/" in imported.new[2].path


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"basis": "演示〔2020〕151号"}, "I2（依据）"),
        ({"date": "2020-05-13"}, "C2（日期）"),
        ({"basis": "另一号", "date": "2020-05-13"}, None),
        ({"basis": "另一号", "reason": "另一件事。"}, None),
        ({"community": "天璇社区", "date": "2020-05-13"}, None),
    ],
)
def test_a_correction_made_in_the_sheet_is_suspected(
    changed: dict[str, Answer], place: str | None
) -> None:
    year = with_records(empty_year(), examined(plain(GOOD)))
    again = examined(plain({**GOOD, **changed}), year)
    assert again.sound
    told = [found.message for found in again.findings if found.code == "KPI823"]
    assert [place in message for message in told if place] == ([True] if place else [])
    assert bool(told) is (place is not None)


def _ods() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    return target.getvalue()


ODS = _ods()


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("空.xlsx", b"", "KPI810", "空的"),
        ("文字.xlsx", "社区,细则\n".encode(), "KPI810", "不是 xlsx"),
        ("旧.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "KPI810", "坏了"),
        (
            "密码.xlsx",
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
            "KPI810",
            "密码",
        ),
        ("开放.ods", ODS, "KPI810", "不读 .ods"),
        ("改了名.xlsx", ODS, "KPI810", "在 LibreOffice 里另存为 .xlsx 再导入"),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 600, "KPI810", "坏了"),
        ("大.xlsx", b"PK\x03\x04" + b"\0" * 5_000_000, "KPI811", "太大"),
    ],
)
def test_what_is_no_workbook_is_said_in_chinese(
    repository: Repository, tmp_path: Path, name: str, content: bytes, code: str, says: str
) -> None:
    place = tmp_path / name
    place.write_bytes(content)
    done = run("-C", str(repository.root), "import", str(place))
    assert done.returncode == 1
    assert f"{name}:1:1 错误 {code}" in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in changes:
                after.writestr(name, before.read(name))
        for name, part in changes.items():
            after.writestr(name, part)
    return target.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + HEAD + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"xl/media/image1.png": b"\0" * 30_000_000}, "KPI811"),
        ({f"x/{number}": b"" for number in range(600)}, "KPI811"),
        (
            {SHEET: HEAD + b"<row>" + b"<c/>" * 700_000 + b"</row></sheetData></worksheet>"},
            "KPI811",
        ),
        ({SHEET: BOMB}, "KPI810"),
        ({SHEET: BOMB.decode().encode("utf-16")}, "KPI810"),
        ({SHEET: HEAD}, "KPI810"),
        ({"xl/workbook.xml": b"<x/>"}, "KPI810"),
        ({"[Content_Types].xml": b"PK"}, "KPI810"),
        ({SHEET: HEAD + b'<row r="1048576"/></sheetData></worksheet>'}, "KPI813"),
    ],
)
def test_hostile_workbooks_get_one_finding(changes: dict[str, bytes], code: str) -> None:
    content = repacked(saved(plain(GOOD)), changes)
    filled = sheet_reader.read("x.xlsx", content)
    assert [found.code for found in filled.findings] == [code]
    assert filled.rows == ()


def test_a_workbook_without_the_sheet_names_what_it_has() -> None:
    book = plain(GOOD)
    sheet_of(book).title = "Sheet1"
    (found,) = examined(book).findings
    assert (found.code, "只有“Sheet1”" in found.message) == ("KPI812", True)
    assert "改名为“填报”" in found.hint


def test_the_blank_form_is_told_from_a_renamed_sheet(
    repository: Repository, tmp_path: Path
) -> None:
    place = tmp_path / "空白.xlsx"
    root = str(repository.root)
    assert run("-C", root, "export", "xlsx", "--blank", "-o", str(place)).returncode == 0
    done = run("-C", root, "import", str(place))
    assert (done.returncode, done.stdout) == (1, "")
    assert "KPI812 这是空白的考核明细表，里面没有扣分记录" in done.stderr
    assert "kpigen export xlsx --entry 部门" in done.stderr
    assert "改名" not in done.stderr


MOBILE = "电话13800138000无人接听。"
NAMED: list[tuple[dict[str, Answer], list[tuple[str, str]]]] = [
    (
        {"rule": "12.4-99", "reason": MOBILE, "basis": None},
        [("KPI401", "B2（细则）"), ("KPI603", "H2（扣分原因）"), ("KPI202", "I2（依据）")],
    ),
    (
        {"community": "天数社区", "basis": MOBILE},
        [("KPI302", "A2（社区）"), ("KPI603", "I2（依据）")],
    ),
    ({"date": None, "event": MOBILE}, [("KPI202", "C2（日期）"), ("KPI603", "J2（事件）")]),
    (
        {"rule": None, "date": date(2019, 5, 12)},
        [("KPI202", "B2（细则）"), ("KPI403", "C2（日期）")],
    ),
    ({"rule": "12.4-99", "count": None, "deduct": 3}, [("KPI401", "B2（细则）")]),
]


@pytest.mark.parametrize(("changed", "expected"), NAMED)
def test_a_row_without_its_rule_is_checked_as_far_as_it_goes(
    changed: dict[str, Answer], expected: list[tuple[str, str]]
) -> None:
    assert errors(examined(plain({**GOOD, **changed}))) == expected


def test_of_two_such_rows_that_say_the_same_both_are_named() -> None:
    row: dict[str, Answer] = {**GOOD, "rule": "12.4-99", "reason": MOBILE}
    found = errors(examined(plain(row, row)))
    assert [where for code, where in found if code == "KPI603"] == [
        "H2（扣分原因）",
        "H3（扣分原因）",
    ]


def test_a_stray_cell_far_away_costs_nothing() -> None:
    book = plain(GOOD)
    sheet_of(book)["XFD1048576"] = 1
    assert len(examined(book).new) == 1


def test_an_empty_form_is_no_error(repository: Repository, tmp_path: Path) -> None:
    place = tmp_path / "空表.xlsx"
    place.write_bytes(form(reported(repository), "guijian"))
    done = run("-C", str(repository.root), "import", str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "工作表“填报”里没有填写的行。\n已有 0 条，新增 0 条。\n"


def test_no_such_file_is_wrong_usage(repository: Repository) -> None:
    done = run("-C", str(repository.root), "import", "没有.xlsx")
    assert (done.returncode, "没有“没有.xlsx”这个文件" in done.stderr) == (2, True)


def test_an_archived_year_takes_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", "stage: 归档")
    place = tmp_path / "填报.xlsx"
    place.write_bytes(saved(plain(GOOD)))
    done = run("-C", str(repository.root), "import", str(place))
    assert (done.returncode, "KPI708" in done.stderr) == (1, True)
    assert repository.dataset().deductions == ()


def test_a_sealed_day_is_refused_at_its_cell() -> None:
    year = empty_year()
    assessment = year.rubric.assessment._replace(sealed_through=date(2020, 5, 12))
    sealed = year._replace(rubric=year.rubric._replace(assessment=assessment))
    later = {**GOOD, "date": date(2020, 5, 13)}
    assert errors(examined(plain(GOOD, later), sealed)) == [("KPI707", "C2（日期）")]


LATER = {
    "withdrawn": "withdrawn:\n  date: 2020-06-01\n  reason: 不在辖区\n  decided_by: 党政办\n",
    "appealed": "appeal:\n  filed: 2020-06-01\n  grounds: 当日已到场。\n",
    "moved": "",
}


@pytest.mark.parametrize("what", LATER)
def test_a_row_that_is_a_record_is_not_imported_again(repository: Repository, what: str) -> None:
    (candidate,) = examined(plain(GOOD)).new
    repository.record("tianshu/dangqun/another-name", candidate.content.decode() + LATER[what])
    imported = examined(plain(GOOD), repository.dataset())
    assert (imported.new, imported.filed, imported.sound) == ((), 1, True)


def test_a_record_corrected_since_is_known_by_its_name(repository: Repository) -> None:
    (candidate,) = examined(plain(GOOD)).new
    corrected = candidate.content.decode().replace("count: 2", "count: 1")
    repository.write(
        candidate.path,
        corrected
        + "corrections:\n  - date: 2020-06-01\n    reason: 多计一次\n    decided_by: 党政办\n",
    )
    assert repository.codes() == []
    imported = examined(plain(GOOD), repository.dataset())
    assert (imported.new, imported.filed, imported.changed) == ((), 1, (2,))
    assert imported.sound


def test_an_approval_that_came_later_goes_into_the_record(repository: Repository) -> None:
    veto = {**GOOD, "rule": "12.1-v", "count": None}
    papers = {"approval_document": "演示〔2020〕9号", "approved_by": "镇党委"}
    approved = {**veto, **papers, "approval_date": date(2020, 6, 1)}
    (candidate,) = examined(plain(veto)).new
    repository.write(candidate.path, candidate.content)
    imported = examined(plain(approved), repository.dataset())
    assert errors(imported) == [("KPI821", "K2（批准文号）")]
    text = "approval:\n  document: 演示〔2020〕9号\n  approved_by: 镇党委\n  date: 2020-06-01\n"
    repository.write(candidate.path, candidate.content.decode() + text)
    for row in (veto, approved):
        again = examined(plain(row), repository.dataset())
        assert (again.new, again.filed, again.sound) == ((), 1, True)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"reason": "三次活动没有配合。"}, "H2（扣分原因）"),
        ({"count": 3}, "D2（次数/人数）"),
        ({"event": "五月活动"}, "J2（事件）"),
    ],
)
def test_a_row_that_differs_a_little_would_count_twice(
    changed: dict[str, Answer], where: str
) -> None:
    before = with_records(empty_year(), examined(plain(GOOD)))
    imported = examined(plain({**GOOD, **changed}), before)
    assert errors(imported) == [("KPI820", where)]
    assert before.deductions[0].path in imported.findings[0].message
    assert examined(plain({**GOOD, **changed, "basis": "另一号"}), before).sound


def test_after_a_withdrawal_the_right_row_may_come(repository: Repository) -> None:
    (candidate,) = examined(plain(GOOD)).new
    repository.write(candidate.path, candidate.content.decode() + LATER["withdrawn"])
    imported = examined(plain({**GOOD, "count": 1}), repository.dataset())
    assert (len(imported.new), imported.sound) == (1, True)


def test_the_same_row_twice_in_a_sheet_is_refused() -> None:
    once = {**GOOD, "count": None}
    imported = examined(plain(once, GOOD, {**once, "count": 1}))
    assert errors(imported) == [("KPI411", "第 4 行")]
    assert "第 2 行" in imported.findings[-1].message


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        (97.35, "97.35"),
        (0.1 + 0.2, "0.3"),
        (28.999999999999996, "29"),
        (97, "97"),
        (97.0, "97"),
        ("９７．３５", "97.35"),
        (" 97.35 ", "97.35"),
    ],
)
def test_a_binary_number_is_the_figure_that_was_typed(typed: Answer, figure: str) -> None:
    row = {**GOOD, "rule": "4.2-1", "count": None, "actual": typed}
    (candidate,) = examined(plain(row)).new
    assert f"\nactual: {figure}\n" in candidate.content.decode()


def test_a_per_cent_is_not_taken_for_a_hundredth() -> None:
    """Excel makes 0.97 of a typed 97%, and 0.97 would cost a row nearly all its points."""
    book = plain({**GOOD, "rule": "4.2-1", "count": None, "actual": 0.97})
    sheet_of(book)["E2"].number_format = "0%"
    imported = examined(book)
    assert errors(imported) == [("KPI204", "E2（实际完成值）")]
    assert "不能写成“97%”" in imported.findings[0].message
    assert imported.findings[0].hint == "写成：97"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2020-05-12",
            "2020/5/12",
            "2020.5.12",
            "2020年5月12日",
            "２０２０年５月１２号",
            "20200512",
        ),
        20200512,
        date(2020, 5, 12),
        NOON,
    ],
)
def test_a_day_is_understood_as_people_write_it(typed: Answer) -> None:
    (candidate,) = examined(plain({**GOOD, "date": typed})).new
    assert "\ndate: 2020-05-12\n" in candidate.content.decode()


# Characters that a record, XML and the fonts of the prints all can hold.
_WORDS = st.text(
    st.characters(
        codec="gbk",
        exclude_categories=("Cc", "Cs", "Cf", "Cn", "Co", "Zl", "Zp"),
        exclude_characters="≒",
    ),
    min_size=1,
    max_size=30,
).filter(lambda words: bool(words.strip()) and words.strip() != "~")
_DAY = st.dates(date(2020, 1, 1), date(2020, 12, 31))
_DAY_FORMS = (
    lambda day: day,
    lambda day: day.isoformat(),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f" {day.year}/{day.month}/{day.day}",
)
_FIGURE_FORMS = (
    str,
    lambda figure: figure,
    lambda figure: str(figure).translate({ord("0") + n: ord("０") + n for n in range(10)}),
)


def _figures(least: str, most: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(least), Decimal(most), places=places, allow_nan=False)


_KINDS = st.one_of(
    st.tuples(st.just("12.4-3"), st.just("count"), _figures("1", "3", 0)),
    st.tuples(st.just("12.4-4"), st.just("count"), st.none()),
    st.tuples(st.just("4.2-1"), st.just("actual"), _figures("0", "99", 2)),
    st.tuples(st.just("12.2-5"), st.just("deduct"), _figures("0.01", "2", 2)),
    st.tuples(st.just("6.1-1"), st.just("deduct"), _figures("0.01", "100", 2)),
    st.tuples(st.just("16.1-1"), st.just("points"), _figures("0.01", "5", 2)),
    st.tuples(st.sampled_from(["10.6-2", "12.1-v"]), st.just(""), st.none()),
)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Answer]]:
    made: list[dict[str, Answer]] = []
    for number in range(draw(st.integers(1, 8))):
        rule, name, figure = draw(_KINDS)
        day = draw(_DAY)
        row: dict[str, Answer] = {
            "community": draw(st.sampled_from(["天枢社区", "guyu", " 惊蛰村 "])),
            "rule": rule,
            "date": draw(st.sampled_from(_DAY_FORMS))(day),
            "reason": draw(_WORDS),
            "basis": f"{draw(_WORDS)}{number}",
            "event": draw(st.sampled_from(["", f"{draw(_WORDS)}{number}"])),
        }
        if figure is not None:
            row[name] = draw(st.sampled_from(_FIGURE_FORMS))(figure)
        if rule == "12.1-v" and draw(st.booleans()):
            row |= {
                "approval_document": draw(_WORDS),
                "approved_by": draw(_WORDS),
                "approval_date": date(2021, 1, 2),
            }
        made.append(row | {"_day": day, "_figure": figure, "_name": name})
    return made


def filled(drawn: Iterable[dict[str, Answer]]) -> Workbook:
    """Fill in rows; what Excel would take for a coded character is coded as Excel does it."""
    return plain(
        *(
            {
                name: re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
                if isinstance(value, str)
                else value
                for name, value in row.items()
                if not name.startswith("_")
            }
            for row in drawn
        )
    )


def _stated(record: Deduction) -> tuple[object, ...]:
    figures = (record.count, record.actual, record.deduct, record.points)
    approval = record.approval and (record.approval.document, record.approval.approved_by)
    words = (record.reason, record.basis, record.event)
    return record.community, record.rule, record.date, figures, *words, approval


def _drawn(row: dict[str, Answer]) -> tuple[object, ...]:
    ids = {"天枢社区": "tianshu", "guyu": "guyu", " 惊蛰村 ": "jingzhe"}
    figures = tuple(
        row["_figure"] if name == row["_name"] else None
        for name in ("count", "actual", "deduct", "points")
    )
    if row["_name"] == "count" and row["_figure"] is None:  # nothing said is said once
        figures = (Decimal(1), None, None, None)
    document = row.get("approval_document")
    approval = document and (str(document).strip(), str(row["approved_by"]).strip())
    words = (str(row[name] or "").strip() for name in ("reason", "basis", "event"))
    return ids[str(row["community"])], row["rule"], row["_day"], figures, *words, approval


@given(rows())
def test_rows_become_records_with_the_same_values_and_never_twice(
    drawn: list[dict[str, Answer]],
) -> None:
    book = filled(drawn)
    first = examined(book)
    assert first.sound, first.findings
    year = with_records(empty_year(), first)
    key = repr
    assert sorted(map(_stated, year.deductions), key=key) == sorted(map(_drawn, drawn), key=key)
    again = examined(book, year)
    assert (again.new, again.filed, again.sound) == ((), len(drawn), True)


def resaved(book: Workbook, kind: str, folder: Path) -> bytes:
    (folder / "填报.xlsx").write_bytes(saved(book))
    place = saved_again(folder, kind, folder / "填报.xlsx")
    return (place / f"填报.{kind.partition(':')[0]}").read_bytes()


@needs_office
def test_a_form_that_libreoffice_saved_imports_the_same(
    repository: Repository, tmp_path: Path
) -> None:
    book = load_workbook(BytesIO(form(reported(repository), "dangqun")))
    sheet = sheet_of(book)
    put(sheet, 4, GOOD)
    hostile = {**GOOD, "reason": '=1+1 "<b>&amp; _x005F_x0041_', "basis": "+86", "count": "３"}
    put(sheet, 5, hostile)
    actual = {"rule": "4.2-1", "count": None, "actual": Decimal("97.35"), "date": "2020.7.1"}
    put(sheet, 9, {**GOOD, **actual})
    data = resaved(book, XLSX, tmp_path)
    assert data != saved(book)
    through = sheet_import.examine(empty_year(), "填报.xlsx", data)
    assert through.sound, through.findings
    assert len(through.new) == 3
    assert through.new == examined(book).new
    accepting = sheet_of(load_workbook(BytesIO(data))).data_validations.dataValidation
    assert {one.type for one in accepting} >= {"list", "date", "whole", "decimal"}


@needs_office
def test_a_form_of_the_old_format_imports_the_same_and_says_what_it_hides(tmp_path: Path) -> None:
    book = plain(GOOD, {**GOOD, "rule": "4.2-1", "count": None, "actual": Decimal("97.35")})
    wanted = examined(book)
    sheet_of(book)["D2"] = "=1+1"
    data = resaved(book, XLS, tmp_path)
    through = sheet_import.examine(empty_year(), "填报.xls", data)
    assert (through.sound, through.new) == (True, wanted.new)
    assert len(through.new) == 2
    assert {found.code for found in through.findings} - {
        found.code for found in wanted.findings
    } == {"KPI835"}
    # A spoilt one may end its reader's whole process.
    half = sheet_import.examine(empty_year(), "填报.xls", data[: len(data) // 2])
    assert [found.code for found in half.findings] == ["KPI810"]


@needs_office
def test_what_the_old_format_can_not_tell_is_refused(tmp_path: Path) -> None:
    book = plain({**GOOD, "rule": "4.2-1", "count": None, "actual": 0.97}, GOOD, GOOD)
    sheet_of(book)["E2"].number_format = "0%"
    sheet_of(book).merge_cells("A3:A4")
    through = sheet_import.examine(empty_year(), "填报.xls", resaved(book, XLS, tmp_path))
    assert ("KPI836", "E2（实际完成值）") in errors(through)
    assert ("KPI818", "A3:A4") in errors(through)


@pytest.mark.parametrize("words", ["1.1-1 1.2-1", "1.1-1\n1.2-1", "1.1-1 和 1.2-1"])
def test_two_rules_in_one_cell_are_refused(words: str) -> None:
    imported = examined(plain({**GOOD, "rule": words}))
    assert ("KPI401", "B2（细则）") in errors(imported)


@pytest.mark.parametrize(
    ("wanted", "instead"),
    [
        (b'ref="A2:B2"', b'ref="A204:XFD1048576"'),
        (b'ref="A2:B2"', b'ref="&#65;204:XFD1048576"'),
        (b'formatCode="0.000"', b'formatCode="' + b"[" * 300 + b'"'),
    ],
)
def test_a_small_file_that_would_grow_is_refused(wanted: bytes, instead: bytes) -> None:
    book = plain(GOOD)
    sheet_of(book).merge_cells("A2:B2")
    sheet_of(book)["D2"].number_format = "0.000"
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(book))) as whole, zipfile.ZipFile(target, "w") as spoilt:
        parts = {name: whole.read(name) for name in whole.namelist()}
        assert sum(wanted in content for content in parts.values()) == 1
        for name, content in parts.items():
            spoilt.writestr(name, content.replace(wanted, instead))
    imported = sheet_import.examine(empty_year(), "填报.xlsx", target.getvalue())
    assert [found.code for found in imported.findings] == ["KPI811"]
