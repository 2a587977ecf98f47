"""Takes the pipelines apart: their jobs, steps and shell, as a runner would read them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML

from kpigen import forges
from kpigen.model import ForgeKind, Rubric

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
