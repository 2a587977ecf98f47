"""An edited workbook against what it was, and against what the records say now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from kpigen.inspection import inspect
from kpigen.revising import revision, untouchable, workbook
from kpigen.stamp import Stamp
from tests.conftest import YEAR, Repository
from tests.revising.sheets import (
    COLUMN,
    Answer,
    difference,
    found,
    given_out,
    put,
    read,
    revised,
    saved,
    sheet_of,
)

FIRE = """\
# 消防
date: 2020-05-12
rule: 1.1-1
reason: "沿街商铺电线老化起火。" # 认定书第二页
basis: 演示〔2020〕1号
internal:
  details: 内部经过。
"""
ABSENT = """\
date: 2020-06-01
rule: 12.4-3
count: 2
reason: 两次活动没有配合。
basis: 演示宣〔2020〕1号
event: 读书节
"""
REDUCED = """\
date: 2020-07-01
rule: 6.1-1
deduct: 9
reason: 背街小巷有枯枝。
basis: 演示城〔2020〕3号
appeal:
  filed: 2020-07-10
  grounds: 已经整改。
  decided: 2020-07-15
  decision: reduced
  deduct: 4
  decided_by: 党政办
  document: 演示复〔2020〕1号
"""
FIRE_ROW, ABSENT_ROW, REDUCED_ROW, FREE_ROW = 4, 5, 6, 9
ABSENT_PATH = "data/deductions/2020/tianshu/dangqun/absent.yaml"
WHY: dict[str, Answer] = {
    "correction_reason": "核对有误",
    "correction_by": "党政办",
    "correction_date": "2020年8月1日",
}
ENTRY = [
    "+corrections:",
    "+  - date: 2020-08-01",
    '+    reason: "核对有误"',
    '+    decided_by: "党政办"',
]
NEW: dict[str, Answer] = {
    "rule": "12.4-3",
    "date": "2020年9月1日",
    "count": "３",
    "reason": "三次没有配合。",
    "basis": "演示宣〔2020〕9号",
}


@pytest.fixture
def town(repository: Repository) -> Repository:
    repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", "stage: 填报")
    repository.record("tianshu/guijian/fire", FIRE)
    repository.record("tianshu/dangqun/absent", ABSENT)
    repository.record("tianshu/cunzhen/reduced", REDUCED)
    repository.record("guyu/dangqun/other", ABSENT)
    repository.commit("2020-12-31")
    return repository


def test_an_untouched_workbook_changes_nothing(town: Repository) -> None:
    result = revised(town, given_out(town))
    assert (result.changed, result.new, found(result)) == ((), (), [])


Case = tuple[int, dict[str, Answer], list[str]]
UNDERSTOOD: list[Case] = [
    (
        FIRE_ROW,
        {"reason": "电线老化，商铺起火。"},
        [
            '-reason: "沿街商铺电线老化起火。" # 认定书第二页',
            '+reason: "电线老化，商铺起火。" # 认定书第二页',
        ],
    ),
    (
        FIRE_ROW,
        {"basis": "演示〔2020〕2号"},
        ["-basis: 演示〔2020〕1号", "+basis: 演示〔2020〕2号"],
    ),
    (FIRE_ROW, {"event": "汛期"}, ['+event: "汛期"']),
    (FIRE_ROW, {"count": 1}, []),
    (FIRE_ROW, {"count": 2}, ["+count: 2"]),
    (FIRE_ROW, {"date": "2020年5月13日"}, ["-date: 2020-05-12", "+date: 2020-05-13"]),
    (FIRE_ROW, {"date": "2020/5/13"}, ["-date: 2020-05-12", "+date: 2020-05-13"]),
    (
        FIRE_ROW,
        {"date": datetime.fromisoformat("2020-05-13T00:00")},
        ["-date: 2020-05-12", "+date: 2020-05-13"],
    ),
    (ABSENT_ROW, {"count": "３"}, ["-count: 2", "+count: 3"]),
    (ABSENT_ROW, {"count": "2", "event": " 读书节 "}, []),
    (ABSENT_ROW, {"event": None}, ["-event: 读书节"]),
    (ABSENT_ROW, {"count": None}, ["-count: 2"]),
    (REDUCED_ROW, {"reduced_deduct": "3.5"}, ["-  deduct: 4", "+  deduct: 3.5"]),
    (REDUCED_ROW, {"deduct": 10}, ["-deduct: 9", "+deduct: 10"]),
]


@pytest.mark.parametrize(("row", "answers", "expected"), UNDERSTOOD)
def test_a_changed_cell_changes_its_line_of_the_file(
    town: Repository, row: int, answers: dict[str, Answer], expected: list[str]
) -> None:
    why = WHY if expected else {}
    result = revised(town, put(given_out(town), row, **answers, **why))
    assert result.sound, result.findings
    assert difference(result) == (expected + ENTRY if expected else [])
    assert result.new == ()


NAMED: list[tuple[int, dict[str, Answer], list[tuple[str, str]]]] = [
    (ABSENT_ROW, {"rule": "12.4-2"}, [("KPI829", "C5")]),
    (ABSENT_ROW, {"status": "已撤销"}, [("KPI830", "P5")]),
    (ABSENT_ROW, {"reason": None}, [("KPI202", "G5")]),
    (ABSENT_ROW, {"count": "两次"}, [("KPI204", "J5")]),
    (ABSENT_ROW, {"count": "=1+1"}, [("KPI816", "J5")]),
    (ABSENT_ROW, {"count": "#N/A"}, [("KPI817", "J5")]),
    (ABSENT_ROW, {"date": "2020-02-30"}, [("KPI206", "B5")]),
    (ABSENT_ROW, {"deduct": 5}, [("KPI406", "L5")]),
    (ABSENT_ROW, {"date": "2019-05-12", **WHY}, [("KPI403", "B5")]),
    (ABSENT_ROW, {"reduced_count": 1}, [("KPI830", "N5")]),
    (ABSENT_ROW, {"id": "2020/tianshu/dangqun/new"}, [("KPI828", "A5"), ("KPI827", "")]),
    (ABSENT_ROW, {"id": "2020/guyu/dangqun/other"}, [("KPI832", "A5"), ("KPI827", "")]),
    (ABSENT_ROW, WHY, [("KPI831", "U5")]),
    (ABSENT_ROW, {"count": 3, "correction_reason": "错"}, [("KPI202", "V5"), ("KPI202", "W5")]),
    (ABSENT_ROW, {"count": 3, **WHY, "correction_date": "八月"}, [("KPI206", "W5")]),
    (FREE_ROW, {**NEW, **WHY}, [("KPI831", "U9")]),
    (FREE_ROW, {**NEW, "status": "已撤销"}, [("KPI830", "P9")]),
    (FREE_ROW, {**NEW, "item": "12.4"}, [("KPI829", "E9")]),
    (FREE_ROW, {**NEW, "basis": None}, [("KPI202", "H9")]),
    (FREE_ROW, {**NEW, "rule": "99.9-9"}, [("KPI401", "C9")]),
    (FREE_ROW, {"reason": "只写了原因"}, [("KPI202", "B9"), ("KPI202", "C9"), ("KPI202", "H9")]),
]


@pytest.mark.parametrize(("row", "answers", "expected"), NAMED)
def test_what_is_not_understood_is_named_by_cell_and_nothing_is_written(
    town: Repository,
    row: int,
    answers: dict[str, Answer],
    expected: list[tuple[str, str]],
) -> None:
    result = revised(town, put(given_out(town), row, **answers))
    assert not result.sound
    codes = [(code, where if code != "KPI827" else "") for code, where in found(result)]
    assert sorted(codes) == sorted(expected)


Spoil = Callable[[Workbook], object]
SPOILT: list[tuple[Spoil, list[str]]] = [
    (lambda book: sheet_of(book).delete_rows(ABSENT_ROW), ["KPI827"]),
    (lambda book: put(book, FREE_ROW, id="2020/tianshu/guijian/fire"), ["KPI828"]),
    (lambda book: sheet_of(book).merge_cells("G4:G5"), ["KPI818", "KPI202"]),
    (lambda book: put(book, 3, reason="说明"), ["KPI813"]),
    (lambda book: put(book, 3, reason="依据"), ["KPI813"]),
    (lambda book: sheet_of(book).insert_cols(2), []),
    (lambda book: sheet_of(book).insert_rows(1), []),
    (lambda book: sheet_of(book).cell(4, 30, "草稿"), []),
    (
        lambda book: sheet_of(book).cell(3, 30, "经办") and sheet_of(book).cell(4, 30, "甲"),
        ["KPI814"],
    ),
    (lambda book: sheet_of(book).cell(3, 30, "备注") and sheet_of(book).cell(4, 30, "甲"), []),
]


@pytest.mark.parametrize(("spoil", "expected"), SPOILT)
def test_a_spoilt_sheet_is_named_for_what_is_wrong(
    town: Repository, spoil: Spoil, expected: list[str]
) -> None:
    book = given_out(town)
    spoil(book)
    result = revised(town, book)
    assert sorted(code for code, _ in found(result)) == sorted(expected)
    assert result.changed == ()


def test_hidden_lines_are_read_and_named(town: Repository) -> None:
    book = put(given_out(town), ABSENT_ROW, count=3, **WHY)
    sheet_of(book).row_dimensions[ABSENT_ROW].hidden = True
    result = revised(town, book)
    assert ([code for code, _ in found(result)], len(result.changed)) == (["KPI819"], 1)


def test_sorted_lines_are_the_same_records(town: Repository) -> None:
    book = given_out(town)
    sheet = sheet_of(book)
    lines = [[cell.value for cell in sheet[row]] for row in (6, 5, 4)]
    for row, values in enumerate(lines, start=4):
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column).value = value
    result = revised(town, book)
    assert (result.changed, found(result)) == ((), [])


def test_a_new_line_becomes_a_record_of_its_rules_department(town: Repository) -> None:
    book = put(given_out(town), FREE_ROW, **NEW)
    result = revised(town, book)
    assert found(result) == []
    (new,) = result.new
    assert new.path.startswith("data/deductions/2020/tianshu/dangqun/2020-09-01-12.4-3-")
    assert "count: 3\n" in new.content.decode()
    revision.put(town.root, result)
    again = revised(town, book)
    assert (again.new, again.changed, again.sound) == ((), (), True)


def test_a_figure_of_an_old_format_may_be_a_per_cent(town: Repository) -> None:
    line: dict[str, Answer] = {**NEW, "rule": "4.2-1", "count": None, "actual": 0.97}
    book = read(put(given_out(town), FREE_ROW, **line))
    result = revision.revise(town.root, inspect(town.root, YEAR), book._replace(has_formulas=False))
    assert ("KPI836", f"K{FREE_ROW}") in found(result)


def test_a_merged_record_wants_a_reason_for_its_change(town: Repository) -> None:
    result = revised(town, put(given_out(town), ABSENT_ROW, count=3))
    assert (result.sound, found(result)) == (True, [("KPI703", "U5")])
    assert "diff --strict" in result.findings[-1].hint + result.findings[0].hint


def test_what_was_imported_before_changes_nothing_more(town: Repository) -> None:
    book = put(given_out(town), ABSENT_ROW, count=3, **WHY)
    revision.put(town.root, revised(town, book))
    town.commit("2021-01-02")
    result = revised(town, book)
    assert (result.changed, result.new, found(result)) == ((), (), [])


def test_others_changes_stay(town: Repository) -> None:
    book = put(given_out(town), ABSENT_ROW, count=3, **WHY)
    town.replace(ABSENT_PATH, "没有配合", "没有到场")
    town.commit("2021-01-02")
    result = revised(town, book)
    assert found(result) == []
    assert difference(result) == ["-count: 2", "+count: 3", *ENTRY]


@pytest.mark.parametrize(("ours", "expected"), [("count: 1", [("KPI826", "J5")]), ("count: 3", [])])
def test_the_same_field_changed_on_both_sides_is_a_conflict_unless_both_agree(
    town: Repository, ours: str, expected: list[tuple[str, str]]
) -> None:
    book = put(given_out(town), ABSENT_ROW, count=3, event="别的", **WHY)
    town.replace(ABSENT_PATH, "count: 2", ours)
    town.commit("2021-01-02")
    result = revised(town, book)
    assert found(result) == expected
    assert result.sound is not bool(expected)
    hints = [one.hint for one in result.findings if one.code == "KPI826"]
    assert all("别的改动还没有写" in hint for hint in hints), hints


def test_a_record_that_is_gone_can_not_be_changed(town: Repository) -> None:
    book = put(given_out(town), ABSENT_ROW, count=3, **WHY)
    (town.root / ABSENT_PATH).unlink()
    assert ("KPI828", "J5") in found(revised(town, book))


STAMPS = [
    "",
    str(Stamp(YEAR, "tianshu", None, modified=False, digest="0" * 64)),
    str(Stamp(YEAR, "tianshu", "f" * 40, modified=False, digest="0" * 64)),
    str(Stamp(YEAR, "tianshu", "f" * 40, modified=True, digest="0" * 64)),
]


@pytest.mark.parametrize("stamp", STAMPS, ids=["none", "outside git", "unknown", "modified"])
def test_without_its_version_only_what_no_one_else_changed_is_taken(
    town: Repository, stamp: str
) -> None:
    book = put(given_out(town, stamp), ABSENT_ROW, count=3, **WHY)
    result = revised(town, book)
    assert [code for code, _ in found(result)] == ["KPI824"]
    assert difference(result) == ["-count: 2", "+count: 3", *ENTRY]

    town.replace(ABSENT_PATH, "没有配合", "没有到场")
    town.commit("2021-01-02")
    late = revised(town, book)
    assert not late.sound
    assert {code for code, _ in found(late)} == {"KPI824", "KPI825"}


def test_a_sealed_record_is_not_changed(town: Repository) -> None:
    path = "data/rubric/2020/assessment.yaml"
    town.replace(path, "stage: 填报", "stage: 填报\nsealed_through: 2020-06-30")
    town.commit("2021-01-02")
    result = revised(town, put(given_out(town), ABSENT_ROW, count=3, **WHY))
    assert [code for code, _ in found(result)] == ["KPI707"]
    assert not result.sound


def test_a_record_on_one_line_is_left_to_people(town: Repository) -> None:
    line = "{date: 2020-06-01, rule: 12.4-3, count: 2, reason: 甲, basis: 乙}\n"
    town.write(ABSENT_PATH, line)
    town.commit("2021-01-02")
    fits = revised(town, put(given_out(town), ABSENT_ROW, reason="丙"))
    assert difference(fits) == [f"-{line.strip()}", f"+{line.strip().replace('甲', '丙')}"]
    result = revised(town, put(given_out(town), ABSENT_ROW, event="节"))
    assert found(result) == [("KPI833", "A5")]


def test_whose_workbook_it_is_must_be_clear(town: Repository) -> None:
    book = put(given_out(town, ""), ABSENT_ROW, id="2020/guyu/dangqun/other")
    assert [code for code, _ in found(revised(town, book))] == ["KPI832"]


def issued(town: Repository) -> Workbook:
    """Make a workbook with a printed form beside the records."""
    book = put(given_out(town), 4, department="规建环保办", counted="=Q4")
    form = book.create_sheet("考核明细表")
    form["A1"], form["B1"], form["A2"] = "标题", "=1+1", "消防"
    return book


def edit(sheet: str, cell: str, value: Answer) -> Callable[[Workbook], None]:
    def edits(book: Workbook) -> None:
        book[sheet][cell].value = value

    return edits


TYPED: list[tuple[Callable[[Workbook], object], list[tuple[str, str]]]] = [
    (lambda _: None, []),
    (edit("考核明细表", "A2", "消防　 "), []),
    (edit("考核明细表", "B1", "=2+0"), []),
    (edit("考核明细表", "B1", 2), [("KPI829", "工作表“考核明细表”B1")]),
    (edit("考核明细表", "A2", "写在这里"), [("KPI829", "工作表“考核明细表”A2")]),
    (edit("考核明细表", "C9", "写在这里"), [("KPI829", "工作表“考核明细表”C9")]),
    (edit("考核明细表", "A1", None), [("KPI829", "工作表“考核明细表”A1")]),
    (edit("扣分记录", "A1", "写在这里"), [("KPI829", "A1")]),
    (edit("扣分记录", "R4", 5), [("KPI829", "R4")]),
    (edit("扣分记录", "D4", "别的部门"), [("KPI829", "D4")]),
    (edit("扣分记录", "T4", "手写的"), [("KPI829", "T4")]),
    (lambda book: book.remove(book["考核明细表"]), []),
    (lambda book: book.create_sheet("草稿"), [("KPI834", "工作表“草稿”是另加的，没有读")]),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_whatever_is_typed_beside_the_open_cells_is_named(
    town: Repository,
    typed: Callable[[Workbook], object],
    expected: list[tuple[str, str]],
) -> None:
    was, book = read(issued(town)), issued(town)
    typed(book)
    now = read(book)
    named = list(untouchable.other_cells(now, was))
    for line in now.lines:
        named += untouchable.written_cells(line, was, has_formulas=True)
    where = [
        one.message.partition("：")[0].removeprefix("工作表“扣分记录”").partition("（")[0]
        for one in named
    ]
    assert [(one.code, place) for one, place in zip(named, where, strict=True)] == expected


@pytest.mark.parametrize(
    "keywords",
    [
        "kpigen:2020/tianshu commit:none digest:" + "0" * 64,
        "kpigen 2020/tianshu commit none digest " + "0" * 64,
        "kpigen, 2020/tianshu, commit, none, digest, " + "0" * 64,
    ],
)
def test_the_stamp_is_known_in_every_spelling_but_never_from_a_cell(
    town: Repository, keywords: str
) -> None:
    stamp = Stamp(YEAR, "tianshu", None, modified=False, digest="0" * 64)
    assert read(given_out(town, keywords)).stamp == stamp
    book = given_out(town, "")
    book.create_sheet("计分参数")["A1"] = keywords
    assert read(book).stamp is None


def test_other_files_are_no_community_workbook(town: Repository) -> None:
    book = given_out(town)
    sheet_of(book).title = "填报"
    assert workbook.recognised("x.xlsx", saved(book)) is None
    assert workbook.recognised("x.xlsx", b"PK\x03\x04") is None
    assert workbook.recognised("x.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600) is None


def test_dates_before_the_column_has_a_format(town: Repository) -> None:
    book = put(given_out(town), ABSENT_ROW, date=date(2020, 6, 1))
    assert COLUMN["date"] == 2
    assert revised(town, book).changed == ()
