"""`kpigen serve`: a preview on this machine that follows the data."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from kpigen.audience import Audience
from kpigen.commands.options import GOOD, audience, repository_of_all_years
from kpigen.terminal.chinese import Command


@click.command("serve", cls=Command)
@repository_of_all_years
@audience
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="端口", help="端口；默认 8000"
)
def command(root: str, year: int | None, audience: Audience, port: int) -> int:
    """在本机预览网站，数据改动后自动重新生成。"""
    from kpigen.engine.running import Engine

    gc.enable()  # the one command that stays
    click.echo(
        f"生成以后在浏览器里打开 http://127.0.0.1:{port}/ ；数据改动后页面会更新，按 Ctrl+C 结束"
    )
    with Engine() as engine:  # first: it gets warm while we read
        from kpigen import serving
        from kpigen.build import Builder
        from kpigen.commands.build import told_built
        from kpigen.terminal.progress import Progress

        years = None if year is None else (year,)
        serving.serve(
            Builder(
                Path(root),
                engine,
                years=years,
                progress=Progress(),
                audience=audience,
                preview=True,
            ),
            port=port,
            built=told_built,
            refused=lambda error: click.echo(
                f"错误：{error.message}\n    → {error.hint}", err=True
            ),
        )
    return GOOD
