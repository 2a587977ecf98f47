"""`kpigen verify`: which commit made a file, and whether it is unchanged."""

from __future__ import annotations

from pathlib import Path

import click

from kpigen.commands.options import BAD_DATA, GOOD, clean, repository
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command


@click.command("verify", cls=Command)
@repository
@click.argument("file", metavar="文件")
def command(root: str, year: int | None, file: str) -> int:
    """核验一个文件（pdf、xlsx、json、csv 或存档 zip）：由哪个版本生成，有没有改动。"""
    from kpigen.files import exists
    from kpigen.terminal import verifying as words
    from kpigen.terminal.progress import Progress
    from kpigen.verifying import archive, examination
    from kpigen.verifying.values import RefusedError

    path = Path(file)
    if not exists(path):
        raise UsageError(
            f"没有“{clean(file)}”这个文件", "写出文件的路径，例如 kpigen verify 天枢.pdf"
        )
    if not path.is_file():
        raise UsageError(
            f"“{clean(file)}”是目录或别的，不是普通文件",
            "写出一个文件的路径，例如 kpigen verify 天枢.pdf",
        )
    name = clean(path.name)
    try:
        if examination.is_zip(path) and archive.is_archive(path):
            kept = archive.examine(Path(root), path, Progress())
            click.echo(words.archive_verdict(name, kept))
            return GOOD if kept.unchanged else BAD_DATA
        found = examination.examine(Path(root), name, examination.content(path), year)
    except RefusedError as refused:
        click.echo(f"{name}：不能核验。{refused.message}")
        click.echo(f"    → {refused.hint}")
        return BAD_DATA
    click.echo(words.verdict(name, found))
    return GOOD if found.unchanged else BAD_DATA
