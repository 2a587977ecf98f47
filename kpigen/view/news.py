"""Says what is new by the history in git: records that came, and what happened to them since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from kpigen import labels
from kpigen.changes.record_changes import Act
from kpigen.model import Deduction
from kpigen.versions.provenance import Deed
from kpigen.view.overview_values import NewsItem, NewsView
from kpigen.view.values import ChangeView, RecordView

_NEWEST = 8
_CORRECTED = "更正"


def news(records: tuple[RecordView, ...], filed: tuple[Deduction, ...]) -> NewsView | None:
    """Give the newest of what happened; None where no history says anything."""
    by_id = {record.id: record for record in filed}
    found = [item for record in records for item in _of(record, by_id[record.id])]
    if not found:
        return None
    added = labels.ACT[Act.ADDED]
    # On one day what changed comes before what was added, of that the latest event first.
    found.sort(key=lambda item: item.record)
    happened = {record.id: record.date for record in records}
    found.sort(
        key=lambda item: (item.date, item.what != added, happened[item.record]), reverse=True
    )
    newest = [item for item in found if item.date == found[0].date]
    counts = Counter(item.what == added for item in newest)
    said = [
        text
        for count, text in (
            (counts[True], f"{added} {counts[True]} 条记录"),
            (counts[False], f"变动 {counts[False]} 处"),
        )
        if count
    ]
    return NewsView(f"最近一次是{newest[0].day}：{'，'.join(said)}。", tuple(found[:_NEWEST]))


def _of(record: RecordView, filed: Deduction) -> Iterator[NewsItem]:
    """Give all that happened to one record, from its merge on."""
    life = record.life
    if life.filing is not None:
        merged = life.filing.merged
        yield _item(record, merged, labels.ACT[Act.ADDED], "")
    for place, change in enumerate(life.changes, 1):
        later = {name for other in life.changes[place:] for name in other.fields or ()}
        said = _said(change, record, filed, later)
        if said is not None:
            yield _item(record, change.date, *said)


def _said(
    change: ChangeView, record: RecordView, filed: Deduction, later: set[str]
) -> tuple[str, str] | None:
    """Say what a change did; None for one that no reader of the site can see.

    What the record says now of a field is said of the last change of it; `later` names the fields
    that were changed again.
    """
    fields = frozenset(change.fields or ())
    if change.what in {Deed.REMOVED, Deed.RESTORED}:
        return labels.ACT[Act(change.what)], ""
    if change.fields is not None and fields <= {"internal"}:
        return None
    if "withdrawn" in fields:
        return labels.ACT[Act.WITHDRAWN], "不再计分"
    if "appeal" in fields:
        decision = filed.appeal.decision if filed.appeal and "appeal" not in later else None
        if decision is not None:
            return labels.ACT[Act.APPEAL_DECIDED], labels.DECISION[decision]
        return labels.ACT[Act.APPEAL_FILED], ""
    if "approval" in fields:
        return labels.ACT[Act.APPROVED], "一票否决"
    if "corrections" in fields:
        told = record.corrections and "corrections" not in later
        return _CORRECTED, record.corrections[-1] if told else change.label
    return labels.ACT[Act.CHANGED], change.label


def _item(record: RecordView, day: str, what: str, detail: str) -> NewsItem:
    return NewsItem(
        date=day,
        day=labels.day(date.fromisoformat(day)),
        what=what,
        detail=detail,
        record=record.id,
        anchor=record.anchor,
        community=record.community,
        community_name=record.community_name,
        item=record.item,
        reason=record.reason,
    )
