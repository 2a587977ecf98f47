"""`kpigen import`: what people filled into a sheet, or changed in a community's workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpigen.commands.options import BAD_DATA, GOOD, content_of, repository
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command

if TYPE_CHECKING:
    from kpigen.revising.workbook import Book


@click.command("import", cls=Command)
@repository
@click.argument("sheet", metavar="文件")
@click.option("--dry-run", is_flag=True, help="只检查，写出会新增、会更改的内容，不写入文件")
def command(
    root: str,
    year: int | None,
    sheet: str,
    dry_run: bool,  # noqa: FBT001  # click passes options by name
) -> int:
    """把填报表里的扣分写成记录，或把社区工作簿里的改动写回记录。

    填报表由 export xlsx --entry 导出，一行一条，已有的不重复；社区工作簿由 export xlsx --community
    导出，在“扣分记录”里改。
    """
    from kpigen.reading.filled_tables import MAX_BYTES
    from kpigen.revising import workbook

    data = content_of(Path(sheet), MAX_BYTES, "kpigen import 填报.xlsx")
    name = Path(sheet).name.encode("utf-8", "replace").decode("utf-8")
    book = workbook.recognised(name, data)
    if book is not None:
        return _revise(Path(root), year, book, dry_run=dry_run)
    return _file(Path(root), year, name, data, dry_run=dry_run)


def _file(root: Path, year: int | None, name: str, data: bytes, *, dry_run: bool) -> int:
    """Import a department's entry form."""
    from kpigen.commands.findings import sound
    from kpigen.filing import examination, sheet_import
    from kpigen.terminal import findings
    from kpigen.terminal.filing import next_steps, proposed

    inspection = sound(str(root), year)
    if inspection is None:
        return BAD_DATA
    dataset = examination.open_year(root, inspection)
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
        examination.put(root, new)
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


def _revise(root: Path, year: int | None, book: Book, *, dry_run: bool) -> int:
    """Import a community's edited workbook."""
    from kpigen.commands.findings import sound
    from kpigen.render import SUMMARY_NAME
    from kpigen.revising import revision
    from kpigen.terminal import findings
    from kpigen.terminal.revising import differences, next_steps, summary

    if book.stamp is not None and book.stamp.document == SUMMARY_NAME:
        raise UsageError(
            "这是汇总表，不能导入",
            "改记录用社区的工作簿：kpigen export xlsx --community 社区 -o 社区.xlsx",
        )
    made = None if book.stamp is None else book.stamp.year
    if year is not None and made not in {None, year}:
        raise UsageError(f"这是 {made} 年度的工作簿", f"去掉 --year，或写 --year {made}")
    inspection = sound(str(root), year or made)
    if inspection is None:
        return BAD_DATA
    revised = revision.revise(root, inspection, book)
    if revised.findings:
        click.echo(findings.as_text(revised.findings, revised.lines), err=True)
    if not revised.sound:
        click.echo("没有导入，一条记录也没有写。", err=True)
        return BAD_DATA
    for line in (*summary(revised), *(differences(revised) if dry_run else ())):
        click.echo(line)
    written = bool(revised.changed or revised.new)
    if not written:
        click.echo("工作簿里没有要写进记录的改动。")
        return GOOD
    if not dry_run:
        revision.put(root, revised)
    unwritten = "（没有写入）" if dry_run else ""
    click.echo(f"更改 {len(revised.changed)} 条，新增 {len(revised.new)} 条。{unwritten}")
    if not dry_run:
        click.echo(next_steps(revised))
    return GOOD
