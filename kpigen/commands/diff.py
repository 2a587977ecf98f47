"""`kpigen diff`: what a change does to scores and ranks, before it is merged."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, repository
from kpigen.terminal.chinese import Command

# Module names, so that only the wanted format is loaded.
_FORMATS = {
    "text": "kpigen.terminal.change",
    "markdown": "kpigen.render.change_markdown",
    "json": "kpigen.render.change_json",
}


@click.command("diff", cls=Command)
@repository
@click.argument("base", metavar="起点")
@click.argument("head", metavar="[终点]", required=False)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(_FORMATS)),
    default="text",
    help="输出格式：text 给人看，markdown 作合并请求的评论，json 给程序用",
)
@click.option(
    "--strict", is_flag=True, help="按记录规则检查：不删不移，改动写原因，封存的不动，按期填报"
)
def command(
    root: str,
    year: int | None,
    base: str,
    head: str | None,
    output_format: str,
    strict: bool,  # noqa: FBT001  # click passes options by name
) -> int:
    """合并之前看一处改动：得分和名次怎样变化，合不合记录规则。

    起点和终点是提交、分支或标签；不写终点就是工作区，不写 --year 就是有改动的年度。
    """
    from kpigen.reviewing.review import review

    report = review(Path(root), base, head, year=year, strict=strict)
    click.echo(import_module(_FORMATS[output_format]).text(report))
    return GOOD if report.sound else BAD_DATA
