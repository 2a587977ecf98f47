"""Where printed pages end: at blocks, inside one that is too tall, never with the end alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.render.page_ends import page_starts


@pytest.mark.parametrize(
    ("heights", "wholes", "expected"),
    [
        ([20, 20, 20], [0, 1, 2], ()),
        # The second block fits on a page of its own, not on what the first has left.
        ([40, 30, 30, 30], [0, 1], (1,)),
        # It fits on no page: it begins where there is room, and goes on.
        ([40, 40, 40, 40], [0, 1], (2,)),
        # A first row too high for the rest begins a page.
        ([40, 80, 80], [0, 1], (1, 2)),
        # What comes last, total and signatures, takes the blocks before with it to half a page.
        ([60, 30, 20, 10, 20], [0, 1, 2, 3, 4], (2,)),
    ],
)
def test_pages_begin(heights: list[int], wholes: list[int], expected: tuple[int, ...]) -> None:
    assert page_starts(heights, wholes, 90, 100) == expected


@given(
    st.lists(st.integers(1, 90), min_size=1, max_size=60),
    st.frozensets(st.integers(1, 59)),
    st.integers(90, 100),
)
def test_no_page_is_too_full(heights: list[int], wholes: frozenset[int], first: int) -> None:
    starts = page_starts(heights, [one for one in wholes if one < len(heights)], first, 100)
    edges = [0, *starts, len(heights)]
    assert edges == sorted(set(edges))
    for page, (begin, end) in enumerate(pairwise(edges)):
        assert sum(heights[begin:end]) <= (100 if page else first)
