"""`kpigen export`: the detail table as a document."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, known, repository
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command


@click.command("export", cls=Command)
@repository
@click.argument("kind", type=click.Choice(["xlsx", "pdf", "csv", "json"]), metavar="格式")
@click.option("--community", metavar="社区", help="只导出一个社区（编号或名称）")
@click.option("--blank", is_flag=True, help="导出空白表")
@click.option(
    "--entry", "entry", metavar="部门", help="导出一个部门（编号或名称）的填报表，只有 xlsx"
)
@click.option("-o", "output", metavar="路径", help="写到哪个文件；导出全部时写目录")
def command(  # one parameter an option
    root: str,
    year: int | None,
    kind: str,
    community: str | None,
    blank: bool,  # noqa: FBT001  # click passes options by name
    entry: str | None,
    output: str | None,
) -> int:
    """导出明细表：xlsx、pdf、csv 或 json。"""
    from kpigen import exporting, leaks
    from kpigen.commands.findings import sound
    from kpigen.versions import provenance

    if not output:
        raise UsageError(
            "没有说写到哪里", f"例如 -o 天枢社区.{kind}，导出全部时写目录，如 -o 导出/"
        )
    if blank and (community is not None or kind in {"csv", "json"}):
        raise UsageError("--blank 只用于 xlsx 和 pdf，不与 --community 同用", "去掉其中一个选项")
    if entry is not None and (kind != "xlsx" or blank or community is not None):
        raise UsageError(
            "--entry 只用于 xlsx，不与 --community、--blank 同用",
            "例如 kpigen export xlsx --entry 规建环保办 -o 填报.xlsx",
        )
    inspection = sound(root, year)
    if inspection is None or inspection.dataset is None:
        return BAD_DATA
    from kpigen.reporting import report_of

    history = provenance.UNREAD
    if kind == "json":
        history = provenance.read(Path(root), inspection.revision.commit)
    report = report_of(Path(root), inspection, history=history)
    written = exporting.export(
        report,
        kind,
        Path(output),
        communities=None if community is None else (known(community, report.communities, "社区"),),
        blank=blank,
        secrets=leaks.secrets(Path(root), (inspection.dataset,)),
        entry=None if entry is None else known(entry, report.departments, "部门"),
    )
    for path in written:
        click.echo(f"已写出 {path}")
    return GOOD
