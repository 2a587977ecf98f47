"""A year's documents are written all or not at all, and never all in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpigen import exporting, leaks
from kpigen.errors import MachineError
from kpigen.inspection import inspect
from kpigen.render import File, Selection
from kpigen.reporting import report_of
from kpigen.view.values import Report
from tests.conftest import Repository

SIZE = 250_000
RECORD = (
    "date: 2020-05-12\nrule: 1.1-1\nreason: 起火。\nbasis: 演示〔2020〕1号\n"
    "internal:\n  details: 谈判底价不得外泄。\n"
)
HIDDEN = "谈判底价不得外泄。"


class Town:
    """What an export is made from, and an output of documents that are given here."""

    def __init__(self, repository: Repository, patch: pytest.MonkeyPatch) -> None:
        repository.record("tianshu/guijian/a", RECORD)
        inspection = inspect(repository.root)
        assert inspection.dataset is not None
        self.place = repository.root / "new" / "documents"
        self._report = report_of(repository.root, inspection)
        self._secrets = leaks.secrets(repository.root, (inspection.dataset,))
        self._patch = patch

    def export(self, made: Iterator[File]) -> tuple[Path, ...]:
        def render(report: Report, selection: Selection) -> Iterator[File]:
            del report, selection
            return made

        self._patch.setattr(exporting, "renderer", lambda _: render)
        return exporting.export(
            self._report,
            "xlsx",
            self.place,
            communities=None,
            blank=False,
            secrets=self._secrets,
        )


@pytest.fixture
def town(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Town:
    return Town(repository, monkeypatch)


def documents(count: int, *, size: int = 1) -> Iterator[File]:
    for number in range(count):
        yield File(f"{number:02}.txt", f"{number} ".encode() * (size // 3 + 1))


def test_memory_does_not_grow_with_the_number_of_documents(town: Town) -> None:
    peaks = []
    for count in (16, 64):
        tracemalloc.start()
        try:
            assert len(town.export(documents(count, size=SIZE))) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 4 * SIZE


@pytest.mark.parametrize("at", [0, 5, 19])
def test_one_document_with_a_secret_keeps_all_back(town: Town, at: int) -> None:
    made = [*documents(20)]
    made[at] = File("leak.txt", HIDDEN.encode())
    with pytest.raises(MachineError, match=r"leak\.txt"):
        town.export(iter(made))
    assert not town.place.parent.exists()


def test_every_document_with_a_secret_is_counted(town: Town) -> None:
    made = [*documents(20), *(File(f"leak{n}.txt", HIDDEN.encode()) for n in range(3))]
    with pytest.raises(MachineError, match=r"leak0\.txt 等 3 个文件"):
        town.export(iter(made))


def test_a_document_that_cannot_be_made_keeps_all_back(town: Town) -> None:
    def failing() -> Iterator[File]:
        yield from documents(20)
        raise MachineError("排不出来", "换一个字")

    town.place.mkdir(parents=True)
    (town.place / "00.txt").write_bytes(b"of last year")
    with pytest.raises(MachineError, match="排不出来"):
        town.export(failing())
    assert [path.name for path in town.place.iterdir()] == ["00.txt"]
    assert (town.place / "00.txt").read_bytes() == b"of last year"
