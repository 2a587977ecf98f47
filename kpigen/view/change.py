"""Lays out what a change does, for every format of `kpigen diff`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple, TypeVar

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore
from kpigen.changes.impact import CommunityChange, Impact, RubricEffect, State
from kpigen.changes.record_changes import Act
from kpigen.exact import EXACT, plain
from kpigen.view import change_words as words
from kpigen.view.change_records import limit_view, record_views, row_view, veto_view
from kpigen.view.change_values import (
    EffectView,
    FlagShift,
    RankShift,
    RubricChangeView,
    RubricStandingView,
    Shift,
    StandingView,
    YearView,
)
from kpigen.view.change_words import Names, row_order

_Value = TypeVar("_Value")


class Told(NamedTuple):
    """What the layout is told beside the two states: the year, notes, what was only reworded."""

    year: int
    notes: tuple[str, ...]
    reworded: tuple[str, ...]


def year_view(base: State, head: State, found: Impact, told: Told) -> YearView:
    """Lay out the impact of a change on one year."""
    names = Names.of(base, head)
    standing = tuple(_standing(change) for change in found.communities)
    moved = {change.community.id for change in found.moved}
    rows = tuple(row_view(change, names) for change in found.rows)
    return YearView(
        year=told.year,
        title=names.title or f"{told.year} 年度",
        stage=names.stage,
        demo=names.demo,
        summary=_summary(found, told.reworded),
        notes=told.notes,
        scored=found.scored,
        standing=standing,
        records=record_views(base, head, found, names),
        rows=rows,
        limits=tuple(limit_view(change, names) for change in found.limits),
        vetoes=tuple(veto_view(change, names) for change in found.vetoes),
        moved=tuple(view for view in standing if view.id in moved),
        rubric=tuple(
            RubricChangeView(
                part=change.part,
                id=change.id,
                what=words.what(change),
                field=words.rubric_field(change),
                rows=tuple(sorted(change.rows, key=row_order)),
            )
            for change in found.rubric
        ),
        effects=_effects(found.effects, names),
        by_rubric=tuple(
            RubricStandingView(
                change.community,
                names.community(change.community),
                Shift(labels.total(change.total_before), labels.total(change.total)),
                RankShift(change.rank_before, change.rank),
            )
            for change in found.by_rubric
        ),
        reworded=told.reworded,
    )


def _summary(found: Impact, reworded: tuple[str, ...]) -> str:
    """Say in one sentence what the change does."""
    if found.empty and not reworded:
        return "没有改动。" if found.scored else "扣分记录没有改动。"
    counts: dict[Act, int] = defaultdict(int)
    for change in found.records:
        for act in change.acts:
            counts[act] += 1
    parts = [f"{labels.ACT[act]} {counts[act]} 条" for act in Act if counts[act]]
    said = [f"扣分记录{'、'.join(parts)}"] if parts else []
    if reworded:
        said.append(f"{len(reworded)} 条记录只改了写法")
    if found.rubric:
        said.append(f"考核表改动 {len(found.rubric)} 处")
    if found.scored:
        totals = sum(change.total_changed for change in found.communities)
        ranks = sum(change.rank_changed for change in found.communities)
        said.append(f"{totals} 个社区总分变化" if totals else "总分都不变")
        said.append(f"{ranks} 个社区名次变化" if ranks else "名次都不变")
    return f"{'；'.join(said)}。"


def _standing(change: CommunityChange) -> StandingView:
    base, head = change.base, change.head
    difference = ""
    if base is not None and head is not None and base.total_exact != head.total_exact:
        difference = labels.signed(EXACT.subtract(head.total_exact, base.total_exact))
    return StandingView(
        id=change.community.id,
        name=change.community.name,
        group=change.community.group,
        total=Shift(*_both(base, head, lambda side: labels.total(side.total))),
        total_exact=Shift(*_both(base, head, lambda side: plain(side.total_exact))),
        difference=difference,
        rank=RankShift(*_both(base, head, lambda side: side.rank)),
        group_rank=RankShift(*_both(base, head, lambda side: side.group_rank)),
        vetoed=FlagShift(*_both(base, head, lambda side: side.vetoed)),
        award_eligible=FlagShift(*_both(base, head, lambda side: side.award_eligible)),
        touched=change.touched,
        changed=change.total_changed or change.rank_changed or change.award_changed,
        notes=tuple(_notes(change)),
    )


def _both(
    base: CommunityScore | None,
    head: CommunityScore | None,
    of: Callable[[CommunityScore], _Value],
) -> tuple[_Value | None, _Value | None]:
    return None if base is None else of(base), None if head is None else of(head)


def _notes(change: CommunityChange) -> Iterator[str]:
    base, head = change.base, change.head
    if base is None:
        yield "新列入考核"
    elif head is None:
        yield "不再考核"
    else:
        if head.vetoed != base.vetoed:
            yield f"{'' if head.vetoed else '不再'}{labels.VETOED}"
        if head.award_eligible != base.award_eligible:
            yield "恢复评优资格" if head.award_eligible else "不参加评优"
        if not change.touched and change.rank_changed:
            yield "没有改动它的记录"


def _effects(effects: tuple[RubricEffect, ...], names: Names) -> tuple[EffectView, ...]:
    """Gather the communities to whom the rubric's change does the same in the same row."""
    same: dict[tuple[str, Decimal | None, Decimal | None], list[RubricEffect]] = defaultdict(list)
    for effect in effects:
        same[effect.item, effect.before, effect.after].append(effect)
    return tuple(
        EffectView(
            item=item,
            score=Shift(_figure(before), _figure(after)),
            communities=tuple(effect.community for effect in found),
            community_names=tuple(names.community(effect.community) for effect in found),
            because=tuple(map(words.sentence, found[0].because)),
        )
        for (item, before, after), found in sorted(
            same.items(), key=lambda entry: (row_order(entry[0][0]), -len(entry[1]))
        )
    )


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
