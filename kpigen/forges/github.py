"""GitHub and GitHub Enterprise: the files under .github/."""

from __future__ import annotations

from kpigen.forges.fitting import as_yaml, filled
from kpigen.forges.forms import yaml_forms
from kpigen.forges.ownership import glob_rules, notes, ownership
from kpigen.forges.workflow import branch
from kpigen.model import ForgeKind, Rubric
from kpigen.written import Written

_KIND = ForgeKind.GITHUB


def files(rubric: Rubric) -> tuple[Written, ...]:
    """Give CODEOWNERS, the pull-request template, the issue forms and the workflow."""
    owned = ownership(rubric)
    rules = {"notes": notes(owned), "rules": glob_rules(owned)}
    return (
        filled(_KIND, ".github/CODEOWNERS", "github/CODEOWNERS", rules),
        filled(_KIND, ".github/pull_request_template.md", "pull_request.md", {}),
        *yaml_forms(_KIND, ".github/ISSUE_TEMPLATE", rubric),
        filled(
            _KIND,
            ".github/workflows/kpigen.yml",
            "github/kpigen.yml",
            {"branch": as_yaml(branch(rubric))},
        ),
    )
