"""What several commands ask in the same words: the repository, the year, a day, a community."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from kpigen.audience import Audience
from kpigen.errors import MachineError, UsageError

GOOD, BAD_DATA, BAD_USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130

_Function = TypeVar("_Function", bound=Callable[..., Any])


def repository(function: _Function) -> _Function:
    """Give a command -C and --year, which may also stand before the command's name."""
    return _repository(function, "最新的年度")


def repository_of_all_years(function: _Function) -> _Function:
    """Give the same options to a command that takes all years where none is named."""
    return _repository(function, "全部年度")


def _repository(function: _Function, default: str) -> _Function:
    for option in (
        click.option("--year", type=int, metavar="年度", help=f"哪个年度；不写就是{default}"),
        click.option(
            "-C", "root", metavar="目录", default=".", help="考核数据仓库所在的目录；默认当前目录"
        ),
    ):
        function = option(function)
    return function


def audience(function: _Function) -> _Function:
    """Give a command that makes a site --audience."""
    return click.option(
        "--audience",
        type=click.Choice([str(known) for known in Audience]),
        default=str(Audience.PUBLIC),
        callback=lambda _context, _parameter, text: Audience(text),
        help="给谁看：public 是公开的网站 site/；internal 是内部的网站 site-internal/，"
        "多一页“填报扣分”",
    )(function)


def day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """Read an option that is a day, as people write it: 2020-06-30, 2020年6月30日."""
    if text is None:
        return None
    from kpigen.reading.shapes import ISO_DATE, day_meant

    meant = day_meant(text)
    if meant:
        return date.fromisoformat(meant)
    if ISO_DATE.match(text):
        raise click.BadParameter(f"日历上没有“{text}”这一天")
    raise click.BadParameter(f"“{text}”不是日期，写成 2020-06-30 这样")


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def outside_data(root: str, output: Path) -> Path:
    """Hand a path to write to on; UsageError below the data, where any file is taken for one."""
    if output.resolve().is_relative_to((Path(root) / "data").resolve()):
        raise UsageError(
            f"{clean(str(output))} 在考核数据的 data/ 里，那里只放考核表和扣分记录",
            "写到别处，例如 -o 导出/",
        )
    return output


def content_of(path: Path, most: int, example: str) -> bytes:
    """Read a file that somebody names, or just more of it than `most` bytes."""
    shown = clean(str(path))
    if not path.is_file():
        raise UsageError(f"没有“{shown}”这个文件", f"写出文件的路径，例如 {example}")
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise MachineError(f"读不了文件 {shown}", "看看访问权限，或关掉打开它的程序") from error


def known(words: str, among: tuple[_Named, ...], what: str) -> str:
    """Find the id of what is named by its id or its name; UsageError with the known ones if none.

    `what` says what it is: 社区, 部门.
    """
    wanted = words.strip()
    for one in among:
        if wanted in {one.id, one.name}:
            return one.id
    raise UsageError(
        f"没有“{clean(words)}”这个{what}",
        "可用：" + "、".join(f"{one.id}（{one.name}）" for one in among),
    )


def clean(words: str) -> str:
    """Make an option's bytes that are no UTF-8 visible as such."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
