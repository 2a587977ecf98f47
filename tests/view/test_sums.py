from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kpigen.exact import plain
from kpigen.inspection import inspect
from kpigen.reporting import report_of
from kpigen.view.sum_values import CategorySum
from kpigen.view.values import Report
from tests.conftest import PROJECT, Repository


def report(repository: Repository) -> Report:
    return report_of(repository.root, inspect(repository.root), preview=True)


def test_a_category_sums_its_rows_and_counts_its_records(repository: Repository) -> None:
    for name, more in (
        ("a", ""),
        ("b", "withdrawn: {date: 2020-06-01, reason: 填报有误。, decided_by: 党政办}\n"),
    ):
        repository.record(
            f"tianshu/guijian/{name}",
            f"date: 2020-05-12\nrule: 1.1-1\nreason: 起火{name}。\nbasis: 演示〔2020〕1号\n{more}",
        )
    first, second, *_ = report(repository).communities[0].sums
    assert first == CategorySum(
        number="1", name="城镇建设", points="7", score="5.75", change="−1.25", counting=1, others=1
    )
    assert (second.change, second.counting, second.others) == ("0", 0, 0)


def test_all_sums_lead_to_the_total() -> None:
    for community in report_of(PROJECT, inspect(PROJECT)).communities:
        sums = community.sums
        changes = added(each.change.replace("−", "-") for each in sums)
        points = added(each.points for each in sums)
        scores = added(each.score for each in sums)
        assert plain(points) == community.balance.start
        assert plain(scores) == community.subtotal
        assert plain(points + changes) == community.total_exact
        assert sum(each.counting + each.others for each in sums) == len(community.records)


def added(figures: Iterable[str]) -> Decimal:
    return sum((Decimal(figure or 0) for figure in figures), Decimal(0))
