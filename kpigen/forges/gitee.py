"""Gitee 码云: the files under .gitee/, and the pipeline of Gitee Go under .workflow/.

A command of Gitee Go is one line, so its scripts are files of their own.
"""

from __future__ import annotations

from kpigen.forges.fitting import as_yaml, filled
from kpigen.forges.forms import yaml_forms
from kpigen.forges.ownership import glob_rules, notes, ownership
from kpigen.forges.workflow import branch
from kpigen.model import ForgeKind, Rubric
from kpigen.written import Written

_KIND = ForgeKind.GITEE
_SCRIPTS = ("install.sh", "check.sh", "diff.sh", "publish.sh", "comment.py")


def files(rubric: Rubric) -> tuple[Written, ...]:
    """Give CODEOWNERS, the pull-request template, the issue forms, the pipelines and scripts."""
    owned = ownership(rubric)
    rules = {"notes": notes(owned), "rules": glob_rules(owned)}
    merged = {"branch": as_yaml(branch(rubric))}
    return (
        filled(_KIND, ".gitee/CODEOWNERS", "gitee/CODEOWNERS", rules),
        filled(_KIND, ".gitee/PULL_REQUEST_TEMPLATE.zh-CN.md", "pull_request.md", {}),
        *yaml_forms(_KIND, ".gitee/ISSUE_TEMPLATE", rubric),
        *(filled(_KIND, f".gitee/kpigen/{name}", f"shell/{name}", {}) for name in _SCRIPTS),
        filled(_KIND, ".workflow/kpigen-pr.yml", "gitee/kpigen-pr.yml", merged),
        filled(_KIND, ".workflow/kpigen-merged.yml", "gitee/kpigen-merged.yml", merged),
    )
