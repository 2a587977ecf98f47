"""Shows the public what waits for a decision: open appeals, late ones, vetoes to be approved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from kpigen import labels
from kpigen.assessing.deadlines import decide_by, has_open_appeal, lateness
from kpigen.assessing.scoring import RecordScore, Scores
from kpigen.assessing.standing import Status
from kpigen.model import Decision, Effect, Rubric
from kpigen.view.waiting_values import WaitingItem, WaitingView

OVERDUE = "已逾期"


def entries(scores: Scores) -> tuple[RecordScore, ...]:
    """Give the records of all communities as they are scored."""
    return tuple(
        entry for result in scores.communities for item in result.items for entry in item.records
    )


def waiting(scores: Scores, rubric: Rubric, day: date | None) -> WaitingView | None:
    """Count the appeals and vetoes as of a day; None where there never was any."""
    filed = entries(scores)
    decisions = Counter(
        entry.record.appeal.decision
        for entry in filed
        if entry.record.appeal and entry.record.appeal.decision
    )
    open_appeals = [entry for entry in filed if has_open_appeal(entry.record)]
    pending = [entry for entry in filed if entry.status is Status.PENDING]
    withdrawn = sum(entry.status is Status.WITHDRAWN for entry in filed)
    if not (decisions or open_appeals or pending or withdrawn):
        return None
    appeals = sorted(
        open_appeals,
        key=lambda entry: (decide_by(entry.record, rubric) or date.max, entry.record.id),
    )
    late = sum(bool(overdue(entry, rubric, day)) for entry in appeals)
    undecided = f"{len(appeals)} 件" + (f"，其中逾期 {late} 件" if late else "")
    return WaitingView(
        counts=(
            ("申诉尚未决定", undecided),
            *((f"申诉后{labels.DECISION[way]}", f"{decisions[way]} 件") for way in Decision),
            ("待批准的一票否决", f"{len(pending)} 条"),
            ("已撤销的记录", f"{withdrawn} 条"),
        ),
        items=(
            *(_appeal(entry, rubric, day) for entry in appeals),
            *(
                WaitingItem(entry.record.id, "一票否决待批准", "批准以前不计分", "")
                for entry in sorted(pending, key=lambda entry: (entry.record.date, entry.record.id))
            ),
        ),
    )


def _appeal(entry: RecordScore, rubric: Rubric, day: date | None) -> WaitingItem:
    due = decide_by(entry.record, rubric)
    return WaitingItem(
        record=entry.record.id,
        what="申诉尚未决定",
        due=f"最迟{labels.day(due)}决定" if due else "",
        late=overdue(entry, rubric, day),
    )


def overdue(entry: RecordScore, rubric: Rubric, day: date | None) -> str:
    """Say that a record's open appeal should have been decided before a day; else empty."""
    due = decide_by(entry.record, rubric)
    return OVERDUE if due and day and lateness(due, day, rubric) else ""


def split(filed: Iterable[RecordScore]) -> str:
    """Say how many records are none of deducting: bonuses, withdrawn, pending; empty if all are."""
    counts = Counter(_kind(entry) for entry in filed)
    names = ("加分", "撤销", labels.STATUS[Status.PENDING])
    return "，".join(f"{name} {counts[name]}" for name in names if counts[name])


def _kind(entry: RecordScore) -> str:
    if entry.status is Status.WITHDRAWN:
        return "撤销"
    if entry.status is Status.PENDING:
        return labels.STATUS[Status.PENDING]
    return "加分" if entry.rule.effect is Effect.BONUS else ""
