"""Reads what the loader passes over: the `internal:` blocks, apart from all that is public.

The dataset never holds an internal text. Two things need them all the same: the site for those who
work on the assessment, and the search for leaks in what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpigen.errors import MachineError
from kpigen.model import Deduction
from kpigen.reading import source
from kpigen.reading.loader import RUBRIC
from kpigen.reading.source import Mapping, Node, Scalar
from kpigen.reading.tree import EntryKind, Tree

_BLOCK = "internal"


@dataclass(frozen=True, slots=True)
class InternalText:
    """A text of a block: the names that lead to it (members of a list have numbers), its line.

    `names` is empty where the whole block is one text.
    """

    names: tuple[str, ...]
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class RecordParts:
    """A record parted in two: what anyone may read, and what stands below `internal`.

    `names` are the names in that block with their lines: its author may have made them up.
    """

    record: str
    path: str
    public: tuple[str, ...]
    internal: tuple[InternalText, ...]
    names: tuple[tuple[str, int], ...]


def record_parts(tree: Tree, records: Iterable[Deduction]) -> Iterator[RecordParts]:
    """Part every record's file; the records have been read before and were sound."""
    for record in records:
        public: list[str] = []
        internal: tuple[InternalText, ...] = ()
        names: tuple[tuple[str, int], ...] = ()
        for key, node in _root(record.path, tree.read(record.path, source.MAX_BYTES)).entries:
            if key.text == _BLOCK:
                internal, names = tuple(_texts(node, ())), tuple(_names(node))
            else:
                public.extend(_words(node))
        yield RecordParts(record.id, record.path, tuple(public), internal, names)


def rubric_texts(tree: Tree, year: int) -> Iterator[str]:
    """Give every text of a year's rubric; all of it is public."""
    for path in _files(tree, f"{RUBRIC}/{year}"):
        yield from _words(_root(path, tree.read(path, source.MAX_BYTES)))


def _root(path: str, data: bytes) -> Mapping:
    root, _ = source.read(path, data)
    if not isinstance(root, Mapping):  # it was one when the data were checked
        raise MachineError(f"{path} 在生成的时候被改动了", "等改动结束以后再运行一次")
    return root


def _files(tree: Tree, folder: str) -> Iterator[str]:
    for entry in tree.entries(folder):
        if entry.kind is EntryKind.FOLDER:
            yield from _files(tree, entry.path)
        elif entry.kind is EntryKind.FILE and entry.name.endswith(".yaml"):
            yield entry.path


def _texts(node: Node, names: tuple[str, ...]) -> Iterator[InternalText]:
    if isinstance(node, Scalar):
        yield InternalText(names, node.text.strip(), node.line)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _texts(value, (*names, key.text))
    else:
        for number, member in enumerate(node.members, start=1):
            several = (str(number),) if len(node.members) > 1 else ()
            yield from _texts(member, (*names, *several))


def _names(node: Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield key.text, key.line
            yield from _names(value)
    elif not isinstance(node, Scalar):
        for member in node.members:
            yield from _names(member)


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Mapping):
        for _, value in node.entries:
            yield from _words(value)
    else:
        for member in node.members:
            yield from _words(member)
