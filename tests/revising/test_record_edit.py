"""A changed value changes its own characters and no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.model import Correction
from kpigen.reading import loader, source
from kpigen.revising.record_edit import Edit, edited
from tests.filing.test_examination import WORDS

PATH = "data/deductions/2020/tianshu/guijian/x.yaml"
FILE = """\
# 抬头的注释
date: 2020-05-12   # 当天
rule: 1.1-1
count: '2' # 两次
reason: >-
  起火，
  过火面积十二平方米。

# 中间的注释
basis: 'it''s 1号'   # 文号
event:   "龙舟赛"
appeal:
  filed: 2020-06-01
  grounds: 请求从轻。
  decided: 2020-06-05
  decision: reduced
  decided_by: 党政办   # 决定者
  document: 演示〔2020〕2号
internal:
  details: |
    reason: 不是它
  count: 9
"""
CORRECTION = Correction(date(2020, 7, 1), "原因写错", "党政办")
ENTRY = 'corrections:\n  - date: 2020-07-01\n    reason: "原因写错"\n    decided_by: "党政办"\n'


def replaced(*pairs: tuple[str, str]) -> str:
    text = FILE
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


CASES: list[tuple[list[Edit], Correction | None, str]] = [
    ([], None, FILE),
    ([Edit("date", date(2020, 5, 13))], None, replaced(("2020-05-12", "2020-05-13"))),
    ([Edit("count", Decimal(3))], None, replaced(("'2' #", "'3' #"))),
    ([Edit("count", None)], None, replaced(("count: '2' # 两次\n", ""))),
    (
        [Edit("reason", "换一句：话")],
        None,
        replaced(("起火，\n  过火面积十二平方米。", "换一句：话")),
    ),
    ([Edit("basis", "it's 2号")], None, replaced(("it''s 1号", "it''s 2号"))),
    ([Edit("event", "")], None, replaced(('event:   "龙舟赛"\n', ""))),
    ([Edit("event", '有"引号')], None, replaced(('"龙舟赛"', '"有\\"引号"'))),
    (
        [Edit("appeal.count", Decimal(1))],
        None,
        replaced(("decision: reduced\n", "decision: reduced\n  count: 1\n")),
    ),
    (
        [Edit("deduct", Decimal("2.50"))],
        None,
        replaced(("'2' # 两次\n", "'2' # 两次\ndeduct: 2.5\n")),
    ),
    ([], CORRECTION, replaced(("internal:", ENTRY + "internal:"))),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
@pytest.mark.parametrize(("edits", "correction", "expected"), CASES)
def test_only_the_value_changes(
    edits: list[Edit], correction: Correction | None, expected: str, mark: str, end: str
) -> None:
    before, after = (mark + text.replace("\n", end) for text in (FILE, expected))
    made = edited(before.encode(), tuple(edits), correction)
    assert made == after.encode()


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("corrections: []", "corrections: [{%s}]"),
        (
            'corrections: [{date: 2020-06-01, reason: "a", decided_by: b}]  # 注',
            'corrections: [{date: 2020-06-01, reason: "a", decided_by: b}, {%s}]  # 注',
        ),
        (
            "corrections:\n- date: 2020-06-01\n  reason: a\n  decided_by: b # 注",
            "corrections:\n- date: 2020-06-01\n  reason: a\n  decided_by: b # 注\n- {%s}",
        ),
    ],
)
def test_an_entry_joins_the_corrections_as_they_are_written(standing: str, expected: str) -> None:
    entry = 'date: 2020-07-01, reason: "原因写错", decided_by: "党政办"'
    block = '- date: 2020-07-01\n  reason: "原因写错"\n  decided_by: "党政办"'
    after = expected.replace("\n- {%s}", f"\n{block}").replace("%s", entry)
    made = edited(f"date: 2020-05-12\n{standing}\n".encode(), (), CORRECTION)
    assert made == f"date: 2020-05-12\n{after}\n".encode()


def test_a_file_without_a_last_line_end_gets_lines_of_its_own() -> None:
    made = edited(b"date: 2020-05-12\nbasis: a", (Edit("event", "b"),), None)
    assert made == b'date: 2020-05-12\nbasis: a\nevent: "b"\n'


def test_a_file_on_one_line_takes_other_values_but_no_other_fields() -> None:
    line = b"{date: 2020-05-12, rule: 1.1-1, reason: a, basis: b}\n"
    assert edited(line, (Edit("reason", "换"),), None) == line.replace(b"a,", "换,".encode())
    assert edited(line, (Edit("event", "x"),), None) is None
    assert edited(line, (), CORRECTION) is None


STYLES = [
    "reason: {}",
    "reason: '{}' # c",
    'reason: "{}"',
    "reason: >-\n  {}",
    "reason: |\n    {}\n\n",
]


@given(WORDS, st.sampled_from(STYLES))
def test_any_words_come_back_as_they_were_and_nothing_else_changes(words: str, style: str) -> None:
    words = words.strip()
    before = f"date: 2020-05-12\nrule: 1.1-1\n{style.format('甲')}\nbasis: b # c\n".encode()
    made = edited(before, (Edit("reason", words),), None)
    assert made is not None
    record, complaints = loader.read_record(PATH, made)
    assert (record is not None and record.reason, complaints) == (words, ())
    fields = source.fields(PATH, made) or {}
    assert {**fields, "reason": ""} == {**(source.fields(PATH, before) or {}), "reason": ""}
    assert made.endswith(b"\nbasis: b # c\n")
