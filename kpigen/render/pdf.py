"""The prints: forms to sign, stamp and archive, each set from plain data by a template."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from kpigen.errors import MachineError
from kpigen.render import BLANK_NAME, File, Selection
from kpigen.render.stamping import stamp
from kpigen.render.typesetting import NoGlyphError, Press, Sheet, TypesettingError
from kpigen.view.values import Form, Report, RowView

# typst releases the GIL; a third thread gained nothing on two cores and holds one more PDF.
_THREADS = 2
# A row of more lines than this may break over pages; a shorter one moves to the next page whole.
_WHOLE_LINES = 18
# Characters on a line of 目标内容, 扣分细则 and 扣分原因 at the template's widths.
_CONTENT_LINE, _RULES_LINE, _REASON_LINE = 15, 21, 14
# A word as wide as the column would run into the next one; anything in it may end the line then.
_WIDE_WORD = re.compile(r"[!-~]{16,}")


class _Job(NamedTuple):
    """One document to print; `heading` names it in the file's properties and on its pages."""

    name: str
    heading: str
    form: Form


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Print the selected communities in the report's order, then the blank form."""
    jobs = [
        _Job(community.id, f"{report.title}　{community.name}", community.form)
        for community in selection.of(report)
    ]
    if selection.blank:
        jobs.append(_Job(BLANK_NAME, report.title, report.blank))
    press = Press(report.timestamp)
    yield from _in_order(lambda job: _print(press, report, job), jobs)


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
    """Set one form; name whose character no font has."""
    try:
        content = press.set(Sheet("form", _words(report, job)))
    except NoGlyphError as error:
        raise _missing(error.character, job) from error
    except TypesettingError as error:
        raise MachineError(
            f"{job.name}.pdf 排不出来：排版程序出了错",
            "多半是 typst 的版本与 kpigen 不合，请重新安装 kpigen；仍不行时请连同本条信息上报",
        ) from error
    return File(f"{job.name}.pdf", content)


def _words(report: Report, job: _Job) -> dict[str, object]:
    """Collect everything that the page says, as plain data for the template."""
    form = job.form
    return {
        "town": report.town,
        "heading": job.heading,
        "stamp": stamp(report, job.name),
        "description": "；".join(filter(None, (form.subtitle, report.demo))),
        "title": form.title,
        "subtitle": form.subtitle,
        "line": f"考核期间：{report.period}　　当前阶段：{report.stage}",
        "demo": report.demo,
        "revision": "　".join(filter(None, (report.revision_label, report.made))),
        "headings": form.headings,
        "rows": [_row(row) for row in form.rows],
        "total_label": form.total_label,
        "total_points": form.total_points,
        "total_score": form.total_score,
        "total_note": form.total_note,
    }


def _row(row: RowView) -> dict[str, object]:
    printed, spans = row.printed, row.spans
    return {
        "number": printed.number,
        "category": printed.category,
        "seq": printed.seq,
        "content": _wrapping(printed.content),
        "veto": printed.veto,
        "department": printed.department,
        "points": printed.points,
        "rules": _wrapping(printed.rules),
        "reason": _wrapping(row.reason),
        "score": row.score_cell,
        "vetoed": row.vetoed,
        "spans": {
            "number": spans.number,
            "category": spans.category,
            "department": spans.department,
            "points": spans.points,
        },
        "breakable": _height(row) > _WHOLE_LINES,
    }


def _wrapping(text: str) -> str:
    """Let addresses and other long words without blanks break, by zero-width spaces."""
    return _WIDE_WORD.sub(lambda word: "\u200b".join(word[0]), text)


def _height(row: RowView) -> int:
    """Estimate how many lines a row takes."""
    return max(
        sum(-(-len(line) // width) for line in text.split("\n"))
        for text, width in (
            (row.printed.content, _CONTENT_LINE),
            (row.printed.rules, _RULES_LINE),
            (row.reason, _REASON_LINE),
        )
    )


def _missing(character: str, job: _Job) -> MachineError:
    """Say in Chinese whose character stopped a document."""
    shown = f"“{character}”（U+{ord(character):04X}）"
    if not character.isprintable():
        shown = f"看不见的字符 U+{ord(character):04X}"
    place, path = _holder(character, job)
    return MachineError(
        f"{job.name}.pdf 排不出来：{place}里的{shown}，打印字体中没有",
        f"在 {path} 中换成字体里有的写法，例如通用的异体字，或在括号里说明字形",
    )


def _holder(character: str, job: _Job) -> tuple[str, str]:
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
