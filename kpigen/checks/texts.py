"""The texts that are published, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kpigen.diagnostics import Place
from kpigen.model import Deduction, Reading


class Text(NamedTuple):
    """A text that is published, and whose it is: a record's field, or a reading."""

    owner: Deduction | Reading
    field: str
    text: str

    def place(self) -> Place:
        """Say where the text stands."""
        return self.owner.at(self.field) if isinstance(self.owner, Deduction) else self.owner.at


def joined(owner: Deduction | Reading) -> str:
    """Give all texts of an owner as one; most records have only these three."""
    if isinstance(owner, Deduction) and not (
        owner.approval or owner.appeal or owner.withdrawn or owner.corrections
    ):
        return f"{owner.reason}\n{owner.basis}\n{owner.event}"
    return "\n".join(text.text for text in texts(owner))


def texts(owner: Deduction | Reading) -> Iterator[Text]:
    """Give an owner's texts one by one."""
    named = _of_reading(owner) if isinstance(owner, Reading) else _of_record(owner)
    for field, text in named:
        yield Text(owner, field, text)


def _of_record(record: Deduction) -> Iterator[tuple[str, str]]:
    yield "reason", record.reason
    yield "basis", record.basis
    yield "event", record.event
    if record.approval:
        yield "approval.document", record.approval.document
        yield "approval.approved_by", record.approval.approved_by
    if record.appeal:
        yield "appeal.grounds", record.appeal.grounds
        yield "appeal.decided_by", record.appeal.decided_by
        yield "appeal.document", record.appeal.document
    if record.withdrawn:
        yield "withdrawn.reason", record.withdrawn.reason
        yield "withdrawn.decided_by", record.withdrawn.decided_by
    for correction in record.corrections:
        yield "corrections", correction.reason
        yield "corrections", correction.decided_by


def _of_reading(reading: Reading) -> Iterator[tuple[str, str]]:
    yield "", reading.doubt
    yield "", reading.reading
    if reading.decided is not None:
        yield "", reading.decided.by
        yield "", reading.decided.document
