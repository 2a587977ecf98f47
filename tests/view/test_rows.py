"""A row's page says who lost on it: sums as elsewhere, words as printed, records that exist."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from kpigen.assessing import scoring
from kpigen.inspection import inspect
from kpigen.model import Cell, Dataset, Deduction, Item, Kind, Printed, Rule
from kpigen.reporting import report_of
from kpigen.view.printed_row import words
from kpigen.view.row_values import CategoryRowsView, Measure, RowPageView, WordsView
from kpigen.view.rows import rows
from kpigen.view.shares import bar, heat, per_cent
from kpigen.view.values import Report
from tests.assessing.test_scoring import YEARS, rubric
from tests.conftest import PROJECT, Repository


def report(root: Path) -> Report:
    return report_of(root, inspect(root))


def by_id(found: tuple[CategoryRowsView, ...]) -> dict[str, RowPageView]:
    return {row.item: row for category in found for row in category.rows}


@pytest.fixture(scope="module")
def demonstration() -> Report:
    return report(PROJECT)


def test_what_communities_lost_is_what_the_overview_says(demonstration: Report) -> None:
    overview = {loss.item: loss for loss in demonstration.losses}
    for row in by_id(demonstration.rows).values():
        expected = overview[row.item].lost if row.item in overview else "0"
        assert row.lost == expected, row.item
        figures = sum((Decimal(share.figure.replace("−", "-")) for share in row.shares), Decimal(0))
        assert figures == Decimal(row.figure.replace("−", "-")), row.item
        if row.measure is Measure.POINTS:
            assert row.figure == row.lost
            assert len(row.shares) == (overview[row.item].communities if row.shares else 0)
    for category in demonstration.rows:
        assert Decimal(category.lost) == sum(Decimal(row.lost) for row in category.rows)


@given(YEARS)
def test_every_lost_point_is_on_one_row(records: list[Deduction]) -> None:
    scores = scoring.score(Dataset(rubric(), tuple(records)))
    found = rows(rubric(), scores)
    lost = sum(200 - result.subtotal for result in scores.communities)
    assert sum(Decimal(category.lost) for category in found) == lost
    assert sum(category.records for category in found) == len(records)
    for row in by_id(found).values():
        assert all(0 <= Decimal(share.bar) <= 100 for share in row.shares)


@given(YEARS)
def test_every_record_stands_on_its_row_once(records: list[Deduction]) -> None:
    found = by_id(rows(rubric(), scoring.score(Dataset(rubric(), tuple(records)))))
    listed = [
        (name, row.item)
        for row in found.values()
        for name in (*row.others, *(record for share in row.shares for record in share.records))
    ]
    expected = [(record.id, record.rule.partition("-")[0]) for record in records]
    assert sorted(listed) == sorted(expected)


RECORD = "date: 2020-05-12\nreason: 未按要求办理。\nbasis: 演示〔2020〕1号\n"
WITHDRAWN = "withdrawn:\n  date: 2020-06-01\n  reason: 记错了社区。\n  decided_by: 党政办\n"


def test_the_most_stands_first_with_what_is_kept_and_its_records(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", f"rule: 1.3-1\n{RECORD}")
    repository.record("tianxuan/guijian/a", f"rule: 1.3-1\ncount: 2\n{RECORD}")
    repository.record("tianxuan/guijian/b", f"rule: 1.3-2\n{RECORD}")
    repository.record("tianji/guijian/a", f"rule: 1.3-1\n{RECORD}{WITHDRAWN}")
    row = by_id(report(repository.root).rows)["1.3"]
    assert [
        (share.community, share.figure, share.kept, share.bar, share.records)
        for share in row.shares
    ] == [
        ("tianxuan", "1.2", "40.0", "60", ("2020/tianxuan/guijian/a", "2020/tianxuan/guijian/b")),
        ("tianshu", "0.4", "80.0", "20", ("2020/tianshu/guijian/a",)),
    ]
    assert row.others == ("2020/tianji/guijian/a",)
    assert row.label == "1.6 分"
    assert [use.label for use in row.uses] == [
        "2 条记录，涉及 2 个社区、村；另有 1 条不计分",
        "1 条记录，涉及 1 个社区、村",
    ]


def test_rows_of_a_pool_tell_their_part_and_the_first_tells_all(repository: Repository) -> None:
    repository.record("tianshu/yingji/a", f"rule: 3.2-1\ncount: 2\n{RECORD}")
    repository.record("tianshu/yingji/b", f"rule: 3.6-1\n{RECORD}")
    repository.record("tianji/yingji/a", f"rule: 3.2-2\n{RECORD}")
    found = by_id(report(repository.root).rows)
    row, head = found["3.2"], found["3.1"]
    assert [
        (share.community, share.figure, share.pool_deducted, share.pool_lost, share.kept)
        for share in row.shares
    ] == [("tianshu", "6", "14", "2.1", "86.0"), ("tianji", "5", "5", "0.75", "95.0")]
    assert (row.lost, row.label, row.printed.points, row.printed.merged) == (
        "0",
        "合在 3.1 里算",
        "15",
        "3.1",
    )
    assert (head.shares, head.lost, head.label) == ((), "2.85", "2.85 分")
    assert head.pool is not None
    assert (head.communities, head.records, head.own) == (2, 3, "本行自己的记录 0 条")
    assert (row.communities, row.records, row.own) == (2, 2, "")
    assert (head.pool.label, head.pool.points, head.pool.lost) == ("3.1 至 3.7", "15", "2.85")
    assert [(share.deducted, share.total, share.lost) for share in head.pool.shares] == [
        (("0", "6", "0", "0", "0", "8", "0"), "14", "2.1"),
        (("0", "5", "0", "0", "0", "0", "0"), "5", "0.75"),
    ]


def test_rows_beside_the_total_add_and_take(repository: Repository) -> None:
    repository.record("tianshu/dangzheng/a", f"rule: 16.1-1\npoints: 2\n{RECORD}")
    repository.record("tianji/jiwei/a", f"rule: 15.1-1\npoints: 1.5\n{RECORD}")
    made = report(repository.root)
    found = by_id(made.rows)
    assert (found["16.1"].label, found["16.1"].shares[0].figure) == ("总分 +2", "+2")
    assert (found["15.1"].label, found["15.1"].shares[0].figure) == ("总分 −1.5", "−1.5")
    assert {category.category: category.label for category in made.rows}["15"] == "总分 −1.5"
    assert found["14.1"].label == "没有失分"


def test_a_rows_readings_are_those_about_it_and_its_rules(demonstration: Report) -> None:
    row = by_id(demonstration.rows)["1.2"]
    assert row.readings == ("1-a", "1-b", "1-c", "2-c")


def test_cells_merged_with_a_row_above_are_filled_in(demonstration: Report) -> None:
    found = by_id(demonstration.rows)
    printed = found["3.3"].printed
    assert (printed.number, printed.category, printed.seq) == ("3", "安全生产", "③")
    assert (printed.department, printed.points, printed.merged) == ("应急办", "15", "3.1")
    assert (found["3.1"].printed.merged, found["3b.1"].printed.number) == ("", "")


def test_words_are_the_cell_as_printed(demonstration: Report) -> None:
    found = by_id(demonstration.rows)
    for item in rubric().items:
        printed = found[item.id].printed
        assert "".join(run.text for run in printed.content) == item.printed.content
        assert "".join(run.text for run in printed.rules) == item.printed.rules
        marked = {run.rule for run in (*printed.content, *printed.rules)} - {""}
        assert marked == {rule.id for rule in item.rules if rule.cell is not Cell.VETO}


def item(text: str, *fragments: tuple[str, Kind]) -> Item:
    """Make a row whose rules have these words."""
    (template, *_) = rubric().items
    rule: Rule = template.rules[0]
    return template._replace(
        printed=Printed("①", "内容", "", "规建环保办", "2.5", text),
        rules=tuple(
            rule._replace(id=f"1.1-{number}", text=fragment, kind=kind)
            for number, (fragment, kind) in enumerate(fragments, 1)
        ),
    )


EACH, VETO = Kind.EACH, Kind.VETO


@pytest.mark.parametrize(
    ("text", "fragments", "runs"),
    [
        ("迟报扣3分；不报扣5分。", (("迟报扣3分", EACH), ("不报扣5分", EACH)), "[1]；[2]。"),
        ("扣3分。扣3分。", (("扣3分。", EACH), ("扣3分。", EACH)), "[1][2]"),
        ("一票否决。扣3分。", (("扣3分。", EACH), ("一票否决。", VETO)), "[2][1]"),
        ("扣3分，一票否决。", (("扣3分，一票否决。", EACH), ("一票否决", VETO)), "[1]"),
        ("只说原则。", (("没有这句", EACH),), "只说原则。"),
        ("", (), ""),
    ],
)
def test_words_go_with_their_rules(
    text: str, fragments: tuple[tuple[str, Kind], ...], runs: str
) -> None:
    found: list[WordsView] = list(words(item(text, *fragments), Cell.RULES))
    shown = "".join(f"[{run.rule[4:]}]" if run.rule else run.text for run in found)
    assert shown == runs
    assert "".join(run.text for run in found) == text


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        ("1", "3", "33.3"),
        ("0", "3", "0.0"),
        ("3", "3", "100.0"),
        ("0.0001", "3", "<0.1"),
        ("0.0015", "3", "0.1"),
        ("2.9999", "3", ">99.9"),
        ("2.9984", "3", "99.9"),
        ("1", "0", "0"),
    ],
)
def test_a_percentage_never_rounds_to_all_or_nothing(part: str, whole: str, shown: str) -> None:
    assert per_cent(Decimal(part), Decimal(whole)) == shown


def test_a_bar_stays_on_its_track() -> None:
    assert [bar(Decimal(part), Decimal(3)) for part in (-1, 1, 4)] == ["0", "33.33", "100"]


@pytest.mark.parametrize(
    ("most", "levels"),
    [
        (1, [0, 2]),
        (4, [0, 2, 3, 4, 5]),
        (5, [0, 1, 2, 3, 4, 5]),
        (10, [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
    ],
)
def test_heat_grows_with_the_count(most: int, levels: list[int]) -> None:
    assert [heat(count, most) for count in range(most + 1)] == levels
