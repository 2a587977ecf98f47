"""The year's stages, its calendar, and whether its appeals keep to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kpigen.assessing import workdays
from kpigen.assessing.deadlines import ORDER, decide_by, has_open_appeal, last_day, lateness
from kpigen.assessing.standing import Status, status_of
from kpigen.codes import stage_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.model import Dataset, Decision, Deduction, Stage

_DECEMBER = 12


def order(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each stage has dates once, one after the other, none before the last is over."""
    stages = dataset.rubric.assessment.stages
    seen: set[Stage] = set()
    for dates in stages:
        if dates.stage in seen:
            yield codes.STAGE_TWICE.at(
                dates.at, f"“{dates.stage}”已经写过", "只留一条；延期的，改它的 to"
            )
        seen.add(dates.stage)
        if dates.ends and dates.ends < dates.starts:
            yield codes.STAGES_CLASH.at(
                dates.at,
                f"“{dates.stage}”的起日 {dates.starts} 晚于止日 {dates.ends}",
                "核对 from 和 to",
            )
    for before, after in pairwise(stages):
        if ORDER[after.stage] < ORDER[before.stage]:
            yield codes.STAGES_CLASH.at(
                after.at,
                f"“{after.stage}”写在“{before.stage}”后面",
                f"按先后写：{'、'.join(Stage)}",
            )
        elif after.starts <= (over := max(before.starts, before.ends or before.starts)):
            yield codes.STAGES_CLASH.at(
                after.at,
                f"“{after.stage}”从 {after.starts} 起，“{before.stage}”到 {over} 才结束",
                "核对两个阶段的日期，不能重叠",
            )


def current(dataset: Dataset) -> Iterator[Diagnostic]:
    """The stage that the year is in has dates, and the newest commit lies between them."""
    assessment = dataset.rubric.assessment
    if not assessment.stages:
        return
    stage, newest = assessment.stage, dataset.newest_commit
    dates = assessment.dates_of(stage)
    if dates is None:
        yield codes.STAGE_WITHOUT_DATES.at(
            assessment.at,
            f"stage 是“{stage}”，stages 里却没有它的日期",
            f"在 stages 里补上“{stage}”的 from 和 to，或核对 stage",
        )
        return
    over = last_day(assessment, stage)
    if newest is not None and newest < dates.starts:
        yield codes.STAGE_UNTIMELY.at(
            dates.at,
            f"stage 已是“{stage}”，它从 {dates.starts} 才开始，最近一次提交是 {newest}",
            "到了日子再改 stage；提前开始的，改 stages 里的日期",
        )
    elif newest is not None and over is not None and newest > over:
        after = next((later for later in Stage if ORDER[later] > ORDER[stage]), stage)
        yield codes.STAGE_UNTIMELY.at(
            dates.at,
            f"“{stage}”已在 {over} 结束，最近一次提交是 {newest}，stage 仍是“{stage}”",
            f"转入下一阶段的，写 stage: {after}；延期的，改 stages 里的日期",
        )


def publicity(dataset: Dataset) -> Iterator[Diagnostic]:
    """公示 lasts as many working days as the year promises."""
    assessment, calendar = dataset.rubric.assessment, dataset.rubric.calendar
    dates, fewest = assessment.dates_of(Stage.PUBLICITY), assessment.deadlines.publicity
    over = last_day(assessment, Stage.PUBLICITY)
    if dates is None or fewest is None or over is None or over < dates.starts:
        return
    lasts = workdays.count(dates.starts, over, calendar)
    if lasts < fewest:
        enough = workdays.nth_from(dates.starts, fewest, calendar)
        yield codes.PUBLICITY_TOO_SHORT.at(
            dates.at,
            f"公示从 {dates.starts} 到 {over} 只有 {lasts} 个工作日，至少要 {fewest} 个",
            f"公示至少到 {enough}",
        )


def sealed(dataset: Dataset) -> Iterator[Diagnostic]:
    """The sealed part of the year is a part of it, is over, and leaves nothing undecided."""
    assessment, newest = dataset.rubric.assessment, dataset.newest_commit
    through = assessment.sealed_through
    if through is None:
        return
    if newest is not None and newest < through <= assessment.ends:
        yield codes.SEALED_OUTSIDE.at(
            assessment.at,
            f"sealed_through 是 {through}，最近一次提交是 {newest}，那一天还没有到",
            "到了那一天再封存",
        )
    for record, place, what in _open_matters(dataset):
        if record.date <= through and "date" not in record.faulty:
            yield codes.SEALED_UNSETTLED.at(
                place,
                f"{through} 及以前已封存，这条{what}，封存以后就改不了了",
                "先了结，再封存；已经封存的，请党政办先处理这一条",
            )
    if not assessment.starts <= through <= assessment.ends:
        yield codes.SEALED_OUTSIDE.at(
            assessment.at,
            f"sealed_through 是 {through}，"
            f"不在考核期 {assessment.starts} 至 {assessment.ends} 之内",
            "核对日期；全年封存的，删去它，用 stage: 归档",
        )


def calendar_days(dataset: Dataset) -> Iterator[Diagnostic]:
    """No day of the calendar contradicts another, and each make-up day makes a difference."""
    calendar = dataset.rubric.calendar
    if calendar.at is None:
        return
    both = {*calendar.holidays} & {*calendar.workdays}
    written = Counter((*calendar.holidays, *calendar.workdays))
    for day in sorted(day for day, times in written.items() if times > 1):
        said = "既放假又上班" if day in both else "写了两次"
        yield codes.CALENDAR_CLASH.at(calendar.at, f"{day} {said}", "对照放假通知，只留一处")
    for day in sorted({*calendar.workdays} - both):
        if not workdays.is_weekend(day):
            yield codes.CALENDAR_CLASH.at(
                calendar.at,
                f"workdays 里的 {day} 不是周六、周日，本来就上班",
                "对照放假通知核对日期",
            )


def calendar_years(dataset: Dataset) -> Iterator[Diagnostic]:
    """Every year that a deadline counts over has its holidays, once they can be known."""
    rubric, newest = dataset.rubric, dataset.newest_commit
    known = {day.year for day in rubric.calendar.holidays}
    place = rubric.calendar.at or rubric.assessment.at
    for year in sorted(_counted_over(dataset) - known):
        # The holidays of a year are made public by the December before.
        if newest and year > newest.year + (newest.month == _DECEMBER):
            continue
        path = f"{rubric.assessment.at.path.rpartition('/')[0]}/calendar.yaml"
        yield codes.CALENDAR_GAP.at(
            place,
            f"期限要按 {year} 年的工作日算，工作日历里却没有 {year} 年的节假日",
            f"照国务院办公厅的放假通知，在 {path} 的 holidays 和 workdays 里补上",
        )


def _counted_over(dataset: Dataset) -> set[int]:
    """Collect the years in which working days are counted."""
    assessment = dataset.rubric.assessment
    days: list[date] = []
    dates = assessment.dates_of(Stage.PUBLICITY)
    if dates and assessment.deadlines.publicity:
        days += [dates.starts, last_day(assessment, Stage.PUBLICITY) or dates.starts]
    for record in _appealed(dataset):
        due = decide_by(record, dataset.rubric)
        if record.appeal and due:
            days += [record.appeal.filed, due]
    return {day.year for day in days}


def appeals(dataset: Dataset) -> Iterator[Diagnostic]:
    """Appeals come before 公示 ends, are decided in time, and go with no second withdrawal."""
    rubric, newest = dataset.rubric, dataset.newest_commit
    until = last_day(rubric.assessment, Stage.PUBLICITY)
    for record in _appealed(dataset):
        if until and record.appeal and record.appeal.filed > until:
            yield codes.APPEAL_TOO_LATE.at(
                record.at("appeal.filed"),
                f"申诉日期 {record.appeal.filed} 晚于公示的最后一天 {until}",
                "核对日期；公示延期的，改 stages 里公示的 to；逾期的申诉不受理，删去 appeal",
            )
        due = decide_by(record, rubric)
        late = lateness(due, newest, rubric) if due and newest else None
        if late:
            yield codes.APPEAL_OVERDUE.at(
                record.at("appeal"),
                f"申诉最迟应在 {due} 决定，到最近一次提交 {newest} 已{late.words}",
                "决定以后补上 decided（日期）、decision（决定）、decided_by（决定者）、"
                "document（文号）",
            )
        yield from _withdrawn_twice(record)


def _appealed(dataset: Dataset) -> Iterator[Deduction]:
    """Give the records whose appeal can be reasoned about: read whole and not of the future."""
    newest = dataset.newest_commit
    for record in dataset.deductions:
        if record.appeal is None or "appeal" in record.faulty:
            continue
        if newest is None or record.appeal.filed <= newest:
            yield record


def _withdrawn_twice(record: Deduction) -> Iterator[Diagnostic]:
    appeal, withdrawn = record.appeal, record.withdrawn
    if appeal is None or withdrawn is None or "withdrawn" in record.faulty:
        return
    if appeal.decision is Decision.WITHDRAWN:
        yield codes.APPEAL_OR_WITHDRAWN.at(
            record.at("withdrawn"), "申诉已经决定撤销，又写了 withdrawn", "删去 withdrawn"
        )
    elif appeal.filed > withdrawn.date:
        yield codes.APPEAL_OR_WITHDRAWN.at(
            record.at("appeal.filed"),
            f"记录在 {withdrawn.date} 已经撤销，{appeal.filed} 又申诉",
            "核对这两个日期；撤销的记录不计分，不用申诉",
        )


def settled(dataset: Dataset) -> Iterator[Diagnostic]:
    """Nothing is left undecided when the results are approved; an archive has nothing at all."""
    stage = dataset.rubric.assessment.stage
    if stage not in {Stage.APPROVAL, Stage.ARCHIVED}:
        return
    code = codes.UNSETTLED if stage is Stage.APPROVAL else codes.ARCHIVED_UNSETTLED
    for _, place, what in _open_matters(dataset):
        yield code.at(place, f"年度已在“{stage}”阶段，这条{what}", f"先了结，再转入{stage}")


def _open_matters(dataset: Dataset) -> Iterator[tuple[Deduction, Place, str]]:
    """Give the records that still wait for somebody's decision, with the place that does."""
    known = dataset.rubric.rules
    for record in dataset.deductions:
        if "appeal" not in record.faulty and has_open_appeal(record):
            yield record, record.at("appeal"), "申诉还没有决定"
        if record.rule in known and status_of(record, known[record.rule][1]) is Status.PENDING:
            yield record, record.at("rule"), "一票否决还没有批准文件"
