"""What several commands ask in the same words: the repository, the year, a day, a community."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kpigen.audience import Audience
from kpigen.errors import UsageError

if TYPE_CHECKING:
    from kpigen.view.values import Report

GOOD, BAD_DATA, BAD_USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130

_Function = TypeVar("_Function", bound=Callable[..., Any])


def repository(function: _Function) -> _Function:
    """Give a command -C and --year, which may also stand before the command's name."""
    for option in (
        click.option("--year", type=int, metavar="年度", help="哪个年度；不写就是最新的年度"),
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


def known_community(report: Report, community: str | None) -> tuple[str, ...] | None:
    """Find a community by id or name; UsageError with the known ones when there is none."""
    if community is None:
        return None
    for known in report.communities:
        if community in {known.id, known.name}:
            return (known.id,)
    raise UsageError(
        f"没有“{community}”这个社区",
        "可用：" + "、".join(f"{known.id}（{known.name}）" for known in report.communities),
    )


def known_department(report: Report, department: str | None) -> str | None:
    """Find a department by id or name; UsageError with the known ones when there is none."""
    if department is None:
        return None
    for known in report.departments:
        if department in {known.id, known.name}:
            return known.id
    raise UsageError(
        f"没有“{department}”这个部门",
        "可用：" + "、".join(f"{known.id}（{known.name}）" for known in report.departments),
    )
