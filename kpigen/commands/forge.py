"""`kpigen forge`: the files that the forge reads, written from the rubric."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, repository
from kpigen.errors import UsageError
from kpigen.model import ForgeKind, Rubric
from kpigen.terminal.chinese import Command


@click.command("forge", cls=Command)
@repository
@click.argument(
    "kind", type=click.Choice(list(map(str, ForgeKind))), required=False, metavar="[平台]"
)
def command(root: str, year: int | None, kind: str | None) -> int:
    """生成平台读的文件：审批人、合并请求模板、填报表单、流水线。

    平台是 github、gitlab、gitea、gitee；assessment.yaml 写明了就不必写。内容取自最新年度的考核表。
    """
    from kpigen import files as disk
    from kpigen import forges
    from kpigen.forges import MARK
    from kpigen.reading import loader
    from kpigen.reading.tree import Folder
    from kpigen.written import State, compare

    tree = Folder(Path(root))
    newest = loader.years(tree)[-1]
    if year is not None and year != newest:
        raise UsageError(f"平台文件取自最新的年度（{newest}），不按 {year} 年度生成", "去掉 --year")
    rubric = _rubric(root, newest)
    if rubric is None:
        return BAD_DATA
    chosen = _chosen(kind, rubric)
    compared = compare(tree, forges.files(chosen, rubric), MARK)
    taken = [file.path for file, state, _ in compared if state is State.FOREIGN]
    if taken:
        raise UsageError(
            f"这些文件不是 kpigen 写的，没有覆盖，什么也没有写：{'、'.join(taken)}",
            "先把它们移走或改名，再运行一次；里面自己写的内容请另外保留",
        )
    disk.write_all(
        (Path(root) / file.path, file.content)
        for file, state, _ in compared
        if state is not State.SAME
    )
    for file, state, _ in compared:
        click.echo(f"{'没有变化' if state is State.SAME else '已写出'} {file.path}")
    return GOOD


def _rubric(root: str, newest: int) -> Rubric | None:
    """Read the rubric; its records may have errors, and so may the files to be written."""
    from kpigen.inspection import inspect
    from kpigen.terminal import findings

    inspection = inspect(Path(root), newest)
    if inspection.dataset is not None:
        return inspection.dataset.rubric
    click.echo(findings.as_text(inspection.findings, inspection.files), err=True)
    return None


def _chosen(kind: str | None, rubric: Rubric) -> ForgeKind:
    if kind is not None:
        return ForgeKind(kind)
    if rubric.assessment.forge is None:
        raise UsageError(
            "没有说是哪个平台",
            "写 kpigen forge github（或 gitlab、gitea、gitee），或在 assessment.yaml 里写 forge",
        )
    return rubric.assessment.forge.kind
