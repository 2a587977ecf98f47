"""The repositories that tests work on: the real rubric, records written beside the assertion."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kpigen import checks
from kpigen.diagnostics import Diagnostic, in_order
from kpigen.model import Dataset
from kpigen.reading import loader
from kpigen.reading.tree import Folder

PROJECT = Path(__file__).parents[1]
YEAR = 2020

settings.register_profile(
    "kpigen", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("kpigen")


@dataclass(frozen=True)
class Repository:
    """A data repository in a temporary folder."""

    root: Path
    newest_commit: date | None = None

    def write(self, path: str, text: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    def record(self, where: str, text: str | bytes) -> None:
        self.write(f"data/deductions/{YEAR}/{where}.yaml", text)

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {path}"
        self.write(path, text.replace(old, new, 1))

    def findings(self) -> tuple[Diagnostic, ...]:
        loaded = loader.load(Folder(self.root), YEAR, self.newest_commit)
        found = list(loaded.findings)
        if loaded.dataset is not None:
            found.extend(checks.run(loaded.dataset))
        return in_order(found)

    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings()]

    def dataset(self) -> Dataset:
        loaded = loader.load(Folder(self.root), YEAR, self.newest_commit)
        assert loaded.dataset is not None, loaded.findings
        return loaded.dataset

    def git(self, *arguments: str, day: str = "2021-01-31") -> str:
        stamp = f"{day}T12:00:00+08:00"
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            capture_output=True,
            env={
                **os.environ,
                "GIT_AUTHOR_DATE": stamp,
                "GIT_COMMITTER_DATE": stamp,
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_AUTHOR_NAME": "经办",
                "GIT_AUTHOR_EMAIL": "clerk@example.invalid",
                "GIT_COMMITTER_NAME": "经办",
                "GIT_COMMITTER_EMAIL": "clerk@example.invalid",
            },
        )
        return done.stdout.decode("utf-8")

    def commit(self, day: str = "2021-01-31") -> None:
        if not (self.root / ".git").exists():
            self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "数据", day=day)


@pytest.fixture
def dated_repository(tmp_path: Path) -> Repository:
    """The 2020 rubric without any record."""
    root = tmp_path / "town"
    shutil.copytree(PROJECT / "data" / "rubric", root / "data" / "rubric")
    return Repository(root)


@pytest.fixture
def repository(dated_repository: Repository) -> Repository:
    """The 2020 rubric without records, and without the dates that some day's commit would miss."""
    path = "data/rubric/2020/assessment.yaml"
    text = (dated_repository.root / path).read_text(encoding="utf-8")
    block = r"(?m)^(?:stages|deadlines|appeal_to):.*\n(?:[ #].*\n)*"
    dated_repository.write(path, re.sub(block, "", text))
    return dated_repository
