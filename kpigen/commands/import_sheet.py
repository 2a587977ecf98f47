"""`kpigen import`: the deductions that a department keeps in a sheet."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, repository
from kpigen.errors import MachineError, UsageError
from kpigen.terminal.chinese import Command


@click.command("import", cls=Command)
@repository
@click.argument("sheet", metavar="文件")
@click.option("--dry-run", is_flag=True, help="只检查，写出会新增的记录，不写入文件")
def command(
    root: str,
    year: int | None,
    sheet: str,
    dry_run: bool,  # noqa: FBT001  # click passes options by name
) -> int:
    """把填报表（xlsx）里的扣分写成记录，一行一条；已有的不重复。"""
    from kpigen.commands.findings import sound
    from kpigen.filing import examination, sheet_import
    from kpigen.terminal import findings
    from kpigen.terminal.filing import next_steps, proposed

    data = _content(Path(sheet))
    inspection = sound(root, year)
    if inspection is None:
        return BAD_DATA
    dataset = examination.open_year(Path(root), inspection)
    name = Path(sheet).name.encode("utf-8", "replace").decode("utf-8")
    imported = sheet_import.examine(dataset, name, data)
    if imported.findings:
        click.echo(findings.as_text(imported.findings, imported.rows), err=True)
    if not imported.sound:
        click.echo("没有导入，一条记录也没有写。", err=True)
        return BAD_DATA
    new = imported.new
    if dry_run:
        for candidate in new:
            click.echo(proposed(candidate))
    else:
        examination.put(Path(root), new)
        for candidate in new:
            click.echo(f"已写入 {candidate.path}")
    if imported.changed:
        rows = "、".join(str(number) for number in imported.changed)
        click.echo(f"第 {rows} 行的记录后来改过，照现在的记录，没有再写。")
    if not imported.rows:
        click.echo("工作表“填报”里没有填写的行。")
    unwritten = "（没有写入）" if dry_run else ""
    click.echo(f"已有 {imported.filed} 条，新增 {len(new)} 条。{unwritten}")
    if new and not dry_run:
        click.echo(next_steps(new))
    return GOOD


def _content(path: Path) -> bytes:
    """Read the workbook, or just more of it than is allowed."""
    from kpigen.filing.sheet_reader import MAX_BYTES

    if not path.is_file():
        raise UsageError(f"没有“{path}”这个文件", "写出填报表的路径，例如 kpigen import 填报.xlsx")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise MachineError(f"读不了文件 {path}", "看看访问权限，或关掉打开它的程序") from error
