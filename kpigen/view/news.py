"""Says what is new by the history in git: records that came, and what happened to them since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from kpigen import labels
from kpigen.changes.record_changes import Act
from kpigen.model import Deduction
from kpigen.versions.provenance import Deed
from kpigen.view.life_values import ChangeView
from kpigen.view.overview_values import NewsItem, NewsView
from kpigen.view.values import RecordView

_NEWEST = 8
_CORRECTED = "更正"


def news(
    records: tuple[RecordView, ...], filed: tuple[Deduction, ...], order: tuple[str, ...]
) -> NewsView | None:
    """Give the newest of what happened; None where no history says anything.

    `order` has the ids of commits, the oldest first: it decides within a day.
    """
    by_id = {record.id: record for record in filed}
    # Of one record the last change comes first, even where nothing tells their order.
    told = [
        pair
        for record in sorted(records, key=lambda record: record.id)
        for pair in reversed(list(_of(record, by_id[record.id])))
    ]
    if not told:
        return None
    added = labels.ACT[Act.ADDED]
    places = {commit: place for place, commit in enumerate(order)}
    happened = {record.id: record.date for record in records}

    def age(pair: tuple[str, NewsItem]) -> tuple[str, int, bool, str]:
        """Of one commit's news, changes come before what it added, of that the latest event."""
        commit, item = pair
        return item.date, places.get(commit, -1), item.what != added, happened[item.record]

    found = [item for _, item in sorted(told, key=age, reverse=True)]
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


def _of(record: RecordView, filed: Deduction) -> Iterator[tuple[str, NewsItem]]:
    """Give all that happened to one record, from its merge on, each with its commit."""
    life = record.life
    if life.filing is not None:
        merged = life.filing.merged
        commit = life.filing.commit.id
        yield commit, _item(record, merged, labels.ACT[Act.ADDED], "")
    for place, change in enumerate(life.changes, 1):
        later = {name for other in life.changes[place:] for name in other.fields or ()}
        said = _said(change, record, filed, later)
        if said is not None:
            yield change.commit.id, _item(record, change.date, *said)


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
