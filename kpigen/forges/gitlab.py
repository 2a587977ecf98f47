"""GitLab: the files under .gitlab/, and .gitlab-ci.yml where GitLab looks for it."""

from __future__ import annotations

from kpigen.forges.fitting import as_yaml, filled
from kpigen.forges.forms import markdown_forms
from kpigen.forges.ownership import glob_rules, notes, ownership
from kpigen.forges.workflow import branch
from kpigen.model import ForgeKind, Rubric
from kpigen.written import Written

_KIND = ForgeKind.GITLAB


def files(rubric: Rubric) -> tuple[Written, ...]:
    """Give CODEOWNERS, the merge-request template, the issue templates and the pipeline."""
    owned = ownership(rubric)
    rules = {"notes": notes(owned), "rules": glob_rules(owned)}
    return (
        filled(_KIND, ".gitlab/CODEOWNERS", "gitlab/CODEOWNERS", rules),
        filled(_KIND, ".gitlab/merge_request_templates/Default.md", "pull_request.md", {}),
        *markdown_forms(_KIND, ".gitlab/issue_templates", rubric),
        filled(
            _KIND, ".gitlab-ci.yml", "gitlab/gitlab-ci.yml", {"branch": as_yaml(branch(rubric))}
        ),
    )
