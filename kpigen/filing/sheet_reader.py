"""The one door for filled workbooks: a stranger's bytes to the rows of the sheet 填报, as text.

Whatever is wrong with the file itself is said here, before or after openpyxl has had a look: it
speaks English, and believes every size that a file claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import exact
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Code, Diagnostic, Place
from kpigen.filing.questions import QUESTIONS, REQUIRED
from kpigen.labels import ENTRY_SHEET
from kpigen.reading import schema, workbooks
from kpigen.spelling import meant, straighten

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_BYTES = 5_000_000
# 5,000 full rows have fewer tags.
_LIMITS = workbooks.Limits(unpacked=20_000_000, tags=600_000)
HEADING_ROWS = 30
# Below this many headings that we know a row is no row of headings.
FEWEST_HEADINGS = 3
IGNORED = frozenset({"备注", "序号", "经办人"})
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Excel writes a character that XML can't hold as `_x000B_`, and an underscore before as `_x005F_`;
# no other is ever coded.
_CODED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")


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


class RefusedError(Exception):
    """Ends the reading of a workbook with its one diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read(path: str, data: bytes) -> Filled:
    """Read the filled rows of a workbook; `path` is its name in findings."""
    try:
        book = opened(path, data)
        sheet = _sheet(path, book)
        header, columns, findings = _headings(path, sheet)
    except RefusedError as refused:
        return Filled(path, (), (refused.diagnostic,))
    rows = []
    for number, cells in filled_cells(sheet).items():
        if number <= header:
            continue
        row = tuple(
            _cell(path, Cell(name, "", number, column), cells.get(column), findings)
            for column, name in columns.items()
        )
        if any(cell.text or cell.faulty for cell in row):
            rows.append(row)
    numbers = {cell.row for row in rows for cell in row}
    findings.extend(_merged(path, sheet, header, columns))
    findings.extend(_hidden(path, sheet, numbers))
    return Filled(path, tuple(rows), tuple(findings))


def place(row: int, column: int, heading: str = "", sheet: str = ENTRY_SHEET) -> str:
    """Say where a cell is, as a clerk finds it: `工作表“填报”C7（日期）`."""
    named = f"（{heading}）" if heading else ""
    return f"工作表“{sheet}”{get_column_letter(column)}{row}{named}"


def refusal(code: Code, path: str, message: str, hint: str) -> RefusedError:
    """Make the one finding that ends the reading of a workbook."""
    return RefusedError(code.at(Place(path), message, hint))


def opened(path: str, data: bytes) -> Workbook:
    """Open a workbook that is small enough and plain enough to be opened."""
    _of_our_kind(path, data)
    try:
        return workbooks.load(data, _LIMITS)
    except workbooks.TooLargeError as error:
        raise _too_large(path) from error
    except workbooks.BrokenError as error:
        raise broken(path) from error


def broken(path: str) -> RefusedError:
    """Say that a workbook can't be opened at all."""
    return refusal(
        codes.UNREADABLE,
        path,
        "这个工作簿坏了，打不开",
        "用 WPS 或 Excel 打开，另存为新的 xlsx 再导入",
    )


def _too_large(path: str) -> RefusedError:
    return refusal(
        codes.SHEET_TOO_LARGE,
        path,
        "工作簿太大，没有读",
        "删去图片、附件和别的工作表；还是太大的，把填好的行复制到新导出的填报表里",
    )


def is_old_format(data: bytes) -> bool:
    """Tell whether a file is an .xls or .et of a size that may be read, without a password."""
    return data.startswith(_OLE) and _ENCRYPTED not in data and len(data) <= MAX_BYTES


def _of_our_kind(path: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise _too_large(path)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise refusal(
            codes.UNREADABLE, path, "这个工作簿设了密码", "用 WPS 或 Excel 打开，去掉密码再保存"
        )
    if data.startswith(_OLE):
        raise refusal(
            codes.UNREADABLE,
            path,
            "这是旧格式的表格（.xls 或 .et），改了后缀也还是旧格式",
            "用 WPS 或 Excel 打开，另存为“xlsx 工作簿”",
        )
    if not data.startswith(_ZIP):
        raise refusal(
            codes.UNREADABLE,
            path,
            "这不是 xlsx 工作簿" if data else "这个文件是空的",
            "用 kpigen export xlsx --entry 部门 导出填报表，填好再导入",
        )


def _sheet(path: str, book: Workbook) -> Worksheet:
    for sheet in book.worksheets:
        if sheet.title.strip() == ENTRY_SHEET and isinstance(sheet, Worksheet):
            return sheet
    if not book.sheetnames:
        raise broken(path)
    names = "、".join(f"“{name[:31]}”" for name in book.sheetnames[:10])
    raise refusal(
        codes.NO_SHEET,
        path,
        f"没有工作表“{ENTRY_SHEET}”，只有{names}",
        f"把填了记录的工作表改名为“{ENTRY_SHEET}”",
    )


def filled_cells(sheet: Worksheet) -> dict[int, dict[int, SheetCell]]:
    """Give the cells that hold something, by row and column.

    openpyxl's own ways to go through a sheet make every cell up to the last one, and a stray
    format in row 1,048,576 is common.
    """
    rows: dict[int, dict[int, SheetCell]] = {}
    held = sheet._cells  # noqa: SLF001  # see above
    for (row, column), cell in sorted(held.items(), key=lambda entry: entry[0]):
        if isinstance(cell, SheetCell) and cell.value is not None:
            rows.setdefault(row, {})[column] = cell
    return rows


def _known_headings() -> dict[str, str]:
    """Give the question that each spelling of a heading stands for."""
    known: dict[str, str] = {}
    for field in schema.DEDUCTION.fields:
        if field.name in QUESTIONS:
            known |= dict.fromkeys((*field.aliases, field.title), field.name)
    return known | {question.heading: name for name, question in QUESTIONS.items()}


def _headings(path: str, sheet: Worksheet) -> tuple[int, dict[int, str], list[Diagnostic]]:
    """Find the row of headings: its number, the question of each column, and what is wrong."""
    known = {squeezed(heading): name for heading, name in _known_headings().items()}
    rows = filled_cells(sheet)
    header, texts, found = 0, {}, 0
    for number, cells in rows.items():
        words = {column: squeezed(words_in(cell)) for column, cell in cells.items()}
        count = sum(text in known for text in words.values())
        if count > found and number <= HEADING_ROWS:
            header, texts, found = number, words, count
    if found < FEWEST_HEADINGS:
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


def squeezed(text: str) -> str:
    """Write a heading without what a typist adds: blanks, full-width forms."""
    return "".join(straighten(text).split())


def _cell(path: str, empty: Cell, cell: SheetCell | None, findings: list[Diagnostic]) -> Cell:
    """Fill in a cell's text; a formula or an error value is complained of and stands for none."""
    if cell is None:
        return empty
    at = Place(path, empty.row, empty.column)
    where = place(empty.row, empty.column, QUESTIONS[empty.name].heading)
    if cell.data_type == "f":
        findings.append(
            codes.FORMULA.at(
                at,
                f"{where}：单元格里是公式",
                "复制这一格，选择性粘贴为“数值”；文字以 = 起头的，先把格式设为“文本”再填",
            )
        )
        return empty._replace(faulty=True)
    if cell.data_type == "e":
        findings.append(
            codes.ERROR_VALUE.at(at, f"{where}：单元格里是错误值 {cell.value}", "填上真正的内容")
        )
        return empty._replace(faulty=True)
    return empty._replace(text=words_in(cell).strip())


def words_in(cell: SheetCell) -> str:
    """Write a cell's value as the text that was typed."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if cell.data_type == "n":
        return exact.from_sheet(value, per_cent="%" in str(cell.number_format))
    return _CODED.sub(lambda coded: chr(int(coded[1], 16)), str(value))


def _merged(
    path: str, sheet: Worksheet, header: int, columns: dict[int, str]
) -> Iterator[Diagnostic]:
    for merge in sorted(sheet.merged_cells.ranges, key=lambda one: (one.min_row, one.min_col)):
        touched = [column for column in columns if merge.min_col <= column <= merge.max_col]
        if merge.max_row > header and touched:
            yield codes.MERGED.at(
                Place(path, merge.min_row, merge.min_col),
                f"工作表“{ENTRY_SHEET}”{merge.coord}：合并的单元格",
                "取消合并，每一行都填上",
            )


def _hidden(path: str, sheet: Worksheet, numbers: set[int]) -> Iterator[Diagnostic]:
    hidden = [number for number in sorted(numbers) if sheet.row_dimensions[number].hidden]
    if hidden:
        rows = "、".join(str(number) for number in hidden[:20])
        yield codes.HIDDEN.at(
            Place(path, hidden[0]),
            f"工作表“{ENTRY_SHEET}”第 {rows} 行是隐藏的，也一样导入",
            "取消隐藏和筛选，看看要不要；不要的，把整行删去",
        )
