"""The one door for filled workbooks: a stranger's bytes to cells of text, whoever saved them.

Whatever is wrong with the file itself is said here, before or after its reader has had a look:
the readers speak English, and believe every size that a file claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kpigen import exact
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Code, Diagnostic, Place
from kpigen.reading import old_workbooks, workbooks
from kpigen.reading.old_workbooks import OldSheet

MAX_BYTES = 5_000_000
FORMULA, ERROR = "f", "e"
# 5,000 full rows have fewer tags.
_LIMITS = workbooks.Limits(unpacked=20_000_000, tags=600_000)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Held(NamedTuple):
    """What a cell holds; `kind` is empty for a value. A formula's text is the formula."""

    text: str
    kind: str = ""


class Block(NamedTuple):
    """Merged cells: the first row and column, and the last ones."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def place(self) -> str:
        """Say where it is: `B5:C7`."""
        first, last = get_column_letter(self.left), get_column_letter(self.right)
        return f"{first}{self.top}:{last}{self.bottom}"


class Table(NamedTuple):
    """A sheet: what its cells hold by row and column, its merged blocks, its hidden rows."""

    name: str
    cells: Mapping[tuple[int, int], Held]
    merged: tuple[Block, ...] = ()
    hidden: frozenset[int] = frozenset()

    def rows(self) -> dict[int, dict[int, Held]]:
        """Give the rows that hold anything, in their order."""
        found: dict[int, dict[int, Held]] = {}
        for (row, column), held in sorted(self.cells.items()):
            found.setdefault(row, {})[column] = held
        return found


class Found(NamedTuple):
    """A workbook's sheets and the property that carries the stamp.

    Without `has_formulas` its format does not let us tell formulas from their results, error
    values from nothing, per cents from fractions, nor hidden rows from others.
    """

    tables: tuple[Table, ...]
    keywords: str
    has_formulas: bool = True


class RefusedError(Exception):
    """Ends the reading of a workbook with its one diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def refusal(code: Code, path: str, message: str, hint: str) -> RefusedError:
    """Make the one finding that ends the reading of a workbook."""
    return RefusedError(code.at(Place(path), message, hint))


def read(path: str, data: bytes) -> Found:
    """Read all cells; `RefusedError` where the file can't be or must not be read.

    `path` is its name in findings.
    """
    _of_our_kind(path, data)
    try:
        if data.startswith(_OLE):
            # Properties stand in such a file as plain bytes, and the stamp is plain ASCII.
            old = tuple(map(_old_table, old_workbooks.load(data)))
            return Found(old, data.decode("latin-1"), has_formulas=False)
        book = workbooks.load(data, _LIMITS)
    except workbooks.TooLargeError as error:
        raise _too_large(path) from error
    except workbooks.BrokenError as error:
        raise broken(path) from error
    tables = tuple(_table(sheet) for sheet in book.worksheets if isinstance(sheet, Worksheet))
    return Found(tables, str(book.properties.keywords or ""))


def _of_our_kind(path: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise _too_large(path)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise refusal(
            codes.UNREADABLE, path, "这个工作簿设了密码", "用 WPS 或 Excel 打开，去掉密码再保存"
        )
    if workbooks.is_ods(data):
        raise refusal(codes.UNREADABLE, path, "不读 .ods", "在 LibreOffice 里另存为 .xlsx 再导入")
    if not data.startswith((_ZIP, _OLE)):
        raise refusal(
            codes.UNREADABLE,
            path,
            "这不是 xlsx 工作簿" if data else "这个文件是空的",
            "用 kpigen export xlsx --entry 部门 导出填报表，填好再导入",
        )


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


def _table(sheet: Worksheet) -> Table:
    cells = {
        place: Held(_words_in(cell), kind)
        for place, cell in _filled_cells(sheet)
        if (kind := cell.data_type if cell.data_type in {FORMULA, ERROR} else "")
        or cell.value != ""
    }
    merged = sorted(
        Block(one.min_row, one.min_col, one.max_row, one.max_col)
        for one in sheet.merged_cells.ranges
    )
    hidden = frozenset(row for row, _ in cells if sheet.row_dimensions[row].hidden)
    return Table(sheet.title.strip(), cells, tuple(merged), hidden)


def _filled_cells(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], SheetCell]]:
    """Give the cells that hold something.

    openpyxl's own ways to go through a sheet make every cell up to the last one, and a stray
    format in row 1,048,576 is common.
    """
    for place, cell in sheet._cells.items():  # noqa: SLF001  # see above
        if isinstance(cell, SheetCell) and cell.value is not None:
            yield place, cell


def _words_in(cell: SheetCell) -> str:
    """Write a cell's value as the text that was typed."""
    value = cell.value
    if isinstance(value, bool):
        return _truth(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if cell.data_type == "n":
        return exact.from_sheet(value, per_cent="%" in str(cell.number_format))
    return workbooks.decoded(str(value))


def _old_table(sheet: OldSheet) -> Table:
    cells = {place: Held(_old_words(value)) for place, value in sorted(sheet.values.items())}
    return Table(sheet.name.strip(), cells, tuple(sorted(Block(*one) for one in sheet.merged)))


def _old_words(value: object) -> str:
    if isinstance(value, bool):
        return _truth(value)
    return value if isinstance(value, str) else exact.from_sheet(value)


def _truth(value: bool) -> str:  # noqa: FBT001  # a cell's value
    return "是" if value else "否"


def unseen(path: str) -> Diagnostic:
    """Say what an old format does not show."""
    return codes.OLD_FORMAT.at(
        Place(path),
        "旧格式（.xls、.et）里看不出公式、错误值和隐藏的行：公式照存下的结果读，错误值读成空的，"
        "隐藏的行也读",
        "核对写出的每一处；拿不准的，用 WPS 或 Excel 另存为 .xlsx 再导入，就会逐格指出",
    )


def per_cent_unseen(at: Place, where: str, text: str) -> Iterator[Diagnostic]:
    """Refuse a figure of an old format that may be a per cent: 97% is 0.97 in it as well."""
    figure = exact.parse(text)
    if figure is not None and 0 < figure < 1:
        yield codes.MAYBE_PER_CENT.at(
            at,
            f"{where}：{text} 也可能是百分数 {exact.plain(figure.scaleb(2))}%，旧格式里分不清",
            "用 WPS 或 Excel 另存为 .xlsx 再导入",
        )
