from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpigen.errors import UsageError
from kpigen.versions import history
from tests.conftest import Repository


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_the_commit_gives_revision_and_day(repository: Repository) -> None:
    repository.commit(day="2020-12-31")
    state = history.revision(repository.root)
    assert state.commit == repository.git("rev-parse", "HEAD").strip()
    assert state.day == date(2020, 12, 31)


def test_the_day_is_the_chinese_one(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577808000")  # 2019-12-31 16:00 UTC
    assert history.revision(repository.root).day == date(2020, 1, 1)


def test_a_changed_record_is_noticed(repository: Repository) -> None:
    repository.commit()
    state = history.revision(repository.root)
    assert not history.with_modified(repository.root, state).modified
    repository.record("tianshu/jingfa/新", "")
    assert history.with_modified(repository.root, state).modified


def test_without_git_nothing_is_dated(tmp_path: Path) -> None:
    state = history.revision(tmp_path)
    assert (state.commit, state.day, state.timestamp) == (None, None, 315532800)
    assert not history.with_modified(tmp_path, state).modified


def test_an_empty_repository_has_no_revision(repository: Repository) -> None:
    repository.git("init", "--quiet")
    assert history.revision(repository.root).commit is None


def test_a_senseless_epoch_is_a_usage_error(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "昨天")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        history.revision(repository.root)


@pytest.mark.parametrize(("seconds", "year"), [("99999999999", 2107), ("0", 1970)])
def test_a_damaged_date_of_a_commit_ends_nothing(
    repository: Repository, seconds: str, year: int
) -> None:
    repository.commit()
    text = repository.git("cat-file", "commit", "HEAD").splitlines()
    text = [
        f"committer x <x@example.invalid> {seconds} +0000" if line.startswith("committer") else line
        for line in text
    ]
    (repository.root / ".git" / "damaged").write_text("\n".join(text) + "\n", encoding="utf-8")
    made = repository.git("hash-object", "-t", "commit", "-w", "--literally", ".git/damaged")
    repository.git("update-ref", "HEAD", made.strip())
    state = history.revision(repository.root)
    assert state.committed is not None
    assert state.committed.year in {year, year - 1}
