"""Finds where each printed text stands in the rubric's files, to the line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kpigen.diagnostics import Place
from kpigen.model import Assessment, Category, Item, Rubric
from kpigen.reading import source
from kpigen.reading.source import Node, Sequence
from kpigen.reading.tree import Tree

# The columns that a category's own file head holds, by the names there.
_OF_CATEGORY = {"number": "no", "category": "name"}
_Found = tuple[tuple[str, str], Place]


class RubricPlaces:
    """Where the printed texts of one rubric stand; what is not written stands at its row."""

    def __init__(self, tree: Tree, rubric: Rubric) -> None:
        self._assessment = rubric.assessment
        self._places: Mapping[tuple[str, str], Place] = MappingProxyType(
            dict([*_frame(tree, rubric.assessment), *_cells(tree, rubric)])
        )

    def cell(self, item: Item, column: str) -> Place:
        """Find a cell of a row, by the column's name in `values.COLUMNS`."""
        return self._places.get((item.id, column), item.at)

    def frame(self, part: str) -> Place:
        """Find `title`, `total_label`, `total`, or a heading by its number from 0."""
        return self._places.get(("", part), self._assessment.at)


def _frame(tree: Tree, assessment: Assessment) -> Iterator[_Found]:
    root = _root(tree, assessment.at.path)
    within = _child(root, "printed")
    parts = {
        "title": _child(root, "title"),
        "total": _child(root, "total"),
        "total_label": _child(within, "total_label"),
    }
    headings = _child(within, "headings")
    if isinstance(headings, Sequence):
        parts |= {str(place): member for place, member in enumerate(headings.members)}
    for name, node in parts.items():
        if node is not None:
            yield ("", name), _place(assessment.at.path, node)


def _cells(tree: Tree, rubric: Rubric) -> Iterator[_Found]:
    for category in rubric.categories:
        root = _root(tree, category.at.path)
        items = _child(root, "items")
        members = items.members if isinstance(items, Sequence) else ()
        for item, node in zip(category.items, members, strict=False):
            yield from _row(category, item, root, _child(node, "printed"))


def _row(
    category: Category, item: Item, root: Node | None, within: Node | None
) -> Iterator[_Found]:
    path = category.at.path
    for column, name in _OF_CATEGORY.items():
        node = _child(root, name)
        yield (item.id, column), category.at if node is None else _place(path, node)
    if isinstance(within, source.Mapping):
        for key, node in within.entries:
            yield (item.id, key.text), _place(path, node)


def _root(tree: Tree, path: str) -> Node | None:
    root, _ = source.read(path, tree.read(path, source.MAX_BYTES))
    return root


def _child(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, source.Mapping):
        return None
    return next((value for key, value in node.entries if key.text == name), None)


def _place(path: str, node: Node) -> Place:
    return Place(path, node.line, node.column)
