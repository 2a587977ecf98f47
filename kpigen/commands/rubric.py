"""`kpigen rubric compare`: is the rubric the printed table, cell by cell?"""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, clean, content_of, repository
from kpigen.terminal.chinese import Command, Commands


@click.command("compare", cls=Command)
@repository
@click.argument("document", metavar="文件")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="输出格式：text 给人看，json 给程序用",
)
def compare(root: str, year: int | None, document: str, output_format: str) -> int:
    """逐格核对考核表与印制的表：另存为纯文本的表，或空白表的工作簿。"""
    from kpigen.diagnostics import has_errors
    from kpigen.inspection import inspect
    from kpigen.printed_table import comparison, reading
    from kpigen.printed_table.rubric_places import RubricPlaces
    from kpigen.printed_table.values import PrintedTable
    from kpigen.reading.tree import Folder
    from kpigen.terminal import findings
    from kpigen.terminal.table_comparison import FORMATS

    data = content_of(Path(document), reading.MAX_BYTES, "kpigen rubric compare 明细表.txt")
    inspection = inspect(Path(root), year)
    if inspection.dataset is None:
        click.echo(findings.as_text(inspection.findings, inspection.files), err=True)
        return BAD_DATA
    rubric = inspection.dataset.rubric
    name = clean(Path(document).name)
    table = reading.read(rubric, name, data)
    if isinstance(table, PrintedTable):
        compared = comparison.compare(rubric, RubricPlaces(Folder(Path(root)), rubric), table)
    else:
        compared = comparison.Compared(0, 0, (table,))
    click.echo(FORMATS[output_format](inspection.year, name, compared))
    return BAD_DATA if has_errors(compared.findings) else GOOD


_COMMANDS = {"compare": compare}


@click.group("rubric", cls=Commands, names=_COMMANDS, load=_COMMANDS.__getitem__)
@click.pass_context
def command(context: click.Context) -> None:
    """考核表本身：与印制的表逐格核对（compare）。"""
    # What stands before `rubric` (-C, --year) is meant for the command after it.
    context.default_map = dict.fromkeys(_COMMANDS, context.default_map or {})
