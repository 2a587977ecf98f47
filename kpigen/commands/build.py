"""`kpigen build`: the site and the downloads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpigen.audience import Audience
from kpigen.commands.options import BAD_DATA, GOOD, audience, repository
from kpigen.terminal.chinese import Command

if TYPE_CHECKING:
    from kpigen.build import Built


@click.command("build", cls=Command)
@repository
@audience
def command(root: str, year: int | None, audience: Audience) -> int:
    """检查、计分，生成网站 site/ 和下载文件；不写 --year 就是全部年度。"""
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

    for inspection in built.inspections:
        if inspection.findings:
            click.echo(findings.as_text(inspection.findings, inspection.files), err=True)
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
