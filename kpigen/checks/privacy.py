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

from kpigen.checks.texts import Text, joined, texts
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


def published_texts(dataset: Dataset) -> Iterator[Diagnostic]:
    """No publishable text holds a private number, a house number, a name beside a delicate word."""
    rubric = dataset.rubric
    owners: tuple[Deduction | Reading, ...] = (*dataset.deductions, *rubric.readings)
    together = [joined(owner) for owner in owners]
    everything = "\n".join(together)
    privacy = rubric.privacy
    listed = "|".join(map(re.escape, privacy.words))
    words = frozenset(re.findall(listed, everything)) if listed else frozenset()
    known = [community.name for community in rubric.communities]
    known += [department.name for department in rubric.departments]
    names = Names(words, privacy.surnames, (*privacy.ordinary, *known)) if words else None
    for index in _worth_a_look(together, everything, words):
        for text in texts(owners[index]):
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


def _worth_a_look(together: list[str], everything: str, words: frozenset[str]) -> list[int]:
    """Find the owners that show a sign of anything private, in one go over all of them."""
    plain = sorted({*words, *(sign for sign in AT_SIGNS if sign in everything)})
    signs = [DIGITS, *SIGNS, *(["|".join(map(re.escape, plain))] if plain else [])]
    places = [found.start() for sign in signs for found in re.finditer(sign, everything)]
    if not places:
        return []
    ends = list(accumulate(len(text) + 1 for text in together))
    return sorted({bisect_right(ends, place) for place in places})


def _findings(text: Text, names: Names | None) -> Iterator[Diagnostic]:
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
