"""The form of a department: what its cells accept, and that nothing in it can run."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import labels
from kpigen.assessing import scoring
from kpigen.diagnostics import Diagnostic, Place
from kpigen.filing import questions
from kpigen.model import Scale
from kpigen.reading.shapes import Sink
from kpigen.render import Selection
from kpigen.render.xlsx import render
from kpigen.versions.history import Revision
from kpigen.view import rule_words
from kpigen.view.report import report
from kpigen.view.values import Report
from tests.conftest import Repository
from tests.test_cli import run

MADE = datetime(2021, 1, 31, 12, tzinfo=UTC)


def reported(town: Repository) -> Report:
    dataset = town.dataset()
    return report(dataset, scoring.score(dataset), Revision("0123456789abcdef", None, made=MADE))


def form(year: Report, department: str) -> bytes:
    chosen = Selection(communities=(), blank=False, summary=False, entry=department)
    (file,) = render(year, chosen)
    assert file.name == f"entry-{department}.xlsx"
    return file.content


def sheet(content: bytes, name: str) -> Worksheet:
    found = load_workbook(BytesIO(content))[name]
    assert isinstance(found, Worksheet)
    return found


@pytest.fixture
def year(repository: Repository) -> Report:
    return reported(repository)


def test_the_columns_are_the_questions_of_a_record(year: Report) -> None:
    filled_in = sheet(form(year, "guijian"), "填报")
    assert [cell.value for cell in filled_in[3]] == list(labels.ENTRY.values())
    assert "规建环保办" in str(filled_in["A1"].value)
    assert year.demo in str(filled_in["A2"].value)
    assert all(cell.value is None for row in filled_in.iter_rows(min_row=4) for cell in row)
    assert filled_in.max_row == 203
    formats = [cell.number_format for cell in filled_in[4]]
    assert formats == [
        *("@", "@", "yyyy-mm-dd"),
        *["General"] * 4,
        *["@"] * 5,
        "yyyy-mm-dd",
    ]


def test_what_the_cells_accept(year: Report) -> None:
    accepting = sheet(form(year, "guijian"), "填报").data_validations
    validations = {str(one.sqref): one for one in accepting.dataValidation}
    accepted = {
        cells[0]: (one.type, one.operator, one.formula1, one.formula2)
        for cells, one in validations.items()
    }
    assert accepted["A"] == ("list", None, "'选项'!$A$1:$A$12", None)
    assert accepted["B"] == ("list", None, "'选项'!$B$1:$B$6", None)
    assert accepted["C"] == ("date", "between", "43831", "44196")
    assert accepted["D"] == ("whole", "greaterThanOrEqual", "1", None)
    assert all(accepted[letter][0] == "decimal" for letter in "EFG")
    assert {cells.partition(":")[2] for cells in validations} == {
        f"{letter}203" for letter in "ABCDEFGHIJKLM"
    }
    for one in validations.values():
        assert one.prompt, "every cell says what belongs in it"
        assert len(one.prompt) < 255
        assert one.errorStyle in {None, "stop"}


def test_every_department_chooses_among_its_own_rules(year: Report) -> None:
    for department in year.departments:
        choices = sheet(form(year, department.id), "选项")
        assert choices.sheet_state == "hidden"
        communities = [row[0].value for row in choices.iter_rows() if row[0].value]
        rules = [str(row[1].value) for row in choices.iter_rows() if row[1].value]
        assert communities == [community.name for community in year.communities]
        own = [rule.id for item in department.items for rule in item.rules]
        assert [choice.partition(" ")[0] for choice in rules] == own
        printed = sheet(form(year, department.id), "细则")
        assert [printed.cell(row, 1).value for row in range(4, printed.max_row + 1)] == own


def test_every_choice_is_read_back_as_its_rule(repository: Repository, year: Report) -> None:
    rubric = repository.dataset().rubric
    for department in year.departments:
        for item in department.items:
            for rule in item.rules:
                found: list[Diagnostic] = []
                read = questions.read(rubric, "rule", rule.choice, Sink("", found), Place(""))
                assert (read, found) == (rule.id, []), rule.choice
                assert "\n" not in rule.choice
                assert len(rule.choice) < 80


@pytest.mark.parametrize(
    ("rule", "choice", "fill"),
    [
        (
            "1.1-1",
            "1.1-1 每次扣50分：辖区范围内发生消防事故，一次扣50分。",
            "次数/人数（几次；不填就是 1）",
        ),
        (
            "4.4-1",
            "4.4-1 每人扣1分：每年组织20个符合培训条件的对象参加技能培训，少1人扣1分。",
            "实际完成值（由程序算缺额），或者次数/人数（几人；不填就是 1）",
        ),
        (
            "12.2-9",
            "12.2-9 共10分：按要求做好基层阵地标准化建设并规范运行工作。（10分）",
            "扣分（100 分制）",
        ),
        ("10.6-2", "10.6-2 全扣：发生到市进京的不计分。", "不填数字"),
        (
            "8.1-v",
            "8.1-v 一票否决：",
            "不填数字；批准以后填批准文号、批准机关、批准日期",
        ),
        ("16.1-1", "16.1-1 加分：以2020年度村社区考核办法中具体规定为准。", "加减分"),
    ],
)
def test_choices_and_columns_by_kind(year: Report, rule: str, choice: str, fill: str) -> None:
    (shown,) = [
        one
        for department in year.departments
        for item in department.items
        for one in item.rules
        if one.id == rule
    ]
    assert shown.choice.startswith(choice)
    assert shown.fill == fill


def test_the_column_says_the_scale_that_a_reading_set(repository: Repository) -> None:
    _, rule = repository.dataset().rubric.rules["6.1-1"]
    told = [rule_words.fill(rule, scale) for scale in (Scale.HUNDRED, Scale.POINTS)]
    assert told == ["扣分（100 分制）", "扣分（按分值）"]


def test_it_prints_on_a4_landscape_and_keeps_its_headings(year: Report) -> None:
    filled_in = sheet(form(year, "dangqun"), "填报")
    assert (filled_in.page_setup.orientation, int(filled_in.page_setup.paperSize or 0)) == (
        "landscape",
        9,
    )
    assert (filled_in.page_setup.fitToWidth, filled_in.page_setup.fitToHeight) == (1, 0)
    assert (filled_in.freeze_panes, filled_in.print_title_rows) == ("A4", "$3:$3")
    footer = filled_in.oddFooter
    assert footer is not None
    assert footer.left.text == year.demo


def test_rows_grow_with_what_is_filled_in(year: Report) -> None:
    with zipfile.ZipFile(BytesIO(form(year, "dangqun"))) as archive:
        tree = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - ours
    rows = {int(str(row.get("r"))): row for row in tree.iter() if row.tag.endswith("}row")}
    assert rows[3].get("customHeight") == "1"
    assert all(rows[number].get("customHeight") is None for number in range(4, 204))


def test_nothing_in_it_is_a_formula_and_the_bytes_repeat(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.replace("data/rubric/2020/communities.yaml", "天枢社区", '"=HYPERLINK(1)"')
    repository.replace("data/rubric/2020/departments.yaml", "规建环保办", "“规&建'<办>”")
    year = reported(repository)
    content = form(year, "guijian")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    assert form(year, "guijian") == content
    first = sheet(content, "选项")["A1"]
    assert (first.value, first.data_type, first.number_format) == ("=HYPERLINK(1)", "s", "@")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                tree = ET.fromstring(archive.read(name))  # noqa: S314 - we wrote it ourselves
                assert not [one for one in tree.iter() if one.tag.endswith("}f")]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["csv", "--entry", "guijian", "-o", "x.csv"], "--entry 只用于 xlsx"),
        (["xlsx", "--entry", "guijian", "--blank", "-o", "x.xlsx"], "--entry 只用于 xlsx"),
        (["xlsx", "--entry", "没有这个办", "-o", "x.xlsx"], "guijian（规建环保办）"),
        (["xlsx", "--entry", "guijian", "-o", "x.pdf"], "以 .xlsx 结尾"),
        (["xlsx", "--entry", "guijian"], "没有说写到哪里"),
    ],
)
def test_wrong_usage_of_the_option(repository: Repository, arguments: list[str], says: str) -> None:
    done = run("-C", str(repository.root), "export", *arguments)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr


def test_the_command_writes_it_by_id_or_name(repository: Repository, tmp_path: Path) -> None:
    written = []
    for words in ("guijian", "规建环保办"):
        place = tmp_path / f"{words}.xlsx"
        done = run("-C", str(repository.root), "export", "xlsx", "--entry", words, "-o", str(place))
        assert done.returncode == 0, done.stderr
        written.append(place.read_bytes())
    assert written[0] == written[1]
