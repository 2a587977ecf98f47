from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpigen.leaks.search import Search

TEXTS = st.lists(st.text("甲乙丙aB1\n", min_size=1, max_size=12), max_size=12)


@given(TEXTS, st.text("甲乙丙aB1\n", max_size=80))
def test_it_finds_what_stands_there_and_nothing_else(texts: list[str], data: str) -> None:
    wanted = {text.encode() for text in texts}
    found = Search(wanted).found(data.encode())
    assert found == {text for text in wanted if text in data.encode()}


def test_texts_that_overlap_or_begin_alike_are_all_found() -> None:
    texts = {b"abcdefghij", b"abcdefghkl", b"abc", b"bcdefghi", b"hijk", b"ij"}
    assert Search(texts).found(b"xxabcdefghijkyy") == texts - {b"abcdefghkl"}
