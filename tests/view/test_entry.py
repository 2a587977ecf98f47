"""What the entry page may offer follows from the stage, the sealed part and the filing deadline."""

from __future__ import annotations

from datetime import date

import pytest

from kpigen.assessing import scoring
from kpigen.versions.history import Revision
from kpigen.view import report as view
from kpigen.view.entry import entry
from kpigen.view.entry_values import EntryDays, EntryFiling, EntryView
from tests.conftest import YEAR, Repository

SETTINGS = f"data/rubric/{YEAR}/assessment.yaml"


def entry_of(repository: Repository) -> EntryView:
    dataset = repository.dataset()
    scores = scoring.score(dataset)
    return entry(dataset, scores, view.report(dataset, scores, Revision(None, None, None)))


@pytest.mark.parametrize(
    ("settings", "days", "notices"),
    [
        ("stage: 填报", EntryDays("2020-01-01", "2020-12-31", "2020-08-01", None), []),
        (
            "stage: 公示",
            EntryDays("2020-01-01", "2020-12-31", "2020-08-01", None),
            ["“公示”阶段"],
        ),
        (
            "stage: 填报\nsealed_through: 2020-06-30\ndeadlines:\n  file_within: 60",
            EntryDays("2020-07-01", "2020-12-31", "2020-08-01", 60),
            ["2020年6月30日及以前的已经封存", "60 天以内填报"],
        ),
        (
            "stage: 归档\nsealed_through: 2020-12-31",
            EntryDays("2021-01-01", "2020-12-31", "2020-08-01", None),
            ["“归档”阶段", "没有可以填报的日期"],
        ),
    ],
)
def test_days_and_notices(
    repository: Repository, settings: str, days: EntryDays, notices: list[str]
) -> None:
    repository.replace(SETTINGS, "stage: 公示", settings)
    made = entry_of(Repository(repository.root, date(2020, 8, 1)))
    assert made.days == days
    assert len(made.notices) == len(notices)
    assert all(words in notice for words, notice in zip(notices, made.notices, strict=True))


@pytest.mark.parametrize(
    ("settings", "filing"),
    [
        ("stage: 填报", EntryFiling("", "", "", "党政办")),
        ("stage: 核实", EntryFiling("核实", "", "", "党政办")),
        (
            "stage: 填报\nstages:\n  - stage: 填报\n    from: 2020-01-15\n    to: 2020-12-20",
            EntryFiling("", "2020-01-15", "2020-12-20", "党政办"),
        ),
        (
            "stage: 填报\nstages:\n  - stage: 填报\n    from: 2020-01-15",
            EntryFiling("", "2020-01-15", "", "党政办"),
        ),
    ],
)
def test_when_records_are_filed_and_whom_to_ask(
    repository: Repository, settings: str, filing: EntryFiling
) -> None:
    repository.replace(SETTINGS, "stage: 公示", settings)
    assert entry_of(repository).filing == filing


def test_a_count_is_bounded_by_the_shape_of_records(repository: Repository) -> None:
    limits = entry_of(repository).limits
    assert (limits.least_count, limits.most_count) == ("1", "9999")


def test_a_community_stands_where_its_records_put_it(repository: Repository) -> None:
    text = "date: 2020-05-01\nrule: {}\nreason: 一条。\nbasis: 演示〔2020〕{}号\n"
    repository.record("tianshu/renda/a", text.format("12.5-1\ncount: 13", 1))
    repository.record("tianshu/jiwei/a", text.format("15.1-1\npoints: 12", 2))
    withdrawn = "withdrawn:\n  date: 2020-06-01\n  reason: 查无实据\n  decided_by: 党政办\n"
    repository.record("tianshu/guijian/a", text.format("1.1-1", 3) + withdrawn)
    made = entry_of(repository)
    communities = {known.id: known for group in made.groups for known in group.communities}
    tianshu = communities["tianshu"]
    assert tianshu.taken == (("12.5-1", "60"),)  # 13 × 5, up to its cap
    assert tianshu.adjusted == (("15.1", "-12"),)  # before the ceiling of 10
    assert {record.rule for record in tianshu.records} == {"12.5-1", "15.1-1"}
    assert communities["tianji"].records == ()


def test_an_allotment_that_is_used_up_everywhere_gives_no_example(repository: Repository) -> None:
    dataset = repository.dataset()
    allotted = [
        (item, rule) for item, rule in dataset.rubric.rules.values() if rule.allotment is not None
    ]
    for community in dataset.rubric.communities:
        for item, rule in allotted:
            repository.record(
                f"{community.id}/{item.department}/{rule.id}",
                f"date: 2020-05-01\nrule: {rule.id}\ndeduct: {rule.allotment}\n"
                "reason: 一条。\nbasis: 演示〔2020〕1号\n",
            )
    assert "限额扣分" not in {example.title for example in entry_of(repository).examples}
