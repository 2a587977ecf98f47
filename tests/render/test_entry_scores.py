"""The figures and files of the entry page are those of Python, whatever is filed."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from kpigen import labels
from kpigen.assessing import scoring
from kpigen.exact import plain
from kpigen.filing import record_text
from kpigen.inspection import inspect
from kpigen.model import Approval, Dataset, Effect, Kind, Rubric, VetoEffect
from kpigen.view.entry import entry
from kpigen.view.report import report
from tests.conftest import YEAR
from tests.render.browser import Browser
from tests.render.entry_page import (
    COMMUNITIES,
    DAY,
    DRIVE,
    Town,
    case,
    cases_of,
    figures_of,
    of,
    record,
    with_record,
)


def test_every_rule_of_the_table_gives_the_figures_and_the_file_of_python(
    page: Browser, town: Town
) -> None:
    rules = town.dataset.rubric.rules
    assert len(rules) == 122
    cases = [
        (item, found)
        for community in COMMUNITIES
        for item, rule in rules.values()
        for found in cases_of(town.dataset, community, item, rule)
    ]
    assert {found.record.rule for _, found in cases} == set(rules)
    shown = page.run(DRIVE, [found.fields for _, found in cases])
    for (item, found), seen in zip(cases, shown, strict=True):
        assert seen["ready"], (found, seen)
        assert seen["path"] == record_text.path(found.record)
        assert seen["text"] == record_text.text(found.record)
        errors, dataset = with_record(town.dataset, found.record)
        assert not errors, found
        expected = figures_of(of(dataset, found.record.community), item)
        assert {name: seen[name] for name in expected} == expected, found
    assert not page.complaints()


def test_a_used_up_allotment_cannot_be_chosen(page: Browser, town: Town) -> None:
    item, rule = town.dataset.rubric.rules["12.2-2"]
    made = record("tianshu", item, rule, deduct=Decimal(1))
    (seen,) = page.run(DRIVE, [case(item, made).fields])
    assert not seen["ready"]
    assert page.attribute("input[value='12.2-2']", "disabled") == "true"
    assert "已经扣完" in page.text("label:has(input[value='12.2-2'])")
    assert with_record(town.dataset, made)[0] == ["KPI409"]


def random_town(dataset: Dataset, seed: int) -> Dataset:
    """Give the communities records without limit, as no clerk would file them, and a policy."""
    dice = random.Random(seed)  # noqa: S311  # a test's own
    rules = list(dataset.rubric.rules.values())
    rules += 20 * [found for found in rules if found[1].kind is Kind.ADJUSTMENT]
    records = []
    for place, community in enumerate(dataset.rubric.communities):
        for number in range(dice.randrange(40)):
            item, rule = dice.choice(rules)
            cents = Decimal(dice.randrange(1, 4000)) / 100
            kind = rule.kind
            records.append(
                replace(
                    dataset.deductions[0],
                    id=f"{YEAR}/{community.id}/{item.department}/{place}-{number}",
                    community=community.id,
                    department=item.department,
                    date=date(2020, dice.randrange(1, 13), 1),
                    rule=rule.id,
                    count=Decimal(dice.randrange(1, 9)) if kind is Kind.EACH else None,
                    deduct=cents if kind in {Kind.ALLOTTED, Kind.JUDGED} else None,
                    points=cents if kind is Kind.ADJUSTMENT else None,
                    actual=None,
                    approval=Approval("文", "会", DAY) if dice.random() < 0.5 else None,
                    withdrawn=None,
                )
            )
    maybe = [None, Decimal(0), Decimal("7.5"), Decimal("180.005")]
    assessment = dataset.rubric.assessment
    policy = assessment.policy._replace(
        veto_effects=frozenset(effect for effect in VetoEffect if dice.random() < 0.5),
        bonus_cap=dice.choice(maybe),
        extra_deduction_cap=dice.choice(maybe),
        total_min=dice.choice([None, Decimal(0)]),
        total_max=dice.choice([None, Decimal("190.125")]),
    )
    rubric = dataset.rubric._replace(assessment=assessment._replace(policy=policy))
    if dice.random() < 0.5:
        rubric = one_sign(rubric)
    return dataset._replace(rubric=rubric, deductions=tuple(records))


def one_sign(rubric: Rubric) -> Rubric:
    """Let both rows after the total add points, so that they share one ceiling."""
    return rubric._replace(
        categories=tuple(
            category._replace(
                items=tuple(
                    item._replace(
                        rules=tuple(
                            rule._replace(effect=rule.effect and Effect.BONUS)
                            for rule in item.rules
                        )
                    )
                    for item in category.items
                )
            )
            for category in rubric.categories
        )
    )


def test_whatever_the_year_the_page_stands_where_scoring_stands(page: Browser, town: Town) -> None:
    inspection = inspect(town.root, YEAR)
    script = """
    const table = KpigenEntry.indexed(arguments[0]);
    return [...table.communities.keys()].map(id => {
      const found = KpigenEntry.score(table, id, null);
      const [items, adjustments] = [found.items, found.adjustments].map(Object.fromEntries);
      return [id, items, adjustments, found.total];
    });
    """
    for seed in range(25):
        dataset = random_town(town.dataset, seed)
        scores = scoring.score(dataset)
        view = entry(dataset, scores, report(dataset, scores, inspection.revision))
        expected = [
            [
                result.community.id,
                {i.item.id: plain(i.score) for i in result.items if i.score is not None},
                {i.item.id: plain(i.adjustment) for i in result.items},
                labels.total(result.total),
            ]
            for result in scores.communities
        ]
        assert page.run(script, asdict(view)) == expected, seed
        stated = {c.id: c.total for group in view.groups for c in group.communities}
        assert stated == {name: total for name, _, _, total in expected}
