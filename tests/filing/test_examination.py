"""A new record is refused for just what `check` would refuse once it stood there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.filing import examination, record_text
from kpigen.filing.examination import Candidate
from kpigen.filing.record_text import NewRecord
from kpigen.model import Approval
from kpigen.reading import loader
from tests.conftest import YEAR, Repository

FIRE = NewRecord(
    year=YEAR,
    community="tianshu",
    department="guijian",
    date=date(2020, 5, 12),
    rule="1.1-1",
    count=Decimal(1),
    actual=None,
    deduct=None,
    points=None,
    reason="沿街商铺电线老化起火。",
    basis="演示〔2020〕1号",
    event="",
    approval=None,
)
# What a publishable text may hold: anything on one line that is no control character.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=80
).filter(lambda words: words != "~")


@pytest.fixture
def filing_stage(repository: Repository) -> Repository:
    """The year while records are filed."""
    repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", "stage: 填报")
    return repository


def candidate(record: NewRecord) -> Candidate:
    return Candidate(record_text.path(record), record_text.text(record).encode("utf-8"))


@pytest.mark.parametrize(
    ("record", "codes"),
    [
        (FIRE, []),
        (replace(FIRE, rule="1.1-9"), ["KPI401"]),
        (replace(FIRE, department="jingfa"), ["KPI402"]),
        (replace(FIRE, date=date(2021, 5, 12)), ["KPI403"]),
        (replace(FIRE, count=Decimal(0)), ["KPI211"]),
        (replace(FIRE, deduct=Decimal(5)), ["KPI406"]),
        (replace(FIRE, reason="长" * 301), ["KPI210"]),
    ],
)
def test_what_check_would_refuse(
    filing_stage: Repository, record: NewRecord, codes: list[str]
) -> None:
    dataset = filing_stage.dataset()
    found = examination.examine(dataset, (candidate(record),)).findings
    assert [finding.code for finding in found] == codes
    filing_stage.write(*candidate(record))
    assert filing_stage.findings() == found


def test_only_what_the_candidate_brings_up_is_said(filing_stage: Repository) -> None:
    filing_stage.record("guyu/guijian/a", record_text.text(replace(FIRE, department="jingfa")))
    filing_stage.record(
        "guyu/pingan/b", "date: 2020-01-02\nrule: 8.1-v\nreason: 演示\nbasis: 演示\n"
    )
    before = filing_stage.findings()
    assert before
    assert examination.examine(filing_stage.dataset(), (candidate(FIRE),)).findings == ()


def test_candidates_count_together(filing_stage: Repository) -> None:
    twice = (candidate(FIRE), candidate(replace(FIRE, count=None)))
    found = examination.examine(filing_stage.dataset(), twice)
    assert [finding.code for finding in found.findings] == ["KPI411"]
    assert len(found.dataset.deductions) == 2


@given(reason=WORDS, basis=WORDS, event=WORDS, document=WORDS)
def test_whatever_is_written_is_read_back(
    reason: str, basis: str, event: str, document: str
) -> None:
    approval = Approval(document, "南桐镇党委", date(2020, 6, 1))
    filed = replace(FIRE, reason=reason, basis=basis, event=event, approval=approval)
    read, findings = loader.read_record(*candidate(filed))
    assert findings == ()
    assert read is not None
    assert (read.reason, read.basis, read.event) == (reason, basis, event)
    assert read.approval == approval
    assert (read.date, read.rule, read.count) == (filed.date, filed.rule, filed.count)


def test_different_records_have_different_places() -> None:
    places = {
        record_text.path(record)
        for record in (FIRE, replace(FIRE, count=Decimal(2)), replace(FIRE, reason="别的原因。"))
    }
    assert len(places) == 3
