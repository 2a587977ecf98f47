"""What the notice of a stage says on a day."""

from __future__ import annotations

from datetime import date

import pytest

from kpigen.model import Stage
from kpigen.view import stages
from tests.conftest import Repository

APPEAL = "写明记录的链接和理由，由社区、村盖章后送党政办。"


@pytest.mark.parametrize(
    ("stage", "day", "end"),
    [
        (Stage.FILING, None, f"现在就可以申诉，最迟到公示结束（2021年2月5日）：{APPEAL}"),
        (Stage.CHECKING, None, f"现在就可以申诉，最迟到公示结束（2021年2月5日）：{APPEAL}"),
        (Stage.PUBLICITY, None, f"请在2021年2月5日以前（含当天）申诉：{APPEAL}"),
        (Stage.PUBLICITY, "2021-02-05", f"请在2021年2月5日以前（含当天）申诉：{APPEAL}"),
        (Stage.PUBLICITY, "2021-02-06", "（10 个工作日）。公示已于2021年2月5日结束，等待审定。"),
        (Stage.CHECKING, "2021-02-06", "1月22日。数据仍在核实，得分会变动。"),
        (Stage.APPROVAL, None, "公示已经结束，不再受理申诉；审定以前，得分还可能变动。"),
        (Stage.ARCHIVED, None, "自2021年3月1日起封存，得分和记录不再变动。"),
    ],
)
def test_the_notice_ends(
    dated_repository: Repository, stage: Stage, day: str | None, end: str
) -> None:
    rubric = dated_repository.dataset().rubric
    assessment = rubric.assessment._replace(stage=stage)
    told = stages.notice(
        rubric._replace(assessment=assessment), None if day is None else date.fromisoformat(day)
    )
    assert told.text.endswith(end), told.text


@pytest.mark.parametrize(
    ("stage", "day", "told"),
    [
        (Stage.FILING, None, f"对哪一条有异议，在2021年2月5日以前（含当天）可以申诉：{APPEAL}"),
        (Stage.PUBLICITY, "2021-02-05",
         f"对哪一条有异议，在2021年2月5日以前（含当天）可以申诉：{APPEAL}"),
        (Stage.PUBLICITY, "2021-02-06", "申诉已于2021年2月5日截止，不再受理。"),
        (Stage.CHECKING, "2021-02-06", "申诉已于2021年2月5日截止，不再受理。"),
        (Stage.APPROVAL, None, "公示已经结束，不再受理申诉。"),
        (Stage.ARCHIVED, None, "公示已经结束，不再受理申诉。"),
    ],
)  # fmt: skip
def test_beside_the_records_stands_how_to_appeal(
    dated_repository: Repository, stage: Stage, day: str | None, told: str
) -> None:
    assessment = dated_repository.dataset().rubric.assessment._replace(stage=stage)
    today = None if day is None else date.fromisoformat(day)
    assert stages.how_to_appeal(assessment, today) == told
    assert stages.how_to_appeal(assessment._replace(appeal_to=""), today) == ""
