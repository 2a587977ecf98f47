"""A new record's file: it says what was answered, whatever that was, under a name of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.filing import record_text
from kpigen.filing.record_text import NewRecord
from kpigen.model import Approval
from kpigen.reading import loader

RECORD = NewRecord(
    year=2020,
    community="tianshu",
    department="guijian",
    date=date(2020, 5, 12),
    rule="1.1-1",
    count=Decimal(2),
    actual=None,
    deduct=None,
    points=None,
    reason="起火。",
    basis="演示〔2020〕1号",
    event="五月火情",
    approval=Approval("演示〔2020〕9号", "镇党委", date(2020, 6, 1)),
)
_CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Cf", "Cn", "Co", "Zl", "Zp"),
    exclude_characters="\u3164",
)
WORDS = (
    st.text(_CHARACTERS, min_size=1, max_size=60)
    .map(str.strip)
    .filter(lambda words: words not in {"", "~"})
)


@given(WORDS, WORDS, WORDS, st.decimals("0.0001", "99999", places=4))
def test_it_reads_back_as_it_was_answered(
    reason: str, basis: str, event: str, actual: Decimal
) -> None:
    asked = replace(RECORD, reason=reason, basis=basis, event=event, count=None, actual=actual)
    text = record_text.text(asked)
    record, findings = loader.read_record(record_text.path(asked), text.encode())
    assert findings == ()
    assert record is not None
    for name in ("community", "department", "date", "rule", "count", "actual", "deduct", "points"):
        assert getattr(record, name) == getattr(asked, name), name
    assert (record.reason, record.basis, record.event) == (reason, basis, event)
    assert record.approval == asked.approval


def test_each_line_knows_its_field() -> None:
    record, _ = loader.read_record(record_text.path(RECORD), record_text.text(RECORD).encode())
    assert record is not None
    for name, line, _ in record.places:
        assert record_text.field_at(RECORD, line) == name
    assert record_text.field_at(RECORD, 1) == ""
    assert record_text.field_at(RECORD, 99) == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "另一处起火。"},
        {"basis": "另一号"},
        {"count": Decimal(3)},
        {"event": ""},
        {"approval": None},
    ],
)
def test_another_record_gets_another_place_and_the_same_one_the_same(
    changed: dict[str, object],
) -> None:
    other = replace(RECORD, **changed)  # type: ignore[arg-type]
    assert record_text.path(other) != record_text.path(RECORD)
    assert record_text.path(replace(RECORD)) == record_text.path(RECORD)
