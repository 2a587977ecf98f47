"""What becomes of each record, and of the rows and rules behind it, in plain Chinese."""

from __future__ import annotations

from decimal import Decimal

from kpigen import labels
from kpigen.assessing.scoring import Bound, RecordScore, Scores
from kpigen.changes.impact import Impact, LimitChange, RowChange, State, Turn, VetoChange, figure
from kpigen.changes.record_changes import FieldChange, RecordChange
from kpigen.exact import EXACT, plain
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

_Places = dict[tuple[str, str], RowChange]


def record_views(
    base: State, head: State, found: Impact, names: Names
) -> tuple[RecordChangeView, ...]:
    """Lay out the changed records, those that counts hang on first."""
    rows = {(row.community, row.item): row for row in found.rows}
    before, after = _scored(base.scores), _scored(head.scores)
    figures = _figures(head.scores)
    views = []
    for change in sorted(found.records, key=lambda change: not change.counts):
        one = None if change.base is None else before.get(change.base.id)
        other = None if change.head is None else after.get(change.head.id)
        effect = ""
        if found.scored:
            effect = _effect(change, one, other, _row_words(change, rows, figures, names))
        views.append(_record(change, Shift(_status(one), _status(other)), effect, names))
    return tuple(views)


def _scored(scores: Scores | None) -> dict[str, RecordScore]:
    return {
        entry.record.id: entry
        for result in (scores.communities if scores else ())
        for item in result.items
        for entry in item.records
    }


def _figures(scores: Scores | None) -> dict[tuple[str, str], Decimal | None]:
    return {
        (result.community.id, item.item.id): figure(item)
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
        id=record.id,
        path=record.path,
        community=record.community,
        community_name=names.community(record.community),
        department=record.department,
        department_name=names.department(record.department),
        date=record.date.isoformat(),
        rule=record.rule,
        rule_text=names.rules.get(record.rule, ""),
        reason=record.reason,
        basis=record.basis,
        status=status,
        fields=tuple(map(_field, change.fields)),
        effect=effect,
    )


def _field(field: FieldChange) -> FieldView:
    return record_field(field.name, Shift(in_words(field.before), in_words(field.after)))


def _effect(
    change: RecordChange, base: RecordScore | None, head: RecordScore | None, rows: str
) -> str:
    """Say what a record takes and what becomes of its row."""
    if not change.counts:
        return "不影响得分"
    before = None if base is None else explain.record_arithmetic(base)
    after = None if head is None else explain.record_arithmetic(head)
    if before is None or after is None:
        taken = after or (f"不再计入，原来：{before}" if before else "")
    elif before == after:
        taken = f"计分不变：{after}"
    else:
        taken = f"原来：{before}；现在：{after}"
    return "。".join(part for part in (taken, rows) if part)


def _row_words(
    change: RecordChange,
    rows: _Places,
    figures: dict[tuple[str, str], Decimal | None],
    names: Names,
) -> str:
    """Say what becomes of the rows that a record counts in, before and after."""
    places = {
        (side.community, names.heads.get(row, row))
        for side in (change.base, change.head)
        if side is not None
        for row in (side.rule.partition("-")[0],)
    }
    said = []
    for place in sorted(places):
        found = rows.get(place)
        if found is None:
            now = figures.get(place)
            said.append(f"{place[1]} 不变" + ("" if now is None else f"，仍为 {plain(now)} 分"))
        else:
            others = "，连同本行其他改动" if len(found.records) > 1 else ""
            said.append(f"{_row_sentence(found)}{others}")
    return "；".join(said)


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
    """Lay out a rule that meets its cap or its allotment."""
    bound = labels.BOUND[change.bound]
    limit = plain(change.limit)
    over = EXACT.subtract(change.asked, change.counted)
    if change.turn is Turn.LEFT:
        text = f"不再达到{bound} {limit} 分，现在计 {plain(change.counted)} 分"
    elif over:
        text = (
            f"{'达到' if change.turn is Turn.REACHED else '早已达到'}{bound} {limit} 分，"
            f"合计应扣 {plain(change.asked)} 分，超出的 {plain(over)} 分不计"
        )
    elif change.bound is Bound.ALLOTMENT:
        text = f"的{bound} {limit} 分已经扣完，再填这条细则会被拒绝（KPI409）"
    else:
        text = f"正好达到{bound} {limit} 分，再扣就不计了"
    return LimitView(
        community=change.community,
        community_name=names.community(change.community),
        rule=change.rule,
        bound=str(change.bound),
        limit=limit,
        asked=Shift(plain(change.asked_before), plain(change.asked)),
        counted=Shift(plain(change.counted_before), plain(change.counted)),
        turn=str(change.turn),
        sentence=f"细则 {change.rule} {text}",
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
