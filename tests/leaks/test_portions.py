"""What is too much to be searched at once is cut into portions; between them nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpigen import leaks
from kpigen.leaks import comparison, markup
from kpigen.leaks.markup import Cutter
from tests.conftest import Repository
from tests.leaks.conftest import secrets_of

MARKUP = ("<p>", "</p>", "<b>", "</b>", "<row r='1'>", "</row>", "<rt>", "<", ">", "牛", "犇羴", "")
AT_ONCE = 8  # how many files are compared together


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(MARKUP), max_size=30).map("".join), st.integers(0, 20))
def test_portions_have_the_pieces_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, text: str, portion: int
) -> None:
    whole = set().union(*Cutter().pieces(text, cut=True))
    with monkeypatch.context() as small:
        small.setattr(markup, "_PORTION", portion)
        portions = list(Cutter().pieces(text, cut=True))
        uncut = list(Cutter().pieces(text, cut=False))
    assert set().union(*portions) == whole
    assert len(uncut) == 1


def test_portions_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_PORTION", 100)
    rows = "".join(f"<row><c>第{number}行</c></row>" for number in range(100))
    assert max(sum(map(len, some)) for some in Cutter().pieces(rows, cut=True)) < 400


@pytest.mark.parametrize("most", [0, 20, 1 << 19])
def test_a_text_is_found_whatever_is_searched_at_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(comparison, "_MOST", most)
    monkeypatch.setattr(markup, "_PORTION", most // 2)
    leaking = "<p>开头</p><p>不能说的牛犇羴</p><p>结尾</p>".encode()
    files = [("a.html", leaking), ("b.html", b"<p>none</p>"), ("c.html", leaking)]
    found = leaks.compare(secrets_of(repository, "不能说的牛犇羴"), files)
    assert [leak.file for leak in found] == ["a.html", "c.html"]


@pytest.mark.parametrize("at", [0, AT_ONCE - 1, AT_ONCE, 2 * AT_ONCE])
def test_a_watch_sees_every_file(repository: Repository, at: int) -> None:
    watch = leaks.Watch(secrets_of(repository, "不能说的牛犇羴"))
    for number in range(2 * AT_ONCE + 1):
        watch.see(f"{number}.txt", ("不能说的牛犇羴" if number == at else "公开").encode())
    assert [leak.file for leak in watch.found()] == [f"{at}.txt"]
