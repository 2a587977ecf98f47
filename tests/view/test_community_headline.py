"""The sentence at the top of a community's page: most, few and no losses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpigen.model import Deduction
from kpigen.view.community_headline import headline
from kpigen.view.table import Layout
from tests.assessing.test_scoring import APPROVED, deduction, rubric, score

VETO = deduction(1, "3.1-v", approval=APPROVED)
ROADS = deduction(2, "1.1-1")
CLEAN = deduction(3, "6.1-1", deduct=Decimal(5))
PARTY = deduction(4, "12.2-5", deduct=Decimal("7.5"))
BONUS = deduction(5, "16.1-1", points=Decimal(2))
EXTRA = deduction(6, "15.1-1", points=Decimal("0.5"))


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], "没有失分。"),
        ([BONUS], "没有失分。另在总分上加 2 分。"),
        ([ROADS], "失 1.25 分，只有一项：城镇建设（1.1）1.25 分。"),
        (
            [ROADS, VETO],
            "失 16.25 分，共两项：安全生产（3.1，一票否决）15 分、城镇建设（1.1）1.25 分。",
        ),
        (
            [ROADS, VETO, CLEAN, PARTY, BONUS, EXTRA],
            (
                "失 17.6 分，最多的三项：安全生产（3.1，一票否决）15 分、城镇建设（1.1）1.25 分、"
                "环境卫生与市政管理（6.1）0.75 分。另在总分上加 2 分、减 0.5 分。"
            ),
        ),
    ],
)  # fmt: skip
def test_the_sentence(records: list[Deduction], said: str) -> None:
    view = headline(score(records), Layout(rubric()))
    losses = "、".join(f"{loss.name}{loss.lost}" for loss in view.losses)
    assert view.lead + losses + ("。" if losses else "") + view.rest == said
