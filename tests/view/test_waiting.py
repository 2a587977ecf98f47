"""What the first page says of open appeals and pending vetoes, and how it counts the records."""

from __future__ import annotations

from datetime import date

import pytest

from kpigen.assessing.scoring import score
from kpigen.versions.history import Revision
from kpigen.view.report import report
from kpigen.view.values import Report
from tests.conftest import Repository

JUDGED = "date: 2020-05-12\nrule: 6.1-1\ndeduct: 2\nreason: 未落实。\nbasis: 演示〔2020〕{}号\n"
FILED = "appeal:\n  filed: 2021-01-28\n  grounds: 已整改\n"
DECIDED = (
    "  decided: 2021-02-01\n  decision: {}\n  decided_by: 党政办\n  document: 演示申复〔2021〕1号\n"
)
WITHDRAWN = "withdrawn:\n  date: 2021-02-02\n  reason: 误报\n  decided_by: 党政办\n"
VETO = "date: 2020-05-12\nrule: 12.1-v\nreason: 立案。\nbasis: 演示纪〔2020〕1号\n"
BONUS = "date: 2020-05-12\nrule: 16.1-1\npoints: 2\nreason: 表彰。\nbasis: 演示〔2020〕9号\n"


def made(repository: Repository, day: str | None) -> Report:
    dataset = repository.dataset()._replace(newest_commit=date.fromisoformat(day) if day else None)
    return report(dataset, score(dataset), Revision(None, None, made=None))


@pytest.fixture
def town(dated_repository: Repository) -> Repository:
    records = {
        "tianshu/cunzhen/plain": JUDGED,
        "tianshu/cunzhen/open": JUDGED + FILED,
        "tianshu/cunzhen/upheld": JUDGED + FILED + DECIDED.format("upheld"),
        "guyu/cunzhen/reduced": JUDGED + FILED + DECIDED.format("reduced\n  deduct: 1"),
        "guyu/cunzhen/dropped": JUDGED + FILED + DECIDED.format("withdrawn"),
        "guyu/cunzhen/mistaken": JUDGED + FILED + WITHDRAWN,
        "guyu/jiwei/veto": VETO,
        "guyu/dangzheng/bonus": BONUS,
    }
    for number, (path, text) in enumerate(records.items()):
        dated_repository.record(path, text.replace("{}", str(number)))
    return dated_repository


@pytest.mark.parametrize(
    ("day", "undecided", "late"),
    [
        (None, "1 件", ""),
        ("2021-02-10", "1 件", ""),
        ("2021-02-11", "1 件，其中逾期 1 件", "已逾期"),
    ],
)
def test_what_waits_and_how_long(
    town: Repository, day: str | None, undecided: str, late: str
) -> None:
    seen = made(town, day)
    waiting = seen.overview.waiting
    assert waiting is not None
    assert waiting.counts == (
        ("申诉尚未决定", undecided),
        ("申诉后维持", "1 件"),
        ("申诉后减轻", "1 件"),
        ("申诉后撤销", "1 件"),
        ("待批准的一票否决", "1 条"),
        ("已撤销的记录", "2 条"),
    )
    assert [(item.record, item.due, item.late) for item in waiting.items] == [
        ("2020/tianshu/cunzhen/open", "最迟2021年2月10日决定", late),
        ("2020/guyu/jiwei/veto", "批准以前不计分", ""),
    ]
    (card,) = [record for record in seen.records if record.id == waiting.items[0].record]
    assert (card.overdue, card.process[0].endswith("决定" + (late and f"，{late}"))) == (late, True)


def test_the_records_are_named_for_what_they_are(town: Repository) -> None:
    seen = made(town, None)
    assert seen.overview.records_note == "加分 1，撤销 2，待批准 1"
    notes = {community.id: community.records_note for community in seen.communities}
    assert (notes["tianshu"], notes["guyu"]) == ("", "加分 1，撤销 2，待批准 1")
    undecided = sum(not reading.is_decided for reading in seen.readings)
    assert seen.overview.readings_note == f"{undecided} 条未裁定"


def test_where_nothing_waited_ever(dated_repository: Repository) -> None:
    dated_repository.record("tianshu/cunzhen/plain", JUDGED)
    overview = made(dated_repository, "2021-02-11").overview
    assert (overview.waiting, overview.records_note) == (None, "")
