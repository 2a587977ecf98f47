"""What a merged change did, in plain Chinese.

Of a record only what is published of it now is said, of one that is no more nothing: an old text
may be what was taken out for privacy. Of the table only figures, dates and kinds are said before
and after; of a text that changed only that it did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import filterfalse
from typing import NamedTuple

from kpigen import labels
from kpigen.changes.chronicle import Entry, Moved
from kpigen.changes.record_changes import Act, RecordChange
from kpigen.changes.rubric_changes import Part, RubricChange
from kpigen.exact import EXACT, ZERO
from kpigen.model import Deduction
from kpigen.privacy.numbers import hidden
from kpigen.reading import schema
from kpigen.view.change_words import in_words, rubric_title, told
from kpigen.view.chronicle_values import MovedView, TouchedView
from kpigen.view.values import RecordView, Report

NOT_SCORED = "这一版的数据有误，没有计分。"
_RESUMED = "前一版的数据有误，这里与最近一个能计分的版本相比。"
_FOUNDED = "考核表从这一版开始。"
_NONE = "—"
STILL = "不变"
# Two totals are alike as published, and not before they were rounded.
_TOO_LITTLE = "不到 0.01"
_NAMED = 3
_NAMED_THINGS = 4
_FIELDS = {field.name: field.title for field in schema.DEDUCTION.fields}
_CORRECTED = "更正"


class Now(NamedTuple):
    """What is published now: names by id, and records by the id that they had at the time."""

    communities: dict[str, str]
    departments: dict[str, str]
    records: dict[str, RecordView]

    @classmethod
    def of(cls, report: Report) -> Now:
        """Look up the report."""
        return cls(
            {community.id: community.name for community in report.communities},
            {department.id: department.name for department in report.departments},
            {record.id: record for record in report.records},
        )

    def before(self, entry: Entry) -> None:
        """Go back behind a change: the records that it moved had other ids."""
        for change in entry.records:
            if Act.MOVED in change.acts and change.base is not None and change.head is not None:
                moved = self.records.pop(change.head.id, None)
                if moved is not None:
                    self.records[change.base.id] = moved

    def community(self, name: str) -> str:
        """Name a community of the published year, or else by its id."""
        return self.communities.get(name, hidden(name))


def notes(entry: Entry) -> tuple[str, ...]:
    """Say what a reader must know of a change beside its parts."""
    found = [_FOUNDED] if entry.founds else []
    if entry.damaged:
        found.append(f"有 {entry.damaged} 个记录文件读不了。")
    if not entry.scored:
        found.append(NOT_SCORED)
    if entry.resumed:
        found.append(_RESUMED)
    return tuple(found)


def title(entry: Entry, now: Now) -> str:
    """Say in a line what a change is about."""
    parts = ["考核表首次合并"] if entry.founds else []
    counts: dict[str, int] = defaultdict(int)
    for change in entry.records:
        for label in _acts(change):
            counts[label] += 1
    if counts:
        said = "、".join(f"{label} {number} 条" for label, number in counts.items())
        parts.append(f"{_where(entry, now)}：{said}")
    listed = sum(not is_setting(change) for change in entry.rubric)
    if listed:
        parts.append(f"考核表改动 {listed} 处")
    elif entry.rubric:
        parts.append(settings_line(entry.rubric))
    return "；".join(parts) or ("数据有误" if not entry.scored else "数据恢复正常")


def _where(entry: Entry, now: Now) -> str:
    sides = [side for change in entry.records for side in (change.base, change.head) if side]
    names = list(dict.fromkeys(now.community(record.community) for record in sides))
    if len(names) > _NAMED:
        return f"{len(names)} 个社区、村"
    return "、".join(names)


def _acts(change: RecordChange) -> list[str]:
    """Name what became of a record; what was changed with its reason given was corrected."""
    is_correction = any(
        field.name == "corrections" and field.after is not None for field in change.fields
    )
    return [
        _CORRECTED if act is Act.CHANGED and is_correction else labels.ACT[act]
        for act in change.acts
    ]


def touched(change: RecordChange, now: Now) -> TouchedView:
    """Say what became of one record."""
    record = change.shown
    view = now.records.get(record.id)
    fields = [
        _FIELDS[name]
        for name in dict.fromkeys(field.name.partition(".")[0] for field in change.fields)
        if name in _FIELDS and name != "corrections"
    ]
    return TouchedView(
        act="、".join(_acts(change)),
        community=now.community(record.community),
        text=_gone(record, now) if view is None else f"{view.day}　{view.item}　{view.reason}",
        fields="、".join(fields) if Act.CHANGED in change.acts else "",
        address="" if view is None else f"communities/{view.community}.html#{view.anchor}",
    )


def _gone(record: Deduction, now: Now) -> str:
    department = now.departments.get(record.department)
    return f"{department}的一条记录，已不在" if department else "一条记录，已不在"


def moved(effect: Moved, now: Now) -> MovedView:
    """Say how a community's total and rank changed."""
    community, before, after = effect
    difference, word, rank_word = "", "新列入" if before is None else "不再考核", ""
    if before is not None and after is not None:
        points = EXACT.subtract(after.total_exact, before.total_exact)
        # What the two totals beside it show, rounded; only the word goes by what was not rounded.
        shown = EXACT.subtract(after.total, before.total)
        difference = labels.shown_change(shown) if shown or not points else _TOO_LITTLE
        word = STILL if points == ZERO else "上升" if points > ZERO else "下降"
        rank_word = _rank_word(before.group_rank, after.group_rank)
    return MovedView(
        name=now.communities.get(community.id, hidden(community.name)),
        group=community.group,
        address=f"communities/{community.id}.html" if community.id in now.communities else "",
        before=_NONE if before is None else labels.total(before.total),
        after=_NONE if after is None else labels.total(after.total),
        difference=difference,
        word=word,
        rank_before=_rank(None if before is None else before.group_rank),
        rank_after=_rank(None if after is None else after.group_rank),
        rank_word=rank_word,
    )


def _rank(rank: int | None) -> str:
    return _NONE if rank is None else str(rank)


def _rank_word(before: int | None, after: int | None) -> str:
    if before is None or after is None or before == after:
        return ""
    return f"升 {before - after} 位" if after < before else f"降 {after - before} 位"


def in_a_line(view: MovedView) -> str:
    """Say how a community's total and rank changed in a sentence."""
    if not view.difference:
        return f"{view.name}{view.word}，总分 {view.before} → {view.after}"
    if view.word == STILL:
        total = f"总分 {view.after} {STILL}"
    elif view.difference == _TOO_LITTLE:
        total = f"总分 {view.after}（{view.word}{_TOO_LITTLE}）"
    else:
        total = f"总分 {view.before} → {view.after}（{view.difference}）"
    ranks = f"，{view.group}名次 {view.rank_before} → {view.rank_after}" if view.rank_word else ""
    return f"{view.name}{total}{ranks}"


def is_setting(change: RubricChange) -> bool:
    """Tell whether a change is only about how the data are kept: no score, no text, no date."""
    if change.part is Part.DEPARTMENT:
        return change.field == "owners"
    if change.part is Part.ASSESSMENT:
        return change.field == "office" or change.field.partition(".")[0] == "forge"
    return change.part is Part.PRIVACY


def settings_line(changes: Iterable[RubricChange]) -> str:
    """Sum the changes of settings up; a reader learns nothing from each. Empty if there are none.

    A thing with several fields, the forge, counts by its fields, as everywhere.
    """
    number = sum(map(is_setting, changes))
    return f"考核表的设置（不影响计分）改动 {number} 处" if number else ""


def rubric_lines(changes: Iterable[RubricChange], now: Now) -> list[str]:
    """Say what changed in the table but its settings; one field of several things in one line."""
    same: dict[tuple[Part, str, bool], list[RubricChange]] = defaultdict(list)
    for change in filterfalse(is_setting, changes):
        came = not change.field and change.before is None
        same[change.part, change.field, came].append(change)
    return [_rubric_line(found, now) for found in same.values()]


def _rubric_line(found: list[RubricChange], now: Now) -> str:
    first = found[0]
    if first.field:
        # What a title adds behind a semicolon is advice for who writes the file.
        what = rubric_title(first.part, first.field).partition("；")[0]
    else:
        what = "新增" if first.before is None else "删去"
    names = [_thing(change, now) for change in found if change.id]
    if len(names) > _NAMED_THINGS:
        whose = f"{'、'.join(names[:_NAMED_THINGS])} 等 {len(names)} 处"
    else:
        whose = "、".join(names)
    text = f"{labels.PART[first.part]}{f' {whose}' if whose else ''}：{what}"
    if len(found) == 1 and first.field and _is_plain(first.before) and _is_plain(first.after):
        text += f" {told(in_words(first.before))} → {told(in_words(first.after))}"
    return text


def _thing(change: RubricChange, now: Now) -> str:
    if change.part is Part.COMMUNITY:
        return now.community(change.id)
    if change.part is Part.DEPARTMENT:
        return now.departments.get(change.id, hidden(change.id))
    return hidden(change.id)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (Decimal, date, int, Enum))
