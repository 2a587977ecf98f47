"""What digests cover: every field of the values that documents are written from, or why it is out.

Each field is changed in its turn. One that is added is covered, or this fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from kpigen.inspection import inspect
from kpigen.reporting import report_of
from kpigen.view import digest
from kpigen.view.balance_values import BalanceView
from kpigen.view.calculation_values import Filed
from kpigen.view.cost_values import CostView
from kpigen.view.digest import LEFT_OUT, Setting
from kpigen.view.publicity_values import PublicityView
from kpigen.view.sum_values import CategorySum
from kpigen.view.summary_values import SummaryView
from kpigen.view.values import (
    CommunityView,
    Form,
    Printed,
    ReadingView,
    RecordView,
    Report,
    RowView,
    Spans,
)
from tests.conftest import PROJECT

Path = tuple[str | int, ...]
ROW: Path = ("form", "rows", 0)
# Where in a community each kind of value stands that its documents are written from.
OF_COMMUNITY: dict[type, Path] = {
    CommunityView: (),
    Form: ("form",),
    RowView: ROW,
    Printed: (*ROW, "printed"),
    Spans: (*ROW, "spans"),
    RecordView: ("records", 0),
    Filed: ("records", 0, "filed"),
    CostView: ("records", 0, "cost"),
    BalanceView: ("balance",),
    CategorySum: ("sums", 0),
}
ALL = (*OF_COMMUNITY, ReadingView, PublicityView)
FIELDS = [(kind, field.name) for kind in OF_COMMUNITY for field in fields(kind)]


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT, inspect(PROJECT))


def of_community(report: Report, community: CommunityView) -> str:
    scored_by = digest.of_calculation(report.calculation)
    return digest.of_community(Setting.of(report), scored_by, community)


def other(value: Any) -> Any:  # noqa: ANN401  # whatever a view holds
    """Give another value of the same kind."""
    if value is None or isinstance(value, str):
        return f"{value}改"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return value[1:] or ("改",)
    name = digest.covered(type(value))[0]
    return replace(value, **{name: other(getattr(value, name))})


def changed(value: Any, path: Path) -> Any:  # noqa: ANN401
    """Change what stands at a path, and nothing else."""
    if not path:
        return other(value)
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], changed(value[step], tuple(rest)), *value[step + 1 :])
    return replace(value, **{step: changed(getattr(value, step), tuple(rest))})


def kinds(value: object) -> Iterator[type]:
    """Find all kinds of values that a digest reaches."""
    if isinstance(value, tuple):
        for each in value:
            yield from kinds(each)
    elif is_dataclass(value):
        yield type(value)
        for name in digest.covered(type(value)):
            yield from kinds(getattr(value, name))


def test_every_kind_of_value_is_tried(report: Report) -> None:
    assert set(kinds(report.communities)) == set(OF_COMMUNITY)


def test_what_is_left_out_exists_and_has_a_reason() -> None:
    assert set(LEFT_OUT) <= set(ALL)
    for kind, left_out in LEFT_OUT.items():
        assert set(left_out) <= {field.name for field in fields(kind)}
        assert all(left_out.values())


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda one: getattr(one, "__name__", one))
def test_each_field_is_covered_unless_it_is_left_out(report: Report, kind: type, name: str) -> None:
    community = report.communities[0]
    after = changed(community, (*OF_COMMUNITY[kind], name))
    assert after != community
    is_same = of_community(report, after) == community.digest
    assert is_same == (name in LEFT_OUT.get(kind, {}))


def test_a_community_has_its_digest_from_the_report_s_values(report: Report) -> None:
    for community in report.communities:
        assert of_community(report, community) == community.digest
    assert report.digest == digest.of_year(report)
    assert report.blank_digest == digest.of_blank(Setting.of(report), report.blank)


SETTING = [(name,) for name in Setting._fields]
TERMS = [("publicity", field.name) for field in fields(PublicityView) if field.name != "mark"]
STANDING: list[Path] = [
    ("groups", 0, "name"),
    *(
        ("groups", 0, "communities", 0, name)
        for name in ("name", "group_rank_label", "total", "badges")
    ),
]
RECORD: Path = ("departments", 0, "records", 0)
DOCUMENTS: dict[str, tuple[Callable[[Report], str], list[Path]]] = {
    "blank": (
        lambda one: digest.of_blank(Setting.of(one), one.blank),
        [*SETTING, *(("blank", field.name) for field in fields(Form))],
    ),
    "year": (
        digest.of_year,
        [
            *SETTING,
            *(("total",), ("policy",), ("calculation",), ("groups", 0, "name")),
            *(("communities", 0, name) for name in ("digest", "rank_label")),
            ("groups", 0, "communities"),
            *(("readings", 0, f.name) for f in fields(ReadingView) if f.name != "anchor"),
            *(("summary", field.name) for field in fields(SummaryView)),
        ],
    ),
    "notice": (digest.of_notice, [*SETTING, ("total",), *STANDING, *TERMS]),
    "department": (
        lambda one: digest.of_department(one, one.departments[0]),
        [
            *SETTING,
            *(("departments", 0, name) for name in ("name", "items", "records")),
            *(("filings", 0, "lost"), ("filings", 0, "rows", 0, "lost")),
            *((*RECORD, name) for name in ("community_name", "reason", "appeal", "cost")),
        ],
    ),
    "appeal": (
        lambda one: digest.of_appeal(one, one.departments[0].records[0]),
        [*SETTING, *TERMS, *((*RECORD, f) for f in ("reason", "arithmetic", "appeal", "cost"))],
    ),
    "empty appeal": (lambda one: digest.of_appeal(one, None), [*SETTING, *TERMS]),
}


@pytest.mark.parametrize(
    ("document", "path"),
    [(name, path) for name, (_, paths) in DOCUMENTS.items() for path in paths],
    ids=str,
)
def test_what_a_document_of_the_year_says_is_covered(
    report: Report, document: str, path: Path
) -> None:
    of, _ = DOCUMENTS[document]
    assert of(changed(report, path)) != of(report)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commit_day_stage_and_what_follows_from_them_change_nothing(
    report: Report, document: str
) -> None:
    later = report
    for path in (
        *(("revision",), ("revision_label",), ("modified",), ("made",), ("timestamp",)),
        *(("as_of",), ("stage",), ("publicity", "mark"), ("notice",), ("appeal",)),
        *((*RECORD, name) for name in ("overdue", "process", "life", "internal")),
    ):
        later = changed(later, path)
    of, _ = DOCUMENTS[document]
    assert of(later) == of(report)


def test_documents_about_the_same_are_told_apart(report: Report) -> None:
    digests = [of(report) for of, _ in DOCUMENTS.values()]
    assert len({*digests, *(one.digest for one in report.communities)}) == len(digests) + len(
        report.communities
    )
