"""Writes a new record: its text and its place, the same for everyone who files the same."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kpigen.exact import plain
from kpigen.model import Approval
from kpigen.reading.record_loader import DEDUCTIONS
from kpigen.written import SCHEMAS


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What a clerk files; figures that the rule's kind does not ask for are None."""

    year: int
    community: str
    department: str
    date: date
    rule: str
    count: Decimal | None
    actual: Decimal | None
    deduct: Decimal | None
    points: Decimal | None
    reason: str
    basis: str
    event: str
    approval: Approval | None


def path(record: NewRecord) -> str:
    """Give a place that no other record takes: its name ends in a checksum of the text.

    Whoever files the very same again gets the very same place.
    """
    checksum = zlib.crc32(text(record).encode("utf-8"))
    name = f"{record.date}-{record.rule}-{checksum:08x}.yaml"
    return f"{DEDUCTIONS}/{record.year}/{record.community}/{record.department}/{name}"


def text(record: NewRecord) -> str:
    """Write a record's file. The entry page of the site writes the same, letter by letter."""
    return "".join(f"{line}\n" for _, line in _lines(record))


def field_at(record: NewRecord, line: int) -> str:
    """Name the field in a line of the text, from 1: `date`, `approval.date`; empty for the rest."""
    lines = _lines(record)
    return lines[line - 1][0] if 0 < line <= len(lines) else ""


def _lines(record: NewRecord) -> list[tuple[str, str]]:
    """Write the lines, each with the name of the field that it holds."""
    schema = f"../../../../../{SCHEMAS}/deduction-{record.year}.json"
    values = [("date", str(record.date)), ("rule", record.rule)]
    values += [
        (name, plain(figure))
        for name, figure in (
            ("count", record.count),
            ("actual", record.actual),
            ("deduct", record.deduct),
            ("points", record.points),
        )
        if figure is not None
    ]
    values += [("reason", quoted(record.reason)), ("basis", quoted(record.basis))]
    if record.event:
        values.append(("event", quoted(record.event)))
    lines = [("", f"# yaml-language-server: $schema={schema}")]
    lines += [(name, f"{name}: {value}") for name, value in values]
    approval = record.approval
    if approval is not None:
        lines += [
            ("approval", "approval:"),
            ("approval.document", f"  document: {quoted(approval.document)}"),
            ("approval.approved_by", f"  approved_by: {quoted(approval.approved_by)}"),
            ("approval.date", f"  date: {approval.date}"),
        ]
    return lines


def quoted(words: str) -> str:
    """Write a text so that YAML reads just these words, whatever they are."""
    return json.dumps(words, ensure_ascii=False)
