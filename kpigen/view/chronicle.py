"""Lays out the merged changes of a year for its pages, its feed, and what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from kpigen import labels
from kpigen.changes.chronicle import Chronicle, Entry
from kpigen.model import Forge
from kpigen.versions.history import CHINA, Revision
from kpigen.versions.provenance import Known
from kpigen.view import chronicle_words as words
from kpigen.view.chronicle_values import (
    ChronicleView,
    MergedMonth,
    MergedView,
    MovedView,
)
from kpigen.view.chronicle_words import Now
from kpigen.view.forge_pages import commit_page
from kpigen.view.identifiers import urn
from kpigen.view.values import Report

_RECENT = 50
# What a page lists of one change; an import of a whole year would fill it.
_MOST_RECORDS = 100
_MOST_RUBRIC = 30
_MOST_OPEN = 8
_MOST_SUMMED_UP = 8


def chronicle_view(
    found: Chronicle, report: Report, revision: Revision, forge: Forge | None
) -> ChronicleView:
    """Lay out the chronicle of the report's year."""
    now = Now.of(report)
    entries = tuple(_entries(found, report, now, forge))
    updated = entries[0].moment if entries else ""
    if not updated and revision.made is not None:
        updated = revision.made.astimezone(CHINA).isoformat()
    return ChronicleView(
        has_history=found.known in {Known.FULL, Known.SHALLOW},
        note=_note(found.known, report),
        count=str(len(entries)),
        recent=entries[:_RECENT],
        recent_months=tuple(_months(entries[:_RECENT])),
        months=tuple(_months(entries)),
        urn=urn(report.town, report.year),
        updated=updated,
    )


def _note(known: Known, report: Report) -> str:
    uncommitted = "尚未提交的改动不列在这里。" if report.modified else ""
    return labels.CHRONICLE[known] + uncommitted


def _entries(
    found: Chronicle, report: Report, now: Now, forge: Forge | None
) -> Iterator[MergedView]:
    for entry in reversed(found.entries):
        yield _entry(entry, report, now, forge)
        now.before(entry)


def _entry(entry: Entry, report: Report, now: Now, forge: Forge | None) -> MergedView:
    moment = datetime.fromtimestamp(entry.committed, CHINA)
    short = labels.commit(entry.commit)
    month = moment.strftime("%Y-%m")
    records = tuple(words.touched(change, now) for change in entry.records[:_MOST_RECORDS])
    rubric = words.rubric_lines(entry.rubric, now)
    moved = () if entry.founds and not entry.records else _moved(entry, now)
    view = MergedView(
        urn=urn(entry.commit, report.year),
        anchor=f"c-{short}",
        page=f"changes/{month}.html#c-{short}",
        month=month,
        date=moment.date().isoformat(),
        day=labels.month_day(moment.date()),
        moment=moment.isoformat(),
        commit=entry.commit,
        short=short,
        forge="" if forge is None else commit_page(forge, entry.commit),
        title=words.title(entry, now),
        summary="",
        notes=words.notes(entry),
        records=records,
        records_label=f"{len(entry.records)} 条记录",
        records_folded=len(records) > _MOST_OPEN,
        more_records=_more(len(entry.records) - len(records), "条，见各社区、村的页面"),
        rubric=tuple(rubric[:_MOST_RUBRIC]),
        more_rubric=_more(len(rubric) - _MOST_RUBRIC, "项"),
        # Where nothing of the table is listed, the title says it already.
        settings=words.settings_line(entry.rubric) if rubric else "",
        moved=moved,
        moved_label=_moved_label(entry, moved),
        moved_folded=len(moved) > _MOST_OPEN,
    )
    return replace(view, summary=_summary(view, len(entry.records)))


def _more(number: int, unit: str) -> str:
    return f"另有 {number} {unit}" if number > 0 else ""


def _moved(entry: Entry, now: Now) -> tuple[MovedView, ...]:
    """Give the communities that moved, those whose total did first."""
    views = [words.moved(effect, now) for effect in entry.effects]
    return tuple(sorted(views, key=lambda view: view.word == words.STILL))


def _moved_label(entry: Entry, moved: tuple[MovedView, ...]) -> str:
    if not moved:
        return "得分和名次都不变" if entry.scored and not entry.founds else ""
    counts = (
        (sum(not view.difference for view in moved), "个列入或退出考核"),
        (sum(bool(view.difference) and view.word != words.STILL for view in moved), "个总分变化"),
        (sum(bool(view.rank_word) for view in moved), "个名次变化"),
    )
    return f"对得分的影响：{'，'.join(f'{number} {what}' for number, what in counts if number)}"


def _summary(view: MergedView, records: int) -> str:
    """Say all of a change in plain text, the beginning of long lists."""
    moved = [words.in_a_line(one) for one in view.moved]
    lines = [*view.notes]
    for said, number, rest in (
        ([f"{one.act}：{one.community}　{one.text}" for one in view.records], records, "条记录"),
        ([f"考核表：{line}" for line in view.rubric], len(view.rubric), "项"),
        (list(filter(None, [view.settings])), 0, ""),
        (moved or list(filter(None, [view.moved_label])), len(moved), "个社区、村"),
    ):
        lines += said[:_MOST_SUMMED_UP]
        more = _more(number - _MOST_SUMMED_UP, rest)
        lines += [more] if more else []
    return "\n".join(lines)


def _months(entries: tuple[MergedView, ...]) -> Iterator[MergedMonth]:
    """Gather the changes by month; times of commits need not run with the line."""
    by_month = sorted(entries, key=lambda entry: entry.month, reverse=True)
    for name, found in groupby(by_month, key=lambda entry: entry.month):
        year, month = name.split("-")
        yield MergedMonth(name, f"{year}年{int(month)}月", tuple(found))
