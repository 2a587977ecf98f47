"""Records with one thing wrong, and the code that says so."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Repository

TAIL = "reason: 未按要求落实。\nbasis: 演示〔2020〕{n}号\n"
APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n"
SETTLED = "  decided: 2020-06-09\n  decided_by: 党政办\n  document: 演示〔2020〕9号\n"
REDUCED = "  decision: reduced\n"
APPROVAL = "approval:\n  document: 演示〔2020〕1号\n  approved_by: 镇党委\n  date: 2020-06-01\n"


def write(repository: Repository, where: str, text: str, number: int = 1) -> None:
    repository.record(where, text + TAIL.format(n=number))


@pytest.mark.parametrize(
    ("where", "text", "codes"),
    [
        ("jingfa", "date: 2020-05-12\nrule: 2.5-1\n", []),
        ("jingfa", "date: 2020-05-12\nrule: 2.5-7\n", ["KPI401"]),
        ("jingfa", "date: 2020-05-12\nrule: 9.1-1\n", ["KPI402"]),
        ("jingfa", "date: 2019-12-31\nrule: 2.5-1\n", ["KPI403"]),
        ("jingfa", "date: 2021-01-01\nrule: 2.5-1\n", ["KPI403", "KPI404"]),
        ("jingfa", "date: 2020-12-31\nrule: 2.5-1\n", ["KPI404"]),
        ("jingfa", "date: 2020-12-01\nrule: 2.5-1\n", []),
        ("cunzhen", "date: 2020-05-12\nrule: 6.1-1\n", ["KPI405"]),
        ("dangqun", "date: 2020-05-12\nrule: 12.2-1\n", ["KPI405"]),
        ("jiwei", "date: 2020-05-12\nrule: 15.1-1\n", ["KPI405"]),
        ("cunzhen", "date: 2020-05-12\nrule: 6.1-1\ncount: 2\n", ["KPI405", "KPI406"]),
        ("jingfa", "date: 2020-05-12\nrule: 2.5-1\nactual: 3\n", ["KPI406"]),
        ("jingfa", "date: 2020-05-12\nrule: 2.5-1\npoints: 3\n", ["KPI406"]),
        ("tuiyi", "date: 2020-05-12\nrule: 10.6-2\ncount: 1\n", ["KPI406"]),
        ("laobao", "date: 2020-05-12\nrule: 4.4-1\nactual: 17\ncount: 3\n", ["KPI407"]),
        ("laobao", "date: 2020-05-12\nrule: 4.4-1\nactual: 17.5\n", ["KPI205"]),
        ("laobao", "date: 2020-05-12\nrule: 4.4-1\nactual: 20\n", ["KPI408"]),
        ("laobao", "date: 2020-05-12\nrule: 4.2-1\nactual: 99.5\n", ["KPI408"]),
        ("laobao", "date: 2020-05-12\nrule: 4.2-1\nactual: 98.123\n", ["KPI205"]),
        ("cunzhen", "date: 2020-05-12\nrule: 6.1-1\ndeduct: 100.01\n", ["KPI410"]),
        ("cunzhen", "date: 2020-05-12\nrule: 6.1-1\ndeduct: 100\n", []),
        ("cunzhen", "date: 2020-05-12\nrule: 6.1-1\ndeduct: 0\n", ["KPI211"]),
        ("pingan", "date: 2020-05-12\nrule: 8.1-v\n", ["KPI414"]),
        ("pingan", f"date: 2020-05-12\nrule: 8.1-v\n{APPROVAL}", []),
        ("pingan", f"date: 2020-06-12\nrule: 8.1-v\n{APPROVAL}", ["KPI416"]),
        ("jingfa", f"date: 2020-05-12\nrule: 2.5-1\n{APPROVAL}", ["KPI418"]),
        ("jingfa", f"date: 2020-05-12\nrule: 2.5-1\n{APPEAL}", []),
        ("jingfa", f"date: 2020-06-12\nrule: 2.5-1\n{APPEAL}", ["KPI416"]),
        ("jingfa", f"date: 2020-05-12\nrule: 2.5-1\n{APPEAL}  decision: upheld\n", ["KPI415"]),
        ("jingfa", f"date: 2020-05-12\nrule: 2.5-1\n{APPEAL}{SETTLED}  decision: upheld\n", []),
        (
            "jingfa",
            f"date: 2020-05-12\nrule: 2.5-1\n{APPEAL}{SETTLED}  decision: upheld\n  deduct: 5\n",
            ["KPI415"],
        ),
        (
            "jingfa",
            f"date: 2020-05-12\nrule: 2.5-1\n{APPEAL}{SETTLED}  decision: reduced\n",
            ["KPI415"],
        ),
        (
            "jingfa",
            f"date: 2020-05-12\nrule: 2.5-1\n{APPEAL}{SETTLED}  decision: reduced\n  deduct: 10\n",
            ["KPI415"],
        ),
        (
            "jingfa",
            f"date: 2020-05-12\nrule: 2.5-1\n{APPEAL}{SETTLED}  decision: reduced\n  deduct: 9\n",
            [],
        ),
        (
            "jingfa",
            f"date: 2020-05-12\nrule: 2.5-1\ncount: 3\n{APPEAL}{SETTLED}{REDUCED}  count: 3\n",
            ["KPI415"],
        ),
        (
            "pingan",
            f"date: 2020-05-12\nrule: 8.1-v\n{APPROVAL}{APPEAL}{SETTLED}{REDUCED}  deduct: 5\n",
            ["KPI415"],
        ),
        (
            "pingan",
            f"date: 2020-05-12\nrule: 8.1-v\n{APPEAL}{SETTLED}  decision: withdrawn\n",
            [],
        ),
        (
            "tuiyi",
            f"date: 2020-05-12\nrule: 10.6-2\n{APPEAL}{SETTLED}{REDUCED}  deduct: 150\n",
            ["KPI415"],
        ),
    ],
)
def test_one_record(repository: Repository, where: str, text: str, codes: list[str]) -> None:
    town = Repository(repository.root, newest_commit=date(2020, 12, 15))
    write(town, f"tianshu/{where}/a", text)
    assert sorted(town.codes()) == codes


def test_several_mistakes_in_one_record_are_named_at_once(repository: Repository) -> None:
    repository.record(
        "tianshu/jingfa/a",
        "date: 2019年5月1日\nrule: 9.1-1\ncount: ０\nreasn: 错字\nbasis: 演示\n",
    )
    found = {finding.code: finding.line for finding in repository.findings()}
    assert found == {"KPI206": 1, "KPI402": 2, "KPI204": 3, "KPI201": 4}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("withdrawn:\n  date: 2099-01-01\n  reason: 误报\n  decided_by: 经发办\n", "withdrawn"),
        ("appeal:\n  filed: 2099-01-01\n  grounds: 已整改\n", "appeal"),
    ],
)
def test_what_follows_a_record_lies_not_in_the_future(
    repository: Repository, text: str, field: str
) -> None:
    town = Repository(repository.root, newest_commit=date(2020, 12, 15))
    write(town, "tianshu/jingfa/a", f"date: 2020-05-12\nrule: 2.5-1\n{text}")
    (finding,) = town.findings()
    assert (finding.code, finding.line) == ("KPI404", 4), field


def test_a_pending_veto_whose_appeal_withdrew_it_is_not_asked_for_approval(
    repository: Repository,
) -> None:
    write(
        repository,
        "tianshu/pingan/a",
        f"date: 2020-05-12\nrule: 8.1-v\n{APPEAL}{SETTLED}  decision: withdrawn\n",
    )
    assert repository.codes() == []


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2020-05-11", ["KPI416"]),
        ("2020-05-12", []),
        ("2020-12-31", []),
        ("2021-01-01", ["KPI404"]),
    ],
)
def test_a_correction_comes_after_the_record_and_not_from_the_future(
    repository: Repository, day: str, codes: list[str]
) -> None:
    text = "date: 2020-05-12\nrule: 1.1-1\nreason: 起火。\nbasis: 演示〔2020〕1号\n"
    text += f"corrections:\n  - date: {day}\n    reason: 写错了。\n    decided_by: 党政办\n"
    repository.record("tianshu/guijian/a", text)
    assert Repository(repository.root, date(2020, 12, 31)).codes() == codes
