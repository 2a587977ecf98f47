"""The command line: parses, imports late, calls with plain values, returns an exit code."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable
from datetime import date
from errno import EDQUOT, ENOSPC, EROFS
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kpigen import __version__
from kpigen.errors import KpigenError, UsageError
from kpigen.terminal.chinese import Command, Commands, complaint

if TYPE_CHECKING:
    from kpigen.build import Built
    from kpigen.inspection import Inspection
    from kpigen.view.values import Report

GOOD, BAD_DATA, BAD_USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130

_Function = TypeVar("_Function", bound=Callable[..., Any])


def main() -> None:
    """Run the program: the one place where exceptions end."""
    gc.disable()  # a command ends before its few cycles matter, and 15,000 records wait for it
    for stream in (sys.stdout, sys.stderr):
        # A GBK console has no ✓ or 〔; an unwritable character must not end the program.
        if isinstance(stream, TextIOWrapper):  # not where the caller closed it
            stream.reconfigure(errors="replace")
    sys.exit(_run())


def _run() -> int:
    try:
        code = kpigen.main(prog_name="kpigen", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone: nobody is left to tell
        return GOOD
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # the boundary
        message, hint, code = _told(error)
        click.echo(message, err=True)
        if hint:
            click.echo(f"    → {hint}", err=True)
    return code if isinstance(code, int) else GOOD


def _told(error: BaseException) -> tuple[str, str, int]:
    """Say in Chinese what ended the program, what to do, and with which exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.message, "", BAD_USAGE
    if isinstance(error, click.ClickException):
        return f"错误：{complaint(error)}", "运行 kpigen --help 查看用法", BAD_USAGE
    if isinstance(error, KpigenError):
        code = BAD_USAGE if isinstance(error, UsageError) else FAULT
        return f"错误：{error.message}", error.hint, code
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return "已中断", "", INTERRUPTED
    if isinstance(error, OSError) and error.errno in {ENOSPC, EDQUOT, EROFS}:
        return "错误：磁盘满了，或者不能写", "腾出空间，或换一个能写的地方", FAULT
    from kpigen.terminal.faults import log_fault

    return "错误：kpigen 出了意外的错误", f"详情已写入 {log_fault()}，请转给维护人员", FAULT


def _repository(function: _Function) -> _Function:
    """Give a command -C and --year, which may also stand before the command's name."""
    for option in (
        click.option("--year", type=int, metavar="年度", help="哪个年度；不写就是最新的年度"),
        click.option(
            "-C", "root", metavar="目录", default=".", help="考核数据仓库所在的目录；默认当前目录"
        ),
    ):
        function = option(function)
    return function


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"日历上没有“{text}”这一天") from error
    raise click.BadParameter(f"“{text}”不是日期，写成 2020-06-30 这样")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="kpigen %(version)s", help="显示版本")
@_repository
@click.pass_context
def kpigen(context: click.Context, root: str, year: int | None) -> None:
    """社区目标绩效考核：检查扣分记录，计算得分，生成网站、工作簿和打印件。"""
    given = {
        name: value
        for name, value in (("root", root), ("year", year))
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    context.default_map = dict.fromkeys(kpigen.commands, given)


def _sound(root: str, year: int | None) -> Inspection | None:
    """Load and check one year; print what is wrong and give None if it cannot be scored."""
    from kpigen.inspection import inspect
    from kpigen.terminal import findings

    inspection = inspect(Path(root), year)
    if not inspection.sound:
        click.echo(findings.as_text(inspection.findings, inspection.files), err=True)
        return None
    if inspection.findings:
        click.echo(findings.summary(inspection.findings, inspection.files), err=True)
    return inspection


def _known_community(report: Report, community: str | None) -> tuple[str, ...] | None:
    if community is None:
        return None
    for known in report.communities:
        if community in {known.id, known.name}:
            return (known.id,)
    raise UsageError(
        f"没有“{community}”这个社区",
        "可用：" + "、".join(f"{known.id}（{known.name}）" for known in report.communities),
    )


@kpigen.command(cls=Command)
@_repository
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github", "gitlab", "sarif"]),
    default="text",
    help="输出格式：text 给人看，其余给代码托管平台",
)
def check(root: str, year: int | None, output_format: str) -> int:
    """检查考核表和扣分记录，一次列出全部问题。"""
    from kpigen.inspection import inspect

    inspection = inspect(Path(root), year)
    if output_format == "text":
        from kpigen.terminal.findings import as_text

        click.echo(as_text(inspection.findings, inspection.files))
    else:
        from kpigen.terminal.forge_findings import FORMATS

        click.echo(FORMATS[output_format](inspection.findings, inspection.files))
    return GOOD if inspection.sound else BAD_DATA


@kpigen.command(cls=Command)
@_repository
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="输出格式",
)
@click.option("--community", metavar="社区", help="只看一个社区（编号或名称）")
@click.option("--explain", is_flag=True, help="逐行写出算法，直到每条记录和印制的细则")
@click.option("--as-of", metavar="日期", callback=_day, help="只算到这一天为止，例如 2020-06-30")
def score(  # one parameter an option
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
    inspection = _sound(root, year)
    if inspection is None:
        return BAD_DATA
    from kpigen.render import Selection
    from kpigen.reporting import report_of

    report = report_of(Path(root), inspection, as_of)
    selection = Selection(_known_community(report, community))
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


@kpigen.command(cls=Command)
@_repository
def build(root: str, year: int | None) -> int:
    """检查、计分，生成网站 site/ 和下载文件；不写 --year 就是全部年度。"""
    from kpigen import build as building
    from kpigen.terminal.progress import Progress

    years = None if year is None else (year,)
    built = building.build(Path(root), years=years, progress=Progress())
    return GOOD if _told_built(built) else BAD_DATA


def _told_built(built: Built) -> bool:
    """Say what a build found and made; tell whether it made anything."""
    from kpigen.terminal import findings

    for inspection in built.inspections:
        if inspection.findings:
            click.echo(findings.as_text(inspection.findings, inspection.files), err=True)
    if built.pages is None:
        click.echo("数据有错误，没有生成；原来的网站没有改动。", err=True)
        return False
    click.echo(f"完成：{built.pages} 个页面，打开 {built.home} 查看。")
    return True


@kpigen.command(cls=Command)
@_repository
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="端口", help="端口；默认 8000"
)
def serve(root: str, year: int | None, port: int) -> int:
    """在本机预览网站，数据改动后自动重新生成。"""
    from kpigen import serving
    from kpigen.terminal.progress import Progress

    gc.enable()  # the one command that stays
    click.echo(
        f"生成以后在浏览器里打开 http://127.0.0.1:{port}/ ；数据改动后页面会更新，按 Ctrl+C 结束"
    )
    serving.serve(
        Path(root),
        years=None if year is None else (year,),
        port=port,
        progress=Progress(),
        built=_told_built,
        refused=lambda error: click.echo(f"错误：{error.message}\n    → {error.hint}", err=True),
    )
    return GOOD


@kpigen.command(cls=Command)
@_repository
@click.argument("kind", type=click.Choice(["xlsx", "pdf", "csv", "json"]), metavar="格式")
@click.option("--community", metavar="社区", help="只导出一个社区（编号或名称）")
@click.option("--blank", is_flag=True, help="导出空白表")
@click.option("-o", "output", metavar="路径", help="写到哪个文件；导出全部时写目录")
def export(  # one parameter an option
    root: str,
    year: int | None,
    kind: str,
    community: str | None,
    blank: bool,  # noqa: FBT001  # click passes options by name
    output: str | None,
) -> int:
    """导出明细表：xlsx、pdf、csv 或 json。"""
    from kpigen import exporting

    if not output:
        raise UsageError(
            "没有说写到哪里", f"例如 -o 天枢社区.{kind}，导出全部时写目录，如 -o 导出/"
        )
    if blank and (community is not None or kind in {"csv", "json"}):
        raise UsageError("--blank 只用于 xlsx 和 pdf，不与 --community 同用", "去掉其中一个选项")
    inspection = _sound(root, year)
    if inspection is None:
        return BAD_DATA
    from kpigen.reporting import report_of

    report = report_of(Path(root), inspection)
    written = exporting.export(
        report, kind, Path(output), communities=_known_community(report, community), blank=blank
    )
    for path in written:
        click.echo(f"已写出 {path}")
    return GOOD
