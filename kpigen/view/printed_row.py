"""One row as the printed table has it: merged cells filled in, each rule's words told apart."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.model import Category, Cell, Item, Kind, Rubric
from kpigen.view.row_values import PrintedRowView, WordsView


def printed_rows(rubric: Rubric) -> dict[str, PrintedRowView]:
    """Give every row's cells, by the row's id."""
    department = ""
    points = {item.id: item.printed.points for item in rubric.items}
    found = {}
    for category in rubric.categories:
        for item in category.items:
            department = item.printed.department or department
            found[item.id] = _printed(category, item, department, points)
    return found


def _printed(
    category: Category, item: Item, department: str, points: dict[str, str]
) -> PrintedRowView:
    return PrintedRowView(
        number=category.no,
        category=category.name,
        seq=item.printed.seq,
        content=tuple(words(item, Cell.CONTENT)),
        veto=item.printed.veto,
        department=department,
        points=points[item.pool or item.id],
        rules=tuple(words(item, Cell.RULES)),
        merged=item.pool or "",
    )


def words(item: Item, cell: Cell) -> Iterator[WordsView]:
    """Part a cell into runs of words, each with the rule that encodes it; together they are all.

    Rules are found as the checks find them: one after the other, a veto anywhere.
    """
    text = item.printed.cell(cell)
    done = 0
    for start, end, rule in sorted(_places(item, cell)):
        if start < done:
            continue  # words that two rules share show the first
        if start > done:
            yield WordsView(text[done:start], "")
        yield WordsView(text[start:end], rule)
        done = end
    if done < len(text):
        yield WordsView(text[done:], "")


def _places(item: Item, cell: Cell) -> Iterator[tuple[int, int, str]]:
    text = item.printed.cell(cell)
    after = 0
    for rule in item.rules:
        if rule.cell is cell:
            start = text.find(rule.text, 0 if rule.kind is Kind.VETO else after)
            if start >= 0:
                after = start + len(rule.text)
                yield start, after, rule.id
