"""Takes the pipelines apart: their jobs, steps and shell, as a runner would read them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kpigen import forges
from kpigen.model import ForgeKind, Rubric
from tests.conftest import PROJECT

WORKFLOWS = {
    ForgeKind.GITHUB: ".github/workflows/kpigen.yml",
    ForgeKind.GITEA: ".gitea/workflows/kpigen.yml",
}


def text_of(kind: ForgeKind, path: str, rubric: Rubric) -> str:
    return dict(forges.files(kind, rubric))[path].decode("utf-8")


def load(text: str) -> Any:  # noqa: ANN401  # whatever the file holds
    return YAML(typ="safe", pure=True).load(io.StringIO(text))


def workflow(kind: ForgeKind, rubric: Rubric) -> Any:  # noqa: ANN401
    return load(text_of(kind, WORKFLOWS[kind], rubric))


def step(job: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each for each in job["steps"] if each["name"].startswith(name)]
    return dict(found)


def shells(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Every piece of shell of every forge: a name, and the script."""
    for kind in WORKFLOWS:
        for name, job in workflow(kind, rubric)["jobs"].items():
            for each in job["steps"]:
                yield f"{kind} {name} {each['name']}", each.get("run", "")
    yield from _gitlab_shells(load(text_of(ForgeKind.GITLAB, ".gitlab-ci.yml", rubric)))
    for path, content in forges.files(ForgeKind.GITEE, rubric):
        if path.startswith(".workflow/"):
            yield from _gitee_shells(load(content.decode("utf-8")))
        if path.endswith(".sh"):
            yield f"gitee {path}", content.decode("utf-8")


def _gitlab_shells(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, job in document.items():
        for part in ("before_script", "script"):
            for line in job.get(part, ()) if isinstance(job, dict) else ():
                yield f"gitlab {name} {part}", line


def _gitee_shells(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for stage in document["stages"]:
        for each in stage["steps"]:
            yield f"gitee {each['name']}", "\n".join(each.get("commands", ()))


def program(place: Path, text: str) -> None:
    place.write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
    place.chmod(0o755)


def machine(outside: Path) -> dict[str, str]:
    """A runner's environment: its programs in `outside`/bin, what pip was asked in `installed`."""
    bins = outside / "bin"
    bins.mkdir()
    # pip is what lies outside; kpigen is the one under test.
    program(bins / "pip", f'echo "$@" >>"{outside / "installed"}"\n')
    program(bins / "kpigen", f'exec "{sys.executable}" -m kpigen "$@"\n')
    return {
        **os.environ,
        "PATH": f"{bins}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": "utf-8",
        "KPIGEN_OUT": "kpigen-report",
    }
