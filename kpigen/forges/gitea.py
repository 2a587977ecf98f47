"""Gitea (and Forgejo, which reads the same files): the files under .gitea/."""

from __future__ import annotations

from kpigen.forges.fitting import as_yaml, filled
from kpigen.forges.forms import yaml_forms
from kpigen.forges.ownership import expression_rules, notes, ownership
from kpigen.forges.workflow import branch
from kpigen.model import ForgeKind, Rubric
from kpigen.written import Written

_KIND = ForgeKind.GITEA


def files(rubric: Rubric) -> tuple[Written, ...]:
    """Give CODEOWNERS, the pull-request template, the issue forms and the workflow."""
    owned = ownership(rubric)
    rules = {"notes": notes(owned), "rules": expression_rules(owned)}
    return (
        filled(_KIND, ".gitea/CODEOWNERS", "gitea/CODEOWNERS", rules),
        filled(_KIND, ".gitea/pull_request_template.md", "pull_request.md", {}),
        *yaml_forms(_KIND, ".gitea/ISSUE_TEMPLATE", rubric),
        filled(
            _KIND,
            ".gitea/workflows/kpigen.yml",
            "gitea/kpigen.yml",
            {"branch": as_yaml(branch(rubric))},
        ),
    )
