"""`kpigen add`: one new deduction, asked for or given as options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kpigen.commands.options import BAD_DATA, GOOD, clean, known, repository
from kpigen.errors import UsageError
from kpigen.terminal.chinese import Command

if TYPE_CHECKING:
    from kpigen.diagnostics import Diagnostic
    from kpigen.filing.examination import Candidate, Examined
    from kpigen.filing.questions import Answers
    from kpigen.model import Dataset, Rubric

_OPTIONS = {
    "community": "社区（编号或名称）",
    "rule": "细则的编号，例如 1.1-1",
    "date": "发生的日期",
    "count": "次数或人数；不写就是 1",
    "actual": "实际完成值（有目标值的细则）",
    "deduct": "扣多少分（限额、酌定的细则）",
    "points": "总分上加减多少分",
    "reason": "扣分原因，会公布",
    "basis": "依据的文号",
    "event": "事件名称，可以不写",
    "approval_document": "一票否决的批准文号",
    "approved_by": "批准机关",
    "approval_date": "批准日期",
}
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _answers(function: _Function) -> _Function:
    """Give the command an option for every question."""
    for name, words in reversed(_OPTIONS.items()):
        function = click.option(_option(name), name, metavar="值", help=words)(function)
    return function


@click.command("add", cls=Command)
@repository
@click.option("--department", metavar="部门", help="部门（编号或名称），只用来少问一些")
@_answers
@click.option("--dry-run", is_flag=True, help="只写出记录和它的影响，不写入文件")
@click.option("--yes", is_flag=True, help="最后不再问，直接写入")
def command(  # one parameter an option
    root: str,
    year: int | None,
    department: str | None,
    dry_run: bool,  # noqa: FBT001  # click passes options by name
    yes: bool,  # noqa: FBT001
    **options: str | None,
) -> int:
    """填一条扣分：缺什么问什么，写成一个新文件。"""
    from kpigen.commands.findings import sound
    from kpigen.filing import examination, questions, record_text

    inspection = sound(root, year)
    if inspection is None:
        return BAD_DATA
    dataset = examination.open_year(Path(root), inspection)
    asks = sys.stdin is not None and sys.stdin.isatty()
    if not _is_open(dataset):
        return BAD_DATA
    given = {name: clean(words) for name, words in options.items() if words and words.strip()}
    wanted = known(department, dataset.rubric.departments, "部门") if department else ""
    answers = _answered(dataset, given, wanted, asks=asks)
    if answers is None:
        return BAD_DATA
    record = questions.new_record(dataset.rubric, answers)
    candidate = examination.Candidate(record_text.path(record), record_text.text(record).encode())
    examined = examination.examine(dataset, (candidate,))
    if not _told(dataset, candidate, examined):
        return BAD_DATA
    if dry_run:
        click.echo("（没有写入）")
        return GOOD
    return _written(root, candidate, asks=asks and not yes)


def _is_open(dataset: Dataset) -> bool:
    """Say what the stage of the year has against a new record, before anything is asked."""
    from kpigen.diagnostics import has_errors
    from kpigen.filing import examination
    from kpigen.terminal.filing import complaints

    found = tuple(examination.stage(dataset))
    if found:
        click.echo(complaints(found), err=True)
    return not has_errors(found)


def _answered(
    dataset: Dataset, given: dict[str, str], department: str, *, asks: bool
) -> Answers | None:
    """Give the answers, asked for or read from the options; None after complaints."""
    from kpigen.diagnostics import Place
    from kpigen.filing import questions
    from kpigen.terminal.filing import complaints

    found: list[Diagnostic] = []
    if asks:
        from kpigen.terminal.dialogue import complete

        answers = complete(dataset, given, department)
    else:
        answers = _read(dataset.rubric, given, found)
    rule = dataset.rubric.rules[answers.rule][1] if answers.rule else None
    misfits = list(questions.misfits(rule, answers, set(given), Place("")))
    missing = [_option(misfit.name) for misfit in misfits if misfit.name not in given]
    found += [misfit.finding for misfit in misfits if misfit.name in given]
    if rule is not None:
        found += questions.of_department(dataset.rubric, rule.id, department, Place(""))
    if found:
        click.echo(complaints(found), err=True)
    if missing:
        raise UsageError(
            f"缺少 {'、'.join(missing)}", "补上这些选项；在终端里运行 kpigen add，会一样一样地问"
        )
    return None if found else answers


def _read(rubric: Rubric, given: dict[str, str], found: list[Diagnostic]) -> Answers:
    """Read what was given as options; everything that is wrong with it goes to `found`."""
    from kpigen.diagnostics import Place
    from kpigen.filing.questions import Answers, read
    from kpigen.reading.shapes import FAULTY, Sink

    answers = Answers()
    for name, words in given.items():
        value = read(rubric, name, words, Sink("", found), Place(""))
        if value is not FAULTY:
            answers = answers.having(name, value)
    return answers


def _told(dataset: Dataset, candidate: Candidate, examined: Examined) -> bool:
    """Show what there is against the record, or the record and what it does."""
    from kpigen.assessing import scoring
    from kpigen.diagnostics import has_errors
    from kpigen.filing import examination
    from kpigen.terminal.filing import complaints, effect, proposed

    early = set(examination.stage(dataset))
    found = tuple(finding for finding in examined.findings if finding not in early)
    if found:
        click.echo(complaints(found, candidate.path), err=True)
    if has_errors(found):
        click.echo("没有写入。", err=True)
        return False
    click.echo(proposed(candidate))
    before, after = scoring.score(dataset), scoring.score(examined.dataset)
    record = next(one for one in examined.dataset.deductions if one.path == candidate.path)
    click.echo(effect(before, after, record))
    return True


def _written(root: str, candidate: Candidate, *, asks: bool) -> int:
    from kpigen.filing import examination
    from kpigen.terminal.filing import next_steps

    if asks:
        from kpigen.terminal.dialogue import agreed

        if not agreed("写入这条记录吗"):
            click.echo("没有写入。", err=True)
            return GOOD
    examination.put(Path(root), (candidate,))
    click.echo(f"已写入 {candidate.path}")
    click.echo(next_steps((candidate,)))
    return GOOD
