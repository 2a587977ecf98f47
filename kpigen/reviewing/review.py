"""From the two sides of a change to the report that every format of `kpigen diff` shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kpigen import checks, labels
from kpigen.assessing.scoring import score
from kpigen.changes.impact import State, impact
from kpigen.changes.record_changes import Act, record_changes
from kpigen.changes.rubric_changes import RubricChange, rubric_changes
from kpigen.diagnostics import Diagnostic, Severity, in_order
from kpigen.inspection import Inspection
from kpigen.model import Deduction
from kpigen.privacy.numbers import hidden
from kpigen.reviewing import record_book
from kpigen.reviewing.comparison import Comparison, YearChange, compare
from kpigen.reviewing.record_book import Law
from kpigen.versions import history
from kpigen.view.change import Told, year_view
from kpigen.view.change_values import ChangeReport, YearView


def review(
    root: Path, base: str, head: str | None, *, year: int | None, strict: bool
) -> ChangeReport:
    """Compare two commits, or a commit and the working tree; `strict` adds the record book."""
    compared = compare(root, base, head, year)
    violations = _violations(root, compared) if strict else ()
    heads = [change.head for change in compared.years if change.head is not None]
    sound = all(inspection.sound for inspection in heads)
    return ChangeReport(
        base=compared.base.commit or "",
        head=None if compared.working else compared.head.commit,
        compared=_compared(compared),
        notes=tuple(_notes(compared, base)),
        findings=_findings(heads),
        warnings=in_order([new for change in compared.years for new in _new_warnings(change)]),
        violations=violations,
        years=tuple(map(_year, compared.years)) if sound else (),
    )


def _violations(root: Path, compared: Comparison) -> tuple[Diagnostic, ...]:
    changes = [
        (year, record_changes(_deductions(year.base), _deductions(year.head), year.aside))
        for year in compared.years
    ]
    filed: dict[str, date] = {}
    if any(Act.ADDED in record.acts for _, records in changes for record in records):
        filed = history.filed(root, compared.named, compared.head.commit or "HEAD")
    found: list[Diagnostic] = []
    for year, records in changes:
        rubric, law = _law(year, compared.day, filed)
        found.extend(record_book.violations(records, rubric, law))
    return in_order(found)


def _law(
    change: YearChange, day: date | None, filed: dict[str, date]
) -> tuple[tuple[RubricChange, ...], Law]:
    base, head = change.base, change.head
    before, after = (
        None if side is None or side.dataset is None else side.dataset.rubric
        for side in (base, head)
    )
    start = None if before is None else before.assessment
    now = None if after is None else after.assessment
    if head is not None and after is None:
        now = start  # what can't be read can't be held against the law; its errors are shown
    rubric = rubric_changes(before, after) if before and after else ()
    law = Law(year=change.year, base=change.law, start=start, head=now, day=day, filed=filed)
    return rubric, law


def _deductions(side: Inspection | None) -> tuple[Deduction, ...]:
    return () if side is None else side.deductions


def _findings(heads: list[Inspection]) -> tuple[Diagnostic, ...]:
    return in_order(
        [
            finding
            for inspection in heads
            for finding in inspection.findings
            if finding.severity is Severity.ERROR
        ]
    )


def _new_warnings(change: YearChange) -> Iterator[Diagnostic]:
    """Give the warnings of HEAD that BASE lacks, and would lack on HEAD's day as well."""
    base, head = change.base, change.head
    known = set() if base is None else set(map(_said, base.findings))
    new = [
        found
        for found in (() if head is None else head.findings)
        if found.severity is Severity.WARNING and _said(found) not in known
    ]
    if new and base and head and base.dataset and head.dataset:
        later = base.dataset._replace(newest_commit=head.dataset.newest_commit)
        known = set(map(_said, checks.run(later)))  # what time alone brings, no change does
    yield from (found for found in new if _said(found) not in known)


def _said(found: Diagnostic) -> tuple[str, str, str]:
    """Tell a finding by what it says: lines move."""
    return found.code, found.path, found.message


def _year(change: YearChange) -> YearView:
    base, head = _state(change.base), _state(change.head)
    found = impact(base, head, change.aside)
    return year_view(base, head, found, Told(change.year, tuple(_why(change)), change.reworded))


def _state(side: Inspection | None) -> State:
    if side is None:
        return State(None, (), None)
    scores = score(side.dataset) if side.sound and side.dataset is not None else None
    return State(side.dataset, side.deductions, scores)


def _why(change: YearChange) -> Iterator[str]:
    """Say what the reader must know first: why there are no scores, what was unreadable."""
    if change.base is None:
        yield f"比较的起点还没有 {change.year} 年度的考核表，没有原来的得分可比，只列出记录。"
    elif not change.base.sound:
        errors = sum(found.severity is Severity.ERROR for found in change.base.findings)
        yield f"比较的起点有 {errors} 个错误，算不出原来的得分，只列出记录的改动。"
    gone = change.aside.unreadable - change.aside.damaged
    gone -= {record.id for record in _deductions(change.head)}
    if gone:
        named = "、".join(map(hidden, sorted(gone)))
        yield f"比较的起点里读不出来的 {len(gone)} 个文件没有了：{named}。"
    if change.head is None:
        yield f"改动删去了 {change.year} 年度的考核表。"


def _compared(compared: Comparison) -> str:
    start = labels.commit(compared.base.commit or "")
    tip = labels.commit(compared.head.commit or "")
    return f"{start} → {'工作区（尚未提交的文件）' if compared.working else tip}"


def _notes(compared: Comparison, base: str) -> Iterator[str]:
    if compared.parted:
        start = labels.commit(compared.base.commit or "")
        yield (
            f"“{base}”上另有后来的提交，所以从两边共同的起点 {start} 比较。"
            "合并以后的总分和名次可能与这里不同，合并的结果还要再检查一次（check）；"
            f"想先看到，把“{base}”合并到这个分支再比较。"
        )
