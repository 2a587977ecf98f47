"""Writes the file of a workbook: no clock gets into it, so that same sheets give same bytes.

openpyxl writes the package: styles, frames of sheets, properties. The rows are the sheets' own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from kpigen.render.workbook import STYLE_NUMBERS, Look, Sheet

if TYPE_CHECKING:
    from _typeshed import SizedBuffer
    from openpyxl.worksheet.worksheet import Worksheet

# Widths of columns count digits of the first font: 7 pixels here, as in Excel's own, Calibri 11.
# What stands in for a missing Calibri has digits a third wider; for Arial most programs have a
# stand-in of its measures.
_MEASURE, _MEASURE_SIZE = "Arial", 10
_SHADE = "E7E6E6"
_TINT = "FFFBE6"
# Zip files know no earlier year.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_READABLE = 0o600 << 16
_LEVEL = 6


class _Archive(ZipFile):
    """A zip file whose entries all carry one time, whatever the clock says."""

    def __init__(self, target: BytesIO, moment: datetime) -> None:
        super().__init__(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        self._moment = max(moment, _EARLIEST).timetuple()[:6]

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: SizedBuffer | str,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add an entry under the fixed time."""
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        entry = ZipInfo(str(name), self._moment)
        entry.compress_type, entry.external_attr = ZIP_DEFLATED, _READABLE
        entry.create_system = 3
        super().writestr(entry, data, compress_type, compresslevel)


class _Writer(ExcelWriter):
    """Writes each sheet in memory and fills in its rows."""

    def __init__(self, workbook: Workbook, archive: _Archive, sheets: dict[str, Sheet]) -> None:
        super().__init__(workbook, archive)
        self._target = archive
        self._sheets = sheets

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet's frame by openpyxl and its rows by ourselves."""
        # A private module, but the only one that writes a sheet without a temporary file.
        written = BytesIO()
        WorksheetWriter(ws, written).write()
        filled = self._sheets[ws.title].fill(written.getvalue())
        self._target.writestr(ws.path[1:], filled)
        self.manifest.append(ws)


class Properties(NamedTuple):
    """What a workbook says of itself beside its cells; `timestamp` in seconds, UTC."""

    title: str
    subject: str
    creator: str
    keywords: str
    description: str
    category: str
    timestamp: int


def pack(properties: Properties, sheets: Sequence[Sheet]) -> bytes:
    """Give the bytes of a workbook: the same for the same sheets, at any time."""
    workbook = Workbook()
    _measure_by(workbook, Font(name=_MEASURE, size=_MEASURE_SIZE))
    first = workbook.worksheets[0]
    _register(first)
    moment = datetime.fromtimestamp(properties.timestamp, UTC)
    said = workbook.properties
    said.title, said.subject, said.category = (
        properties.title,
        properties.subject,
        properties.category,
    )
    said.keywords, said.description = properties.keywords, properties.description
    said.creator = said.lastModifiedBy = properties.creator
    said.created = said.modified = moment.replace(tzinfo=None)
    for place, sheet in enumerate(sheets):
        sheet.frame(workbook.create_sheet() if place else first)
    target = BytesIO()
    _Writer(workbook, _Archive(target, moment), {sheet.title: sheet for sheet in sheets}).save()
    return target.getvalue()


def _measure_by(workbook: Workbook, font: Font) -> None:
    """Have programs count widths of columns in digits of this font, not of openpyxl's."""
    # Private, but there is no other way to say it.
    vars(workbook)["_fonts"] = IndexedList([font])
    for style in vars(workbook)["_named_styles"]:
        style.font = font


def _register(worksheet: Worksheet) -> None:
    """Teach a new workbook the looks, in the order in which cells number them."""
    side = Side(style="thin")
    frame = Border(left=side, right=side, top=side, bottom=side)
    line = Border(bottom=side)
    shade = PatternFill("solid", fgColor=_SHADE)
    tint = PatternFill("solid", fgColor=_TINT)
    for look, place in STYLE_NUMBERS.items():
        style = look.value
        numeric = style.number_format not in {"General", "@"}
        cell = Cell(worksheet, 1, 1)
        cell.font = Font(name=style.font, size=style.size)
        cell.alignment = Alignment(
            horizontal=style.side,
            vertical=style.vertical,
            wrap_text=not numeric,
            shrink_to_fit=numeric,
        )
        cell.number_format = style.number_format
        cell.border = frame if style.framed else line if style.ruled else Border()
        cell.fill = shade if look is Look.HEAD else tint if style.open else PatternFill()
        cell.protection = Protection(locked=not style.open)
        if cell.style_id != place:
            raise RuntimeError(f"{look} got style {cell.style_id} instead of {place}")
