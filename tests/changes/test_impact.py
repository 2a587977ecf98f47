"""What a change does: the values, and what must hold of any two states of a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.changes.impact import Impact, State, Turn, impact
from kpigen.changes.record_changes import Act, Aside
from kpigen.changes.rubric_changes import Part
from kpigen.model import (
    Appeal,
    Approval,
    Correction,
    Dataset,
    Decision,
    Deduction,
    Effect,
    Item,
    Rubric,
    Scale,
    VetoEffect,
    Withdrawal,
)
from tests.assessing.test_scoring import YEARS, deduction, rubric

DAY = date(2020, 6, 1)


def state(*records: Deduction, under: Rubric | None = None) -> State:
    return State.scored(Dataset(under or rubric(), records))


def change(before: list[Deduction], after: list[Deduction]) -> Impact:
    return impact(state(*before), state(*after))


FIRE = deduction(1, "1.1-1", count=Decimal(1))
VETO = deduction(2, "8.1-v")
APPEAL = Appeal(DAY, "已开展宣传", None, None, None, None, "", "")
UPHELD = replace(
    APPEAL, decided=DAY, decision=Decision.UPHELD, decided_by="党政办", document="演示〔2020〕9号"
)
WITHDRAWN = Withdrawal(DAY, "重复", "党政办")
APPROVED = Approval("演示〔2020〕9号", "镇党委", DAY)
CORRECTION = Correction(DAY, "写错了", "党政办")


@pytest.mark.parametrize(
    ("before", "after", "acts", "fields"),
    [
        (None, FIRE, [Act.ADDED], []),
        (FIRE, None, [Act.REMOVED], []),
        (FIRE, replace(FIRE, count=Decimal(2)), [Act.CHANGED], ["count"]),
        (FIRE, replace(FIRE, reason="另一回事"), [Act.CHANGED], ["reason"]),
        (
            FIRE,
            replace(FIRE, count=Decimal(2), corrections=(CORRECTION,)),
            [Act.CHANGED],
            ["count", "corrections"],
        ),
        (
            FIRE,
            replace(FIRE, withdrawn=WITHDRAWN),
            [Act.WITHDRAWN],
            ["withdrawn.date", "withdrawn.reason", "withdrawn.decided_by"],
        ),
        (
            replace(FIRE, withdrawn=WITHDRAWN),
            FIRE,
            [Act.RESTORED],
            ["withdrawn.date", "withdrawn.reason", "withdrawn.decided_by"],
        ),
        (
            VETO,
            replace(VETO, approval=APPROVED),
            [Act.APPROVED],
            ["approval.document", "approval.approved_by", "approval.date"],
        ),
        (
            replace(VETO, approval=APPROVED),
            replace(VETO, approval=APPROVED._replace(document="演示〔2020〕8号")),
            [Act.CHANGED],
            ["approval.document"],
        ),
        (
            FIRE,
            replace(FIRE, appeal=APPEAL),
            [Act.APPEAL_FILED],
            ["appeal.filed", "appeal.grounds"],
        ),
        (
            replace(FIRE, appeal=APPEAL),
            replace(FIRE, appeal=UPHELD),
            [Act.APPEAL_DECIDED],
            ["appeal.decided", "appeal.decision", "appeal.decided_by", "appeal.document"],
        ),
        (
            replace(FIRE, appeal=UPHELD),
            replace(FIRE, appeal=replace(UPHELD, decision=Decision.WITHDRAWN)),
            [Act.CHANGED],
            ["appeal.decision"],
        ),
        (FIRE, replace(FIRE, id="2020/tianshu/guijian/z", path="z"), [Act.MOVED], ["path"]),
        (FIRE, FIRE, [], []),
    ],
)
def test_what_becomes_of_a_record(
    before: Deduction | None, after: Deduction | None, acts: list[Act], fields: list[str]
) -> None:
    found = change([before] if before else [], [after] if after else [])
    assert [act for record in found.records for act in record.acts] == acts
    assert [field.name for record in found.records for field in record.fields] == fields


def test_a_moved_and_changed_record_went_and_came() -> None:
    found = change([FIRE], [replace(FIRE, id="2020/tianshu/guijian/z", reason="另一回事")])
    assert sorted(act for record in found.records for act in record.acts) == ["added", "removed"]


def test_a_change_of_the_internal_part_counts_for_nothing() -> None:
    found = impact(state(FIRE), state(FIRE), Aside(internal=frozenset({FIRE.id})))
    (record,) = found.records
    assert (record.acts, record.counts) == ((Act.INTERNAL,), False)
    assert not any(community.touched for community in found.communities)


def test_an_unreadable_record_is_mended() -> None:
    found = impact(state(), state(FIRE), Aside(unreadable=frozenset({FIRE.id})))
    assert [record.acts for record in found.records] == [(Act.MENDED,)]


def test_a_row_names_the_records_behind_it() -> None:
    second = deduction(3, "1.1-1", count=Decimal(1))
    (row,) = change([FIRE], [FIRE, second]).rows
    assert (row.item, row.before, row.after) == ("1.1", Decimal("1.25"), Decimal(0))
    assert (row.records, row.zero) == ((second.id,), Turn.REACHED)


def test_a_pool_stands_on_the_row_with_its_points() -> None:
    record = deduction(1, "3.3-1", count=Decimal(1))
    (row,) = change([], [record]).rows
    assert (row.item, row.records) == ("3.1", (record.id,))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(1, 2, Turn.REACHED), (2, 1, Turn.LEFT), (2, 3, Turn.STILL), (3, 2, None), (0, 1, None)],
)
def test_a_row_at_zero(before: int, after: int, expected: Turn | None) -> None:
    fires = [deduction(number, "1.1-1", count=Decimal(1)) for number in range(3)]
    assert [row.zero for row in change(fires[:before], fires[:after]).rows] in (
        [[expected]] if expected or (before, after) == (0, 1) else [[]]
    )


@pytest.mark.parametrize(
    ("before", "after", "turn", "counted"),
    [
        ("11", "12", Turn.REACHED, "60"),
        ("11", "13", Turn.REACHED, "60"),
        ("12", "13", Turn.STILL, "60"),
        ("13", "11", Turn.LEFT, "55"),
    ],
)
def test_a_cap(before: str, after: str, turn: Turn, counted: str) -> None:
    one, other = (deduction(1, "12.5-1", count=Decimal(count)) for count in (before, after))
    (limit,) = change([one], [other]).limits
    assert (limit.rule, limit.limit, limit.turn) == ("12.5-1", Decimal(60), turn)
    assert (limit.counted, limit.asked) == (Decimal(counted), Decimal(after) * 5)


def test_an_allotment_that_is_used_up() -> None:
    (limit,) = change([], [deduction(1, "12.2-9", deduct=Decimal(10))]).limits
    assert (limit.bound, limit.turn, limit.counted) == ("allotment", Turn.REACHED, Decimal(10))


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        ("9", "10", Turn.REACHED),
        ("9", "12", Turn.REACHED),
        ("10", "12", Turn.STILL),
        ("12", "9", Turn.LEFT),
        ("8", "9", None),
    ],
)
def test_the_ceiling_of_all_bonus(before: str, after: str, turn: Turn | None) -> None:
    one, other = (deduction(4, "16.1-1", points=Decimal(points)) for points in (before, after))
    found = change([one], [other]).limits
    assert [limit.turn for limit in found] == ([turn] if turn else [])
    for limit in found:
        assert (limit.bound, limit.rule, limit.limit) == (Effect.BONUS, "", Decimal(10))
        assert (limit.asked, limit.counted) == (Decimal(after), min(Decimal(after), Decimal(10)))


def test_the_ceiling_of_all_extra_deductions() -> None:
    table = policy_with(extra_deduction_cap=Decimal(5))(rubric())
    record = deduction(4, "15.1-1", points=Decimal(6))
    (limit,) = impact(state(under=table), state(record, under=table)).limits
    assert (limit.bound, limit.limit, limit.asked) == (Effect.DEDUCT, Decimal(5), Decimal(6))


def test_vetoes_come_and_go() -> None:
    pending, in_force = VETO, replace(VETO, approval=APPROVED)
    assert change([], [pending]).vetoes == ()
    for before, after, comes in ((pending, in_force, True), (in_force, pending, False)):
        (veto,) = change([before], [after]).vetoes
        assert (veto.community, veto.item, veto.comes) == ("tianshu", "8.1", comes)


def test_who_moved_although_nobody_touched_them() -> None:
    found = change([], [FIRE])
    touched = {community.community.id for community in found.communities if community.touched}
    assert touched == {"tianshu"}
    assert found.moved == (), "all others stay first"
    back = change([FIRE], [])
    assert back.moved == ()
    second = replace(FIRE, id="2020/tianquan/guijian/1", community="tianquan", count=Decimal(2))
    found = change([FIRE, second], [replace(FIRE, count=Decimal(2)), second])
    (moved,) = found.moved
    assert moved.base
    assert moved.head
    assert (moved.community.id, moved.base.rank, moved.head.rank) == ("tianquan", 12, 11)


Change = Callable[[Rubric], Rubric]


def rows_with(changed: Callable[[Item], Item]) -> Change:
    return lambda table: table._replace(
        categories=tuple(
            category._replace(items=tuple(map(changed, category.items)))
            for category in table.categories
        )
    )


def rule_with(rule: str, **fields: Any) -> Change:  # noqa: ANN401  # the model's own fields
    return rows_with(
        lambda item: item._replace(
            rules=tuple(
                known._replace(**fields) if known.id == rule else known for known in item.rules
            )
        )
    )


def without_rule(rule: str) -> Change:
    return rows_with(
        lambda item: item._replace(rules=tuple(known for known in item.rules if known.id != rule))
    )


def policy_with(**fields: Any) -> Change:  # noqa: ANN401  # the model's own fields
    def changed(table: Rubric) -> Rubric:
        policy = table.assessment.policy._replace(**fields)
        return table._replace(assessment=table.assessment._replace(policy=policy))

    return changed


def scaled(about: str, scale: Scale) -> Change:
    return lambda table: table._replace(
        categories=tuple(
            category._replace(
                readings=tuple(
                    reading._replace(scale=scale) if about in reading.about else reading
                    for reading in category.readings
                )
            )
            for category in table.categories
        )
    )


BONUS = deduction(4, "16.1-1", points=Decimal(12))
IN_FORCE = replace(VETO, approval=APPROVED)


@pytest.mark.parametrize(
    ("record", "changed", "said", "effects"),
    [
        (
            FIRE,
            rule_with("1.1-1", deduct=Decimal(60)),
            [(Part.RULE, "1.1-1", "deduct", Decimal(50), Decimal(60))],
            [("1.1", Decimal("1.25"), Decimal(1))],
        ),
        (
            FIRE,
            rule_with("1.1-1", text="另一句话"),
            [(Part.RULE, "1.1-1", "text", rubric().rules["1.1-1"][1].text, "另一句话")],
            [],
        ),
        (
            FIRE,
            without_rule("1.1-1"),
            [(Part.RULE, "1.1-1", "", rubric().rules["1.1-1"][1].text, None)],
            [("1.1", Decimal("1.25"), Decimal("2.5"))],
        ),
        (
            BONUS,
            policy_with(bonus_cap=Decimal(11)),
            [(Part.ASSESSMENT, "", "policy.bonus_cap", Decimal(10), Decimal(11))],
            [("16.1", Decimal(10), Decimal(11))],
        ),
        (
            IN_FORCE,
            policy_with(veto_effects=frozenset({VetoEffect.NO_AWARD})),
            [
                (
                    *(Part.ASSESSMENT, "", "policy.veto_effects"),
                    tuple(sorted(rubric().assessment.policy.veto_effects)),
                    (VetoEffect.NO_AWARD,),
                )
            ],
            [("8.1", Decimal(0), rubric().rules["8.1-v"][0].points)],
        ),
    ],
)
def test_what_the_rubric_alone_changes(
    record: Deduction,
    changed: Change,
    said: list[tuple[object, ...]],
    effects: list[tuple[object, ...]],
) -> None:
    table = changed(rubric())
    kept = [record] if record.rule in table.rules else []
    found = impact(state(record), state(*kept, under=table))
    assert [(c.part, c.id, c.field, c.before, c.after) for c in found.rubric] == said
    assert [(e.item, e.before, e.after) for e in found.effects] == effects
    assert all(effect.because == found.rubric for effect in found.effects)
    assert {line.community for line in found.by_rubric} == ({"tianshu"} if effects else set())


def test_a_scale_bears_on_the_row_that_carries_the_pool() -> None:
    about = next(
        about
        for reading in rubric().readings
        for about in reading.about
        if about.startswith("3.") and not about.startswith("3.1")
    )
    found = impact(state(), state(under=scaled(about, Scale.POINTS)(rubric())))
    assert {row for change in found.rubric for row in change.rows} >= {"3.1", about[:3]}


def test_the_records_of_the_change_are_no_effect_of_the_rubric() -> None:
    more = deduction(9, "2.5-1", count=Decimal(1))
    changed = rule_with("1.1-1", deduct=Decimal(60))(rubric())
    found = impact(state(FIRE), state(FIRE, more, under=changed))
    assert {effect.item for effect in found.effects} == {"1.1"}
    assert {row.item for row in found.rows} == {"1.1", "2.5"}


def test_communities_and_rows_of_one_side_only() -> None:
    table = rubric()
    fewer = table._replace(
        communities=table.communities[1:],
        categories=table.categories[1:],
    )
    record = replace(FIRE, rule="2.5-1", department="jingfa")
    there, gone = state(FIRE, record), state(under=fewer)
    for base, head in ((there, gone), (gone, there)):
        found = impact(base, head)
        sides = [(c.base is None, c.head is None) for c in found.communities]
        assert sides.count((False, False)) == len(table.communities) - 1
        assert len(sides) == len(table.communities)
        assert {(c.part, c.id) for c in found.rubric} >= {
            (Part.COMMUNITY, "tianshu"),
            (Part.CATEGORY, "1"),
            (Part.ITEM, "1.1"),
        }
        assert all(row.before is None or row.after is None for row in found.rows)


def test_every_effect_of_any_figure_has_its_reason() -> None:
    records = [
        deduction(number, rule, **figures)
        for number, (rule, figures) in enumerate(
            {
                "1.1-1": {"count": Decimal(1)},
                "3.3-1": {"count": Decimal(1)},
                "12.5-1": {"count": Decimal(12)},
                "4.4-1": {"actual": Decimal(15)},
                "12.2-9": {"deduct": Decimal(9)},
            }.items()
        )
    ]
    for rule, fields in (
        ("1.1-1", {"deduct": Decimal(1)}),
        ("3.3-1", {"deduct": Decimal(1)}),
        ("12.5-1", {"cap": Decimal(2)}),
        ("4.4-1", {"target": Decimal(30)}),
        ("4.4-1", {"step": Decimal(2)}),
        ("12.2-9", {"allotment": Decimal(2)}),
    ):
        changed = rule_with(rule, **fields)(rubric())
        found = impact(state(*records), state(*records, under=changed))
        assert found.effects, (rule, fields)
        assert all(effect.because for effect in found.effects)


def test_without_scores_only_records_and_rubric_are_compared() -> None:
    base = State(Dataset(rubric(), (FIRE,)), (FIRE,), None)
    found = impact(base, state())
    assert not found.scored
    assert [record.acts for record in found.records] == [(Act.REMOVED,)]
    assert found.communities == ()


@given(YEARS)
def test_a_state_compared_with_itself_is_empty(records: list[Deduction]) -> None:
    found = change(records, records)
    assert found.empty
    assert (found.rows, found.limits, found.vetoes, found.moved) == ((), (), (), ())
    assert (found.effects, found.by_rubric) == ((), ())


@given(YEARS, YEARS)
def test_totals_are_those_of_both_scores(before: list[Deduction], after: list[Deduction]) -> None:
    base, head = state(*before), state(*after)
    found = impact(base, head)
    assert base.scores
    assert head.scores
    assert tuple(c.base for c in found.communities) == base.scores.communities
    assert tuple(c.head for c in found.communities) == head.scores.communities
    told = {(row.community, row.item): (row.before, row.after) for row in found.rows}
    for one, other in zip(base.scores.communities, head.scores.communities, strict=True):
        for old, new in zip(one.items, other.items, strict=True):
            if old.score != new.score:
                assert told[one.community.id, old.item.id] == (old.score, new.score)


@given(YEARS, YEARS, st.booleans())
def test_swapping_the_sides_swaps_before_and_after(
    before: list[Deduction],
    after: list[Deduction],
    rubric_too: bool,  # noqa: FBT001  # drawn
) -> None:
    changed = rule_with("1.1-1", deduct=Decimal(60))(rubric()) if rubric_too else rubric()
    base, head = state(*before), state(*after, under=changed)
    there, back = impact(base, head), impact(head, base)
    assert [(c.base, c.head) for c in there.communities] == [
        (c.head, c.base) for c in back.communities
    ]
    assert {
        (r.community, r.item, r.before, r.after) for r in there.rows if r.before != r.after
    } == {(r.community, r.item, r.after, r.before) for r in back.rows if r.before != r.after}
    assert {(v.record, v.comes) for v in there.vetoes} == {
        (v.record, not v.comes) for v in back.vetoes
    }
    assert sorted((c.id, c.field, str(c.before), str(c.after)) for c in there.rubric) == sorted(
        (c.id, c.field, str(c.after), str(c.before)) for c in back.rubric
    )
    sides = [(r.base and r.base.id, r.head and r.head.id) for r in there.records]
    swapped = [(r.head and r.head.id, r.base and r.base.id) for r in back.records]
    assert sorted(map(str, sides)) == sorted(map(str, swapped))
