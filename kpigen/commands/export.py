"""`kpigen export`: the detail table as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpigen.commands.options import BAD_DATA, GOOD, clean, known, outside_data, repository
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpigen.model import Dataset
    from kpigen.view.values import Report

# In place of a record's number.
_EMPTY = "空白"


def _record_named(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    """Ask for the record that was left out: what follows is then taken for it."""
    if text is not None and (not text.strip() or text.startswith("-")):
        raise UsageError(
            "--appeal 后面没有写是哪条记录",
            "写记录编号，例如 --appeal 2020/tianshu/guijian/2020-05-12-xiaofang；"
            f"要空白的申诉表写 --appeal {_EMPTY}",
        )
    return text


@click.command("export", cls=Command)
@repository
@click.argument("kind", type=click.Choice(["xlsx", "pdf", "csv", "json"]), metavar="格式")
@click.option("--community", metavar="社区", help="只导出一个社区（编号或名称）")
@click.option("--blank", is_flag=True, help="导出空白表")
@click.option(
    "--entry", "entry", metavar="部门", help="导出一个部门（编号或名称）的填报表，只有 xlsx"
)
@click.option(
    "--town",
    is_flag=True,
    help="导出全镇的合订本，要写明才导出；只有 pdf，下面三种也是",
)
@click.option("--notice", is_flag=True, help="导出公示稿")
@click.option("--department", metavar="部门", help="导出一个部门（编号或名称）的扣分清单，供盖章")
@click.option(
    "--appeal",
    metavar="记录",
    callback=_record_named,
    help=f"导出一条记录的申诉表，已填好记录的内容；写“{_EMPTY}”导出空白的申诉表",
)
@click.option("-o", "output", metavar="路径", help="写到哪个文件；导出全部时写目录")
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    root: str,
    year: int | None,
    kind: str,
    community: str | None,
    blank: bool,  # noqa: FBT001  # click passes options by name
    entry: str | None,
    town: bool,  # noqa: FBT001  # as above
    notice: bool,  # noqa: FBT001  # as above
    department: str | None,
    appeal: str | None,
    output: str | None,
) -> int:
    """导出明细表：xlsx、pdf、csv 或 json。"""
    from kpigen import exporting, leaks
    from kpigen.commands.findings import sound
    from kpigen.versions import provenance

    others = (town, notice, department is not None, appeal is not None)
    if not output:
        raise UsageError(
            "没有说写到哪里", f"例如 -o 天枢社区.{kind}，导出全部时写目录，如 -o 导出/"
        )
    _refuse_misfits(kind, community, entry, blank=blank, others=sum(others))
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
        outside_data(root, Path(output)),
        communities=None if community is None else (known(community, report.communities, "社区"),),
        blank=blank,
        secrets=leaks.secrets(Path(root), (inspection.dataset,)),
        entry=None if entry is None else known(entry, report.departments, "部门"),
        prints=_prints(report, department, appeal, town=town, notice=notice),
    )
    for path in written:
        click.echo(f"已写出 {path}")
    for words in () if appeal is None else _idle_appeal(inspection.dataset, report, appeal):
        click.echo(f"注意：{words}", err=True)
    return GOOD


def _refuse_misfits(
    kind: str, community: str | None, entry: str | None, *, blank: bool, others: int
) -> None:
    """Refuse options that do not go together; `others` counts the further prints asked for."""
    if blank and (community is not None or kind in {"csv", "json"}):
        raise UsageError("--blank 只用于 xlsx 和 pdf，不与 --community 同用", "去掉其中一个选项")
    if entry is not None and (kind != "xlsx" or blank or community is not None):
        raise UsageError(
            "--entry 只用于 xlsx，不与 --community、--blank 同用",
            "例如 kpigen export xlsx --entry 规建环保办 -o 填报.xlsx",
        )
    if others and (
        kind != "pdf" or others > 1 or blank or community is not None or entry is not None
    ):
        raise UsageError(
            "--town、--notice、--department、--appeal 只用于 pdf，一次只写一个，"
            "也不与 --community、--blank、--entry 同用",
            "例如 kpigen export pdf --notice -o 公示稿.pdf",
        )


def _prints(
    report: Report, department: str | None, appeal: str | None, *, town: bool, notice: bool
) -> tuple[str, ...]:
    """Name the one print that was asked for besides the detail tables, if any."""
    from kpigen.render import print_appeal, print_department, print_notice, print_town

    if department is not None:
        return (print_department.name(known(department, report.departments, "部门")),)
    if appeal is not None and appeal.strip() == _EMPTY:
        return (print_appeal.NAME,)
    if appeal is not None:
        return (print_appeal.name(_record(report, appeal)),)
    return (print_town.NAME,) * town + (print_notice.NAME,) * notice


def _idle_appeal(dataset: Dataset, report: Report, words: str) -> Iterator[str]:
    """Say why an appeal may have no point: the form is written all the same."""
    from kpigen.assessing.standing import Status

    if words.strip() == _EMPTY:
        return
    shown = next(one for one in report.records if one.id == _record(report, words))
    filed = next(one for one in dataset.deductions if one.id == shown.id)
    if filed.appeal is not None and filed.appeal.decided is not None:
        yield f"这条记录的申诉已有决定，决定是最终的：{shown.appeal}。"
    elif shown.status == Status.WITHDRAWN:
        yield f"这条记录已经撤销，不计分：{shown.withdrawal.removesuffix('。')}。"
    elif shown.status == Status.PENDING:
        yield "这条一票否决还没有批准，现在不计分。"


def _record(report: Report, words: str) -> str:
    """Find a record by its number, its file, or its place on its community's page."""
    wanted = words.strip().replace("\\", "/")
    number = wanted.removeprefix("data/deductions/").removesuffix(".yaml")
    place = wanted.rpartition("#")[2]
    found = [one.id for one in report.records if number == one.id or place == one.anchor]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"有 {len(found)} 条记录的位置都是“{clean(words)}”", f"写记录编号，例如 {found[0]}"
        )
    raise UsageError(
        f"没有“{clean(words)}”这条记录",
        "记录编号写在网站的记录卡片、打印件和工作簿里，例如 "
        + (report.records[0].id if report.records else "2020/社区/部门/名称"),
    )
