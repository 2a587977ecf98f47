"""No text that a print shows has a character that the fonts have not.

Found here, and not when something is printed: whoever writes the record learns it then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kpigen.checks.texts import joined, texts
from kpigen.codes import print_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.model import Dataset, Rubric
from kpigen.typefaces import shown

# GBK has 21,000 Chinese characters. These of it are not in the packaged fonts; a test sets the
# others. Only a text that has another character waits for the typesetter.
_USUAL = "gbk"
_UNUSUAL = re.compile("[\0-\b\x0e-\x1f\x7f≒]")


class _Written(NamedTuple):
    """A text, what it is to its readers, and where it stands."""

    text: str
    what: str
    place: Place


def printable(dataset: Dataset) -> Iterator[Diagnostic]:
    """Every character that a print shows is in the packaged fonts or in the year's own."""
    if dataset.fonts is None and dataset.rubric.assessment.fonts:
        return  # a commit's files: what is in its fonts is not to be known here
    suspects = list(_suspects(dataset))
    if not suspects:
        return
    # The typesetter itself decides, so that a print never stops where nothing was found here.
    from kpigen.typefaces.typesetter import Typesetter  # noqa: PLC0415  # almost nobody needs it

    answers = Typesetter(dataset.fonts or ()).refused([written.text for written in suspects])
    for written, characters in zip(suspects, answers, strict=True):
        for character in characters:
            yield codes.NO_GLYPH.at(
                written.place,
                f"{written.what}里的{shown(character)}，打印字体中没有",
                _hint(character),
            )


def usual(text: str) -> bool:
    """Tell whether all of a text is surely in the packaged fonts."""
    try:
        text.encode(_USUAL)
    except UnicodeEncodeError:
        return False
    return _UNUSUAL.search(text) is None


def _hint(character: str) -> str:
    if not character.isprintable():
        return "删去它：多半是从别的文件里粘贴带来的"
    return (
        "换成字体里有的写法，例如通用的异体字，或写出字形，如“吉（上土下口）”；"
        "一定要用的，把有这个字的字体放进仓库，目录写在 assessment.yaml 的 fonts 里"
    )


def _suspects(dataset: Dataset) -> Iterator[_Written]:
    everything = [joined(record) for record in dataset.deductions]
    if not usual("\n".join(everything)):
        for record, together in zip(dataset.deductions, everything, strict=True):
            if usual(together):
                continue
            for text in texts(record):
                if not usual(text.text):
                    yield _Written(text.text, f"扣分记录 {record.id} ", text.place())
    rubric = list(_of_rubric(dataset.rubric))
    if not usual("\n".join(written.text for written in rubric)):
        yield from (written for written in rubric if not usual(written.text))


def _of_rubric(rubric: Rubric) -> Iterator[_Written]:
    assessment = rubric.assessment
    for text in (
        assessment.title,
        assessment.town,
        assessment.appeal_to,
        assessment.total_label,
        *assessment.headings,
    ):
        yield _Written(text, "考核总表", assessment.at)
    for department in rubric.departments:
        yield _Written(department.name, f"部门 {department.id} 的名称", department.at)
    for community in rubric.communities:
        yield _Written(community.name, f"社区 {community.id} 的名称", community.at)
    for category in rubric.categories:
        yield _Written(f"{category.no}\n{category.name}", f"目标类别 {category.id} ", category.at)
        for item in category.items:
            yield _Written("\n".join(item.printed), f"考核表第 {item.id} 行", item.at)
            for rule in item.rules:
                words = f"{rule.text}\n{rule.unit}\n{rule.per}"
                yield _Written(words, f"细则 {rule.id} ", rule.at)
    for reading in rubric.readings:
        together = f"{reading.text}\n{joined(reading)}"
        yield _Written(together, f"读法 {reading.id} ", reading.at)
