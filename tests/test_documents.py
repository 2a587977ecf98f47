"""Documents are made once, and again only where they would differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpigen.documents import OF_COMMUNITY, SHOWN, Documents, read
from kpigen.errors import MachineError
from kpigen.inspection import inspect
from kpigen.render import Selection, renderer
from kpigen.reporting import report_of
from kpigen.view.values import Report
from tests.conftest import Repository
from tests.test_build import Quiet

RECORD = "date: 2020-05-12\nrule: 1.1-1\nreason: 起火。\nbasis: 演示〔2020〕1号\n"
COMMUNITY = {"downloads/tianshu.xlsx", "downloads/tianshu.pdf"}
DEPARTMENT = {"downloads/department-guijian.pdf"}
EVERY_TIME = {
    "data/scores.schema.json",
    "data/scores.csv.schema.json",
    "data/deductions.csv.schema.json",
    "downloads/summary.xlsx",
    "downloads/notice.pdf",
    "data/scores.json",
    "data/scores.csv",
    "data/deductions.csv",
}


def report(root: Path) -> Report:
    return report_of(root, inspect(root), preview=True)


class Watched:
    """A report, or a community, that notes what is asked of it."""

    def __init__(self, watched: object) -> None:
        self.watched = watched
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.asked.add(name)
        return getattr(self.watched, name)


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
@pytest.mark.parametrize(
    ("selection", "own"),
    [
        (Selection(communities=("tianshu",), blank=False, summary=False), set()),
        (Selection(communities=(), blank=True, summary=False), {"blank", "blank_digest"}),
    ],
)
def test_nothing_else_of_the_report_is_shown(
    repository: Repository, kind: str, selection: Selection, own: set[str]
) -> None:
    watched = Watched(report(repository.root))
    assert list(renderer(kind)(watched, selection))  # type: ignore[arg-type]  # as good as one
    assert watched.asked <= {*SHOWN, "communities", *own}


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("department-guijian", {"communities", "departments", "filings"}),
        ("appeal", {"communities", "publicity"}),
    ],
)
def test_a_print_shows_nothing_that_would_not_have_it_made_again(
    repository: Repository, name: str, own: set[str]
) -> None:
    repository.record("tianshu/guijian/a", RECORD)
    watched = Watched(report(repository.root))
    selection = Selection(communities=(), blank=False, summary=False, prints=(name,))
    assert list(renderer("pdf")(watched, selection))  # type: ignore[arg-type]  # as good as one
    assert watched.asked <= {*SHOWN, *own}


def test_the_terms_of_an_appeal_make_its_form_again(repository: Repository, tmp_path: Path) -> None:
    documents = Documents(tmp_path / "kept")
    documents.make((report(repository.root),), Quiet())
    repository.replace("data/rubric/2020/departments.yaml", "office: dangzheng", "office: jiwei")
    made = documents.make((report(repository.root),), Quiet())
    assert short(made.anew) == {"downloads/appeal.pdf"} | EVERY_TIME


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_nothing_else_of_the_community_is_shown(repository: Repository, kind: str) -> None:
    shown = report(repository.root)
    watched = Watched(shown.communities[0])
    of_one = replace(shown, communities=(watched,))  # type: ignore[arg-type]  # as good as one
    assert list(renderer(kind)(of_one, Selection(blank=False, summary=False)))
    assert watched.asked <= set(OF_COMMUNITY)


def test_only_what_would_differ_is_made_again(repository: Repository, tmp_path: Path) -> None:
    documents = Documents(tmp_path / "kept")
    repository.record("tianshu/guijian/a", RECORD)
    seen: dict[str, bytes] = {}
    first = documents.make((report(repository.root),), Quiet(), seen.__setitem__)
    assert first.anew == {file.name for file in first.files}
    assert seen == dict(read(first.files))
    assert short(first.anew) > COMMUNITY | DEPARTMENT | EVERY_TIME
    repository.record("tianshu/guijian/a", RECORD.replace("起火", "失火"))
    seen.clear()
    second = documents.make((report(repository.root),), Quiet(), seen.__setitem__)
    assert short(second.anew) == COMMUNITY | DEPARTMENT | EVERY_TIME
    assert frozenset(seen) == second.anew
    fresh = Documents(tmp_path / "fresh").make((report(repository.root),), Quiet())
    assert set(read(second.files)) == set(read(fresh.files))


def test_what_was_made_is_on_disk_and_nowhere_else(repository: Repository, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.mkdir()
    (place / "old.pdf").write_bytes(b"of another process")
    made = Documents(place).make((report(repository.root),), Quiet())
    kept = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert kept == {name for name, _ in made.files} == made.anew


def test_all_is_made_again_where_something_was_deleted(
    repository: Repository, tmp_path: Path
) -> None:
    documents = Documents(tmp_path / "kept")
    first = documents.make((report(repository.root),), Quiet())
    first.files[0].path.unlink()
    assert documents.make((report(repository.root),), Quiet()).anew == first.anew


def test_all_is_made_again_after_a_fault(repository: Repository, tmp_path: Path) -> None:
    """What is kept may then be of the report that failed, and the next is not compared with it."""
    documents = Documents(tmp_path / "kept")
    repository.record("tianshu/guijian/a", RECORD)
    first = documents.make((report(repository.root),), Quiet())
    repository.record("tianshu/guijian/a", RECORD.replace("起火", "\U0002a6a5"))
    with pytest.raises(MachineError):
        documents.make((report(repository.root),), Quiet())
    repository.record("tianshu/guijian/a", RECORD)
    again = documents.make((report(repository.root),), Quiet())
    assert again.anew == first.anew
    fresh = Documents(tmp_path / "fresh").make((report(repository.root),), Quiet())
    assert set(read(again.files)) == set(read(fresh.files))


class Counted(Quiet):
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.ticks: list[tuple[int, int]] = []

    def tick(self, done: int, total: int) -> None:
        self.ticks.append((done, total))


def test_the_count_ends_at_its_total(repository: Repository, tmp_path: Path) -> None:
    documents = Documents(tmp_path / "kept")
    for change in ("起火", "失火"):
        repository.record("tianshu/guijian/a", RECORD.replace("起火", change))
        told = Counted()
        made = documents.make((report(repository.root),), told)
        total = len(made.anew)
        assert told.ticks[-1] == (total, total)
        assert [done for done, _ in told.ticks] == sorted({done for done, _ in told.ticks})
        assert {among for _, among in told.ticks} == {total}


def test_all_is_made_again_where_all_show_it(repository: Repository, tmp_path: Path) -> None:
    documents = Documents(tmp_path / "kept")
    first = documents.make((report(repository.root),), Quiet())
    repository.replace("data/rubric/2020/assessment.yaml", "南桐镇", "北桐镇")
    second = documents.make((report(repository.root),), Quiet())
    assert second.anew == first.anew


def test_what_belongs_to_a_community_that_is_gone_is_gone(
    repository: Repository, tmp_path: Path
) -> None:
    documents = Documents(tmp_path / "kept")
    documents.make((report(repository.root),), Quiet())
    repository.replace("data/rubric/2020/communities.yaml", "id: tianshu", "id: tianshu-xin")
    names = {file.name for file in documents.make((report(repository.root),), Quiet()).files}
    assert not COMMUNITY & short(names)
    assert "2020/downloads/tianshu-xin.pdf" in names


def short(names: set[str] | frozenset[str]) -> set[str]:
    return {name.removeprefix("2020/") for name in names}
