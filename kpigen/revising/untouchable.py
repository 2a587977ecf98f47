"""What may not be edited in a community's workbook: every cell beside the open ones, named."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen import labels
from kpigen.assessing.standing import Status, status_of
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.filing import sheet_reader
from kpigen.labels import DEDUCTION_COLUMNS, DEDUCTION_SHEET
from kpigen.model import Deduction, Kind, Rubric
from kpigen.revising.workbook import CORRECTION, FIELDS, Book, Line, Other

_WRITTEN = tuple(
    name for name in DEDUCTION_COLUMNS if name not in {"id", "rule", "status", *FIELDS, *CORRECTION}
)
_SHOWN = 30
_RESTORE = "恢复原来的内容；要改记录，在“扣分记录”里浅黄色的格子里改"


def other_cells(book: Book, issued: Book) -> Iterator[Diagnostic]:
    """Compare everything but the records' lines with the workbook as it was given out."""
    was = {(one.sheet, one.row, one.column): one for one in issued.others}
    now = {(one.sheet, one.row, one.column): one for one in book.others}
    places = sorted(place for place in {*was, *now} if place[0] in book.sheets)
    own = [place for place in places if place[0] in issued.sheets]
    differing = [
        place
        for place in own
        if _differs(was.get(place), now.get(place), has_formulas=book.has_formulas)
    ]
    for sheet, row, column in differing[:_SHOWN]:
        where = sheet_reader.place(row, column, sheet=sheet)
        yield codes.NOT_TO_EDIT.at(
            Place(book.path, row, column),
            f"{where}：{_how(was, now, (sheet, row, column))}",
            _RESTORE,
        )
    if len(differing) > _SHOWN:
        message = f"这样的单元格还有 {len(differing) - _SHOWN} 个"
        hint = "没有改过这些的，多半是别的版本的 kpigen 导出的：重新导出，把改动抄过去"
        yield codes.NOT_TO_EDIT.at(Place(book.path), message, hint)
    for sheet in book.sheets:
        if sheet not in issued.sheets:
            yield codes.NOT_COMPARED.at(
                Place(book.path), f"工作表“{sheet[:31]}”是另加的，没有读", "要导入的写进“扣分记录”"
            )


def _differs(was: Other | None, now: Other | None, *, has_formulas: bool) -> bool:
    if was is not None and was.is_formula:
        return has_formulas and (now is None or not now.is_formula)
    if now is not None and now.is_formula:
        return True
    return _bare(was.text if was else "") != _bare(now.text if now else "")


def _how(
    was: dict[tuple[str, int, int], Other],
    now: dict[tuple[str, int, int], Other],
    place: tuple[str, int, int],
) -> str:
    before, after = was.get(place), now.get(place)
    if before is not None and before.is_formula:
        return "这一格的公式改成了写定的值"
    if after is None or not after.text:
        return "这一格的内容删去了"
    return f"这一格写成了“{after.text[:40]}”"


def _bare(text: str) -> str:
    """Leave out blanks and line ends, which office programs write in ways of their own."""
    return "".join(text.split())


def written_cells(line: Line, issued: Book, *, has_formulas: bool) -> Iterator[Diagnostic]:
    """Name the cells of a known record's line that the program writes and a person changed."""
    own = next((one for one in issued.lines if one.text("id") == line.text("id")), None)
    if own is None:
        return  # the workbook was given out without this record
    for name in _WRITTEN:
        was, now = own.cell(name), line.cell(name)
        if was.is_formula and has_formulas and not now.is_formula:
            yield _of_column(line, name, "这一栏由公式算出，公式改成了写定的值")
        elif not was.is_formula and (now.is_formula or _bare(was.text) != _bare(now.text)):
            yield _of_column(line, name, f"这一栏由程序写，改成了“{now.text[:40]}”")


def typed_into_new(line: Line, *, has_formulas: bool) -> Iterator[Diagnostic]:
    """Name what was typed into the computed columns of a line for a new record."""
    for name in _WRITTEN if has_formulas else ():
        if line.text(name):
            words = f"这一栏由程序填，写了“{line.text(name)[:40]}”"
            yield _of_column(line, name, words, "清空这一格，或把公式复制过来")


def rule(line: Line, record: Deduction) -> Iterator[Diagnostic]:
    """Refuse another rule for a record that there is."""
    if line.text("rule") != record.rule and "rule" not in line.faulty:
        message = f"已有的记录不能改细则，原来是 {record.rule}，这里是“{line.text('rule')[:40]}”"
        hint = f"写回 {record.rule}；用错了细则的，撤销这条记录，在空行里另填一条"
        yield _of_column(line, "rule", message, hint)


def status(line: Line, rubric: Rubric, record: Deduction) -> Iterator[Diagnostic]:
    """Refuse a status that was chosen by hand, and say where it comes from."""
    own = labels.STATUS[status_of(record, rubric.rules[record.rule][1])]
    if line.text("status") != own and "status" not in line.faulty:
        yield _status(
            line, own, f"在 {record.path} 里写 approval（批准）、appeal（申诉）或 withdrawn（撤销）"
        )


def new_status(line: Line, rubric: Rubric) -> Iterator[Diagnostic]:
    """Refuse a status for a new record other than the one that every new record has."""
    known = rubric.rules.get(line.text("rule").split(" ")[0])
    is_veto = known is not None and known[1].kind is Kind.VETO
    own = labels.STATUS[Status.PENDING if is_veto else Status.ACTIVE]
    if line.text("status") not in {"", own}:
        yield _status(line, own, "先导入，再在新的记录里写")


def _status(line: Line, own: str, hint: str) -> Diagnostic:
    at, words = line.at("status")
    return codes.STATUS_BY_HAND.at(
        at,
        f"{words}：状态是“{own}”，不能改成“{line.text('status')[:20]}”",
        f"恢复“{own}”；{hint}，写清日期、文号和决定者",
    )


def _of_column(line: Line, name: str, message: str, hint: str = _RESTORE) -> Diagnostic:
    at, words = line.at(name)
    return codes.NOT_TO_EDIT.at(at, f"{words}：{message}", hint)


def missing(book: Book, record: Deduction) -> Diagnostic:
    """Say that a record's line is gone."""
    return codes.ROW_MISSING.at(
        Place(book.path),
        f"工作表“{DEDUCTION_SHEET}”里没有 {record.id} 这一行",
        "恢复这一行；填错了的记录不删，用撤销（withdrawn：date、reason、decided_by）",
    )
