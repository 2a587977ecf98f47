"""The files that `kpigen schema` writes: one for every kind of file, one a year for its records."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen import deduction_schema
from kpigen.editor_schema import Schema, as_json, of_file
from kpigen.file_kinds import DEDUCTION, FILE_KINDS
from kpigen.model import Rubric
from kpigen.written import SCHEMAS, Written


def files(*rubrics: Rubric) -> Iterator[Written]:
    """Give the schemas of every kind of file, then those of the given years' records."""
    for kind in FILE_KINDS:
        if kind is not DEDUCTION:
            yield _file(kind.name, of_file(kind.name, kind.group))
    for rubric in rubrics:
        yield _file(f"{DEDUCTION.name}-{rubric.assessment.year}", deduction_schema.of_year(rubric))


def _file(name: str, schema: Schema) -> Written:
    return Written(f"{SCHEMAS}/{name}.json", as_json(schema).encode("utf-8"))
