"""The year at a glance, as it stood on a day."""

from __future__ import annotations

from datetime import date

import pytest

from kpigen.assessing.deadlines import Lateness
from kpigen.assessing.overview import OpenAppeal, Overview, overview
from tests.conftest import Repository

ASSESSMENT = "data/rubric/2020/assessment.yaml"
RECORD = "rule: 2.5-1\nreason: 未按要求落实。\nbasis: 演示〔2020〕{number}号\n"
APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n"
DECIDED = (
    "  decided: 2020-06-18\n  decision: {decision}\n  decided_by: 党政办\n"
    "  document: 演示申复〔2020〕1号\n"
)
WITHDRAWN = "withdrawn:\n  date: 2020-06-20\n  reason: 填错了\n  decided_by: 经发办\n"
APPROVAL = "approval:\n  document: 演示〔2020〕1号\n  approved_by: 镇党委\n  date: 2020-06-30\n"


def filed(repository: Repository, where: str, day: str, more: str = "", number: int = 1) -> None:
    repository.record(where, f"date: {day}\n{RECORD.format(number=number)}{more}")


def seen(repository: Repository, day: str | None) -> Overview:
    return overview(repository.dataset(), date.fromisoformat(day) if day else None)


def test_records_are_counted_by_department_and_month(dated_repository: Repository) -> None:
    filed(dated_repository, "tianshu/jingfa/a", "2020-05-12")
    filed(dated_repository, "tianxuan/jingfa/b", "2020-05-31", number=2)
    filed(dated_repository, "tianxuan/jingfa/c", "2020-12-31", number=3)
    filed(dated_repository, "tianji/jingfa/d", "2020-05-12", WITHDRAWN, number=4)
    appeal = APPEAL + DECIDED.format(decision="withdrawn")
    filed(dated_repository, "yuheng/jingfa/e", "2020-05-12", appeal, number=5)
    found = seen(dated_repository, None)
    assert len(found.months) == 12
    jingfa = next(filed for filed in found.filed if filed.department == "jingfa")
    assert jingfa.by_month == (0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1)
    assert (jingfa.total, jingfa.withdrawn) == (3, 2)
    assert len(found.silent) == len(found.filed) - 1
    assert jingfa not in found.silent


def test_a_department_whose_records_are_all_withdrawn_is_not_silent(
    dated_repository: Repository,
) -> None:
    filed(dated_repository, "tianshu/jingfa/a", "2020-05-12", WITHDRAWN)
    assert "jingfa" not in {silent.department for silent in seen(dated_repository, None).silent}


def test_the_period_says_the_months(dated_repository: Repository) -> None:
    dated_repository.replace(
        ASSESSMENT, "from: 2020-01-01\n  to: 2020-12", "from: 2019-11-20\n  to: 2020-12"
    )
    months = seen(dated_repository, None).months
    assert (months[0], months[1], months[2], len(months)) == ((2019, 11), (2019, 12), (2020, 1), 14)


@pytest.mark.parametrize(
    ("more", "day", "expected"),
    [
        (APPEAL, "2020-06-15", (date(2020, 6, 15), None)),
        (APPEAL, "2020-06-16", (date(2020, 6, 15), Lateness(1, 1))),
        (APPEAL, "2020-06-22", (date(2020, 6, 15), Lateness(7, 5))),
        (APPEAL, "2026-06-15", (date(2020, 6, 15), Lateness(2191, None))),
        (APPEAL, None, (date(2020, 6, 15), None)),
        (APPEAL, "2020-05-31", None),  # not yet filed
        (APPEAL + DECIDED.format(decision="upheld"), "2020-06-18", None),
        (
            APPEAL + DECIDED.format(decision="upheld"),
            "2020-06-17",  # decided, but not by then
            (date(2020, 6, 15), Lateness(2, 2)),
        ),
        (APPEAL + WITHDRAWN, "2020-06-20", None),
        (APPEAL + WITHDRAWN, "2020-06-19", (date(2020, 6, 15), Lateness(4, 4))),
    ],
)
def test_open_appeals(
    dated_repository: Repository,
    more: str,
    day: str | None,
    expected: tuple[date, Lateness | None] | None,
) -> None:
    filed(dated_repository, "tianshu/jingfa/a", "2020-05-12", more)
    found = seen(dated_repository, day).appeals
    appeal = expected and OpenAppeal("2020/tianshu/jingfa/a", date(2020, 6, 1), *expected)
    assert found == ((appeal,) if appeal else ())


def test_without_deadlines_nothing_is_due(repository: Repository) -> None:
    filed(repository, "tianshu/jingfa/a", "2020-05-12", APPEAL)
    found = seen(repository, "2029-01-01")
    assert (found.appeals[0].due, found.appeals[0].late) == (None, None)
    assert (found.stage.starts, found.stage.days_left) == (None, None)


def test_a_veto_is_pending_until_it_is_approved(dated_repository: Repository) -> None:
    dated_repository.record(
        "tianshu/pingan/a",
        f"date: 2020-05-12\n{RECORD.format(number=1).replace('2.5-1', '8.1-v')}{APPROVAL}",
    )
    for day, pending in (
        ("2020-05-11", ()),
        ("2020-05-12", ("2020/tianshu/pingan/a",)),
        ("2020-06-29", ("2020/tianshu/pingan/a",)),
        ("2020-06-30", ()),
    ):
        assert seen(dated_repository, day).pending_vetoes == pending


def test_readings_are_undecided_until_their_day(dated_repository: Repository) -> None:
    readings = dated_repository.dataset().rubric.readings
    open_now = tuple(reading.id for reading in readings if reading.decided is None)
    assert seen(dated_repository, None).undecided_readings == open_now
    assert len(seen(dated_repository, "2000-01-01").undecided_readings) == len(readings)


@pytest.mark.parametrize(
    ("stage", "day", "begins_in", "days_left"),
    [
        ("公示", "2021-01-20", 5, 16),
        ("公示", "2021-02-05", -11, 0),
        ("公示", "2021-02-06", -12, -1),
        ("归档", "2021-03-02", -1, None),
        ("公示", None, None, None),
    ],
)
def test_the_stage(
    dated_repository: Repository,
    stage: str,
    day: str | None,
    begins_in: int | None,
    days_left: int | None,
) -> None:
    dated_repository.replace(ASSESSMENT, "\nstage: 公示", f"\nstage: {stage}")
    now = seen(dated_repository, day).stage
    assert (now.stage, now.begins_in, now.days_left) == (stage, begins_in, days_left)
