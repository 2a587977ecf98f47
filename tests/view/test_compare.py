"""The comparison says of every community what its own table says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpigen.view.values import Report
from tests.conftest import PROJECT, Repository
from tests.render.test_site import report_of


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT)


def signed(text: str) -> Decimal:
    """Read a figure with the minus of print; data's own is not to be seen here."""
    assert "-" not in text
    return Decimal(text.replace("−", "-"))


def test_the_columns_are_the_standing(report: Report) -> None:
    assert [column.id for column in report.comparison.columns] == [c.id for c in report.standing]
    for column, community in zip(report.comparison.columns, report.standing, strict=True):
        assert column.total == community.total
        assert column.standing == f"{community.group}{community.group_rank_label}"
        assert column.rank_label == community.rank_label
        assert signed(column.adjustments) == Decimal(community.adjustments)
        assert column.records == str(len(community.records))
        assert column.remark == "，".join(community.badges)
        gone = sum(Decimal(row.lost) for row in community.form.rows)
        assert signed(column.lost) == -gone


def test_every_cell_is_what_the_community_s_table_says(report: Report) -> None:
    shown = [row for category in report.comparison.categories for row in category.rows]
    blank = [row for row in report.blank.rows if row.points is not None]
    assert [(row.item, row.anchor, row.points) for row in shown] == [
        (row.item, row.anchor, row.points) for row in blank
    ]
    for place, community in enumerate(report.standing):
        own = {row.item: row for row in community.form.rows}
        for row in shown:
            cell = row.cells[place]
            assert cell.score == own[row.item].score
            lost = own[row.item].lost
            assert cell.lost == ("" if lost == "0" else f"−{lost}")
            assert bool(cell.note) == own[row.item].vetoed
            share = Decimal(own[row.item].lost) * 100 / Decimal(row.points)
            assert abs(Decimal(cell.bar) - share) <= Decimal("0.005")


def test_a_category_is_the_sum_of_its_rows(report: Report) -> None:
    for category in report.comparison.categories:
        for place, cell in enumerate(category.cells):
            if category.points:
                assert sum(Decimal(row.points) for row in category.rows) == Decimal(category.points)
                scores = (Decimal(row.cells[place].score) for row in category.rows)
                assert sum(scores) == Decimal(cell.score)
            else:
                assert not category.rows
                assert cell.score[0] in "+−0"
    outside = [c for c in report.comparison.categories if not c.points]
    assert [category.name for category in outside] == ["扣分", "加分"]
    for place, column in enumerate(report.comparison.columns):
        both = sum(signed(category.cells[place].score) for category in outside)
        assert both == signed(column.adjustments)


def test_a_row_that_lost_nothing_has_nothing_but_its_score(repository: Repository) -> None:
    repository.record(
        "tianshu/guijian/2020-05-12-a",
        "date: 2020-05-12\nrule: 1.1-1\nreason: 起火\nbasis: 文1号\n",
    )
    comparison = report_of(repository.root).comparison
    place = [column.id for column in comparison.columns].index("tianshu")
    hit = comparison.categories[0].rows[0]
    assert (hit.cells[place].score, hit.cells[place].lost, hit.cells[place].bar) == (
        "1.25",
        "−1.25",
        "50",
    )
    others = [cell for at, cell in enumerate(hit.cells) if at != place]
    assert {(cell.score, cell.lost, cell.bar) for cell in others} == {("2.5", "", "0")}
