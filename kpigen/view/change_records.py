"""What becomes of each record, and of the rows and rules behind it, in plain Chinese."""

from __future__ import annotations

from decimal import Decimal

from kpigen import labels
from kpigen.assessing.scoring import ItemScore, RecordScore, Scores
from kpigen.assessing.standing import Bound
from kpigen.changes.impact import Impact, LimitChange, RowChange, State, Turn, VetoChange, figure
from kpigen.changes.record_changes import FieldChange, RecordChange
from kpigen.exact import EXACT, plain
from kpigen.model import Effect
from kpigen.privacy.numbers import hidden
from kpigen.view import explain
from kpigen.view.change_values import (
    FieldView,
    LimitView,
    RecordChangeView,
    RowChangeView,
    Shift,
    VetoView,
)
from kpigen.view.change_words import Names, in_words, record_field

_Rows = dict[tuple[str, str], RowChange]


def record_views(
    base: State, head: State, found: Impact, names: Names
) -> tuple[RecordChangeView, ...]:
    """Lay out the changed records, those that counts hang on first."""
    rows = {(row.community, row.item): row for row in found.rows}
    before, after = _scored(base.scores), _scored(head.scores)
    items = _items(head.scores)
    views = []
    for change in sorted(found.records, key=lambda change: not change.counts):
        one = None if change.base is None else before.get(change.base.id)
        other = None if change.head is None else after.get(change.head.id)
        effect = ""
        if found.scored:
            places = _places(change, names)
            said = _row_words(places, rows, items, names)
            same = _same_words(change, names, still=rows.keys().isdisjoint(places))
            effect = _effect(change, one, other, said, same)
        views.append(_record(change, Shift(_status(one), _status(other)), effect, names))
    return tuple(views)


def _scored(scores: Scores | None) -> dict[str, RecordScore]:
    return {
        entry.record.id: entry
        for result in (scores.communities if scores else ())
        for item in result.items
        for entry in item.records
    }


def _items(scores: Scores | None) -> dict[tuple[str, str], ItemScore]:
    return {
        (result.community.id, item.item.id): item
        for result in (scores.communities if scores else ())
        for item in result.items
    }


def _status(scored: RecordScore | None) -> str | None:
    return None if scored is None else str(scored.status)


def _record(change: RecordChange, status: Shift, effect: str, names: Names) -> RecordChangeView:
    record = change.shown
    return RecordChangeView(
        acts=tuple(map(str, change.acts)),
        label="、".join(labels.ACT[act] for act in change.acts),
        id=hidden(record.id),
        path=hidden(record.path),
        community=record.community,
        community_name=names.community(record.community),
        department=record.department,
        department_name=names.department(record.department),
        date=record.date.isoformat(),
        rule=record.rule,
        rule_text=names.rules.get(record.rule, ""),
        reason=hidden(record.reason),
        basis=hidden(record.basis),
        status=status,
        fields=tuple(map(_field, change.fields)),
        effect=effect,
    )


def _field(field: FieldChange) -> FieldView:
    return record_field(field.name, Shift(in_words(field.before), in_words(field.after)))


def _effect(
    change: RecordChange,
    base: RecordScore | None,
    head: RecordScore | None,
    rows: str,
    same: str,
) -> str:
    """Say what a record takes and what becomes of its row; `same` leads in what it still takes."""
    if not change.counts:
        return "不影响得分"
    before = None if base is None else explain.record_arithmetic(base)
    after = None if head is None else explain.record_arithmetic(head)
    if before is None or after is None:
        taken = after or (f"不再计入，原来：{before}" if before else "")
    elif before == after:
        taken = f"{same}：{after}"
    else:
        taken = f"原来：{before}；现在：{after}"
    return "。".join(part for part in (taken, rows) if part)


def _same_words(change: RecordChange, names: Names, *, still: bool) -> str:
    """Lead in a record that takes what it took; `still` tells that its rows stay as they were."""
    if change.base and change.head and change.base.community != change.head.community:
        return f"改记到{names.community(change.head.community)}"
    return "计分不变" if still else "本条仍计"


def _places(change: RecordChange, names: Names) -> list[tuple[str, str]]:
    """Give the rows, with their communities, that a record counts in: before, then after."""
    sides = [side for side in (change.base, change.head) if side is not None]
    rows = [(side.community, side.rule.partition("-")[0]) for side in sides]
    return list(dict.fromkeys((community, names.heads.get(row, row)) for community, row in rows))


def _row_words(
    places: list[tuple[str, str]],
    rows: _Rows,
    items: dict[tuple[str, str], ItemScore],
    names: Names,
) -> str:
    """Say what becomes of the rows that a record counts in; whose they are, where they differ."""
    several = len({community for community, _ in places}) > 1
    said = []
    for place in places:
        whose = f"{names.community(place[0])} " if several else ""
        found, item = rows.get(place), items.get(place)
        if found is None:
            now = figure(item)
            text = f"{place[1]} 不变" + ("" if now is None else f"，仍为 {plain(now)} 分")
        else:
            others = "，连同本行其他改动" if len(found.records) > 1 else ""
            text = f"{_row_sentence(found)}{others}"
        said.append(f"{whose}{text}{_over_ceiling(item)}")
    return "；".join(said)


def _over_ceiling(item: ItemScore | None) -> str:
    """Say what the ceiling of bonus or extra deductions leaves out of a row."""
    if item is None or item.adjustment_asked == item.adjustment:
        return ""
    asked, counted = abs(item.adjustment_asked), abs(item.adjustment)
    return f"，合计 {plain(asked)} 分，超出上限的 {plain(EXACT.subtract(asked, counted))} 分不计"


def row_view(change: RowChange, names: Names) -> RowChangeView:
    """Lay out a row's score before and after."""
    return RowChangeView(
        community=change.community,
        community_name=names.community(change.community),
        item=change.item,
        score=Shift(_points(change.before), _points(change.after)),
        records=change.records,
        zero="" if change.zero is None else str(change.zero),
        sentence=_row_sentence(change),
    )


def _points(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _row_sentence(change: RowChange) -> str:
    if change.zero is Turn.STILL:
        return f"{change.item} 已是 0 分，不再减少"
    before, after = (
        "（无）" if value is None else plain(value) for value in (change.before, change.after)
    )
    text = f"{change.item} 由 {before} 分变为 {after} 分"
    return f"{text}，扣完" if change.zero is Turn.REACHED else text


def limit_view(change: LimitChange, names: Names) -> LimitView:
    """Lay out a rule that meets its cap or its allotment, or an effect that meets its ceiling."""
    if isinstance(change.bound, Effect):
        subject, bound = f"总分外{labels.EFFECT[change.bound]}合计", "上限"
        verb, more = "计", "多"
    else:
        subject, bound = f"细则 {change.rule} ", labels.BOUND[change.bound]
        verb, more = "扣", "扣"
    limit = plain(change.limit)
    over = EXACT.subtract(change.asked, change.counted)
    if change.turn is Turn.LEFT:
        text = f"不再达到{bound} {limit} 分，现在计 {plain(change.counted)} 分"
    elif over:
        text = (
            f"{'达到' if change.turn is Turn.REACHED else '早已达到'}{bound} {limit} 分，"
            f"合计应{verb} {plain(change.asked)} 分，超出的 {plain(over)} 分不计"
        )
    elif change.bound is Bound.ALLOTMENT:
        text = f"的{bound} {limit} 分已经扣完，再填这条细则会被拒绝（KPI409）"
    else:
        text = f"正好达到{bound} {limit} 分，再{more}就不计了"
    return LimitView(
        community=change.community,
        community_name=names.community(change.community),
        rule=change.rule,
        bound=str(change.bound),
        limit=limit,
        asked=Shift(plain(change.asked_before), plain(change.asked)),
        counted=Shift(plain(change.counted_before), plain(change.counted)),
        turn=str(change.turn),
        sentence=f"{subject}{text}",
    )


def veto_view(change: VetoChange, names: Names) -> VetoView:
    """Lay out a veto that comes into force or goes out of it."""
    turn = "生效" if change.comes else "不再生效"
    return VetoView(
        community=change.community,
        community_name=names.community(change.community),
        item=change.item,
        record=change.record,
        comes=change.comes,
        sentence=f"{change.item} 的一票否决{turn}",
    )
