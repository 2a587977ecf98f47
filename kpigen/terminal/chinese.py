"""click in Chinese: help pages and complaints about the command line itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import click

from kpigen.spelling import nearest


class _Chinese(click.Command):
    """Writes the headings of a help page in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the parts of the usage line."""
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]…"}
        return [words.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options below a Chinese heading."""
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Describe --help in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option


class Command(_Chinese):
    """One command."""


class Commands(_Chinese, click.Group):
    """The program with its commands, each loaded when it is asked for."""

    def __init__(
        self,
        *,
        names: Collection[str],
        load: Callable[[str], click.Command],
        **settings: Any,  # noqa: ANN401  # click's own, passed on as they come
    ) -> None:
        super().__init__(**settings)
        self._names = names
        self._load = load

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Keep the order in which the commands are used."""
        del ctx
        return list(self._names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        return self._load(cmd_name) if cmd_name in self._names else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        rows = [(name, self._load(name).get_short_help_str(60)) for name in self._names]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Guess which command a misspelt one was meant to be."""
        if args and args[0] not in self._names and not args[0].startswith("-"):
            near = nearest(args[0], self._names)
            hint = f"，是不是想用“{near}”？" if near else f"，可用：{'、'.join(self._names)}"
            raise click.UsageError(f"没有“{args[0]}”这个命令{hint}", ctx)
        return super().resolve_command(ctx, args)


def complaint(error: click.ClickException) -> str:
    """Say in Chinese what is wrong with the command line."""
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        return f"没有 {error.option_name} 这个选项" + (f"，是不是想用 {near}？" if near else "")
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error.param)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面要写一个值"
    if isinstance(error, click.BadParameter):
        return _bad_parameter(error)
    if isinstance(error, click.UsageError) and error.message.startswith("没有“"):
        return error.message  # ours, see resolve_command
    if isinstance(error, click.UsageError) and "extra argument" in error.message:
        return f"多写了{error.message.partition('(')[2].rstrip(')')}"
    return "命令的写法不对"


def _bad_parameter(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"{_name(error.param)} 只能是：{'、'.join(str(choice) for choice in kind.choices)}"
    if isinstance(kind, click.IntRange):
        return f"{_name(error.param)} 要写 {kind.min} 到 {kind.max} 之间的整数"
    if isinstance(kind, click.types.IntParamType):
        return f"{_name(error.param)} 要写一个整数"
    if _is_chinese(error.message):
        return f"{_name(error.param)}：{error.message}"
    return f"{_name(error.param)} 的值不对"


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "参数"
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
