"""Whatever differs in a rubric is found, and said by a Chinese name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.changes.rubric_changes import rubric_changes
from kpigen.model import Forge, ForgeKind, Rubric, Ruling, Stage, StageDates
from kpigen.view.change_values import Shift
from kpigen.view.change_words import excerpt, rubric_field, sentence
from tests.assessing.test_scoring import rubric

DAY = date(2020, 6, 1)


def full_rubric() -> Rubric:
    """The demonstration's rubric with everything that may be left out."""
    table = rubric()
    assessment = table.assessment._replace(
        forge=Forge(ForgeKind.GITLAB, "https://git.example.invalid/a/b", "main"),
        stages=(StageDates(Stage.FILING, DAY, DAY, table.assessment.at),),
        sealed_through=DAY,
    )
    first = table.categories[0]
    reading = first.readings[0]._replace(decided=Ruling("党政办", DAY, "演示〔2020〕1号"))
    return table._replace(
        assessment=assessment,
        categories=(first._replace(readings=(reading,)), *table.categories[1:]),
    )


def other(value: Any) -> Any:  # noqa: ANN401  # a leaf of the model
    """Give a value that is not this one."""
    if isinstance(value, Enum):
        return next(member for member in type(value) if member is not value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, frozenset):
        return frozenset(sorted(value)[1:]) if value else frozenset({DAY})
    if isinstance(value, tuple):
        return (*value, "另一个")
    if isinstance(value, str):
        return value + "改"
    return Decimal(7) if value is None else value + 1


def variants(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # the model
    """Change one leaf at a time, the first of every list."""
    for name, field in zip(value._fields, value, strict=True):
        if name == "at":
            continue
        here = f"{path}.{name}"
        if hasattr(field, "_fields"):
            inner = variants(field, here)
        elif isinstance(field, tuple) and field and hasattr(field[0], "_fields"):
            inner = ((at, (new, *field[1:])) for at, new in variants(field[0], here))
        else:
            inner = iter([(here, other(field))])
        for at, new in inner:
            yield at, value._replace(**{name: new})


@pytest.mark.parametrize(
    ("leaf", "changed"),
    list(variants(full_rubric())),
    ids=lambda v: str(v)[:60] if isinstance(v, str) else "",
)
def test_every_field_is_compared_and_has_a_name(leaf: str, changed: Rubric) -> None:
    found = rubric_changes(full_rubric(), changed)
    assert found, leaf
    for change in found:
        title = rubric_field(change).title
        assert any("\u4e00" <= char <= "\u9fff" for char in title), title
        assert sentence(change)


def test_where_things_stand_is_no_difference() -> None:
    table = rubric()
    elsewhere = table.assessment.at._replace(line=99)
    moved = table._replace(assessment=table.assessment._replace(at=elsewhere))
    assert rubric_changes(table, moved) == ()


@given(st.text("ab甲\n", max_size=300), st.text("ab甲\n", max_size=300))
def test_an_excerpt_keeps_the_difference(before: str, after: str) -> None:
    shown = excerpt(Shift(before, after))
    assert shown.changed == (before != after)
    assert all(len(side or "") <= 130 for side in shown)


def test_an_excerpt_is_cut_around_the_difference() -> None:
    text = "甲" * 100
    assert excerpt(Shift(text + "一次扣50分" + text, text + "一次扣60分" + text)) == Shift(
        "…" + "甲" * 9 + "一次扣50分" + "甲" * 10 + "…",
        "…" + "甲" * 9 + "一次扣60分" + "甲" * 10 + "…",
    )
