"""Two hundred pull requests at once: in whatever order they are merged, nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kpigen.assessing import scoring
from kpigen.filing import record_text
from kpigen.filing.record_text import NewRecord
from kpigen.model import Kind, Rubric
from tests.conftest import YEAR, Repository

PULL_REQUESTS = 200


def filed(rubric: Rubric, chance: random.Random) -> Iterator[NewRecord]:
    """What 17 departments file: every kind of rule that several records can meet."""
    rules = [
        (item, rule)
        for item in rubric.items
        for rule in item.rules
        if rule.kind in {Kind.EACH, Kind.JUDGED, Kind.ALLOTTED, Kind.ADJUSTMENT}
    ]
    departments = {department.id for department in rubric.departments}
    assert {item.department for item, _ in rules} == departments
    for number in range(PULL_REQUESTS):
        item, rule = rules[number % len(rules)]
        wants_deduct = rule.kind in {Kind.JUDGED, Kind.ALLOTTED}
        yield NewRecord(
            year=YEAR,
            # Few communities and days: so that records meet on one rule, and caps are in play.
            community=chance.choice(rubric.communities[:3]).id,
            department=item.department,
            date=date(YEAR, 3, 1) + timedelta(days=chance.randrange(20)),
            rule=rule.id,
            count=Decimal(chance.randint(1, 3)) if rule.kind is Kind.EACH else None,
            actual=None,
            deduct=Decimal("0.5") if wants_deduct else None,
            points=Decimal(1) if rule.kind is Kind.ADJUSTMENT else None,
            reason=f"第{number}次检查发现未按要求落实。",
            basis=f"演示〔2020〕{number}号",
            event="",
            approval=None,
        )


def branches(repository: Repository, records: list[NewRecord]) -> list[str]:
    """Make one branch a record, all from the same commit, as 17 departments would."""
    base = repository.git("rev-parse", "HEAD").strip()
    names = []
    for number, record in enumerate(records):
        name = f"request-{number:03d}-{record.department}"
        repository.git("checkout", "--quiet", "-b", name, base)
        repository.write(record_text.path(record), record_text.text(record))
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--message", f"{record.rule} {record.reason}")
        names.append(name)
    repository.git("checkout", "--quiet", "-B", "main", base)
    return names


@pytest.mark.parametrize("seed", [1, 2])
def test_merged_in_any_order_they_score_as_one_after_another(
    repository: Repository, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  # a test's order, not a secret
    rubric = repository.dataset().rubric
    records = list(filed(rubric, chance))
    repository.commit()
    names = branches(repository, records)

    chance.shuffle(names)
    for name in names:
        # A conflict would make git, and so the test, fail here.
        repository.git("merge", "--quiet", "--no-edit", name)
    assert repository.findings() == ()
    merged = repository.dataset()

    assert {record.id for record in merged.deductions} == {
        record_text.path(record).removeprefix("data/deductions/").removesuffix(".yaml")
        for record in records
    }
    one_after_another = Repository(repository.root.parent / "slow")
    for path in (repository.root / "data" / "rubric").rglob("*.yaml"):
        one_after_another.write(path.relative_to(repository.root).as_posix(), path.read_bytes())
    for record in records:
        one_after_another.write(record_text.path(record), record_text.text(record))
    assert scoring.score(merged) == scoring.score(one_after_another.dataset())


def test_the_same_deduction_filed_twice_is_one_record(repository: Repository) -> None:
    record = next(filed(repository.dataset().rubric, random.Random(0)))  # noqa: S311
    repository.commit()
    for name in branches(repository, [record, record]):
        repository.git("merge", "--quiet", "--no-edit", name)
    assert len(repository.dataset().deductions) == 1
