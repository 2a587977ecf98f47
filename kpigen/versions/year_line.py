"""One year along the main line: what each commit brought and took, read into values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kpigen.diagnostics import Diagnostic, has_errors
from kpigen.model import Deduction, Rubric
from kpigen.reading import loader, rubric_loader
from kpigen.reading.loader import RUBRIC
from kpigen.reading.record_loader import DEDUCTIONS, record_id
from kpigen.reading.source import Node
from kpigen.versions.main_line import FileChange, MainLine, Step

# The comments above the data. What they say is no part of it: files that differ only there (the
# line that names a schema, once put into every file) are read once.
_HEADING = re.compile(rb"(?:#[^\n]*\n)*")


class Delta(NamedTuple):
    """What one commit did to the year.

    `records` are the new and changed ones that could be read; `gone` and `damaged` are ids: of
    files that are no more, and of those that are there and can't be read. `rubric` is the table as
    it is from now on where `has_rubric` says that the commit touched it, None if unreadable.
    """

    commit: str
    committed: int
    records: tuple[Deduction, ...]
    gone: frozenset[str]
    damaged: frozenset[str]
    has_rubric: bool
    rubric: Rubric | None

    @property
    def touched(self) -> frozenset[str]:
        """Give the ids of all records that it concerns."""
        return frozenset(record.id for record in self.records) | self.gone | self.damaged


def deltas(line: MainLine, year: int) -> Iterator[Delta]:
    """Give every commit that touched the year, the oldest first."""
    reader = _Reader(line, year)
    for step in line.steps:
        delta = reader.delta(step)
        if delta is not None:
            yield delta


class _Reader:
    """What was read before: a table is put together anew from files of which most stayed."""

    def __init__(self, line: MainLine, year: int) -> None:
        self._contents = line.contents
        self._year = year
        self._is_record = re.compile(rf"{DEDUCTIONS}/{year}/[^/]+/[^/]+/[^/]+\.yaml\Z").match
        self._rubric = f"{RUBRIC}/{year}/"
        self._files: dict[str, bytes | None] = {}  # bytes by name, None for what is no plain file
        self._nodes: dict[bytes, tuple[Node | None, bool]] = {}
        self._read: dict[tuple[str, bytes], Deduction | None] = {}

    def delta(self, step: Step) -> Delta | None:
        """Read a commit's files; None where none of them is the year's."""
        records: list[Deduction] = []
        gone: set[str] = set()
        damaged: set[str] = set()
        has_rubric = False
        for file in step.files:
            if self._is_record(file.path):
                record = self._record(file)
                if record is not None:
                    records.append(record)
                else:
                    (damaged if file.there else gone).add(record_id(file.path))
            elif file.path.startswith(self._rubric):
                has_rubric |= self._keep(file)
        if not (records or gone or damaged or has_rubric):
            return None
        return Delta(
            commit=step.commit,
            committed=step.committed,
            records=tuple(records),
            gone=frozenset(gone),
            damaged=frozenset(damaged),
            has_rubric=has_rubric,
            rubric=self._table() if has_rubric else None,
        )

    def _record(self, file: FileChange) -> Deduction | None:
        if file.blob is None or not loader.is_well_named(file.path.rpartition("/")[2]):
            return None
        key = file.path, self._body(file.blob)
        if key not in self._read:
            record, findings = loader.read_record(*key)
            self._read[key] = None if has_errors(findings) else record
        return self._read[key]

    def _body(self, blob: bytes) -> bytes:
        data = self._contents[blob]
        heading = _HEADING.match(data)
        return data[heading.end() :] if heading else data

    def _keep(self, file: FileChange) -> bool:
        """Note a file of the table; tell whether the table changes with it."""
        name = file.path.removeprefix(self._rubric)
        folder, _, last = name.rpartition("/")
        is_category = folder == "categories" and loader.is_well_named(last)
        if not is_category and name not in rubric_loader.SHAPES:
            return False
        before = dict(self._files)
        if file.there:
            self._files[name] = None if file.blob is None else self._body(file.blob)
        else:
            self._files.pop(name, None)
        return self._files != before

    def _table(self) -> Rubric | None:
        """Put the table together; None unless it could be read without an error."""
        names = sorted(self._files, key=lambda name: ("/" in name, name))
        read = {name: self._node(name, self._files[name]) for name in names}
        findings: list[Diagnostic] = []
        nodes = {name: node for name, (node, _) in read.items()}
        rubric = rubric_loader.assemble(nodes, self._year, findings)
        is_whole = all(good for _, good in read.values()) and not has_errors(tuple(findings))
        return rubric if is_whole else None

    def _node(self, name: str, body: bytes | None) -> tuple[Node | None, bool]:
        """Give a file's root node, and whether it has one without an error."""
        if body is None:
            return None, False
        if body not in self._nodes:
            findings: list[Diagnostic] = []
            node = loader.root_node(f"{self._rubric}{name}", body, findings)
            self._nodes[body] = node, node is not None and not has_errors(tuple(findings))
        return self._nodes[body]
