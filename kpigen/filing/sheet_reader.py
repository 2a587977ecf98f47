"""Reads filled entry forms: from a workbook's cells to the rows of the sheet 填报, as text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from kpigen import stamp
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.filing.questions import QUESTIONS, REQUIRED
from kpigen.labels import ENTRY_SHEET
from kpigen.reading import filled_tables, schema
from kpigen.reading.filled_tables import Found, Held, RefusedError, Table, refusal
from kpigen.render import BLANK_NAME
from kpigen.spelling import meant, squeezed

_HEADING_ROWS = 30
# Below this many headings that we know a row is no row of headings.
_FEWEST_HEADINGS = 3
IGNORED = frozenset({"备注", "序号", "经办人"})


class Cell(NamedTuple):
    """What was filled in for one question; `text` is empty where nothing was.

    `faulty` tells that the cell was complained of already.
    """

    name: str
    text: str
    row: int
    column: int
    faulty: bool = False


class Filled(NamedTuple):
    """A sheet as read: its rows that hold anything, and what is wrong.

    A row has a cell for each question that the sheet has a column for.
    """

    path: str
    rows: tuple[tuple[Cell, ...], ...]
    findings: tuple[Diagnostic, ...]
    sheet: str = ENTRY_SHEET


def read(path: str, data: bytes) -> Filled:
    """Read the filled rows of a workbook; `path` is its name in findings."""
    try:
        found = filled_tables.read(path, data)
        sheet = _sheet(path, found)
        header, columns, findings = _headings(path, sheet)
    except RefusedError as refused:
        return Filled(path, (), (refused.diagnostic,))
    rows = []
    for number, cells in sheet.rows().items():
        if number <= header:
            continue
        row = tuple(
            _cell(path, Cell(name, "", number, column), cells.get(column), findings)
            for column, name in columns.items()
        )
        if any(cell.text or cell.faulty for cell in row):
            rows.append(row)
    if not found.has_formulas:
        findings.append(filled_tables.unseen(path))
        rows = [tuple(_not_a_share(path, cell, findings) for cell in row) for row in rows]
    numbers = {cell.row for row in rows for cell in row}
    findings.extend(_merged(path, sheet, header, columns))
    findings.extend(_hidden(path, sheet, numbers))
    return Filled(path, tuple(rows), tuple(findings))


def place(row: int, column: int, heading: str = "", sheet: str = ENTRY_SHEET) -> str:
    """Say where a cell is, as a clerk finds it: `工作表“填报”C7（日期）`."""
    named = f"（{heading}）" if heading else ""
    return f"工作表“{sheet}”{get_column_letter(column)}{row}{named}"


def _sheet(path: str, found: Found) -> Table:
    for sheet in found.tables:
        if sheet.name == ENTRY_SHEET:
            return sheet
    if not found.tables:
        raise filled_tables.broken(path)
    told = stamp.parse(found.keywords)
    if told is not None and told.document == BLANK_NAME:
        raise refusal(
            codes.NO_SHEET,
            path,
            "这是空白的考核明细表，里面没有扣分记录，不能导入",
            "新的扣分填在部门的填报表里：kpigen export xlsx --entry 部门 -o 填报.xlsx；"
            "改已有的记录用社区的工作簿：kpigen export xlsx --community 社区 -o 社区.xlsx",
        )
    names = "、".join(f"“{sheet.name[:31]}”" for sheet in found.tables[:10])
    raise refusal(
        codes.NO_SHEET,
        path,
        f"没有工作表“{ENTRY_SHEET}”，只有{names}",
        f"把填了记录的工作表改名为“{ENTRY_SHEET}”",
    )


def _known_headings() -> dict[str, str]:
    """Give the question that each spelling of a heading stands for."""
    known: dict[str, str] = {}
    for field in schema.DEDUCTION.fields:
        if field.name in QUESTIONS:
            known |= dict.fromkeys((*field.aliases, field.title), field.name)
    return known | {question.heading: name for name, question in QUESTIONS.items()}


def _headings(path: str, sheet: Table) -> tuple[int, dict[int, str], list[Diagnostic]]:
    """Find the row of headings: its number, the question of each column, and what is wrong."""
    known = {squeezed(heading): name for heading, name in _known_headings().items()}
    rows = sheet.rows()
    header, texts = heading_row(sheet, known)
    if not header:
        raise refusal(
            codes.NO_HEADINGS,
            path,
            f"工作表“{ENTRY_SHEET}”里找不到表头",
            f"表头是：{'、'.join(question.heading for question in QUESTIONS.values())}",
        )
    columns: dict[int, str] = {}
    findings = []
    for column, text in texts.items():
        at = Place(path, header, column)
        name = known.get(text, "")
        if name and name in columns.values():
            where = place(header, column)
            heading = QUESTIONS[name].heading
            findings.append(
                codes.HEADING_TWICE.at(
                    at, f"{where}：“{text}”是第二个“{heading}”", "两栏只留一栏，另一栏改名或删去"
                )
            )
        elif name:
            columns[column] = name
        elif text not in IGNORED and any(
            column in cells for number, cells in rows.items() if number > header
        ):
            findings.append(_unknown(at, text, known))
    findings.extend(_absent(Place(path, header), set(columns.values())))
    return header, columns, findings


def _unknown(at: Place, text: str, known: dict[str, str]) -> Diagnostic:
    return codes.UNKNOWN_HEADING.at(
        at,
        f"{place(at.line, at.column)}：不认识“{text[:20]}”这一栏",
        f"{meant(text, known)}自己用的栏，表头改为“备注”，导入时不读",
    )


def _absent(at: Place, present: set[str]) -> Iterator[Diagnostic]:
    for name in REQUIRED:
        if name not in present:
            heading = QUESTIONS[name].heading
            yield codes.NO_HEADINGS.at(
                at,
                f"工作表“{ENTRY_SHEET}”第 {at.line} 行的表头缺少“{heading}”",
                f"补上“{heading}”这一栏",
            )


def heading_row(sheet: Table, known: Collection[str]) -> tuple[int, dict[int, str]]:
    """Find the row with the most known headings, and its words by column; 0 where there is none.

    `known` are headings as `squeezed` writes them.
    """
    header, texts, most = 0, {}, _FEWEST_HEADINGS - 1
    for number, cells in sheet.rows().items():
        words = {column: squeezed(held.text) for column, held in cells.items()}
        count = sum(text in known for text in words.values())
        if count > most and number <= _HEADING_ROWS:
            header, texts, most = number, words, count
    return header, texts


def _cell(path: str, empty: Cell, cell: Held | None, findings: list[Diagnostic]) -> Cell:
    """Fill in a cell's text; a formula or an error value is complained of and stands for none."""
    if cell is None:
        return empty
    at = Place(path, empty.row, empty.column)
    where = place(empty.row, empty.column, QUESTIONS[empty.name].heading)
    if cell.kind == filled_tables.FORMULA:
        findings.append(
            codes.FORMULA.at(
                at,
                f"{where}：单元格里是公式",
                "复制这一格，选择性粘贴为“数值”；文字以 = 起头的，先把格式设为“文本”再填",
            )
        )
        return empty._replace(faulty=True)
    if cell.kind == filled_tables.ERROR:
        findings.append(
            codes.ERROR_VALUE.at(at, f"{where}：单元格里是错误值 {cell.text}", "填上真正的内容")
        )
        return empty._replace(faulty=True)
    return empty._replace(text=cell.text.strip())


def _not_a_share(path: str, cell: Cell, findings: list[Diagnostic]) -> Cell:
    """Complain of a figure in an old format that may be a per cent."""
    if cell.name != "actual":
        return cell
    where = place(cell.row, cell.column, QUESTIONS[cell.name].heading)
    found = list(
        filled_tables.per_cent_unseen(Place(path, cell.row, cell.column), where, cell.text)
    )
    findings.extend(found)
    return cell._replace(faulty=cell.faulty or bool(found))


def _merged(path: str, sheet: Table, header: int, columns: dict[int, str]) -> Iterator[Diagnostic]:
    for block in sheet.merged:
        touched = [column for column in columns if block.left <= column <= block.right]
        if block.bottom > header and touched:
            yield codes.MERGED.at(
                Place(path, block.top, block.left),
                f"工作表“{ENTRY_SHEET}”{block.place}：合并的单元格",
                "取消合并，每一行都填上",
            )


def _hidden(path: str, sheet: Table, numbers: set[int]) -> Iterator[Diagnostic]:
    hidden = sorted(numbers & sheet.hidden)
    if hidden:
        rows = "、".join(str(number) for number in hidden[:20])
        yield codes.HIDDEN.at(
            Place(path, hidden[0]),
            f"工作表“{ENTRY_SHEET}”第 {rows} 行是隐藏的，也一样导入",
            "取消隐藏和筛选，看看要不要；不要的，把整行删去",
        )
