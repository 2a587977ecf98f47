"""What departments.yaml says about the forge must be what that forge can read."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.codes import written_codes as codes
from kpigen.diagnostics import Diagnostic
from kpigen.model import Dataset, ForgeKind


def owners(dataset: Dataset) -> Iterator[Diagnostic]:
    """Owners are users or teams; only GitLab has groups inside groups."""
    forge = dataset.rubric.assessment.forge
    nested = forge is None or forge.kind is ForgeKind.GITLAB
    for department in dataset.rubric.departments:
        for owner in department.owners:
            parts = owner.removeprefix("@").split("/")
            if "" in parts or (len(parts) > 2 and not nested):  # noqa: PLR2004  # group and team
                yield codes.OWNER_FORM.at(
                    department.at,
                    f"{department.name}的审批人“{owner}”不合平台的写法",
                    "写成 @用户 或 @组织/小组",
                )
