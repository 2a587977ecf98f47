"""The dates of a year's stages for people's calendars, with what must be done by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from kpigen import labels
from kpigen.assessing import workdays
from kpigen.assessing.deadlines import last_day
from kpigen.model import Assessment, Rubric, Stage
from kpigen.versions.history import Revision
from kpigen.view.chronicle_values import AgendaView, DateView
from kpigen.view.identifiers import urn

_DAY = timedelta(days=1)
_DEMO = "【演示】"


def agenda(rubric: Rubric, revision: Revision) -> AgendaView:
    """Lay out the stages that have dates, and the deadlines that follow from them."""
    assessment = rubric.assessment
    made = datetime.fromtimestamp(revision.timestamp, UTC)
    return AgendaView(
        name=f"{_mark(assessment)}{assessment.town}{assessment.year}年度社区考核",
        stamp=made.strftime("%Y%m%dT%H%M%SZ"),
        dates=tuple(_dates(rubric)) if assessment.stages else (),
    )


def _mark(assessment: Assessment) -> str:
    return _DEMO if assessment.demo else ""


def _dates(rubric: Rubric) -> Iterator[DateView]:
    assessment = rubric.assessment
    for dates in assessment.stages:
        over = last_day(assessment, dates.stage)
        text = f"{assessment.title}，{dates.stage}：{labels.period(dates.starts, over)}。"
        if dates.stage is Stage.PUBLICITY and assessment.appeal_to:
            text += f"怎样申诉：{assessment.appeal_to.rstrip('。')}。"
        begins = "" if over else "开始"
        days = (dates.starts, over or dates.starts)
        yield _date(assessment, str(dates.stage), f"{dates.stage}{begins}", days, text)
    yield from _deadlines(rubric)


def _deadlines(rubric: Rubric) -> Iterator[DateView]:
    """Give what the publicity leads to: it has lasted long enough, appeals end, are decided."""
    assessment, calendar = rubric.assessment, rubric.calendar
    dates, given = assessment.dates_of(Stage.PUBLICITY), assessment.deadlines
    if dates is None:
        return
    enough = None
    if given.publicity:
        enough = workdays.nth_from(dates.starts, given.publicity, calendar)
        text = f"公示不少于 {given.publicity} 个工作日，到这一天满。"
        text += _unsure(rubric, dates.starts, enough)
        title = f"公示满 {given.publicity} 个工作日"
        yield _date(assessment, "publicity", title, (enough, enough), text)
    over = last_day(assessment, Stage.PUBLICITY) or enough
    if over is None:
        return
    how = f"怎样申诉：{assessment.appeal_to.rstrip('。')}。" if assessment.appeal_to else ""
    text = f"对扣分有异议的社区、村，请在这一天以前（含当天）申诉。{how}"
    yield _date(assessment, "appeal", "申诉截止", (over, over), text)
    if given.decide_within:
        due = workdays.nth_after(over, given.decide_within, calendar)
        text = f"申诉提出后 {given.decide_within} 个工作日内决定；最后一天提出的，最迟在这一天。"
        text += _unsure(rubric, over, due)
        yield _date(assessment, "decision", "申诉决定截止", (due, due), text)


def _unsure(rubric: Rubric, first: date, last: date) -> str:
    """Say where working days were counted without knowing a year's holidays."""
    known = {day.year for day in rubric.calendar.holidays}
    unknown = [str(year) for year in range(first.year, last.year + 1) if year not in known]
    return f"工作日历里还没有 {'、'.join(unknown)} 年的放假安排，日期可能推后。" if unknown else ""


def _date(
    assessment: Assessment, key: str, title: str, days: tuple[date, date], text: str
) -> DateView:
    """Make an entry of whole days from the first to the last, in words and as a calendar has it."""
    first, last = days
    demo = f"{labels.DEMO}。" if assessment.demo else ""
    return DateView(
        uid=urn(assessment.town, assessment.year, key),
        first=_compact(first),
        after=_compact(min(last, date.max - _DAY) + _DAY),
        title=f"{_mark(assessment)}{assessment.town}{assessment.year}年度社区考核：{title}",
        text=text + demo,
    )


def _compact(day: date) -> str:
    return day.isoformat().replace("-", "")
