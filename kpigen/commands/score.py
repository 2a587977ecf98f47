"""`kpigen score`: totals and ranks, or one community's arithmetic."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, day, known, repository
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command


@click.command("score", cls=Command)
@repository
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="输出格式",
)
@click.option("--community", metavar="社区", help="只看一个社区（编号或名称）")
@click.option("--explain", is_flag=True, help="逐行写出算法，直到每条记录和印制的细则")
@click.option("--as-of", metavar="日期", callback=day, help="只算到这一天为止，例如 2020-06-30")
def command(  # one parameter an option
    root: str,
    year: int | None,
    output_format: str,
    community: str | None,
    explain: bool,  # noqa: FBT001  # click passes options by name
    as_of: date | None,
) -> int:
    """计算各社区得分和名次。"""
    if explain and (community is None or output_format != "text"):
        raise UsageError(
            "--explain 只和 --community 一起用，写成文字",
            "例如 kpigen score --community tianshu --explain，不加 --format",
        )
    from kpigen.commands.findings import sound

    inspection = sound(root, year)
    if inspection is None:
        return BAD_DATA
    from kpigen.render import Selection
    from kpigen.reporting import report_of
    from kpigen.versions import provenance

    history = provenance.UNREAD
    if output_format == "json":
        history = provenance.read(Path(root), inspection.revision.commit)
    report = report_of(Path(root), inspection, as_of, history)
    selection = Selection(
        None if community is None else (known(community, report.communities, "社区"),)
    )
    if output_format == "json":
        from kpigen.render import json

        click.echo(json.text(report, selection), nl=False)
    elif output_format == "csv":
        from kpigen.render import csv

        click.echo(csv.scores(report, selection), nl=False)
    else:
        from kpigen.terminal import scores

        chosen = selection.of(report)
        click.echo(
            scores.explanation(report, chosen[0]) if explain else scores.table(report, chosen)
        )
    return GOOD
