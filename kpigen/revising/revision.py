"""From an edited workbook to changed and new records: three versions of each field compared.

What the person changed is the workbook against the version that it was made from; that is applied
to the record as it is now. Where both changed the same field to different values, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from kpigen import checks, files
from kpigen.assessing.standing import figures_filed
from kpigen.changes.record_changes import Aside, FieldChange, record_changes
from kpigen.codes import book_codes
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, Place, Severity, in_order
from kpigen.errors import MachineError
from kpigen.exact import plain
from kpigen.filing import examination, sheet_import, sheet_reader
from kpigen.filing.examination import Candidate
from kpigen.filing.sheet_import import said
from kpigen.filing.sheet_reader import Filled
from kpigen.inspection import Inspection
from kpigen.labels import DEDUCTION_SHEET
from kpigen.model import Correction, Dataset, Deduction
from kpigen.reading import filled_tables, loader, source
from kpigen.reading.tree import Folder
from kpigen.reviewing import record_book
from kpigen.reviewing.record_book import Law
from kpigen.revising import line_values, record_edit, untouchable
from kpigen.revising.baseline import Baseline, baseline, community_of
from kpigen.revising.line_values import FIELD, Value
from kpigen.revising.record_edit import Edit
from kpigen.revising.workbook import CORRECTION, FIELDS, Book, Line


class Changed(NamedTuple):
    """A record's file as it was and will be, and what differs; `line` is where it was changed."""

    line: Line
    before: Deduction
    after: Deduction
    old: bytes
    new: bytes
    fields: tuple[FieldChange, ...]


class Revised(NamedTuple):
    """What an import would do: the changed records, and the new ones."""

    lines: int
    changed: tuple[Changed, ...]
    new: tuple[Candidate, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Tell whether it may be written."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def revise(root: Path, inspection: Inspection, book: Book) -> Revised:
    """Compare a workbook with the version it was made from, and with a sound year as it is now."""
    if not book.is_read:
        return Revised(0, (), (), in_order(book.findings))
    dataset = examination.open_year(root, inspection)
    community = community_of(book, dataset.rubric)
    if community is None:
        message = "看不出这是哪个社区的工作簿：没有导出时写的标记，记录的编号也不都是一个社区的"
        hint = "重新导出这个社区的工作簿，把改动抄过去"
        whose = codes.WHOSE_WORKBOOK.at(Place(book.path), message, hint)
        return Revised(len(book.lines), (), (), in_order([*book.findings, whose]))
    base = baseline(root, inspection, book, community)
    return _Comparing(root, dataset, base, book, community).revised()


def put(root: Path, revised: Revised) -> None:
    """Write all files, or none; never over one that came or was changed meanwhile."""
    for one in revised.changed:
        if Folder(root).read(one.after.path, source.MAX_BYTES) != one.old:
            raise MachineError(f"文件 {one.after.path} 刚刚被改过", "没有写入；再运行一次")
    for candidate in revised.new:
        if (root / candidate.path).exists():
            raise MachineError(f"已经有文件 {candidate.path}", "没有写入；先看看它是什么")
    contents = [(root / one.after.path, one.new) for one in revised.changed]
    contents += [(root / candidate.path, candidate.content) for candidate in revised.new]
    files.write_all(contents)


class _Comparing:
    """One workbook on its way: the three versions, and the findings that gather."""

    def __init__(
        self, root: Path, dataset: Dataset, base: Baseline, book: Book, community: str
    ) -> None:
        self._root = root
        self._dataset = dataset
        self._base = base
        self._book = book
        self._community = community
        self._findings = [*book.findings, *base.findings]

    def revised(self) -> Revised:
        """Give what would be written, and everything that is wrong."""
        book, base = self._book, self._base
        if base.issued is not None:
            self._findings.extend(untouchable.other_cells(book, base.issued))
        known = {record.id: record for record in base.records}
        seen: dict[str, Line] = {}
        changed: list[Changed] = []
        fresh: list[Line] = []
        for line in book.lines:
            name = line.text("id")
            if not name:
                fresh.append(line)
            elif name in seen:
                self._findings.append(_twice(line, seen[name]))
            else:
                seen[name] = line
                if name in known:
                    changed.extend(self._changed(line, known[name]))
                else:
                    self._findings.append(_unknown(line, self._dataset, self._community))
        gone = [record for name, record in known.items() if name not in seen]
        self._findings.extend(untouchable.missing(book, record) for record in gone)
        changed_now = tuple(changed)
        with_them = self._with(changed_now)
        self._findings.extend(self._checked(changed_now, with_them))
        for one in changed_now:
            self._findings.extend(self._by_the_book(one))
        new = self._new(fresh, with_them)
        return Revised(
            sum(line.is_filled for line in book.lines), changed_now, new, in_order(self._findings)
        )

    def _changed(self, line: Line, base: Deduction) -> Iterator[Changed]:
        """Apply what a person changed in a record's line to the record as it is now."""
        found: list[Diagnostic] = []
        found.extend(untouchable.rule(line, base))
        found.extend(untouchable.status(line, self._base.rubric, base))
        if self._base.issued is not None:
            formulas = self._book.has_formulas
            found.extend(untouchable.written_cells(line, self._base.issued, has_formulas=formulas))
        theirs = self._theirs(line, base, found)
        now = next((one for one in self._dataset.deductions if one.id == base.id), None)
        if theirs and base.path in self._base.unclear:
            found.extend(_not_clear(line, name) for name in theirs)
        if now is None:
            found.extend(_gone(line, name) for name in theirs)
        else:
            for name, value in theirs.items():
                ours = line_values.filed(now, name)
                if ours not in {line_values.filed(base, name), value}:
                    found.append(_conflict(line, name, ours, value))
        reason = line_values.correction(line, found)
        self._findings.extend(found)
        if now is None or any(one.severity is Severity.ERROR for one in found):
            return
        mine = {name: one for name, one in theirs.items() if line_values.filed(now, name) != one}
        if reason is not None and reason in now.corrections:
            reason = None  # it was imported before
        elif reason is not None and not theirs:
            self._findings.append(_idle(line))
            return
        if mine or reason is not None:
            yield from self._edited(line, now, mine, reason)

    def _theirs(self, line: Line, base: Deduction, found: list[Diagnostic]) -> dict[str, Value]:
        """Give the columns of a line that a person changed, with what they say now."""
        values = line_values.read(self._base.rubric, line, found)
        rule = self._base.rubric.rules[base.rule][1]
        theirs = {
            name: value
            for name, value in values.values
            if name not in values.faulty and value != line_values.filed(base, name)
        }
        said_now = dict(values.values)
        if "count" in theirs and "actual" not in theirs and "actual" not in values.faulty:
            count = said_now["count"]
            same = replace(base, count=count)  # type: ignore[arg-type]  # a figure, by its shape
            if figures_filed(same, rule) == figures_filed(base, rule):
                del theirs["count"]  # one time, said or not
        if theirs:
            found.extend(line_values.misfits(rule, line, values))
        if "actual" in theirs:
            found.extend(self._maybe_per_cent(line))
        if line_values.filed(base, "reduced_count") is None and (
            line_values.filed(base, "reduced_deduct") is None
        ):
            found.extend(_not_reduced(line, name) for name in theirs if name.startswith("reduced"))
        return theirs

    def _maybe_per_cent(self, line: Line) -> Iterator[Diagnostic]:
        if not self._book.has_formulas:
            at, words = line.at("actual")
            yield from filled_tables.per_cent_unseen(at, words, line.text("actual"))

    def _edited(
        self, line: Line, now: Deduction, mine: dict[str, Value], reason: Correction | None
    ) -> Iterator[Changed]:
        old = Folder(self._root).read(now.path, source.MAX_BYTES)
        edits = tuple(Edit(FIELD[name], value) for name, value in mine.items())
        new = record_edit.edited(old, edits, reason)
        after = None
        if new is not None:
            after, complaints = loader.read_record(now.path, new)
            self._findings.extend(_placed(line, now, finding) for finding in complaints)
        if new is None or after is None:
            self._findings.append(_cannot(line, now))
            return
        changes = record_changes((now,), (after,), Aside())
        fields = changes[0].fields if changes else ()
        yield Changed(line, now, after, old, new, fields)

    def _with(self, changed: tuple[Changed, ...]) -> Dataset:
        after = {one.after.id: one.after for one in changed}
        records = tuple(after.get(one.id, one) for one in self._dataset.deductions)
        return self._dataset._replace(deductions=records)

    def _checked(self, changed: tuple[Changed, ...], with_them: Dataset) -> Iterator[Diagnostic]:
        """Give what the checks have against the year only since the records were changed."""
        if not changed:
            return
        known = {_said(finding) for finding in checks.run(self._dataset)}
        lines = {one.after.path: one for one in changed}
        for finding in checks.run(with_them):
            if _said(finding) not in known:
                one = lines.get(finding.path)
                yield finding if one is None else _placed(one.line, one.after, finding)

    def _by_the_book(self, one: Changed) -> Iterator[Diagnostic]:
        """Hold a changed record against the rules that a pull request is held against."""
        if one.before.path not in self._base.merged:
            return
        assessment = self._dataset.rubric.assessment
        day = self._dataset.newest_commit
        law = Law(assessment.year, assessment, assessment, assessment, day, {})
        changes = record_changes((one.before,), (one.after,), Aside())
        for finding in record_book.violations(changes, (), law):
            if finding.code in {book_codes.SEALED.number, book_codes.ARCHIVED.number}:
                yield _placed(one.line, one.after, finding)
            elif finding.code == book_codes.NO_REASON.number:
                warning = examination.as_warning(finding)
                hint = (
                    warning.hint.partition("；")[0] + "；在这一行填更正原因、更正决定人、更正日期"
                )
                yield said(warning._replace(hint=hint), *one.line.at("correction_reason"))
            else:
                yield examination.as_warning(_placed(one.line, one.after, finding))

    def _new(self, fresh: list[Line], with_them: Dataset) -> tuple[Candidate, ...]:
        rows = []
        for line in fresh:
            self._findings.extend(
                untouchable.typed_into_new(line, has_formulas=self._book.has_formulas)
            )
            self._findings.extend(untouchable.new_status(line, self._dataset.rubric))
            self._findings.extend(self._maybe_per_cent(line))
            if line.is_filled:
                rows.append(self._as_filed(line))
            for name in FIELDS:
                if name.startswith("reduced") and line.text(name):
                    self._findings.append(_not_reduced(line, name))
            if any(line.text(name) for name in CORRECTION):
                self._findings.append(_idle(line))
        filled = Filled(self._book.path, tuple(rows), (), DEDUCTION_SHEET)
        imported = sheet_import.admit(with_them, filled)
        self._findings.extend(imported.findings)
        return imported.new

    def _as_filed(self, line: Line) -> tuple[sheet_reader.Cell, ...]:
        """Give a line as the row of an entry form: whose it is goes without saying."""
        first = line.cell("id")
        whose = sheet_reader.Cell("community", self._community, line.row, first.column)
        return whose, *(
            sheet_reader.Cell(name, cell.text, line.row, cell.column, cell.faulty)
            for name in ("rule", *FIELDS)
            if not name.startswith("reduced")
            for cell in (line.cell(name),)
        )


def _said(finding: Diagnostic) -> tuple[str, str, str]:
    """Give a finding without its line, which a change above it moves."""
    return finding.path, finding.code, finding.message


def _placed(line: Line, record: Deduction, finding: Diagnostic) -> Diagnostic:
    """Give what was found in a record's file as found in its line of the workbook."""
    columns = {field: name for name, field in FIELD.items()}
    named = next(
        (
            columns[name]
            for name, row, column in record.places
            if (row, column) == (finding.line, finding.column) and name in columns
        ),
        "id",
    )
    return said(finding, *line.at(named))


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return str(value)[:40] if value else "空"


def _twice(line: Line, twin: Line) -> Diagnostic:
    at, words = line.at()
    hint = "只留一行；这一行是新记录的，清空编号"
    return codes.UNKNOWN_RECORD.at(at, f"{words}：与第 {twin.row} 行的编号相同", hint)


def _unknown(line: Line, dataset: Dataset, community: str) -> Diagnostic:
    at, words = line.at()
    other = next((one for one in dataset.deductions if one.id == line.text("id")), None)
    if other is not None and other.community != community:
        hint = "这是别的社区的记录，在那个社区的工作簿里改；这里删去这一行"
        return codes.WHOSE_WORKBOOK.at(at, f"{words}：是别的社区的记录", hint)
    why = "导出时还没有这条记录" if other is not None else f"没有“{line.text('id')[:60]}”这条记录"
    hint = "编号由程序写：新的记录清空编号；改错了的恢复原样；后来才有的记录，重新导出再改"
    return codes.UNKNOWN_RECORD.at(at, f"{words}：{why}", hint)


def _conflict(line: Line, name: str, ours: Value, theirs: Value) -> Diagnostic:
    at, words = line.at(name)
    return codes.CONFLICT.at(
        at,
        f"{words}：工作簿里改成“{_shown(theirs)}”，仓库里后来改成了“{_shown(ours)}”",
        "商定以哪个为准：照仓库的填这一格，或在文件里改，再导入；别的改动还没有写，那时一起写",
    )


def _not_clear(line: Line, name: str) -> Diagnostic:
    at, words = line.at(name)
    return codes.NOT_CLEAR_WHO.at(
        at,
        f"{words}：与现在的记录不同，分不清是工作簿里改的，还是仓库里后来改的",
        "重新导出工作簿，把这一处改动抄过去，再导入",
    )


def _gone(line: Line, name: str) -> Diagnostic:
    at, words = line.at(name)
    return codes.UNKNOWN_RECORD.at(
        at, f"{words}：改了，可是仓库里已经没有这条记录", "重新导出工作簿再改"
    )


def _not_reduced(line: Line, name: str) -> Diagnostic:
    at, words = line.at(name)
    return codes.STATUS_BY_HAND.at(
        at,
        f"{words}：这条记录没有“申诉后减轻”的决定，不能填减轻后的数字",
        "清空这一格；申诉的决定在记录的 appeal 里写，写清日期、文号和决定者",
    )


def _idle(line: Line) -> Diagnostic:
    at, words = line.at("correction_reason")
    return codes.IDLE_CORRECTION.at(
        at, f"{words}：填了更正，这一行却没有改动已有的记录", "清空更正的三栏"
    )


def _cannot(line: Line, record: Deduction) -> Diagnostic:
    at, words = line.at()
    return codes.CANNOT_EDIT.at(
        at, f"{words}：{record.path} 的写法不能自动改", "在文件里改；这一行恢复原样，再导入别的"
    )
