"""What must not be published is found before it is committed, and never shown whole.

Looked at: the texts of a record that any output shows, its file name (which is its id), and what
the office writes itself about its readings. `appeal_to` may well hold the office's telephone
number and is not looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from kpigen.codes import privacy_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.model import Dataset, Deduction, Reading
from kpigen.privacy.houses import SIGNS, house
from kpigen.privacy.names import Names
from kpigen.privacy.numbers import AT_SIGNS, DIGITS, Private, find, masked

CODES = {
    Private.ID: codes.ID_NUMBER,
    Private.LIKE_AN_ID: codes.LIKE_AN_ID_NUMBER,
    Private.CARD: codes.BANK_CARD,
    Private.MOBILE: codes.MOBILE,
    Private.LANDLINE: codes.LANDLINE,
    Private.EMAIL: codes.EMAIL,
}
# A name is full of dates and hyphens: only what nothing parts is a number here.
_IN_A_ROW = "[0-9]{11}"
_TAKE_OUT = "删去它；办理需要的，写在 internal 里，那里的内容不公布"


class _Text(NamedTuple):
    """A text that is published, and whose it is: a record's field, or a reading."""

    owner: Deduction | Reading
    field: str
    text: str

    def place(self) -> Place:
        """Say where the text stands."""
        return self.owner.at(self.field) if isinstance(self.owner, Deduction) else self.owner.at


def published_texts(dataset: Dataset) -> Iterator[Diagnostic]:
    """No publishable text holds a private number, a house number, a name beside a delicate word."""
    rubric = dataset.rubric
    owners: tuple[Deduction | Reading, ...] = (*dataset.deductions, *rubric.readings)
    joined = [_joined(owner) for owner in owners]
    everything = "\n".join(joined)
    privacy = rubric.privacy
    listed = "|".join(map(re.escape, privacy.words))
    words = frozenset(re.findall(listed, everything)) if listed else frozenset()
    known = [community.name for community in rubric.communities]
    known += [department.name for department in rubric.departments]
    names = Names(words, privacy.surnames, (*privacy.ordinary, *known)) if words else None
    for index in _worth_a_look(joined, everything, words):
        for text in _texts(owners[index]):
            yield from _findings(text, names)


def file_names(dataset: Dataset) -> Iterator[Diagnostic]:
    """No record's file name, which is part of its id, holds a private number."""
    everything = "\n".join([record.path for record in dataset.deductions])
    if not re.search(_IN_A_ROW, everything):
        return
    for record in dataset.deductions:
        folder, _, name = record.path.rpartition("/")
        for found in find(name):
            shown = masked(name[found.start : found.end])
            yield CODES[found.kind].at(
                Place(folder),  # the path itself would show it
                f"这个目录里有一个文件的名称含有{found.kind.value} {shown}",
                "换一个名称：日期加一个简短的英文或拼音词",
            )


def _joined(owner: Deduction | Reading) -> str:
    """Give all texts of an owner as one; most records have only these three."""
    if isinstance(owner, Deduction) and not (
        owner.approval or owner.appeal or owner.withdrawn or owner.corrections
    ):
        return f"{owner.reason}\n{owner.basis}\n{owner.event}"
    return "\n".join(text.text for text in _texts(owner))


def _texts(owner: Deduction | Reading) -> Iterator[_Text]:
    named = _of_reading(owner) if isinstance(owner, Reading) else _of_record(owner)
    for field, text in named:
        yield _Text(owner, field, text)


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


def _worth_a_look(joined: list[str], everything: str, words: frozenset[str]) -> list[int]:
    """Find the owners that show a sign of anything private, in one go over all of them."""
    plain = sorted({*words, *(sign for sign in AT_SIGNS if sign in everything)})
    signs = [DIGITS, *SIGNS, *(["|".join(map(re.escape, plain))] if plain else [])]
    places = [found.start() for sign in signs for found in re.finditer(sign, everything)]
    if not places:
        return []
    ends = list(accumulate(len(text) + 1 for text in joined))
    return sorted({bisect_right(ends, place) for place in places})


def _findings(text: _Text, names: Names | None) -> Iterator[Diagnostic]:
    words = text.text
    for found in find(words):
        yield CODES[found.kind].at(
            text.place(),
            f"要公布的文字里有{found.kind.value} {masked(words[found.start : found.end])}",
            _TAKE_OUT,
        )
    address = house(words)
    if address:
        yield codes.HOUSE_NUMBER.at(
            text.place(),
            f"要公布的文字里像有门牌号 {address[:2]}…（{len(address)} 个字）",
            "写到村、小区、路段为止，不写楼栋、单元和门牌；不是住址的可以不改",
        )
    beside = None if names is None else names.beside(words)
    if beside is not None:
        yield codes.NAME_BESIDE_WORD.at(
            text.place(),
            f"“{beside.word}”旁边像有姓名 {beside.name[0]}…（{len(beside.name)} 个字）",
            "写成“一户”“一人”，姓名写在 internal 里；不是姓名的可以不改",
        )
