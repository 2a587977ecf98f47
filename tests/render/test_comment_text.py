"""What stands in a comment is read back by GitHub's own Markdown: data stays text."""

from __future__ import annotations

import html
import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from kpigen.render.comment_text import in_comment

# What forges look for in the texts between two tags, once Markdown is done.
REFERENCES = re.compile(
    r"@[A-Za-z0-9]|[#!$~%&^]\w|\bGH-[0-9]|:[a-z0-9_+-]+:|[a-z]+://|www\.\w"
    r"|(?<![0-9a-zA-Z])[0-9a-f]{7,40}(?![0-9a-zA-Z])"
)
TRICKY = st.text(
    st.sampled_from(list("@#!~%$^&*_`|<>[](){}:/\\-+=.,;?'\" \n\t0123abcdefGHwx①㈠〔〕“”，。é𠮷")),
    max_size=40,
)


def rendered(text: str) -> str:
    table = f"| 列 |\n| --- |\n| {in_comment(text)} |\n"
    return str(cmarkgfm.github_flavored_markdown_to_html(table, Options.CMARK_OPT_UNSAFE))


def texts(document: str) -> list[str]:
    return [html.unescape(part) for part in re.split(r"<[^>]*>", document)]


@pytest.mark.parametrize(
    "text",
    [
        "@nantong/office 请看",
        "见 #12、!12、GH-12、town/data#12、town/data@0f6ea3cb8a",
        "0f6ea3cb8a224059aa20819f315dd0f76d653f60",
        "<script>alert(1)</script><!-- 无 --><b>粗</b>",
        "![图](https://example.invalid/x.png) [链接](https://example.invalid) https://example.invalid",
        "www.example.invalid 和 someone@example.invalid",
        "**粗** _斜_ ~~删~~ `码` $x$ $`x`$ | 另一格",
        ":smile: ~标签 %里程碑 ^alert#1 [x] &amp; &#64;x",
        "/close",
        "第一行\n/close\n# 标题\n- 一\n",
        "①②③ ㈠ 〔2020〕3号 “引号” 《书名》 50％ ＠全角 ＃全角",
        "\\| \\@x \\",
    ],
)
def test_data_stays_text(text: str) -> None:
    document = rendered(text)
    assert set(re.findall(r"<([a-z0-9]+)", document)) <= {
        *("table", "thead", "tbody", "tr", "th", "td", "i"),
    }
    shown = "".join(texts(document.partition("<tbody>")[2])).strip()
    assert shown == re.sub(r"\s+", " ", text).strip()
    assert not any(REFERENCES.search(part) for part in texts(document))


@given(TRICKY)
def test_any_data_stays_text(text: str) -> None:
    document = rendered(text)
    shown = "".join(texts(document.partition("<tbody>")[2])).strip()
    assert shown == re.sub(r"\s+", " ", text).strip()
    assert not any(REFERENCES.search(part) for part in texts(document))
    assert not any(line.lstrip().startswith("/") for line in str(in_comment(text)).splitlines())


@pytest.mark.parametrize(
    "text", ["2020-05-12", "细则 3.2-2", "97.35", "data/deductions/2020/tianshu/jingfa/x.yaml", "①"]
)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert in_comment(text) == text
