"""The demonstration's public and internal site, built as users build them, and one page a kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.conftest import PROJECT, Repository


class Sites(NamedTuple):
    """Where the built sites are."""

    public: Path
    internal: Path


def built(root: Path) -> Sites:
    """Build both sites below `root`, unless another worker of this run has."""
    sites = Sites(root / "site", root / "site-internal")
    if sites.internal.exists():
        return sites
    for name in ("data", "site_templates"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    town = Repository(root)
    town.write(".gitignore", "/.kpigen/\n/site*/\n")
    town.commit("2021-02-28")  # after the last decision of the demonstration
    for audience in ("public", "internal"):
        command = [sys.executable, "-m", "kpigen", "build", "-C", str(root), "--audience", audience]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return sites


def one_of_each_kind(site: Path) -> list[str]:
    """Give the addresses of pages that together are of every kind, whatever kinds there are.

    A folder below a year holds pages of one kind beside its list: the longest stands for them.
    Everywhere else each page is of its own kind.
    """
    chosen: list[str] = []
    for folder in sorted({page.parent for page in site.rglob("*.html")}):
        pages = sorted(folder.glob("*.html"))
        if len(folder.relative_to(site).parts) > 1:
            alike = [page for page in pages if page.name != "index.html"]
            longest = max(alike, key=lambda page: page.stat().st_size, default=None)
            pages = [page for page in pages if page.name == "index.html" or page == longest]
        chosen.extend(page.relative_to(site).as_posix() for page in pages)
    return chosen


def node_package(name: str, file: str) -> Path | None:
    """Find a file of an npm package in the folders that NODE_PATH names, as node would."""
    for folder in filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)):
        found = Path(folder) / name / file
        if found.is_file():
            return found
    return None
