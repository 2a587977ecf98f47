from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.view.line_breaks import parts


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("演示安委〔2020〕1号", [["演示安委", "〔2020〕1号"]]),
        (
            "演示市监检字〔2020〕第26号；责任书第七条",
            [["演示市监检字", "〔2020〕第26号；"], ["责任书", "第七条"]],
        ),
        ("演示党群通报2020年第1期", [["演示党群通报", "2020年第1期"]]),
        ("演示党政收发2020-11", [["演示党政收发", "2020-11"]]),
        ("〔2020〕1号", [["〔2020〕1号"]]),
        ("考核办法", [["考核办法"]]),
    ],
)
def test_a_line_ends_before_a_number_and_never_in_it(name: str, expected: list[list[str]]) -> None:
    assert [list(cut) for cut in parts(name)] == expected


@given(st.text(alphabet="演示〔〕2020年号；，第 "))
def test_nothing_is_lost(name: str) -> None:
    cut = parts(name)
    assert "".join(part for parts_of_one in cut for part in parts_of_one) == name
    assert all(all(parts_of_one) for parts_of_one in cut)
