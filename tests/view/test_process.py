from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from kpigen.inspection import inspect
from kpigen.render import Selection, print_ending, renderer
from kpigen.reporting import report_of
from kpigen.view.process import Process
from tests.conftest import PROJECT

NOTHING = Process("", "", "", "", "", ())


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        (NOTHING, ()),
        (NOTHING._replace(appeal="甲日提出申诉"), ("甲日提出申诉",)),
        (
            NOTHING._replace(appeal="甲日提出申诉，尚未决定", overdue="已逾期", grounds="不实。"),
            ("甲日提出申诉，尚未决定，已逾期", "申诉理由：不实。"),
        ),
        (
            Process("批准", "申诉", "", "", "撤销", ("一", "二")),
            ("批准", "申诉", "撤销", "一", "二"),
        ),
    ],
)
def test_the_process_is_told_in_lines(process: Process, expected: tuple[str, ...]) -> None:
    assert process.lines() == expected


def test_all_documents_tell_it_whole() -> None:
    report = report_of(PROJECT, inspect(PROJECT))
    record = next(one for one in report.records if one.appeal_grounds)
    wanted = Selection(communities=(record.community,), blank=False, summary=True)
    books = {
        file.name: {
            str(cell)
            for sheet in load_workbook(io.BytesIO(file.content)).worksheets
            for line in sheet.iter_rows(values_only=True)
            for cell in line
        }
        for file in renderer("xlsx")(report, wanted)
    }
    for name in (f"{record.community}.xlsx", "summary.xlsx"):
        assert "\n".join(record.process) in books[name]
    community = next(one for one in report.communities if one.id == record.community)
    listed = print_ending.ending(community)["records"]
    assert isinstance(listed, list)
    (line,) = [one for one in listed if one["id"] == record.id]
    assert line["told"] == list(record.process)
    assert any(record.appeal_grounds in one for one in line["told"])
