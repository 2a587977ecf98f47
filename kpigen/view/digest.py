"""The digest of what a document holds: equal in print, workbook and data where they say the same.

It is SHA-256 of the values that the document is written from, as JSON. Every field of them counts,
a new one as well, unless `LEFT_OUT` names it. So nothing that a document says can change and leave
its digest as it was. A community's is that of its print, its workbook and its part of the data
together; a year's that of the bound print, the summary and the data.

What says of which version or moment a document is stays out: commit, day, stage, and what follows
from them (that an appeal is overdue, that a notice is a draft). So what was signed while the
records were being checked can be compared with what is in publicity or in the archive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from kpigen.view.balance_values import BalanceView
from kpigen.view.calculation_values import Calculation
from kpigen.view.cost_values import CostView
from kpigen.view.publicity_values import PublicityView
from kpigen.view.values import (
    CommunityView,
    DepartmentView,
    Form,
    ReadingView,
    RecordView,
    Report,
    RowView,
)

_SHOWN = 16
_PAGES = "only pages show it, and it follows from the rest"
_LOOK = "the same as another field, as a page writes it"
# What no digest covers, with the reason. All other fields of all values are covered.
LEFT_OUT: Mapping[type, Mapping[str, str]] = MappingProxyType(
    {
        RecordView: {
            "path": "made of the id",
            "source": "where the forge keeps the file is none of the record's business",
            "basis_parts": _LOOK,
            "adjustment_shown": _LOOK,
            "life": "when it was filed and merged is told by git, not by the record",
            "overdue": "follows from the day",
            "process": "made of the approval, the appeal, the corrections …, and of `overdue`",
            "same_event": _PAGES,
            "internal": "a public document has the digest of the internal one",
        },
        CostView: {"question": _PAGES, "steps": _PAGES, "readings": _PAGES},
        RowView: {
            "anchor": "a place on a page",
            "score_shown": _LOOK,
            "records": "all of them are listed behind the table",
        },
        CommunityView: {
            "total_arithmetic": _PAGES,
            "rank": "the place in the whole town: the year's digest covers it",
            "rank_label": "the place in the whole town: the year's digest covers it",
            "group_size": _PAGES,
            "bar": _PAGES,
            "headline": _PAGES,
            "place": _PAGES,
            "course": _PAGES,
            "records_note": _PAGES,
            "digest": "itself",
        },
        BalanceView: {"losses": _PAGES, "by_category": _PAGES, "adjustments": _PAGES},
        ReadingView: {"anchor": "a place on a page"},
        PublicityView: {"mark": "follows from the stage"},
    }
)


class Setting(NamedTuple):
    """What stands on all documents of a year."""

    year: int
    town: str
    title: str
    period: str
    demo: str

    @classmethod
    def of(cls, report: Report) -> Setting:
        """Give a report's."""
        return cls(report.year, report.town, report.title, report.period, report.demo)


def of_calculation(calculation: Calculation) -> str:
    """Digest what scores are computed by."""
    return _of(calculation)


def of_community(setting: Setting, calculation: str, community: CommunityView) -> str:
    """Digest a community's table and records; `calculation` is the digest of what scores them."""
    return _of(setting, calculation, community)


def of_blank(setting: Setting, form: Form) -> str:
    """Digest the blank table."""
    return _of(setting, form)


def of_year(report: Report) -> str:
    """Digest a year: its communities' digests, their standing, its rules, readings and sums."""
    return _of(
        Setting.of(report),
        report.total,
        [(community.digest, community.rank_label) for community in report.communities],
        [
            (group.name, [community.id for community in group.communities])
            for group in report.groups
        ],
        report.policy,
        report.calculation,
        report.readings,
        report.summary,
    )


def of_notice(report: Report) -> str:
    """Digest what is posted: the standing, and the terms of publicity and appeal."""
    standing = [
        (
            group.name,
            [(one.name, one.group_rank_label, one.total, one.badges) for one in group.communities],
        )
        for group in report.groups
    ]
    return _of("notice", Setting.of(report), report.total, standing, report.publicity)


def of_department(report: Report, department: DepartmentView) -> str:
    """Digest a department's list: its records, and the points that communities lost by them."""
    filed = next(one for one in report.filings if one.department == department.id)
    return _of(
        "department",
        Setting.of(report),
        department.name,
        [item.id for item in department.items],
        filed.lost,
        [(row.community, row.lost) for row in filed.rows],
        department.records,
    )


def of_appeal(report: Report, record: RecordView | None) -> str:
    """Digest an appeal form: the record, none on the empty one, and the terms of an appeal."""
    category = record and next(one.name for one in report.categories if one.id == record.category)
    return _of("appeal", Setting.of(report), report.publicity, record, category)


def shown(digest: str) -> str:
    """Write the first characters for people, in fours: `3F2A 91C0 …`."""
    first = digest[:_SHOWN].upper()
    return " ".join(first[place : place + 4] for place in range(0, _SHOWN, 4))


def covered(kind: type) -> tuple[str, ...]:
    """Name the fields of a kind of value that digests cover."""
    left_out = LEFT_OUT.get(kind, {})
    return tuple(field.name for field in fields(kind) if field.name not in left_out)


@cache
def _reader(kind: type) -> Callable[[object], object]:
    return attrgetter(*covered(kind))


def _covered(value: object) -> object:
    # mypy takes a class's hash for that of its instances.
    return _reader(type(value))(value)  # type: ignore[arg-type]


def _of(*content: object) -> str:
    words = json.dumps(
        content,
        ensure_ascii=False,
        separators=(",", ":"),
        default=_covered,
    )
    return hashlib.sha256(words.encode("utf-8")).hexdigest()
