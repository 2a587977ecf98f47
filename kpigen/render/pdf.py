"""The prints: forms to sign, stamp and archive, each set from plain data by a template."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from kpigen.errors import MachineError
from kpigen.render import (
    File,
    Selection,
    print_appeal,
    print_department,
    print_form,
    print_notice,
    print_town,
)
from kpigen.render.typesetting import NoGlyphError, Press, Sheet, TypesettingError
from kpigen.typefaces import shown
from kpigen.view.values import RecordView, Report

# typst releases the GIL; a third thread gained nothing on two cores and holds one more PDF.
_THREADS = 2


class _Job(NamedTuple):
    """One document to print: its name, its template, and what makes its words when it is due."""

    name: str
    parts: tuple[str, ...]
    words: Callable[[], dict[str, object]]


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Print the selected communities in the report's order, the blank form, then the others."""
    press = Press(report.timestamp, report.fonts)
    yield from _in_order(lambda job: _print(press, report, job), list(_jobs(report, selection)))


def names(report: Report) -> tuple[str, ...]:
    """Name all prints besides the communities' and the blank form."""
    departments = (print_department.name(department.id) for department in report.departments)
    return (print_town.NAME, print_notice.NAME, *departments, print_appeal.NAME)


def published(report: Report) -> tuple[str, ...]:
    """Name those that a site offers: all but the town's.

    The town's is one document, so that its memory grows with the communities; the others' does not.
    """
    return tuple(name for name in names(report) if name != print_town.NAME)


def changed(last: Report, now: Report) -> tuple[str, ...]:
    """Name those of `published` that differ, of two reports with the same departments.

    What all prints show is the same in both (`documents.SHOWN`).
    """
    lists = (
        print_department.name(department.id)
        for department, before, filed, filed_before in zip(
            now.departments, last.departments, now.filings, last.filings, strict=True
        )
        if department != before or filed != filed_before
    )
    notice = (print_notice.NAME,) if last != now else ()
    appeal = (print_appeal.NAME,) if last.publicity != now.publicity else ()
    return (*notice, *lists, *appeal)


def _jobs(report: Report, selection: Selection) -> Iterator[_Job]:
    forms = [print_form.Job.of(report, community) for community in selection.of(report)]
    if selection.blank:
        forms.append(print_form.Job.blank(report))
    for form in forms:
        yield _Job(form.name, print_form.PARTS, partial(print_form.words, report, form))
    for name in selection.prints:
        yield _other(report, name)


def _other(report: Report, name: str) -> _Job:
    """Find the print of a name (`names`, or an appeal form's for a record)."""
    if name == print_town.NAME:
        return _Job(name, print_town.PARTS, lambda: print_town.words(report))
    if name == print_notice.NAME:
        return _Job(name, print_notice.PARTS, lambda: print_notice.words(report))
    if name == print_appeal.NAME:
        return _Job(name, print_appeal.PARTS, lambda: print_appeal.words(report, None))
    for department in report.departments:
        if name == print_department.name(department.id):
            return _Job(
                name,
                print_department.PARTS,
                partial(print_department.words, report, department),
            )
    record = next(one for one in report.records if name == print_appeal.name(one.id))
    return _Job(name, print_appeal.PARTS, lambda: print_appeal.words(report, record))


def _in_order(work: Callable[[_Job], File], jobs: Iterable[_Job]) -> Iterator[File]:
    """Work on a few jobs at once and give the results in order, never more than waits here."""
    waiting: deque[Future[File]] = deque()
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="kpigen-pdf")
    try:
        for job in jobs:
            waiting.append(pool.submit(work, job))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _print(press: Press, report: Report, job: _Job) -> File:
    """Set one document; name whose character no font has."""
    name = f"{job.name}.pdf"
    try:
        return File(name, press.set(Sheet(job.parts, job.words())))
    except NoGlyphError as error:
        raise _missing(error.characters[0], name, report) from error
    except TypesettingError as error:
        raise MachineError(
            f"{name} 排不出来：排版程序出了错",
            "多半是 typst 的版本与 kpigen 不合，请重新安装 kpigen；仍不行时请连同本条信息上报",
        ) from error


def _missing(character: str, name: str, report: Report) -> MachineError:
    """Say in Chinese whose character stopped a document."""
    place, path = _holder(character, report)
    return MachineError(
        f"{name} 排不出来：{place}里的{shown(character)}，打印字体中没有",
        f"在 {path} 中换成字体里有的写法，例如通用的异体字，或在括号里说明字形",
    )


def _holder(character: str, report: Report) -> tuple[str, str]:
    """Find whose text holds a character, and below which path to look for it."""
    for record in (one for community in report.communities for one in community.records):
        if any(character in text for text in _texts(record)):
            return f"扣分记录 {record.id} ", record.path
    for row in report.blank.rows:
        printed = row.printed
        cells = (printed.number, printed.category, printed.seq, printed.department)
        if any(character in cell for cell in (*cells, printed.content, printed.rules)):
            return f"考核表第 {row.item} 行", "data/rubric 下这一年的 categories"
    return "标题、表头或社区名称", "data/rubric 下这一年的 assessment.yaml 或 communities.yaml"


def _texts(record: RecordView) -> tuple[str, ...]:
    return (record.reason, record.basis, record.summary, *record.process)
