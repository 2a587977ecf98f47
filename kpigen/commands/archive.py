"""`kpigen archive`: a sealed year in one zip."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, outside_data, repository
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command


@click.command("archive", cls=Command)
@repository
@click.argument("of", metavar="[年度]", type=int, required=False)
@click.option("-o", "output", metavar="文件", help="写到哪个 zip 文件；不写就是当前目录的 年度.zip")
def command(root: str, year: int | None, of: int | None, output: str | None) -> int:
    """把归档的年度写成一个 zip：数据、导出的文件、网站和摘要清单。含内部资料，不公开。"""
    from kpigen.archiving.archive import archive
    from kpigen.commands.findings import sound
    from kpigen.terminal.progress import Progress
    from kpigen.view import digest

    if output is not None and not output.endswith(".zip"):
        raise UsageError("存档的文件名应以 .zip 结尾", f"例如 -o {output}.zip")
    inspection = sound(root, year if of is None else of)
    if inspection is None:
        return BAD_DATA
    path = outside_data(root, Path(output or f"{inspection.year}.zip"))
    made = archive(Path(root), inspection, path, Progress())
    click.echo(
        f"已写出 {made.path}：{len(made.manifest.files)} 个文件，"
        f"内容摘要 {digest.shown(made.manifest.digest)}，读回来核对无误。"
    )
    click.echo("存档含内部资料，不要公开。")
    return GOOD
