"""The official form as PDF/A to print, stamp and archive: the same page for every community."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pylopdf_fonts_zh_cn
import typst

from kpigen.errors import MachineError
from kpigen.render import BLANK_NAME, File, Selection
from kpigen.view.values import Form, Report, RowView

_TEMPLATE = Path(__file__).with_name("form.typ")
# A-2b is what archives take, UA-1 serves screen readers; together they also turn a character that
# no font has from a silent blank into an error.
_STANDARDS: list[typst.PDFStandard] = ["a-2b", "ua-1"]
# typst releases the GIL; a third thread gained nothing on two cores and holds one more PDF.
_THREADS = 2
# A row of more lines than this may break over pages; a shorter one moves to the next page whole.
_WHOLE_LINES = 18
# Characters on a line of 目标内容, 扣分细则 and 扣分原因 at the template's widths.
_CONTENT_LINE, _RULES_LINE, _REASON_LINE = 15, 21, 14
# A word as wide as the column would run into the next one; anything in it may end the line then.
_WIDE_WORD = re.compile(r"[!-~]{16,}")
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


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
    yield from _in_order(_Press(report).print, jobs)


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


@cache
def _fonts() -> typst.Fonts:
    """Give the packaged fonts alone, so that every machine prints the same."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[pylopdf_fonts_zh_cn.serif_path().parent],
    )


class _Press:
    """What all documents of one report share; each thread has its own compiler."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.template = _TEMPLATE.read_bytes()
        self.own = threading.local()

    def _compiler(self) -> typst.Compiler:
        if not hasattr(self.own, "compiler"):
            # typst reads files below its root only, and below a file there is none.
            self.own.compiler = typst.Compiler(root=str(_TEMPLATE), font_paths=_fonts())
        compiler: typst.Compiler = self.own.compiler
        return compiler

    def print(self, job: _Job) -> File:
        """Turn one form into a finished PDF."""
        words = json.dumps(_words(self.report, job), ensure_ascii=False)
        try:
            content, warnings = self._compiler().compile_with_warnings(
                input=self.template,
                format="pdf",
                sys_inputs={"form": words},
                pdf_standards=_STANDARDS,
                timestamp=self.report.timestamp,
            )
        except typst.TypstError as error:
            raise _fault(error, job) from error
        if warnings or not isinstance(content, bytes):
            raise _unexpected(job) from next(iter(warnings), None)
        return File(f"{job.name}.pdf", content)


def _words(report: Report, job: _Job) -> dict[str, object]:
    """Collect everything that the page says, as plain data for the template."""
    form = job.form
    return {
        "town": report.town,
        "heading": job.heading,
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


def _fault(error: typst.TypstError, job: _Job) -> MachineError:
    """Say in Chinese what stopped a document: the first character without a glyph, mostly."""
    found = _NO_GLYPH.search(error.message)
    if found is None:
        return _unexpected(job)
    character = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])[0]
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


def _unexpected(job: _Job) -> MachineError:
    return MachineError(
        f"{job.name}.pdf 排不出来：排版程序出了错",
        "多半是 typst 的版本与 kpigen 不合，请重新安装 kpigen；仍不行时请连同本条信息上报",
    )
