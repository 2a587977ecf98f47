"""Findings as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.diagnostics import Diagnostic, Severity

Findings = tuple[Diagnostic, ...]
_LABEL = {Severity.ERROR: "错误", Severity.WARNING: "警告"}


def as_text(findings: Findings, files: int) -> str:
    """Write each finding with its hint, then the count."""
    return "\n".join([*lines(findings), summary(findings, files)])


def lines(findings: Findings) -> Iterator[str]:
    """Write each finding with its hint."""
    for found in findings:
        yield (
            f"{found.path}:{found.line}:{found.column} {_LABEL[found.severity]} {found.code} "
            f"{found.message}"
        )
        yield f"    → {found.hint}"


def summary(findings: Findings, files: int) -> str:
    """Count the findings in one sentence."""
    errors = sum(found.severity is Severity.ERROR for found in findings)
    warnings = len(findings) - errors
    if not findings:
        return f"检查了 {files} 条扣分记录，没有发现问题。"
    return f"检查了 {files} 条扣分记录：{errors} 个错误，{warnings} 个警告。"
