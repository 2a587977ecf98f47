"""A community's workbook there and back: exported, edited, saved by other programs, imported."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from kpigen.inspection import inspect
from kpigen.labels import DEDUCTION_COLUMNS
from tests.conftest import PROJECT, Repository
from tests.office import XLS, XLSX, needs_office, saved_again
from tests.revising.sheets import Answer, put, saved, sheet_of
from tests.test_cli import run

FIRST = 4
WHY: dict[str, Answer] = {
    "correction_reason": "核对有误",
    "correction_by": "党政办",
    "correction_date": "2021-02-01",
}
NEW: dict[str, Answer] = {
    "rule": "12.4-3",
    "date": "2020年9月1日",
    "count": "３",
    "reason": "三次没有配合。",
    "basis": "演示宣〔2020〕999号",
}


@pytest.fixture
def town(tmp_path: Path) -> Repository:
    root = tmp_path / "town"
    shutil.copytree(PROJECT / "data", root / "data")
    made = Repository(root)
    made.commit("2021-02-28")
    return made


def exported(town: Repository, folder: Path) -> Path:
    done = run("-C", str(town.root), "export", "xlsx", "-o", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def imported(town: Repository, file: Path, *options: str) -> tuple[int, str, str]:
    done = run("-C", str(town.root), "import", str(file), *options)
    return done.returncode, done.stdout, done.stderr


def converted(file: Path, kind: str, folder: Path) -> Path:
    return (
        saved_again(folder / kind, {"xlsx": XLSX, "xls": XLS}[kind], file) / f"{file.stem}.{kind}"
    )


def edited(file: Path) -> Workbook:
    book = load_workbook(BytesIO(file.read_bytes()))
    put(book, FIRST, reason="改写过的原因。", **WHY)
    return put(book, _free(book), **NEW)


def _free(book: Workbook) -> int:
    sheet = sheet_of(book)
    return next(row for row in range(FIRST, sheet.max_row) if not sheet.cell(row, 1).value)


def test_no_untouched_workbook_changes_anything(town: Repository, tmp_path: Path) -> None:
    folder = exported(town, tmp_path / "out")
    dataset = inspect(town.root).dataset
    assert dataset is not None
    for community in dataset.rubric.communities:
        code, said, complaints = imported(town, folder / f"{community.id}.xlsx")
        assert (code, said) == (0, "工作簿里没有要写进记录的改动。\n"), complaints
        assert "KPI8" not in complaints
    assert town.git("status", "--porcelain") == ""


@needs_office
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_what_libreoffice_saved_comes_back_the_same(
    town: Repository, tmp_path: Path, kind: str
) -> None:
    file = exported(town, tmp_path / "out") / "tianshu.xlsx"
    untouched = imported(town, converted(file, kind, tmp_path))
    assert untouched[:2] == (0, "工作簿里没有要写进记录的改动。\n"), untouched
    told = ["KPI835"] if kind == "xls" else []
    assert re.findall("KPI8..", untouched[2]) == told

    changed = tmp_path / "天枢.xlsx"
    changed.write_bytes(saved(edited(file)))
    wanted = imported(town, changed, "--dry-run")
    assert wanted[0] == 0, wanted
    through = imported(town, converted(changed, kind, tmp_path), "--dry-run")
    assert through[:2] == wanted[:2]


def test_an_edit_becomes_just_its_lines_of_the_files(town: Repository, tmp_path: Path) -> None:
    file = exported(town, tmp_path / "out") / "tianshu.xlsx"
    file.write_bytes(saved(edited(file)))
    code, said, _ = imported(town, file, "--dry-run")
    assert (code, town.git("status", "--porcelain")) == (0, "")
    assert "+reason: 改写过的原因。" in said
    assert "internal" not in said
    assert "更改 1 条，新增 1 条。（没有写入）" in said

    code, said, _ = imported(town, file)
    assert code == 0
    assert "扣分原因：" in said
    assert "→ 改写过的原因。" in said
    assert "git push" in said
    path, reason = "2020-01-17-chidao", "全镇经济工作会迟到二十分钟"
    difference = town.git("diff", "-U0", "--", "data").splitlines()[4:]
    assert path in town.git("diff", "--name-only")
    assert [line for line in difference if line[0] in "+-"] == [
        next(line for line in difference if line.startswith(f"-reason: {reason}")),
        "+reason: 改写过的原因。",
        "+corrections:",
        "+  - date: 2021-02-01",
        '+    reason: "核对有误"',
        '+    decided_by: "党政办"',
    ]
    assert town.git("status", "--porcelain").count("??") == 1
    again = imported(town, file)
    assert again[:2] == (0, "工作簿里没有要写进记录的改动。\n")


def test_what_is_typed_elsewhere_is_named_and_nothing_is_written(
    town: Repository, tmp_path: Path
) -> None:
    file = exported(town, tmp_path / "out") / "tianshu.xlsx"
    book = edited(file)
    book["考核明细表"]["H6"].value = "写在印制的表里"
    computed = list(DEDUCTION_COLUMNS).index("counted") + 1
    sheet_of(book).cell(FIRST, computed).value = 1
    file.write_bytes(saved(book))
    code, said, complaints = imported(town, file)
    assert (code, said, town.git("status", "--porcelain")) == (1, "", "")
    assert "KPI829 工作表“考核明细表”H6" in complaints
    assert "KPI829 工作表“扣分记录”R4" in complaints
    assert "没有导入，一条记录也没有写。" in complaints


def test_the_summary_is_refused_as_what_it_is(town: Repository, tmp_path: Path) -> None:
    code, _, said = imported(town, exported(town, tmp_path / "导出") / "summary.xlsx")
    assert (code, "这是汇总表，不能导入" in said) == (2, True), said


def test_a_workbook_of_another_year_is_wrong_usage(town: Repository, tmp_path: Path) -> None:
    file = exported(town, tmp_path / "out") / "tianshu.xlsx"
    done = run("-C", str(town.root), "--year", "2021", "import", str(file))
    assert done.returncode == 2
    assert "2020 年度的工作簿" in done.stderr
