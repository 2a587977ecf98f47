"""Built sites and browsers: the demonstration once a run, a bare town once a module."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from filelock import FileLock

from kpigen.inspection import inspect
from tests.conftest import PROJECT, YEAR, Repository
from tests.render import demonstration
from tests.render.browser import Browser, browser
from tests.render.demonstration import Sites
from tests.render.entry_page import (
    Town,
    entry_of,
    write_year,
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    root = tmp_path_factory.mktemp("entry") / "town"
    made = Repository(root)
    for path in (PROJECT / "data/rubric").rglob("*.yaml"):
        made.write(path.relative_to(PROJECT).as_posix(), path.read_bytes())
    write_year(made)
    command = [sys.executable, "-m", "kpigen", "build", "-C", str(root), "--audience", "internal"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    dataset = inspect(root, YEAR).dataset
    assert dataset is not None
    return Town(root, dataset, entry_of(root))


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sites:
    """The demonstration's two sites, built once for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    root = (own if worker_id == "master" else own.parent) / "demonstration"
    with FileLock(f"{root}.lock"):
        return demonstration.built(root)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture
def page(chromium: Browser, town: Town) -> Browser:
    """The page just opened from disk, with nothing filled in."""
    chromium.open(town.page)
    if chromium.run("const kept = sessionStorage.length; sessionStorage.clear(); return kept"):
        chromium.open(town.page)  # without what the test before left unfinished
    chromium.complaints()
    return chromium
