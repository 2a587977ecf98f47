from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from kpigen.render import File
from kpigen.render.sweeping import swept


class Knot:
    """What refers to itself, as openpyxl's objects do."""

    def __init__(self) -> None:
        self.self = self


def files(count: int, left: list[weakref.ref[Knot]]) -> Iterator[File]:
    for number in range(count):
        left.append(weakref.ref(Knot()))
        yield File(f"{number}.xlsx", b"")


def test_what_documents_leave_behind_is_freed_without_the_collector() -> None:
    left: list[weakref.ref[Knot]] = []
    gc.disable()
    try:
        before = weakref.ref(Knot())
        most = max(sum(knot() is not None for knot in left) for _ in swept(files(100, left)))
        assert before() is not None  # it is not looked at
    finally:
        gc.enable()
    assert most <= 17
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("taken", [0, 1])
def test_the_collector_is_as_before_when_nobody_wants_the_rest(taken: int) -> None:
    made = swept(files(10, []))
    for _ in range(taken):
        next(made)
    made.close()
    assert gc.get_freeze_count() == 0
