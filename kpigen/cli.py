"""The command line's entrance: the program with its commands, and where exceptions end."""

from __future__ import annotations

import gc
import signal
import sys
from errno import EDQUOT, ENOSPC, EROFS
from io import TextIOWrapper

import click

from kpigen import __version__
from kpigen.commands import COMMANDS, load
from kpigen.commands.options import BAD_USAGE, FAULT, GOOD, INTERRUPTED, repository
from kpigen.errors import KpigenError, UsageError
from kpigen.terminal.chinese import Commands, complaint


def main() -> None:
    """Run the program: the one place where exceptions end."""
    gc.disable()  # a command ends before its few cycles matter, and 15,000 records wait for it
    for stream in (sys.stdout, sys.stderr):
        # A GBK console has no ✓ or 〔; an unwritable character must not end the program.
        if isinstance(stream, TextIOWrapper):  # not where the caller closed it
            stream.reconfigure(errors="replace")
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores one
            # As with Ctrl+C: what is half done is undone first.
            signal.signal(number, signal.default_int_handler)
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


@click.group(
    cls=Commands,
    names=COMMANDS,
    load=load,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", message="kpigen %(version)s", help="显示版本")
@repository
@click.pass_context
def kpigen(context: click.Context, root: str, year: int | None) -> None:
    """社区目标绩效考核：检查扣分记录，计算得分，生成网站、工作簿和打印件。"""
    given = {
        name: value
        for name, value in (("root", root), ("year", year))
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    context.default_map = dict.fromkeys(COMMANDS, given)
