"""Records that are right one by one but not together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.test_records import APPEAL, SETTLED, write
from tests.conftest import Repository


def test_allotment_is_shared_by_all_records_on_the_rule(repository: Repository) -> None:
    for number, figure in enumerate(("4", "5.5", "1"), 1):
        write(
            repository,
            f"tianshu/dangqun/{number}",
            f"date: 2020-0{number}-01\nrule: 12.2-1\ndeduct: {figure}\n",
            number,
        )
    (finding,) = repository.findings()
    assert finding.code == "KPI409"
    assert finding.path.endswith("/3.yaml")
    assert finding.hint == "写成：deduct: 0.5"


def test_withdrawn_records_leave_room_in_the_allotment(repository: Repository) -> None:
    withdrawn = "withdrawn:\n  date: 2020-02-01\n  reason: 误报\n  decided_by: 党群办\n"
    write(
        repository,
        "tianshu/dangqun/a",
        f"date: 2020-01-01\nrule: 12.2-1\ndeduct: 10\n{withdrawn}",
    )
    write(repository, "tianshu/dangqun/b", "date: 2020-03-01\nrule: 12.2-1\ndeduct: 10\n", 2)
    assert repository.codes() == []


def test_the_same_record_twice(repository: Repository) -> None:
    text = "date: 2020-05-12\nrule: 2.5-1\n"
    write(repository, "tianshu/jingfa/a", text)
    write(repository, "tianshu/jingfa/b", text)
    (finding,) = repository.findings()
    assert (finding.code, Path(finding.path).name) == ("KPI411", "b.yaml")
    write(repository, "tianshu/jingfa/b", text + "count: 2\n")
    assert repository.codes() == ["KPI417"]
    write(repository, "tianshu/jingfa/b", text, 2)
    assert repository.codes() == []


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ("guijian: 1.1-1", "guijian: 1.1-2", ["KPI412"]),
        ("yingji: 3.3-1", "yingji: 3.4-1", ["KPI412"]),
        ("guijian: 1.1-1", "guijian: 1.2-1", []),
        ("guijian: 1.1-1", "yingji: 3.3-1", ["KPI413"]),
        ("yingji: 3.1-1", "yingji: 3.1-v", ["KPI414"]),
    ],
)
def test_one_event(repository: Repository, first: str, second: str, codes: list[str]) -> None:
    for number, (department, _, rule) in enumerate(
        (first.partition(": "), second.partition(": ")), 1
    ):
        write(
            repository,
            f"tianshu/{department}/{number}",
            f"date: 2020-05-12\nrule: {rule}\nevent: 五月商铺火情\n",
            number,
        )
    assert repository.codes() == codes


def test_the_same_event_name_in_two_communities_is_two_events(repository: Repository) -> None:
    for community in ("tianshu", "guyu"):
        write(
            repository,
            f"{community}/guijian/a",
            "date: 2020-05-12\nrule: 1.1-1\nevent: 五月火情\n",
        )
    assert repository.codes() == []


def test_a_record_filed_again_after_its_appeal_is_no_repeat(repository: Repository) -> None:
    text = "date: 2020-05-12\nrule: 2.5-1\n"
    write(repository, "tianshu/jingfa/a", f"{text}{APPEAL}{SETTLED}  decision: withdrawn\n")
    write(repository, "tianshu/jingfa/b", text)
    assert repository.codes() == []


def test_every_twin_is_found_among_records_that_look_alike(repository: Repository) -> None:
    text = "date: 2020-05-12\nrule: 2.5-1\n"
    write(repository, "tianshu/jingfa/a", text + "count: 2\n")
    write(repository, "tianshu/jingfa/b", text)
    write(repository, "tianshu/jingfa/c", text)
    assert repository.codes() == ["KPI417", "KPI411"]
