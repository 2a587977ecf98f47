"""`kpigen status`: the year at a glance."""

from __future__ import annotations

from datetime import date

import click

from kpigen.commands.options import BAD_DATA, GOOD, day, repository
from kpigen.terminal.chinese import Command


@click.command("status", cls=Command)
@repository
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="输出格式：text 给人看，json 给程序用",
)
@click.option(
    "--as-of",
    metavar="日期",
    callback=day,
    help="看这一天的情形，例如 2020-06-30；不写就是最近一次提交的日期",
)
def command(root: str, year: int | None, output_format: str, as_of: date | None) -> int:
    """一年的进度：阶段、各部门各月的记录、未决和逾期的申诉、未裁定的读法。"""
    from kpigen.commands.findings import sound

    inspection = sound(root, year)
    if inspection is None or inspection.dataset is None:
        return BAD_DATA
    from kpigen.assessing.overview import overview
    from kpigen.terminal.status import as_json, as_text

    seen = overview(inspection.dataset, as_of or inspection.revision.newest)
    click.echo(as_json(seen) if output_format == "json" else as_text(seen))
    return GOOD
