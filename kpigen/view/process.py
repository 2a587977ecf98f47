"""What was decided about a record, told once for every output: approval, appeal, corrections …"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.deadlines import decide_by
from kpigen.assessing.scoring import RecordScore
from kpigen.model import Correction, Rubric
from kpigen.view.waiting import overdue


class Process(NamedTuple):
    """Each decision as a plain sentence, empty where there is none.

    `overdue` follows from the day of the report, all else from the record.
    """

    approval: str
    appeal: str
    overdue: str
    grounds: str
    withdrawal: str
    corrections: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Tell all of it in the order in which it happens, each on a line of its own."""
        appeal = f"{self.appeal}，{self.overdue}" if self.overdue else self.appeal
        grounds = f"申诉理由：{self.grounds}" if self.grounds else ""
        told = (self.approval, appeal, grounds, self.withdrawal, *self.corrections)
        return tuple(line for line in told if line)


def process(scored: RecordScore, rubric: Rubric, day: date | None) -> Process:
    """Tell a record's process; `day` is the report's."""
    appeal = scored.record.appeal
    return Process(
        approval=_approval(scored),
        appeal=_appeal(scored, rubric),
        overdue=overdue(scored, rubric, day),
        grounds=appeal.grounds if appeal else "",
        withdrawal=_withdrawal(scored),
        corrections=tuple(map(_correction, scored.record.corrections)),
    )


def _approval(scored: RecordScore) -> str:
    approval = scored.record.approval
    if approval is None:
        return ""
    return f"{labels.day(approval.date)}由{approval.approved_by}批准（{approval.document}）"


def _appeal(scored: RecordScore, rubric: Rubric) -> str:
    appeal = scored.record.appeal
    if appeal is None:
        return ""
    text = f"{labels.day(appeal.filed)}提出申诉"
    if appeal.decided is None or appeal.decision is None:
        due = decide_by(scored.record, rubric)
        return f"{text}，尚未决定" + (f"，最迟{labels.day(due)}决定" if due else "")
    return (
        f"{text}；{labels.day(appeal.decided)}由{appeal.decided_by}决定"
        f"{labels.DECISION[appeal.decision]}（{appeal.document}）"
    )


def _correction(correction: Correction) -> str:
    return f"{labels.day(correction.date)}由{correction.decided_by}更正：{correction.reason}"


def _withdrawal(scored: RecordScore) -> str:
    withdrawn = scored.record.withdrawn
    if withdrawn is None:
        return ""
    return f"{labels.day(withdrawn.date)}由{withdrawn.decided_by}撤销：{withdrawn.reason}"
