"""`kpigen schema`: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, repository_of_all_years
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command


@click.command("schema", cls=Command)
@repository_of_all_years
def command(root: str, year: int | None) -> int:
    """写出编辑器用的 .schemas/：填写时有提示、补全和检查。"""
    from kpigen import files
    from kpigen.editor import schema_files
    from kpigen.reading import loader
    from kpigen.reading.tree import Folder
    from kpigen.terminal.findings import as_text
    from kpigen.written import State

    tree = Folder(Path(root))
    rubrics = []
    for each in loader.years(tree) if year is None else (year,):
        loaded = loader.load(tree, each, None)
        if loaded.dataset is None:
            click.echo(as_text(loaded.findings, loaded.files), err=True)
            click.echo(f"{each} 年度的考核表有错误，没有写出；原来的文件没有改动。", err=True)
            return BAD_DATA
        rubrics.append(loaded.dataset.rubric)
    made = list(schema_files.files(*rubrics))
    outdated = schema_files.outdated(tree, made)
    taken = [file.path for file, state, _ in outdated if state is State.FOREIGN]
    if taken:
        raise UsageError(
            f"这些地方是链接或目录，什么也没有写：{'、'.join(taken)}", "把它们移走，再运行一次"
        )
    changed = [found.file for found in outdated]
    files.write_all((Path(root, file.path), file.content) for file in changed)
    for file in changed:
        click.echo(f"已写出 {file.path}")
    click.echo(f"共 {len(made)} 个文件，写出 {len(changed)} 个，其余没有变化。")
    return GOOD
