"""What a line of the workbook says, by the shapes of the record's own fields."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kpigen.diagnostics import Diagnostic
from kpigen.filing import questions
from kpigen.filing.questions import Answers
from kpigen.filing.sheet_import import said
from kpigen.labels import DEDUCTION_COLUMNS
from kpigen.model import Correction, Decision, Deduction, Rubric, Rule
from kpigen.reading import schema
from kpigen.reading.groups import Group
from kpigen.reading.shapes import FAULTY, ListOf, Shape, Sink
from kpigen.reading.source import Scalar
from kpigen.revising.workbook import CORRECTION, FIELDS, Line

Value = Decimal | date | str | None
# Where a column's value stands in the record.
FIELD = {name: name for name in FIELDS} | {
    "reduced_count": "appeal.count",
    "reduced_deduct": "appeal.deduct",
}
_CORRECTED = {
    "correction_reason": "reason",
    "correction_by": "decided_by",
    "correction_date": "date",
}


class Values(NamedTuple):
    """A line's values by column, in the order of `FIELDS`; those of `faulty` columns are None."""

    values: tuple[tuple[str, Value], ...]
    faulty: frozenset[str]


def read(rubric: Rubric, line: Line, findings: list[Diagnostic]) -> Values:
    """Read what a person may have changed in a line."""
    values: list[tuple[str, Value]] = []
    faulty = set(line.faulty)
    for name in FIELDS:
        value: object = "" if name == "event" else None
        if line.text(name):
            value = _one(rubric, line, name, findings)
        if value is FAULTY:
            faulty.add(name)
            value = None
        assert value is None or isinstance(value, Decimal | date | str)  # noqa: S101  # by its shape
        values.append((name, value))
    return Values(tuple(values), frozenset(faulty))


def _one(rubric: Rubric, line: Line, name: str, findings: list[Diagnostic]) -> object:
    at, words = line.at(name)
    complaints: list[Diagnostic] = []
    question = name.removeprefix("reduced_")
    value = questions.read(rubric, question, line.text(name), Sink(line.path, complaints), at)
    findings.extend(said(finding, at, words) for finding in complaints)
    return value


def filed(record: Deduction, name: str) -> Value:
    """Give what a record says in a column."""
    if name.startswith("reduced_"):
        appeal = record.appeal
        if appeal is None or appeal.decision is not Decision.REDUCED:
            return None
        return appeal.count if name == "reduced_count" else appeal.deduct
    value: Value = getattr(record, name)
    return value


def misfits(rule: Rule, line: Line, values: Values) -> list[Diagnostic]:
    """Say what is missing in a line, and what its rule has no use for."""
    said_of = dict(values.values)
    answers = Answers(community="-", rule=rule.id)
    for name, value in said_of.items():
        if value is not None and not name.startswith("reduced_"):
            answers = answers.having(name, value)
    place, _ = line.at()
    return [
        said(finding, *line.at(name))
        for name, finding in questions.misfits(rule, answers, set(values.faulty), place)
    ]


def correction(line: Line, findings: list[Diagnostic]) -> Correction | None:
    """Read the three columns of a correction; None where nothing is filled in, or not rightly."""
    given = [name for name in CORRECTION if line.text(name)]
    if not given or line.faulty & set(CORRECTION):
        return None
    read_as: dict[str, object] = {}
    for name in CORRECTION:
        at, words = line.at(name)
        if not line.text(name):
            heading = DEDUCTION_COLUMNS[name]
            missing = questions.missing("reason", at)
            message = f"{words}：更正的三栏要么都填，要么都不填，没有填“{heading}”"
            findings.append(missing._replace(message=message, hint=f"填上{heading}"))
            continue
        shape = _shape(_CORRECTED[name])
        scalar = Scalar(
            questions.as_filed(shape, line.text(name)), plain=False, line=at.line, column=at.column
        )
        complaints: list[Diagnostic] = []
        read_as[name] = shape.read(scalar, DEDUCTION_COLUMNS[name], Sink(line.path, complaints))
        findings.extend(said(finding, at, words) for finding in complaints)
    reason, by, day = (read_as.get(name) for name in CORRECTION)
    if isinstance(reason, str) and isinstance(by, str) and isinstance(day, date):
        return Correction(day, reason, by)
    return None


def _shape(name: str) -> Shape:
    entries = schema.DEDUCTION.by_name["corrections"].shape
    assert isinstance(entries, ListOf)  # noqa: S101  # so it is declared
    assert isinstance(entries.member, Group)  # noqa: S101  # so it is declared
    return entries.member.by_name[name].shape
