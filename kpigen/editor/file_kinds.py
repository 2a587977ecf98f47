"""The kinds of files that people write: where they stand and what shape they have."""

from __future__ import annotations

from typing import NamedTuple

from kpigen.reading import schema
from kpigen.reading.groups import Group
from kpigen.written import SCHEMAS


class FileKind(NamedTuple):
    """`name` names its schema and its samples; `place` is its path, with what varies in < >."""

    name: str
    place: str
    group: Group


_YEAR = "data/rubric/<年度>"
DEDUCTION = FileKind(
    "deduction", "data/deductions/<年度>/<社区>/<部门>/<名称>.yaml", schema.DEDUCTION
)
# In the order in which they are asked for: a record every day, the table once a year.
FILE_KINDS = (
    DEDUCTION,
    FileKind("assessment", f"{_YEAR}/assessment.yaml", schema.ASSESSMENT),
    FileKind("departments", f"{_YEAR}/departments.yaml", schema.DEPARTMENTS),
    FileKind("communities", f"{_YEAR}/communities.yaml", schema.COMMUNITIES),
    FileKind("category", f"{_YEAR}/categories/<名称>.yaml", schema.CATEGORY),
    FileKind("calendar", f"{_YEAR}/calendar.yaml", schema.CALENDAR),
    FileKind("privacy", f"{_YEAR}/privacy.yaml", schema.PRIVACY),
)


def pointer(kind: FileKind, year: str = "<年度>") -> str:
    """Give the first line of such a file: it leads editors to the schema of its kind."""
    name = f"{kind.name}-{year}" if kind is DEDUCTION else kind.name
    return f"# yaml-language-server: $schema={'../' * kind.place.count('/')}{SCHEMAS}/{name}.json"
