"""From the rows of a filled sheet to new records, each checked as if it were in the year already.

Whether a row was imported before is judged from the records alone: by what they say, and by their
names, which end in a checksum of what was filled in when they were made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.asked import FIGURES
from kpigen.assessing.standing import Status, figures_filed, status_of
from kpigen.checks import privacy
from kpigen.codes import privacy_codes, record_codes
from kpigen.codes import sheet_codes as codes
from kpigen.diagnostics import Diagnostic, Place, Severity, in_order
from kpigen.filing import examination, questions, record_text, sheet_reader
from kpigen.filing.examination import Candidate
from kpigen.filing.questions import QUESTIONS, Answers
from kpigen.filing.record_text import NewRecord
from kpigen.filing.sheet_reader import Cell, Filled
from kpigen.model import Dataset, Deduction, Rubric
from kpigen.reading.record_loader import DEDUCTIONS
from kpigen.reading.shapes import FAULTY, Sink


class Row(NamedTuple):
    """One row: where it stands, what was answered, and which answers were complained of."""

    path: str
    cells: tuple[Cell, ...]
    answers: Answers
    faulty: frozenset[str]
    sheet: str

    @property
    def number(self) -> int:
        """The row's number in the sheet."""
        return self.cells[0].row

    def at(self, name: str = "") -> tuple[Place, str]:
        """Find a question's cell, else the row's first: its place, and its place in words."""
        for cell in self.cells:
            if cell.name == name:
                words = sheet_reader.place(
                    cell.row, cell.column, QUESTIONS[name].heading, self.sheet
                )
                return Place(self.path, cell.row, cell.column), words
        words = f"工作表“{self.sheet}”第 {self.number} 行"
        return Place(self.path, self.number, self.cells[0].column), words

    @property
    def placed(self) -> bool:
        """Tell whether a record can be made of the row, if only to check it further."""
        answers = self.answers
        return bool(answers.community and answers.rule and answers.date)

    def with_placeholders(self) -> Answers:
        """Fill in what is missing or faulty, so that the rest of the row is checked as well."""
        answers = self.answers.with_words(f"第 {self.number} 行")
        for name in (*FIGURES, *questions.APPROVAL):
            if name in self.faulty:
                answers = answers.having(name, getattr(Answers(), name))
        return answers


class Imported(NamedTuple):
    """What an import would add: the new records, and how many rows are records already.

    `rows` counts the sheet's filled rows; `changed` lists those whose record has been changed since
    it was made from them.
    """

    rows: int
    new: tuple[Candidate, ...]
    filed: int
    changed: tuple[int, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Tell whether the sheet may be imported."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def examine(dataset: Dataset, path: str, data: bytes) -> Imported:
    """Read a workbook and hold its rows against the year; `path` is its name in findings."""
    return admit(dataset, sheet_reader.read(path, data), of_one_department=True)


def admit(dataset: Dataset, filled: Filled, *, of_one_department: bool = False) -> Imported:
    """Hold the rows of new records against the year, wherever they were filled in."""
    rubric = dataset.rubric
    findings = list(filled.findings)
    rows = [_row(rubric, filled, cells, findings) for cells in filled.rows]
    placed = [row for row in rows if row.placed]
    if of_one_department:
        findings.extend(_departments(rubric, placed))
    filed = _Filed(dataset)
    seen: dict[object, Row] = {}
    new: dict[str, tuple[Row, NewRecord]] = {}
    known = 0
    changed = []
    for row in placed:
        record = questions.new_record(rubric, row.with_placeholders())
        key = _key(rubric, record)
        standing = None
        if not row.faulty:
            twin = seen.setdefault(key, row)
            standing = filed.same(record)
            refused = [] if twin is row else [_twice(row, twin)]
            refused = refused or list(filed.almost(row, record) if standing is None else ())
            findings.extend(refused)
            if refused:
                continue
            if standing is None:
                findings.extend(filed.before(row, record))
        if standing is None:
            new[record_text.path(record)] = row, record
        else:
            known += 1
            findings.extend(_approved_since(row, record, standing))
            if _key(rubric, standing) != key:
                changed.append(row.number)
    candidates = tuple(
        Candidate(path, record_text.text(record).encode()) for path, (_, record) in new.items()
    )
    for finding in examination.examine(dataset, candidates).findings:
        findings.extend(_in_the_sheet(finding, new, filed))
    findings.extend(_told_already(dataset, [row for row in rows if not row.placed]))
    return Imported(len(rows), candidates, known, tuple(changed), in_order(findings))


def _row(
    rubric: Rubric, filled: Filled, cells: tuple[Cell, ...], findings: list[Diagnostic]
) -> Row:
    """Read one row's answers, each by the shape of its field."""
    path = filled.path
    answers = Answers()
    faulty = {cell.name for cell in cells if cell.faulty}
    faulty |= set(questions.REQUIRED) - {cell.name for cell in cells}  # complained of as headings
    for cell in cells:
        if not cell.text:
            continue
        row = Row(path, cells, answers, frozenset(), filled.sheet)
        at, words = row.at(cell.name)
        complaints: list[Diagnostic] = []
        value = questions.read(rubric, cell.name, cell.text, Sink(path, complaints), at)
        findings.extend(said(finding, at, words) for finding in complaints)
        if value is FAULTY:
            faulty.add(cell.name)
        else:
            answers = answers.having(cell.name, value)
    row = Row(path, cells, answers, frozenset(faulty), filled.sheet)
    rule = rubric.rules[answers.rule][1] if answers.rule else None
    for name, finding in questions.misfits(rule, answers, faulty, Place(path)):
        at, words = row.at(name)
        findings.append(said(finding, at, words))
        faulty.add(name)
    return row._replace(faulty=frozenset(faulty))


def said(finding: Diagnostic, at: Place, words: str) -> Diagnostic:
    """Place a finding in the sheet, and name the columns instead of the file's fields."""
    return finding._replace(
        path=at.path,
        line=at.line,
        column=at.column,
        message=f"{words}：{questions.in_headings(finding.message)}",
        hint=questions.in_headings(finding.hint),
    )


# What can be said of these does not rest on what a row still lacks.
_ALONE = frozenset({"date", "reason", "basis"})
_PRIVATE = frozenset(
    code.number
    for code in (
        *privacy.CODES.values(),
        privacy_codes.HOUSE_NUMBER,
        privacy_codes.NAME_BESIDE_WORD,
    )
)


def _told_already(dataset: Dataset, rows: list[Row]) -> Iterator[Diagnostic]:
    """Say what is wrong with the words and days of rows that no record can be made of yet."""
    made = {}
    for row in rows:
        record = questions.new_record(dataset.rubric, _complete(dataset.rubric, row))
        path = record_text.path(record).removesuffix(".yaml")
        made[f"{path}-{row.number}.yaml"] = row, record
    candidates = tuple(
        Candidate(path, record_text.text(record).encode()) for path, (_, record) in made.items()
    )
    for finding in examination.examine(dataset, candidates).findings if candidates else ():
        if finding.path in made:
            row, record = made[finding.path]
            name = questions.name_of(record_text.field_at(record, finding.line))
            alone = name in _ALONE or finding.code in _PRIVATE
            if alone and name and name not in row.faulty:
                yield said(finding, *row.at(name))


def _complete(rubric: Rubric, row: Row) -> Answers:
    """Fill in any community, rule and day, so that the row's other answers can be checked."""
    answers = row.with_placeholders()
    return replace(
        answers,
        community=answers.community or rubric.communities[0].id,
        rule=answers.rule or next(iter(rubric.rules)),
        date=answers.date or rubric.assessment.starts,
    )


_PATH = re.compile(rf"{DEDUCTIONS}/[a-z0-9/._-]+\.yaml")


def _in_the_sheet(
    finding: Diagnostic, new: dict[str, tuple[Row, NewRecord]], filed: _Filed
) -> Iterator[Diagnostic]:
    """Give what was found in a new record's text as found in its row; nothing for placeholders."""

    def named(found: re.Match[str]) -> str:
        return f"第 {new[found[0]][0].number} 行" if found[0] in new else found[0]

    finding = finding._replace(
        message=_PATH.sub(named, finding.message), hint=_PATH.sub(named, finding.hint)
    )
    if finding.path in new:
        row, record = new[finding.path]
        name = questions.name_of(record_text.field_at(record, finding.line))
        if name not in row.faulty and not (row.faulty and not name):
            yield said(finding, *row.at(name))
        return
    other = filed.at(finding.path)
    for row, record in new.values():
        if other is not None and _related(record, other):
            message = f"加上这一行，已有的记录 {other.path} 就不对了：{finding.message}"
            hint = f"核对这一行和那条记录；就那条记录来说：{finding.hint}"
            yield said(finding._replace(message=message, hint=hint), *row.at("rule"))
            return
    yield finding


def _related(record: NewRecord, other: Deduction) -> bool:
    """Tell whether a new record can be why a check has something against another."""
    same = record.rule == other.rule or bool(record.event and record.event == other.event)
    return record.community == other.community and same


def _twice(row: Row, twin: Row) -> Diagnostic:
    at, words = row.at()
    return record_codes.DUPLICATE_RECORD.at(
        at,
        f"{words}：与第 {twin.number} 行是同一条记录",
        f"只留一行；确实发生了几次的，在一行里填“{labels.ENTRY['count']}”",
    )


def _approved_since(row: Row, record: NewRecord, standing: Deduction) -> Iterator[Diagnostic]:
    if record.approval is not None and record.approval != standing.approval:
        at, words = row.at("approval_document")
        yield codes.APPROVED_SINCE.at(
            at,
            f"{words}：这条记录已经有了（{standing.path}），批准却与它写的不同",
            "在那条记录里补上或改正 approval；这一行的三栏批准照那条记录填，或清空",
        )


def _departments(rubric: Rubric, rows: list[Row]) -> Iterator[Diagnostic]:
    """Name the rows whose rule is of another department than the most rows' one."""
    departments = [rubric.rules[row.answers.rule][0].department for row in rows]
    names = {department.id: department.name for department in rubric.departments}
    usual = max(sorted(set(departments)), key=departments.count, default="")
    for row, department in zip(rows, departments, strict=True):
        if department != usual:
            at, words = row.at("rule")
            yield codes.SEVERAL_DEPARTMENTS.at(
                at,
                f"{words}：细则 {row.answers.rule} 由{names[department]}考核，"
                f"别的行多由{names[usual]}考核",
                f"核对细则；没有写错的话，这条记录由{names[department]}审核",
            )


def _key(rubric: Rubric, record: NewRecord | Deduction) -> tuple[object, ...]:
    """Give what makes two records the same, whatever happened to them since."""
    figures = figures_filed(record, rubric.rules[record.rule][1])
    words = (record.reason, record.basis, record.event)
    return record.community, record.rule, record.date, *figures, *words


# Where a key has what people correct in the sheet instead of in the record.
_CORRECTED = {"date": 2, "basis": -2}


def _but(name: str, key: tuple[object, ...]) -> tuple[object, ...]:
    """Give a key that leaves one of its parts open."""
    place = _CORRECTED[name] % len(key)
    return (name, *key[:place], *key[place + 1 :])


class _Filed:
    """The year's records, by what a row may have in common with them."""

    def __init__(self, dataset: Dataset) -> None:
        self._rubric = dataset.rubric
        self._by_key = {_key(dataset.rubric, record): record for record in dataset.deductions}
        self._by_path = {record.path: record for record in dataset.deductions}
        self._alike = {
            (record.community, record.rule, record.date, record.basis): record
            for record in dataset.deductions
            if status_of(record, dataset.rubric.rules[record.rule][1]) is not Status.WITHDRAWN
        }
        self._but_one = {
            _but(name, _key(dataset.rubric, record)): record
            for record in self._alike.values()
            for name in _CORRECTED
        }

    def same(self, record: NewRecord) -> Deduction | None:
        """Find the record that a row is already, perhaps changed since."""
        return self._by_key.get(_key(self._rubric, record)) or self._by_path.get(
            record_text.path(record)
        )

    def at(self, path: str) -> Deduction | None:
        """Find the record in a file."""
        return self._by_path.get(path)

    def before(self, row: Row, record: NewRecord) -> Iterator[Diagnostic]:
        """Warn of a row that looks like a record whose date or basis was corrected in the sheet."""
        for name in _CORRECTED:
            near = self._but_one.get(_but(name, _key(self._rubric, record)))
            if near is not None:
                at, words = row.at(name)
                yield codes.FILED_BEFORE.at(
                    at,
                    f"{words}：与已有的记录 {near.path} 只是“{QUESTIONS[name].heading}”不同",
                    "是更正，就改那条记录，这一行照它填；是另一件事，不用改",
                )

    def almost(self, row: Row, record: NewRecord) -> Iterator[Diagnostic]:
        """Refuse a row that would count once more what a record counts."""
        near = self._alike.get((record.community, record.rule, record.date, record.basis))
        if near is None:
            return
        differing = next(
            name
            for name in ("reason", "event", *FIGURES)
            if getattr(near, name) != getattr(record, name)
        )
        at, words = row.at(differing)
        yield codes.ALMOST_FILED.at(
            at,
            f"{words}：与已有的记录 {near.path} 的社区、细则、日期和依据都相同，"
            f"只是“{QUESTIONS[differing].heading}”不同",
            "是同一件事，就改那条记录，这一行照它填；是另一件事，在“依据”里写明区别",
        )
