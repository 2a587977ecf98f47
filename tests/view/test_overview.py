"""The figures of the year's first page, and how they hang together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from kpigen.assessing.scoring import Scores, score
from kpigen.inspection import inspect
from kpigen.model import Dataset, Stage
from kpigen.versions.history import Revision
from kpigen.versions.provenance import UNREAD, Change, Deed, Filing, History, Known, Life
from kpigen.view.overview_values import NewsItem, OverviewView
from kpigen.view.report import report
from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR, Repository

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def report_of(dataset: Dataset, history: History = UNREAD, as_of: date | None = None) -> Report:
    return report(dataset, score(dataset, as_of), Revision(None, None, made=None), history)


@cache
def demonstration() -> tuple[Dataset, Scores, Report]:
    dataset = inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    return dataset, score(dataset), report_of(dataset)


def seen(repository: Repository) -> OverviewView:
    return report_of(repository.dataset()).overview


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def test_the_categories_lose_exactly_what_the_communities_lost() -> None:
    dataset, scores, made = demonstration()
    total = dataset.rubric.assessment.total
    lost = sum((total - result.subtotal for result in scores.communities), Decimal(0))
    view = made.overview
    assert sum(number(loss.lost) for loss in view.categories) == number(view.lost) == lost
    assert number(made.overview.course.figures.rows[-1][1][2]) == lost  # type: ignore[union-attr]
    assert sum(number(loss.lost) for loss in made.losses) == lost
    assert abs(sum((number(loss.share) for loss in view.categories), Decimal(-100))) < 1


def test_the_adjustments_are_what_the_totals_got() -> None:
    _, scores, made = demonstration()
    extra = [result.extra for result in scores.communities if result.extra]
    bonus = [result.bonus for result in scores.communities if result.bonus]
    assert [(a.category, a.points, a.communities) for a in made.overview.adjustments] == [
        ("15", f"−{sum(extra)}", len(extra)),
        ("16", f"+{sum(bonus)}", len(bonus)),
    ]


def test_the_categories_are_ordered_by_what_was_lost() -> None:
    losses = demonstration()[2].overview.categories
    assert losses == tuple(sorted(losses, key=lambda loss: -number(loss.lost)))
    assert losses[0].bar == "100"


RECORD = "date: 2020-05-12\nrule: {rule}\n{figure}reason: 未落实。\nbasis: 演示〔2020〕{number}号\n"


def test_a_few_losses(repository: Repository) -> None:
    # 1.1 (2.5 points of category 1's 7) loses half; 2.5-1 takes from one of category 2's rows.
    fire = RECORD.format(rule="1.1-1", figure="", number=1)
    repository.record("tianshu/guijian/a", fire)
    repository.record("guyu/guijian/b", fire.replace("1号", "2号"))
    view = seen(repository)
    (loss,) = view.categories
    assert (loss.category, loss.lost, loss.share, loss.communities) == ("1", "2.5", "100.0", 2)
    assert loss.rate == "3.0"  # of 12 × 7 points
    assert loss.averages == ("0.18", "0.25")  # 1.25 of 7, 1.25 of 5
    assert len(view.untouched) == 15
    rows = {row.community: row for row in view.heat.rows}
    assert (rows["tianshu"].cells[0].text, rows["tianshu"].cells[0].level) == ("82", 4)
    assert {(cell.text, cell.level) for cell in rows["tianshu"].cells[1:16]} == {("100", 1)}
    assert [(cell.text, cell.level) for cell in rows["tianshu"].cells[16:]] == [("0", 0)] * 2
    assert [row.rank for row in view.heat.rows] == ["1"] * 10 + ["11"] * 2
    assert dict(view.gaps)["tianshu"].label == "−1.25"
    assert dict(view.gaps)["tianxuan"].label == "0"


def test_next_to_nothing_lost_is_not_a_hundred(repository: Repository) -> None:
    # 0.1 of 100 on a row of category 12 (36 points): 99.99 % are kept.
    judged = RECORD.format(rule="6.1-1", figure="deduct: 0.1\n", number=1)
    repository.record("tianshu/cunzhen/a", judged)
    view = seen(repository)
    (row,) = [row for row in view.heat.rows if row.community == "tianshu"]
    place = [column.category for column in view.heat.columns].index("6")
    assert (row.cells[place].text, row.cells[place].level) == ("99", 2)


def test_more_than_full_marks_is_no_gap(repository: Repository) -> None:
    bonus = RECORD.format(rule="16.1-1", figure="points: 2\n", number=1)
    repository.record("tianshu/dangzheng/a", bonus)
    view = seen(repository)
    gap = dict(view.gaps)["tianshu"]
    assert (gap.label, gap.bar) == ("+2.00", "0")
    assert view.heat.rows[0].cells[-1].text == "+2"
    assert view.adjustments[1].points == "+2"
    assert not view.categories


def test_the_heat_map_has_all_communities_by_rank_and_steps_without_a_hole() -> None:
    _, scores, made = demonstration()
    heat = made.overview.heat
    ranks = [number(row.rank) for row in heat.rows]
    assert ranks == sorted(ranks)
    assert len(heat.rows) == len(scores.communities)
    assert {len(row.cells) for row in heat.rows} == {len(heat.columns)}
    bounds = [[int(part) for part in label.split("–")] for _, label in heat.steps]
    shown = sorted(value for low, *high in bounds for value in range(low, (high or [low])[0] + 1))
    assert shown == list(range(101))
    for row in heat.rows:
        for cell, column in zip(row.cells, heat.columns, strict=True):
            assert bool(cell.level) == bool(column.points)
            if cell.level:
                low, *high = bounds[cell.level - 1]
                assert low <= int(cell.text) <= (high or [low])[0]


def test_gaps_and_totals_make_full_marks() -> None:
    dataset, _, made = demonstration()
    gaps = dict(made.overview.gaps)
    for community in made.communities:
        gap = number(gaps[community.id].label)
        assert number(community.total) - gap == dataset.rubric.assessment.total
        assert abs(number(gaps[community.id].bar) * number(made.overview.gap_axis) / 100 + gap) < 1


@pytest.mark.parametrize("stage", Stage)
def test_the_way_through_the_year(dated_repository: Repository, stage: Stage) -> None:
    path = "data/rubric/2020/assessment.yaml"
    dated_repository.replace(path, "\nstage: 公示", f"\nstage: {stage}")
    steps = seen(dated_repository).steps
    now = list(Stage).index(stage)
    assert [step.name for step in steps] == list(Stage)
    assert [step.place for step in steps] == ["over"] * now + ["now"] + ["ahead"] * (4 - now)
    assert steps[now].state == "当前阶段"
    assert steps[0].period == "2020年1月1日至2021年1月8日"


def test_the_way_through_a_year_without_dates(repository: Repository) -> None:
    steps = seen(repository).steps
    assert [(step.name, step.period) for step in steps] == [(stage, "") for stage in Stage]


def test_the_course_says_what_the_figures_say() -> None:
    _, _, made = demonstration()
    course = made.overview.course
    assert course is not None
    heads, rows = course.figures.headings, course.figures.rows
    assert heads[:2] == ("平均每个社区失分", "平均每个村失分")
    for place, line in enumerate(course.lost.lines):
        assert [mark.label for mark in line.marks] == [cells[place] for _, cells in rows]
        assert line.last == rows[-1][1][place]
        assert line.last in course.lost.text
    assert [column.label for column in course.records.columns] == [cells[3] for _, cells in rows]
    assert rows[-1][1][4] == str(len(made.records))
    assert len({line.style for line in course.lost.lines}) == len(course.lost.lines)


def test_a_communitys_year() -> None:
    _, _, made = demonstration()
    for community in made.communities:
        course = community.course
        assert course is not None
        (line,) = course.total.lines
        totals = [cells[0] for _, cells in course.figures.rows]
        assert totals[-1] == line.last == community.total
        changes = sum(number(cells[1]) for _, cells in course.figures.rows)
        assert 200 + changes == number(community.total)
        assert sum(int(cells[2]) for _, cells in course.figures.rows) == len(community.records)
        assert len(line.marks) == len(community.records)
        assert {mark.kind for mark in line.marks} == {kind for kind, _ in course.kinds}
        assert number(course.since) < number(min(totals, key=number))


def test_a_community_without_records_stays_at_full_marks(repository: Repository) -> None:
    repository.record("tianshu/guijian/a", RECORD.format(rule="1.1-1", figure="", number=1))
    made = report_of(repository.dataset())
    course = next(c.course for c in made.communities if c.id == "guyu")
    assert course is not None
    assert (course.since, course.kinds, course.total.lines[0].last) == ("195", (), "200.00")
    assert (
        report_of(Repository(repository.root).dataset()._replace(deductions=())).overview.course
        is None
    )


# What is new

APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n"
DECIDED = (
    "  decided: 2020-06-18\n  decision: reduced\n  deduct: 1\n  decided_by: 党政办\n"
    "  document: 演示申复〔2020〕1号\n"
)
CORRECTED = "corrections:\n  - date: 2020-06-02\n    reason: 多写了一分\n    decided_by: 党政办\n"
JUDGED = RECORD.format(rule="6.1-1", figure="deduct: 2\n", number=1)


def news(repository: Repository, *changes: Change) -> list[tuple[str, str, str]]:
    filing = Filing(date(2020, 5, 13), date(2020, 5, 14), COMMIT)
    lives = History(Known.FULL, (Life("2020/tianshu/cunzhen/a", filing, changes),))
    found = report_of(repository.dataset(), lives).overview.news
    assert found is not None
    return [(item.date, item.what, item.detail) for item in found.items]


def change(day: str, *fields: str, deed: Deed = Deed.CHANGED) -> Change:
    return Change(date.fromisoformat(day), COMMIT, deed, fields)


ADDED = ("2020-05-14", "新增", "")


@pytest.mark.parametrize(
    ("more", "changes", "expected"),
    [
        ("", (), []),
        (APPEAL, (change("2020-06-01", "appeal"),), [("2020-06-01", "申诉", "")]),
        (
            APPEAL + DECIDED,
            (change("2020-06-01", "appeal"), change("2020-06-18", "appeal")),
            [("2020-06-18", "申诉决定", "减轻"), ("2020-06-01", "申诉", "")],
        ),
        # On one day the last comes first.
        (
            APPEAL + DECIDED,
            (change("2020-06-18", "appeal"), change("2020-06-18", "appeal")),
            [("2020-06-18", "申诉决定", "减轻"), ("2020-06-18", "申诉", "")],
        ),
        ("", (change("2020-06-02", "withdrawn"),), [("2020-06-02", "撤销", "不再计分")]),
        (
            CORRECTED,
            (change("2020-06-01", "corrections"), change("2020-06-02", "deduct", "corrections")),
            [
                ("2020-06-02", "更正", "2020年6月2日由党政办更正：多写了一分"),
                ("2020-06-01", "更正", "改了合并以后的更正"),
            ],
        ),
        ("", (change("2020-06-02", "approval"),), [("2020-06-02", "批准", "一票否决")]),
        ("", (change("2020-06-02", "reason"),), [("2020-06-02", "更改", "改了扣分原因")]),
        # What no reader of the site can see is no news.
        ("", (change("2020-06-02", "internal"), change("2020-06-03")), []),
        (
            "",
            (
                change("2020-06-02", deed=Deed.REMOVED),
                change("2020-06-03", "reason", deed=Deed.RESTORED),
            ),
            [("2020-06-03", "恢复", ""), ("2020-06-02", "删除", "")],
        ),
    ],
)
def test_what_happened_to_a_record(
    repository: Repository,
    more: str,
    changes: tuple[Change, ...],
    expected: list[tuple[str, str, str]],
) -> None:
    repository.record("tianshu/cunzhen/a", JUDGED + more)
    assert news(repository, *changes) == [*expected, ADDED]


def test_the_newest_eight_and_what_the_last_day_brought(repository: Repository) -> None:
    lives = []
    for place in range(10):
        text = RECORD.format(rule="6.1-1", figure="deduct: 2\n", number=place)
        repository.record(f"tianshu/cunzhen/r{place}", text.replace("05-12", f"05-{12 + place}"))
        merged = date(2020, 6, 1 if place < 9 else 2)
        changes = (change("2020-06-02", "withdrawn"),) if place == 3 else ()
        life = Life(f"2020/tianshu/cunzhen/r{place}", Filing(merged, merged, COMMIT), changes)
        lives.append(life)
    found = report_of(repository.dataset(), History(Known.FULL, tuple(lives))).overview.news
    assert found is not None
    assert found.note == "最近一次是2020年6月2日：新增 1 条记录，变动 1 处。"

    def brief(item: NewsItem) -> str:
        return f"{item.what} {item.record.rpartition('/')[2]}"

    assert [brief(item) for item in found.items] == [
        "撤销 r3",
        "新增 r9",
        *(f"新增 r{place}" for place in range(8, 2, -1)),
    ]


def test_within_a_day_the_order_of_the_commits_decides(repository: Repository) -> None:
    day = date(2020, 6, 1)
    commits = {"b": "1" * 40, "c": "2" * 40, "a": "3" * 40}
    lives = []
    for place, name in enumerate("abc"):
        text = RECORD.format(rule="6.1-1", figure="deduct: 2\n", number=place)
        repository.record(f"tianshu/cunzhen/{name}", text)
        changes = (Change(day, "4" * 40, Deed.CHANGED, ("reason",)),) if name == "c" else ()
        filing = Filing(day, day, commits[name])
        lives.append(Life(f"2020/tianshu/cunzhen/{name}", filing, changes))
    order = (*commits.values(), "4" * 40)
    history = History(Known.FULL, tuple(lives), order)
    found = report_of(repository.dataset(), history).overview.news
    assert found is not None
    told = [(item.what, item.record[-1]) for item in found.items]
    assert told == [("更改", "c"), ("新增", "a"), ("新增", "c"), ("新增", "b")]


def test_without_history_there_is_no_news() -> None:
    assert demonstration()[2].overview.news is None
