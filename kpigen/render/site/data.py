"""The page that says what each field of the data files means, with an example from the files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kpigen.render import File, Selection
from kpigen.render import csv as csv_files
from kpigen.render import json as json_file
from kpigen.render.site.year import Year
from kpigen.view.data_fields import COMMUNITIES, DEDUCTIONS, SCHEMA_NAME, SCORES
from kpigen.view.data_kinds import Field, Group, ListOf, OneOf
from kpigen.view.values import Report

# What tells a reader little; where a file holds something better, that is the example.
_TELLS_LITTLE: tuple[object, ...] = ("", "0", False, [])

# A group as written: an object of the JSON file, a line of a CSV file.
Thing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field on the page; `inside` is the anchor of the table of what stands in it."""

    field: Field
    words: tuple[tuple[str, str], ...]
    example: str
    inside: str


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The fields of one kind of thing; `names` leads to it, empty for the file itself."""

    anchor: str
    names: str
    of: str
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file, its schema, and its fields."""

    name: str
    schema: str
    anchor: str
    tables: tuple[FieldTable, ...]


def pages(year: Year, selection: Selection) -> Iterator[File]:
    """Give the page."""
    yield year.page(
        "data",
        "data",
        title="数据说明",
        section="downloads",
        up=("downloads.html", "下载"),
        context={"files": _files(year.report, selection)},
    )


def _files(report: Report, selection: Selection) -> tuple[DataFile, ...]:
    whole = {"$schema": SCHEMA_NAME, **json_file.document(report, selection)}
    records = _lines(csv_files.deductions(report, selection))
    communities = _lines(csv_files.scores(report, selection))
    return (
        DataFile(
            "scores.json", SCHEMA_NAME, "json", tuple(_tables(SCORES, [whole], _as_json, "json"))
        ),
        DataFile(
            "deductions.csv",
            csv_files.DEDUCTIONS_SCHEMA,
            "deductions",
            tuple(_tables(DEDUCTIONS, records, str, "deductions")),
        ),
        DataFile(
            "scores.csv",
            csv_files.SCORES_SCHEMA,
            "scores",
            tuple(_tables(COMMUNITIES, communities, str, "scores")),
        ),
    )


def _lines(text: str) -> list[Thing]:
    return list(csv.DictReader(io.StringIO(text)))


def _tables(
    group: Group, things: list[Thing], shown: Callable[[object], str], anchor: str, names: str = ""
) -> Iterator[FieldTable]:
    """Give the table of a group, which was written as `things`, and of the groups in it.

    `shown` writes a value as its file has it.
    """
    found = {
        field.name: [thing[field.name] for thing in things if thing.get(field.name) is not None]
        for field in group.fields
    }
    inner = {
        field.name: member for field in group.fields if (member := _group_in(field)) is not None
    }
    rows = []
    for field in group.fields:
        values = found[field.name]
        inside = f"{anchor}-{field.name}" if field.name in inner else ""
        example = shown(_telling(values)) if values and not inside else ""
        rows.append(FieldRow(field, _words(field), example, inside))
    yield FieldTable(anchor, names, group.of, tuple(rows))
    for name, member in inner.items():
        values = found[name]
        is_list = any(isinstance(value, list) for value in values)
        members = [one for value in values for one in value] if is_list else values
        path = f"{names}.{name}" if names else name
        yield from _tables(member, members, shown, f"{anchor}-{name}", path)


def _group_in(field: Field) -> Group | None:
    kind = field.kind.member if isinstance(field.kind, ListOf) else field.kind
    return kind if isinstance(kind, Group) else None


def _words(field: Field) -> tuple[tuple[str, str], ...]:
    kind = field.kind.member if isinstance(field.kind, ListOf) else field.kind
    return kind.words if isinstance(kind, OneOf) else ()


def _telling(values: list[object]) -> object:
    """Give the first value that tells a reader something, else the first."""
    return next((value for value in values if value not in _TELLS_LITTLE), values[0])


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
