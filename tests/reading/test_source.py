from __future__ import annotations

import _ruamel_yaml
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen import spelling
from kpigen.reading import source
from kpigen.reading.source import Mapping, Scalar, Sequence

GOOD = "date: 2020-05-12\nlist:\n  - 甲\n  - '是'\ninner: {a: 0123}\n"


def codes(data: bytes | str) -> list[str]:
    node, findings = source.read("a.yaml", data.encode() if isinstance(data, str) else data)
    assert (node is None) == bool(findings)
    return [finding.code for finding in findings]


def test_the_c_parser_is_in_use() -> None:
    assert _ruamel_yaml.__file__.endswith((".so", ".pyd"))


def test_values_are_text_and_know_their_place() -> None:
    node, findings = source.read("a.yaml", GOOD.encode())
    assert findings == ()
    assert isinstance(node, Mapping)
    (date_key, date), (_, members), (_, inner) = node.entries
    assert date_key == Scalar("date", plain=True, line=1, column=1)
    assert date == Scalar("2020-05-12", plain=True, line=1, column=7)
    assert isinstance(members, Sequence)
    assert [member.plain for member in members.members if isinstance(member, Scalar)] == [
        True,
        False,
    ]
    assert isinstance(inner, Mapping)
    assert inner.entries[0][1] == Scalar("0123", plain=True, line=5, column=12)


def test_a_byte_order_mark_is_fine() -> None:
    node, findings = source.read("a.yaml", b"\xef\xbb\xbf" + GOOD.encode())
    assert findings == ()
    assert isinstance(node, Mapping)
    assert node.entries[0][0].text == "date"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("原因: 未按要求\n".encode("gb18030"), "KPI101"),
        ("a: 1\n".encode("utf-16"), "KPI101"),
        ("a: 1\n".encode("utf-16-le"), "KPI101"),
        (b"\xff\xff\xff", "KPI101"),
        (b"a: " + b"x" * source.MAX_BYTES, "KPI102"),
        ("[" * 100_000, "KPI103"),
        ("a:\n\t- 1\n", "KPI104"),
        ("a: 'x\n", "KPI105"),
        ("a: b: c\n", "KPI105"),
        ("a: @x\n", "KPI105"),
        ("a:1\nb: 2\n", "KPI105"),
        ("a: 1\na: 2\n", "KPI106"),
        ("a: &x 1\n", "KPI107"),
        ("a: *x\n", "KPI107"),
        ("a: &甲 1\n", "KPI107"),
        ("a: *重点*\n", "KPI107"),
        ("a: !注意\n", "KPI108"),
        ("a: !<x\n", "KPI108"),
        ("a: !!python/object:os.system x\n", "KPI108"),
        ("a: 1\n---\nb: 2\n", "KPI109"),
        ("a: 1\u202e2\n", "KPI110"),
        ("a: 1\x07\n", "KPI110"),
        ("a：1\nb: 2\n", "KPI111"),
        ("", "KPI112"),
        ("  \n", "KPI112"),
        ("# 只有注释\n", "KPI112"),
        ('a: "甲\\x01乙"\n', "KPI110"),
        ('a: "甲\\u202e乙"\n', "KPI110"),
        ('"a\\x07": 1\n', "KPI110"),
        ("a: 甲\u00ad乙\n", "KPI110"),
        ("a: 甲\U000e0041乙\n", "KPI110"),
        ("a: 沿街 #3 楼\n", "KPI115"),
        ("a: 文号\n  internal：甲\nb: 1\n", "KPI111"),
        ("[1]: 2\n", "KPI113"),
    ],
)
def test_what_is_not_plain_data_is_refused_once(data: bytes | str, code: str) -> None:
    assert codes(data) == [code]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("rule：1.1-1", "写成：rule: 1.1-1"),
        ("rule:1.1-1", "写成：rule: 1.1-1"),
        ("reason: 时间: 五月", '值里有冒号，给它加上双引号：reason: "时间: 五月"'),
    ],
)
def test_slips_show_the_line_as_it_should_be(line: str, hint: str) -> None:
    _, findings = source.read("a.yaml", f"count: 1\n{line}\nbasis: x\n".encode())
    assert [(finding.line, finding.hint) for finding in findings] == [(2, hint)]


def test_no_english_of_the_parser_reaches_the_user() -> None:
    for text in (
        "a: 'x\n",
        "a: b: c\n",
        "- a\nb: c\n",
        "a: [1, 2\n",
        "%x\n",
        'a: "\\q"\n',
        "a: |x\n",
    ):
        _, findings = source.read("a.yaml", text.encode())
        assert findings
        for finding in findings:
            assert "expected" not in finding.message + finding.hint
            assert "found" not in finding.message + finding.hint


@given(st.binary(max_size=200))
def test_any_bytes_give_a_node_or_diagnostics(data: bytes) -> None:
    node, findings = source.read("a.yaml", data)
    assert bool(findings) or node is not None or not data.strip()


@given(st.text(alphabet="ab:-[]{}&*!|>'\"# \n，：１%@`", max_size=60))
def test_any_punctuation_gives_a_node_or_diagnostics(text: str) -> None:
    node, findings = source.read("a.yaml", text.encode())
    for finding in findings:
        assert 1 <= finding.line <= text.count("\n") + 2
    assert findings or node is not None or not text.strip() or text.strip().startswith("#")


@pytest.mark.parametrize(
    ("text", "straight"), [("１２３", "123"), ("（甲）：", "(甲):"), ("２０２０年，", "2020年,")]
)
def test_straighten(text: str, straight: str) -> None:
    assert spelling.straighten(text) == straight


def test_comments_are_fine() -> None:
    for text in (
        "a: 1 # 注\n",
        "# 注\na: 1\n",
        'a: "沿街 #3 楼" # 注\n',
        "a: 甲#3\n",
        "a: |\n  x #3\n",
    ):
        assert codes(text) == []


def test_an_unfinished_merge_is_called_so() -> None:
    text = "date: 2020-05-12\n<<<<<<< HEAD\ncount: 1\n=======\ncount: 2\n>>>>>>> other\n"
    node, (found,) = source.read("a.yaml", text.encode())
    assert node is None
    assert (found.code, found.line) == ("KPI105", 2)
    assert "合并冲突" in found.message


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a: !ENV [A, b]\nb: &x 1\nc: *x\nd: !!python/name:x.y\ne: 1\t# tab\n", None),
        (b"a: 1\nb: [\n", 2),
        ("a: 1\nb: 中\n".encode("gbk"), 2),
    ],
)
def test_broken_is_only_what_no_reader_of_yaml_could_take(data: bytes, line: int | None) -> None:
    assert [found.line for found in source.broken("x.yml", data)] == ([line] if line else [])
