"""The prints: forms to sign, stamp and archive, each set from plain data by a template."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from kpigen.errors import MachineError
from kpigen.render import File, Selection
from kpigen.render.print_form import Job, words
from kpigen.render.typesetting import NoGlyphError, Press, Sheet, TypesettingError
from kpigen.view.values import Report

# typst releases the GIL; a third thread gained nothing on two cores and holds one more PDF.
_THREADS = 2


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Print the selected communities in the report's order, then the blank form."""
    jobs = [Job.of(report, community) for community in selection.of(report)]
    if selection.blank:
        jobs.append(Job.blank(report))
    press = Press(report.timestamp)
    yield from _in_order(lambda job: _print(press, report, job), jobs)


def _in_order(work: Callable[[Job], File], jobs: Iterable[Job]) -> Iterator[File]:
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


def _print(press: Press, report: Report, job: Job) -> File:
    """Set one form; name whose character no font has."""
    try:
        content = press.set(Sheet(("common", "detail", "form"), words(report, job)))
    except NoGlyphError as error:
        raise _missing(error.character, job) from error
    except TypesettingError as error:
        raise MachineError(
            f"{job.name}.pdf 排不出来：排版程序出了错",
            "多半是 typst 的版本与 kpigen 不合，请重新安装 kpigen；仍不行时请连同本条信息上报",
        ) from error
    return File(f"{job.name}.pdf", content)


def _missing(character: str, job: Job) -> MachineError:
    """Say in Chinese whose character stopped a document."""
    shown = f"“{character}”（U+{ord(character):04X}）"
    if not character.isprintable():
        shown = f"看不见的字符 U+{ord(character):04X}"
    place, path = _holder(character, job)
    return MachineError(
        f"{job.name}.pdf 排不出来：{place}里的{shown}，打印字体中没有",
        f"在 {path} 中换成字体里有的写法，例如通用的异体字，或在括号里说明字形",
    )


def _holder(character: str, job: Job) -> tuple[str, str]:
    """Find whose text holds a character, and below which path to look for it."""
    for row in job.form.rows:
        for record in row.records:
            if record.counts and character in record.summary:
                return f"扣分记录 {record.id} ", record.path
    for row in job.form.rows:
        printed = row.printed
        names = (printed.number, printed.category, printed.seq, printed.department)
        if any(character in cell for cell in (*names, printed.content, printed.rules)):
            return f"考核表第 {row.item} 行", "data/rubric 下这一年的 categories"
    return "标题、表头或社区名称", "data/rubric 下这一年的 assessment.yaml 或 communities.yaml"
