"""Values and names of a change in the words of the field: titles from the declared shapes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.standing import heads
from kpigen.changes.impact import State
from kpigen.changes.rubric_changes import Part, RubricChange
from kpigen.exact import plain
from kpigen.model import Cell, Correction, Decision, Effect, Kind, Scale, VetoEffect
from kpigen.privacy.numbers import hidden
from kpigen.reading import schema
from kpigen.reading.groups import Group
from kpigen.reading.shapes import ListOf
from kpigen.view.change_values import FieldView, RankShift, Shift

WARNINGS = "这次改动带来的提醒"
_AROUND = 12
_SHORT = 60

# Where the model's names are not the file's.
_FILE_NAMES = {
    "starts": "period.from",
    "ends": "period.to",
    "headings": "printed.headings",
    "total_label": "printed.total_label",
}
# Each part's file, and the way down to it.
_SHAPES: dict[Part, tuple[Group, tuple[str, ...]]] = {
    Part.ASSESSMENT: (schema.ASSESSMENT, ()),
    Part.DEPARTMENT: (schema.DEPARTMENTS, ("departments",)),
    Part.COMMUNITY: (schema.COMMUNITIES, ("communities",)),
    Part.CATEGORY: (schema.CATEGORY, ()),
    Part.ITEM: (schema.CATEGORY, ("items",)),
    Part.RULE: (schema.CATEGORY, ("items", "rules")),
    Part.READING: (schema.CATEGORY, ("readings",)),
    Part.CALENDAR: (schema.CALENDAR, ()),
    Part.PRIVACY: (schema.PRIVACY, ()),
}
_OTHER_TITLES = {
    (Part.ASSESSMENT, "office"): "牵头部门",
    (Part.ASSESSMENT, "table"): "各行的顺序",
    (Part.ITEM, "category"): "所在类别",
}
# The model's enumerations and their labels, asked in turn: their members are texts as well.
_LABELS = (
    (Kind, labels.KIND),
    (Scale, labels.SCALE),
    (Effect, labels.EFFECT),
    (VetoEffect, labels.VETO_EFFECT),
    (Decision, labels.DECISION),
)


class Names(NamedTuple):
    """The names of both tables, the later ones first; an id without one stands for itself.

    `heads` gives for each row the row that carries its points.
    """

    title: str
    stage: str
    demo: str
    communities: dict[str, str]
    departments: dict[str, str]
    rules: dict[str, str]
    heads: dict[str, str]

    @classmethod
    def of(cls, base: State, head: State) -> Names:
        """Gather the names of two states."""
        rubrics = [state.dataset.rubric for state in (base, head) if state.dataset is not None]
        title = stage = demo = ""
        if rubrics:
            assessment = rubrics[-1].assessment
            title, stage = assessment.title, f"{assessment.stage}阶段"
            demo = labels.DEMO if assessment.demo else ""
        found = cls(title, stage, demo, {}, {}, {}, {})
        for rubric in rubrics:
            found.communities.update((known.id, known.name) for known in rubric.communities)
            found.departments.update((known.id, known.name) for known in rubric.departments)
            for name, (item, rule) in rubric.rules.items():
                # Of a mark that is only “是”, the row's content says what it is about.
                marked = rule.cell is Cell.VETO
                found.rules[name] = item.printed.content if marked else rule.text
            found.heads.update(heads(rubric.items))
        return found

    def community(self, name: str) -> str:
        """Give a community's name."""
        return self.communities.get(name, name)

    def department(self, name: str) -> str:
        """Give a department's name."""
        return self.departments.get(name, name)


def row_order(item: str) -> tuple[int, str, int]:
    """Give the printed order of a row's id: 3.2, 3b.1, 11.1."""
    block, _, row = item.partition(".")
    return int(block.rstrip("b")), block, int(row)


def record_field(name: str, shift: Shift) -> FieldView:
    """Name a field of a record."""
    title = "路径" if name == "path" else _title(schema.DEDUCTION, name)
    return FieldView(name, title, shift)


def rubric_field(change: RubricChange) -> FieldView:
    """Name a field of the rubric; an empty one is the whole thing."""
    shift = Shift(in_words(change.before), in_words(change.after))
    if not change.field:
        return FieldView("", "整项", shift)
    return FieldView(change.field, rubric_title(change.part, change.field), shift)


def rubric_title(part: Part, name: str) -> str:
    """Give the Chinese title of a field of the rubric."""
    own = _OTHER_TITLES.get((part, name))
    if own:
        return own
    group, path = _SHAPES[part]
    for step in path:
        group = _inner(group, step)
    if part is Part.ASSESSMENT:
        name = _FILE_NAMES.get(name, name).replace("policy.", "scoring.")
    return _title(group, name)


def _title(group: Group, name: str) -> str:
    """Walk the declared shapes down to a field: `appeal.decided_by` is 申诉：决定者."""
    first, _, rest = name.partition(".")
    title = group.by_name[first].title
    if not rest:
        return title
    inner = _title(_inner(group, first), rest)
    return inner if inner.startswith(title) else f"{title}：{inner}"


def _inner(group: Group, name: str) -> Group:
    shape = group.by_name[name].shape
    if isinstance(shape, ListOf):
        shape = shape.member
    assert isinstance(shape, Group)  # noqa: S101  # names with a dot are members of groups
    return shape


def what(change: RubricChange) -> str:
    """Name the thing that a change of the rubric concerns: 细则 3.2-2."""
    return f"{labels.PART[change.part]} {change.id}".strip()


def sentence(change: RubricChange) -> str:
    """Say one change of the rubric in a line, long texts shortened to where they differ."""
    field = rubric_field(change)
    if not change.field:
        came = change.before is None
        return f"{what(change)}{'新增' if came else '删去'}"
    shift = excerpt(field.shift)
    return f"{what(change)} {field.title} {told(shift.before)} → {told(shift.after)}"


def told(text: str | None) -> str:
    """Write one side of a shift."""
    return "（无）" if text is None or text == "" else text


def written(shift: Shift) -> Shift:
    """Shorten a record's field for people; what is newly written had nothing before."""
    before, after = excerpt(shift)
    return Shift(after, after) if before is None else Shift(before, after)


def in_words(value: object) -> str | None:
    """Write a value of a record or of the rubric; None for none."""
    if value is None:
        return None
    for kind, words in _LABELS:
        if isinstance(value, kind):
            return words[value]  # type: ignore[index]  # each table is of its own kind
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Correction):
        return hidden(f"{value.date} {value.reason}（{value.decided_by}）")
    if isinstance(value, tuple):
        return "、".join(in_words(member) or "" for member in value)
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else hidden(str(value))


def ranks(both: RankShift) -> Shift:
    """Write ranks as texts."""
    return Shift(*(None if rank is None else str(rank) for rank in both))


def excerpt(shift: Shift) -> Shift:
    """Cut what two long texts have in common at both ends, but for a few characters around."""
    before, after = shift
    if before is None or after is None or max(len(before), len(after)) <= _SHORT:
        return Shift(_cut(before), _cut(after))
    first = len(_common(before, after))
    rest = len(_common(before[first:][::-1], after[first:][::-1]))
    return Shift(_around(before, first, rest), _around(after, first, rest))


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= 2 * _SHORT else text[: 2 * _SHORT - 1] + "…"


def _common(one: str, other: str) -> str:
    length = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    return one[:length]


def _around(text: str, first: int, rest: int) -> str:
    start = max(0, first - _AROUND)
    end = min(len(text), len(text) - rest + _AROUND)
    return ("…" if start else "") + (_cut(text[start:end]) or "") + ("…" if end < len(text) else "")
