"""What the pipelines of all forges take from the rubric: the branch that is published."""

from __future__ import annotations

from kpigen.model import Rubric


def branch(rubric: Rubric) -> str:
    """Give the main branch's name: what assessment.yaml says, else main."""
    forge = rubric.assessment.forge
    return forge.branch if forge else "main"
