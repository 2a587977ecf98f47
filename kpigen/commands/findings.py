"""What commands do first: load and check a year, and print what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.inspection import Inspection, inspect
from kpigen.terminal import findings


def sound(root: str, year: int | None) -> Inspection | None:
    """Load and check one year; print what is wrong and give None if it cannot be scored."""
    inspection = inspect(Path(root), year)
    if not inspection.sound:
        click.echo(findings.as_text(inspection.findings, inspection.files), err=True)
        return None
    if inspection.findings:
        click.echo(findings.summary(inspection.findings, inspection.files), err=True)
    return inspection
