"""What a value should have been: the code and the line that a hint shows."""

from __future__ import annotations

import pytest

from tests.conftest import Repository

RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: 未按要求。\nbasis: 演示〔2020〕1号\n"


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("count: ３", "KPI204", "写成：count: 3"),
        ("count: 3次", "KPI204", "写成：count: 3"),
        ("count: 1,200", "KPI204", "写成：count: 1200"),
        ("count: 05", "KPI204", "写成：count: 5"),
        ("deduct: .5", "KPI204", "写成：deduct: 0.5"),
        ("deduct: −5", "KPI204", "例如 deduct: 2"),
        ("count: 三", "KPI204", "例如 count: 2"),
        ("count: ١٢", "KPI204", "例如 count: 2"),
        ("count: 1e9", "KPI204", "例如 count: 2"),
        ("deduct: 2.555", "KPI205", "核对后改写，例如 deduct: 2.55"),
        ("date: 2020年5月2日", "KPI206", "写成：date: 2020-05-02"),
        ("date: 2020.5.2", "KPI206", "写成：date: 2020-05-02"),
        ("date: ２０２０-05-12", "KPI206", "写成：date: 2020-05-12"),
        ("date: 2020年13月40日", "KPI206", "例如 date: 2020-05-12"),
        ("date: 2020-02-30", "KPI206", "核对月份和日子"),
        ("rule: ２.５-１", "KPI212", "写成：rule: 2.5-1"),
        ("rule: 2．5—1", "KPI212", "写成：rule: 2.5-1"),
        ("rule: 2.5", "KPI212", "写成行号、连字符、行内第几条，例如 rule: 1.1-1"),
        ("event: ~", "KPI209", "填上一段文字；用不到就删去这一行"),
        ("日期: 2020-05-12", "KPI201", "是不是想写“date”？"),
        ("原因: 未按要求", "KPI201", "是不是想写“reason”？"),
        ("bases: 文号", "KPI201", "是不是想写“basis”？"),
    ],
)
def test_hints_show_what_to_write(repository: Repository, line: str, code: str, hint: str) -> None:
    name = line.partition(":")[0]
    kept = "".join(old for old in RECORD.splitlines(keepends=True) if not old.startswith(name))
    repository.record("tianshu/jingfa/a", f"{kept}{line}\n")
    found = {finding.code: finding.hint for finding in repository.findings()}
    assert found[code] == hint


def test_a_misspelt_key_is_not_also_called_missing(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", RECORD.replace("reason", "原因"))
    assert repository.codes() == ["KPI201"]
