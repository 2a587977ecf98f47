"""What in the rubric differs between two states of a year, field by field: no text, no git."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from kpigen.model import Effect, Kind, Rubric


class Part(StrEnum):
    """The kind of thing that a field of the rubric belongs to."""

    ASSESSMENT = "assessment"
    DEPARTMENT = "department"
    COMMUNITY = "community"
    CATEGORY = "category"
    ITEM = "item"
    RULE = "rule"
    READING = "reading"
    CALENDAR = "calendar"
    PRIVACY = "privacy"


_Plain = Decimal | date | str | int | None
Value = _Plain | tuple[_Plain, ...]
_Thing = tuple[Part, str]
_Facts = Mapping[str, Value]


class RubricChange(NamedTuple):
    """One field of one thing before and after; an empty field is the whole thing, come or gone.

    `field` is named as in the model, members of groups as `policy.bonus_cap`. `rows` are the rows
    whose scores it bears on, the row that carries a pool's points among them.
    """

    part: Part
    id: str
    field: str
    before: Value
    after: Value
    rows: frozenset[str]


# The fields that a score hangs on; every other one is words.
_BEARING = {
    Part.RULE: frozenset({"", "kind", "deduct", "cap", "allotment", "target", "step", "effect"}),
    Part.ITEM: frozenset({"", "points", "pool"}),
    Part.READING: frozenset({"", "scale", "about"}),
}
_NOWHERE: frozenset[str] = frozenset()


def rubric_changes(base: Rubric, head: Rubric) -> tuple[RubricChange, ...]:
    """Compare two rubrics field by field, in the order of the table.

    Where something stands in its file is no part of it.
    """
    if base is head:
        return ()
    before, after = _facts(base), _facts(head)
    found = []
    for thing in {**before, **after}:
        old, new = before.get(thing), after.get(thing)
        if old is not None and new is not None:
            fields = [
                (name, old.get(name), new.get(name))
                for name in {**old, **new}
                if old.get(name) != new.get(name)
            ]
        elif thing[0] is Part.RULE and _came_with_its_row(thing[1], before, after):
            continue
        else:
            fields = [("", _name(old), _name(new))]
        for name, one, other in fields:
            rows = _rows(thing, name, (base, head))
            found.append(RubricChange(*thing, name, one, other, rows))
    old_order, new_order = _orders(base, head)
    if old_order != new_order:
        found.append(RubricChange(Part.ASSESSMENT, "", "table", old_order, new_order, _NOWHERE))
    return tuple(found)


def _orders(base: Rubric, head: Rubric) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the order of the rows that both tables have."""
    one, other = (tuple(item.id for item in rubric.items) for rubric in (base, head))
    return tuple(row for row in one if row in other), tuple(row for row in other if row in one)


_CALLED = ("name", "printed.content", "text", "doubt")


def _came_with_its_row(
    rule: str, before: Mapping[_Thing, _Facts], after: Mapping[_Thing, _Facts]
) -> bool:
    row = (Part.ITEM, rule.partition("-")[0])
    return (row in before) != (row in after)


def _name(facts: _Facts | None) -> Value:
    """Give what a thing that came or went is known by."""
    if facts is None:
        return None
    return next((facts[key] for key in _CALLED if facts.get(key)), "")


def _facts(rubric: Rubric) -> dict[_Thing, _Facts]:
    """Lay a rubric out as things with flat fields."""
    found: dict[_Thing, _Facts] = {
        (Part.ASSESSMENT, ""): {
            **dict(_flat(rubric.assessment)),
            "office": rubric.office,
        }
    }
    for department in rubric.departments:
        found[Part.DEPARTMENT, department.id] = dict(_flat(department))
    for community in rubric.communities:
        found[Part.COMMUNITY, community.id] = dict(_flat(community))
    for category in rubric.categories:
        found[Part.CATEGORY, category.id] = dict(_flat(category))
        for item in category.items:
            found[Part.ITEM, item.id] = {
                **dict(_flat(item)),
                "category": category.id,
            }
            for rule in item.rules:
                found[Part.RULE, rule.id] = dict(_flat(rule))
        for reading in category.readings:
            found[Part.READING, reading.id] = dict(_flat(reading))
    found[Part.CALENDAR, ""] = dict(_flat(rubric.calendar))
    found[Part.PRIVACY, ""] = dict(_flat(rubric.privacy))
    return found


# Things of their own, see _facts; and where something stands in its file is no part of it.
_APART = frozenset({"at", "items", "rules", "readings"})


def _flat(value: Any, prefix: str = "") -> Iterator[tuple[str, Value]]:  # noqa: ANN401  # any of the model's tuples
    for name, field in zip(value._fields, value, strict=True):
        if name in _APART and isinstance(field, tuple):
            continue
        if hasattr(field, "_fields"):
            yield from _flat(field, f"{prefix}{name}.")
        elif isinstance(field, frozenset):
            yield f"{prefix}{name}", tuple(sorted(field))
        elif isinstance(field, tuple):
            yield f"{prefix}{name}", tuple(map(_in_one, field))
        else:
            yield f"{prefix}{name}", field


def _in_one(member: Any) -> _Plain:  # noqa: ANN401  # a text, or one of the model's tuples
    if hasattr(member, "_fields"):
        parts = [str(value) for _, value in _flat(member) if value is not None]
        return " ".join(parts)
    return str(member)


def _rows(thing: _Thing, field: str, rubrics: tuple[Rubric, Rubric]) -> frozenset[str]:
    part, name = thing
    if part is Part.ASSESSMENT:
        return _policy_rows(field, rubrics)
    if field not in _BEARING.get(part, _NOWHERE):
        return _NOWHERE
    if part is Part.READING:
        about = {
            row.partition("-")[0]
            for rubric in rubrics
            for reading in rubric.readings
            if reading.id == name and reading.scale is not None
            for row in reading.about
        }
        return _with_heads(about, rubrics)
    return _with_heads({name.partition("-")[0]}, rubrics)


def _with_heads(rows: set[str], rubrics: tuple[Rubric, Rubric]) -> frozenset[str]:
    """Add the rows that carry the points of the pools that these rows draw on."""
    heads = {
        item.pool for rubric in rubrics for item in rubric.items if item.id in rows and item.pool
    }
    return frozenset(rows | heads)


def _policy_rows(field: str, rubrics: tuple[Rubric, Rubric]) -> frozenset[str]:
    def rows_with(kind: Kind, effect: Effect | None = None) -> frozenset[str]:
        return _with_heads(
            {
                item.id
                for rubric in rubrics
                for item in rubric.items
                if any(rule.kind is kind and rule.effect is effect for rule in item.rules)
            },
            rubrics,
        )

    if field == "policy.veto_effects":
        return rows_with(Kind.VETO)
    if field == "policy.bonus_cap":
        return rows_with(Kind.ADJUSTMENT, Effect.BONUS)
    if field == "policy.extra_deduction_cap":
        return rows_with(Kind.ADJUSTMENT, Effect.DEDUCT)
    return _NOWHERE
