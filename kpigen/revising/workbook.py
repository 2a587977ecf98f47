"""Reads a community's workbook: the lines of its records, and every other cell that holds anything.

The file itself is held against the same bounds as a filled entry form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpigen import stamp
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.filing import sheet_reader
from kpigen.labels import DEDUCTION_COLUMNS, DEDUCTION_SHEET
from kpigen.reading import filled_tables
from kpigen.reading.filled_tables import Found, Held, RefusedError, Table, refusal
from kpigen.spelling import meant, squeezed
from kpigen.stamp import Stamp

# What a person may fill in; the other columns are written or computed by the program.
FIGURES = ("count", "actual", "deduct", "points", "reduced_count", "reduced_deduct")
FIELDS = ("date", "reason", "basis", "event", *FIGURES)
CORRECTION = ("correction_reason", "correction_by", "correction_date")
_OPEN = frozenset({"rule", "status", *FIELDS, *CORRECTION})


class Cell(NamedTuple):
    """A cell of a record's line; `faulty` tells that it was complained of already."""

    name: str
    text: str
    row: int
    column: int
    is_formula: bool = False
    faulty: bool = False


class Line(NamedTuple):
    """One line of the records: a cell for each column, and where it stands."""

    path: str
    row: int
    cells: tuple[Cell, ...]

    def cell(self, name: str) -> Cell:
        """Give the cell of a column."""
        return next(cell for cell in self.cells if cell.name == name)

    def text(self, name: str) -> str:
        """Give what stands in a column."""
        return self.cell(name).text

    def at(self, name: str = "id") -> tuple[Place, str]:
        """Find a column's cell: its place, and its place in words."""
        cell = self.cell(name)
        words = sheet_reader.place(cell.row, cell.column, DEDUCTION_COLUMNS[name], DEDUCTION_SHEET)
        return Place(self.path, cell.row, cell.column), words

    @property
    def faulty(self) -> frozenset[str]:
        """Name the cells that were complained of."""
        return frozenset(cell.name for cell in self.cells if cell.faulty)

    @property
    def is_filled(self) -> bool:
        """Tell whether anything stands in it that a person may fill in, or a number."""
        return any(
            (cell.text or cell.faulty) and (cell.name == "id" or cell.name in _OPEN)
            for cell in self.cells
        )


class Other(NamedTuple):
    """A cell that is no record's, as it would be in an untouched workbook."""

    sheet: str
    row: int
    column: int
    text: str
    is_formula: bool


class Book(NamedTuple):
    """A workbook as read. `has_formulas`: its format lets us tell formulas from their results."""

    path: str
    stamp: Stamp | None
    lines: tuple[Line, ...]
    others: tuple[Other, ...]
    sheets: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    has_formulas: bool = True

    @property
    def is_read(self) -> bool:
        """Tell whether there is anything to compare."""
        return bool(self.sheets)


def recognised(path: str, data: bytes) -> Book | None:
    """Read a workbook that holds a community's records; None for any other file.

    `path` is its name in findings.
    """
    try:
        found = filled_tables.read(path, data)
    except RefusedError:
        return None  # whoever reads it as an entry form says why
    table = next((one for one in found.tables if one.name == DEDUCTION_SHEET), None)
    return None if table is None else _book(path, found, table)


def _book(path: str, found: Found, table: Table) -> Book:
    try:
        header, columns, findings = _headings(path, table)
    except RefusedError as refused:
        return Book(path, stamp.parse(found.keywords), (), (), (), (refused.diagnostic,))
    lines = tuple(_lines(path, table, header, columns, findings))
    findings.extend(_merged(path, table, header))
    findings.extend(_hidden(path, table, lines))
    if not found.has_formulas:
        findings.append(filled_tables.unseen(path))
    return Book(
        path,
        stamp.parse(found.keywords),
        lines,
        tuple(_others(found.tables, header)),
        tuple(one.name for one in found.tables),
        tuple(findings),
        found.has_formulas,
    )


def _headings(path: str, table: Table) -> tuple[int, dict[int, str], list[Diagnostic]]:
    """Find the row of headings: its number, the name of each column, and what is wrong."""
    known = {squeezed(words): name for name, words in DEDUCTION_COLUMNS.items()}
    header, texts = sheet_reader.heading_row(table, known)
    if not header:
        raise refusal(
            codes.NO_HEADINGS,
            path,
            f"工作表“{DEDUCTION_SHEET}”里找不到表头",
            f"表头是：{'、'.join(DEDUCTION_COLUMNS.values())}",
        )
    columns: dict[int, str] = {}
    findings = []
    used = {column for row, column in table.cells if row > header}
    for column, text in texts.items():
        at = Place(path, header, column)
        where = sheet_reader.place(header, column, sheet=DEDUCTION_SHEET)
        name = known.get(text, "")
        if name and name in columns.values():
            findings.append(codes.HEADING_TWICE.at(at, f"{where}：“{text}”有两栏", "两栏只留一栏"))
        elif name:
            columns[column] = name
        elif text not in sheet_reader.IGNORED and column in used:
            findings.append(
                codes.UNKNOWN_HEADING.at(
                    at,
                    f"{where}：不认识“{text[:20]}”这一栏",
                    f"{meant(text, known)}自己用的栏，表头改为“备注”，导入时不读",
                )
            )
    for name, heading in DEDUCTION_COLUMNS.items():
        if name not in columns.values():
            raise refusal(
                codes.NO_HEADINGS,
                path,
                f"工作表“{DEDUCTION_SHEET}”第 {header} 行的表头缺少“{heading}”",
                "照导出的工作簿恢复这一栏，或重新导出再改",
            )
    return header, columns, findings


def _lines(
    path: str, table: Table, header: int, columns: dict[int, str], findings: list[Diagnostic]
) -> Iterator[Line]:
    for row, held in table.rows().items():
        if row > header:
            cells = tuple(
                _cell(path, Cell(name, "", row, column), held.get(column), findings)
                for column, name in columns.items()
            )
            stray = [column for column in held if column not in columns]
            if any(cell.text or cell.is_formula or cell.faulty for cell in cells) or stray:
                yield Line(path, row, cells)


def _cell(path: str, empty: Cell, held: Held | None, findings: list[Diagnostic]) -> Cell:
    """Fill in a cell; a formula or an error value where a person fills in is complained of."""
    if held is None:
        return empty
    open_to_people = empty.name == "id" or empty.name in _OPEN
    at = Place(path, empty.row, empty.column)
    heading = DEDUCTION_COLUMNS[empty.name]
    where = sheet_reader.place(empty.row, empty.column, heading, DEDUCTION_SHEET)
    if held.kind == filled_tables.FORMULA:
        if open_to_people:
            findings.append(
                codes.FORMULA.at(
                    at,
                    f"{where}：单元格里是公式",
                    "复制这一格，选择性粘贴为“数值”；文字以 = 起头的，先把格式设为“文本”再填",
                )
            )
        return empty._replace(is_formula=True, faulty=open_to_people)
    if held.kind == filled_tables.ERROR:
        if open_to_people:
            findings.append(
                codes.ERROR_VALUE.at(at, f"{where}：单元格里是错误值 {held.text}", "填上真正的内容")
            )
        return empty._replace(faulty=open_to_people)
    return empty._replace(text=held.text.strip())


def _others(found: tuple[Table, ...], header: int) -> Iterator[Other]:
    for table in found:
        for (row, column), held in sorted(table.cells.items()):
            if table.name != DEDUCTION_SHEET or row <= header:
                is_formula = held.kind == filled_tables.FORMULA
                yield Other(table.name, row, column, held.text.strip(), is_formula)


def _merged(path: str, table: Table, header: int) -> Iterator[Diagnostic]:
    for block in table.merged:
        if block.bottom > header:
            yield codes.MERGED.at(
                Place(path, block.top, block.left),
                f"工作表“{DEDUCTION_SHEET}”{block.place}：合并的单元格",
                "取消合并，每一行都填上",
            )


def _hidden(path: str, table: Table, lines: tuple[Line, ...]) -> Iterator[Diagnostic]:
    hidden = [line.row for line in lines if line.row in table.hidden and line.is_filled]
    if hidden:
        yield codes.HIDDEN.at(
            Place(path, hidden[0]),
            f"工作表“{DEDUCTION_SHEET}”第 {'、'.join(map(str, hidden[:20]))} 行是隐藏的，也一样读",
            "取消隐藏和筛选，看看里面的改动",
        )
