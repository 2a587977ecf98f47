"""`kpigen build`: the site and the downloads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpigen.audience import Audience
from kpigen.commands.options import BAD_DATA, GOOD, audience, repository_of_all_years
from kpigen.diagnostics import Severity
from kpigen.terminal.chinese import Command

if TYPE_CHECKING:
    from kpigen.build import Built


@click.command("build", cls=Command)
@repository_of_all_years
@audience
def command(root: str, year: int | None, audience: Audience) -> int:
    """检查、计分，生成网站 site/ 和下载文件。"""
    from kpigen.engine.running import Engine

    with Engine() as engine:  # first: it gets warm while we read
        from kpigen.build import Builder
        from kpigen.terminal.progress import Progress

        years = None if year is None else (year,)
        builder = Builder(Path(root), engine, years=years, progress=Progress(), audience=audience)
        built = builder.build()
    return GOOD if told_built(built) else BAD_DATA


def told_built(built: Built) -> bool:
    """Say what a build found and made; tell whether it made anything."""
    from kpigen.publishing import some
    from kpigen.terminal import findings

    found = [found for inspection in built.inspections for found in inspection.findings]
    if found:
        # Errors last, of whichever year: they are what must be seen.
        found.sort(key=lambda finding: finding.severity is Severity.ERROR)
        checked = sum(inspection.files for inspection in built.inspections)
        click.echo(findings.as_text(tuple(found), checked), err=True)
    if built.pages is None:
        click.echo("数据有错误，没有生成；原来的网站没有改动。", err=True)
        return False
    if built.foreign:
        click.echo(
            f"{built.home.parent.name}/ 里有 {len(built.foreign)} 项不是 kpigen 写的，没有动："
            f"{some(built.foreign)}",
            err=True,
        )
    changed = f"本次改了 {built.changed} 个文件" if built.changed else "与原来的完全相同"
    click.echo(f"完成：{built.pages} 个页面，{changed}，打开 {built.home} 查看。")
    return True
