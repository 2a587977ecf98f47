"""The year in one sentence."""

from __future__ import annotations

import pytest

from kpigen.assessing.scoring import score
from kpigen.inspection import inspect
from kpigen.versions.history import Revision
from kpigen.view.report import report
from tests.conftest import PROJECT, YEAR, Repository

JUDGED = "date: 2020-05-12\nrule: {}\ndeduct: 2\nreason: 未落实。\nbasis: 演示〔2020〕1号\n"
VETO = (
    "date: 2020-05-12\nrule: 12.1-v\nreason: 立案。\nbasis: 演示纪〔2020〕1号\n"
    "approval:\n  document: 演示〔2020〕2号\n  approved_by: 镇党委\n  date: 2020-06-01\n"
)


def headline(repository: Repository) -> str:
    dataset = repository.dataset()
    return report(dataset, score(dataset), Revision(None, None, made=None)).overview.headline


def test_of_the_demonstration() -> None:
    dataset = inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    made = report(dataset, score(dataset), Revision(None, None, made=None))
    said = made.overview.headline
    most = made.overview.categories[0]
    assert said.startswith(f"失分最多的是{most.name}（{most.lost} 分，占 {most.share}%）；")
    for group in made.groups:
        first = group.communities[0]
        assert f"{first.name} {first.total}（{group.name}）" in said
    assert said.endswith("；1 个村一票否决。")


def test_of_an_empty_year(repository: Repository) -> None:
    assert headline(repository) == "各社区、村都还没有失分。"


@pytest.mark.parametrize("vetoed", [False, True])
def test_of_a_young_year(repository: Repository, *, vetoed: bool) -> None:
    repository.record("tianshu/cunzhen/a", JUDGED.format("6.1-1"))
    if vetoed:
        repository.record("tianshu/jiwei/b", VETO)
        repository.record("guyu/jiwei/b", VETO)
    said = headline(repository)
    assert ("；1 个社区、1 个村一票否决。" in said) == vetoed
    # All others lead together.
    assert "名次最前：天璇社区和天玑社区等 6 个 200.00（社区）" in said
    assert "等 5 个 200.00（村）" in said or vetoed


def test_of_a_year_without_any_community(repository: Repository) -> None:
    dataset = repository.dataset()
    dataset = dataset._replace(rubric=dataset.rubric._replace(communities=()))
    made = report(dataset, score(dataset), Revision(None, None, made=None))
    assert made.overview.headline == ""
