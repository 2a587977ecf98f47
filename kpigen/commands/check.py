"""`kpigen check`: everything that is wrong, at once."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, repository
from kpigen.terminal.chinese import Command


@click.command("check", cls=Command)
@repository
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github", "gitlab", "sarif"]),
    default="text",
    help="输出格式：text 给人看，其余给代码托管平台",
)
def command(root: str, year: int | None, output_format: str) -> int:
    """检查考核表和扣分记录，一次列出全部问题。"""
    from kpigen.inspection import inspect

    inspection = inspect(Path(root), year)
    if output_format == "text":
        from kpigen.terminal.findings import as_text

        click.echo(as_text(inspection.findings, inspection.files))
    else:
        from kpigen.terminal.forge_findings import FORMATS

        click.echo(FORMATS[output_format](inspection.findings, inspection.files))
    return GOOD if inspection.sound else BAD_DATA
