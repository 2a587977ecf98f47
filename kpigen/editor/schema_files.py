"""The files that `kpigen schema` writes: one for every kind of file, one a year for its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpigen.codes.written_codes import OUTDATED
from kpigen.diagnostics import Diagnostic, Place
from kpigen.editor import deduction_schema
from kpigen.editor.editor_schema import Schema, as_json, of_file
from kpigen.editor.file_kinds import DEDUCTION, FILE_KINDS
from kpigen.model import Rubric
from kpigen.reading.tree import Tree
from kpigen.written import SCHEMAS, Compared, State, Written, compare


def files(*rubrics: Rubric) -> Iterator[Written]:
    """Give the schemas of every kind of file, then those of the given years' records."""
    for kind in FILE_KINDS:
        if kind is not DEDUCTION:
            yield _file(kind.name, of_file(kind.name, kind.group))
    for rubric in rubrics:
        yield _file(f"{DEDUCTION.name}-{rubric.assessment.year}", deduction_schema.of_year(rubric))


def outdated(tree: Tree, wanted: Iterable[Written]) -> tuple[Compared, ...]:
    """Give those that are missing or differ; whatever stands in the folder is ours."""
    compared = compare(tree, wanted, mark="")
    return tuple(found for found in compared if found.state is not State.SAME)


def findings(tree: Tree, rubric: Rubric) -> Iterator[Diagnostic]:
    """Name the files that are no longer what `kpigen schema` would write."""
    for file, _, line in outdated(tree, files(rubric)):
        yield OUTDATED.at(
            Place(file.path, line),
            "这个文件由 kpigen schema 生成，已经与考核数据或程序的版本不符",
            "运行 kpigen schema，把更新的文件一起提交",
        )


def _file(name: str, schema: Schema) -> Written:
    return Written(f"{SCHEMAS}/{name}.json", as_json(schema).encode("utf-8"))
