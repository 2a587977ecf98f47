"""The stage of the year in plain Chinese: what it means to the reader, its dates, the deadlines."""

from __future__ import annotations

from datetime import date

from kpigen import labels
from kpigen.assessing import workdays
from kpigen.assessing.deadlines import ORDER, last_day
from kpigen.model import Assessment, Rubric, Stage, StageDates
from kpigen.view.values import NoticeView, StageView


def notice(rubric: Rubric, day: date | None) -> NoticeView:
    """Say what the stage means to whoever reads a page that was made on a day."""
    assessment = rubric.assessment
    stage = assessment.stage
    dates = assessment.dates_of(stage)
    if stage is Stage.PUBLICITY:
        return NoticeView(f"{stage}期", _publicity(rubric, dates, day))
    if stage is Stage.ARCHIVED:
        since = f"自{labels.day(dates.starts)}起" if dates else ""
        return NoticeView(f"已{stage}", f"{since}封存，得分和记录不再变动。")
    period = f"{_period(assessment, dates)}。" if dates else ""
    return NoticeView(f"{stage}阶段", period + _UNSETTLED[stage] + _early_appeals(assessment, day))


def _early_appeals(assessment: Assessment, day: date | None) -> str:
    """Say how to appeal before the publicity, which is the last time for it; nothing after it."""
    over = last_day(assessment, Stage.PUBLICITY)
    if assessment.stage is Stage.APPROVAL or not assessment.appeal_to or _past(over, day):
        return ""
    until = f"，最迟到公示结束（{labels.day(over)}）" if over else ""
    return f"对扣分有异议的社区、村，现在就可以申诉{until}：{assessment.appeal_to.rstrip('。')}。"


_UNSETTLED = {
    Stage.FILING: "数据仍在填报，得分会变动。",
    Stage.CHECKING: "数据仍在核实，得分会变动。",
    Stage.APPROVAL: "公示已经结束，不再受理申诉；审定以前，得分还可能变动。",
}


def _publicity(rubric: Rubric, dates: StageDates | None, day: date | None) -> str:
    assessment = rubric.assessment
    over = last_day(assessment, Stage.PUBLICITY)
    text = _until(assessment, over, day)
    if dates is None:
        return text
    period = _period(assessment, dates)
    if over is not None:
        days = workdays.count(dates.starts, over, rubric.calendar)
        period += f"（{days} 个工作日）"
    return f"{period}。{text}"


def _until(assessment: Assessment, over: date | None, day: date | None) -> str:
    """Invite to appeal during the publicity, or say that it is over."""
    if over is not None and _past(over, day):
        return f"公示已于{labels.day(over)}结束，等待审定。"
    how = f"：{assessment.appeal_to.rstrip('。')}" if assessment.appeal_to else ""
    until = f"请在{labels.day(over)}以前（含当天）申诉" if over else "可以申诉"
    return f"对扣分有异议的社区、村，{until}{how}。"


def _past(over: date | None, day: date | None) -> bool:
    return over is not None and day is not None and day > over


def how_to_appeal(assessment: Assessment, day: date | None) -> str:
    """Say beside the records how to appeal against one, or that the time for it is over.

    `day` is the day of the page. It is empty where the year does not say how one appeals.
    """
    if not assessment.appeal_to:
        return ""
    over = last_day(assessment, Stage.PUBLICITY)
    if ORDER[assessment.stage] > ORDER[Stage.PUBLICITY]:
        return "公示已经结束，不再受理申诉。"
    if over is not None and _past(over, day):
        return f"申诉已于{labels.day(over)}截止，不再受理。"
    until = f"在{labels.day(over)}以前（含当天）" if over else ""
    return f"对哪一条有异议，{until}可以申诉：{assessment.appeal_to.rstrip('。')}。"


def stages(assessment: Assessment) -> tuple[StageView, ...]:
    """Lay out the stages that have dates; the year's own stage says which are over."""
    now = ORDER[assessment.stage]
    return tuple(
        StageView(
            name=str(dates.stage),
            period=_period(assessment, dates),
            state=state(ORDER[dates.stage] - now),
            is_current=ORDER[dates.stage] == now,
        )
        for dates in assessment.stages
    )


def state(distance: int) -> str:
    """Say in a word where a stage is, so many stages from the current one."""
    if distance == 0:
        return "当前阶段"
    return "已结束" if distance < 0 else "未开始"


def _period(assessment: Assessment, dates: StageDates) -> str:
    return labels.period(dates.starts, last_day(assessment, dates.stage))


def deadlines(assessment: Assessment) -> tuple[str, ...]:
    """Say each of the year's deadlines, and how to appeal, in a sentence."""
    given = assessment.deadlines
    sealed = assessment.sealed_through
    lines = (
        given.file_within and f"扣分在事情发生后 {given.file_within} 天内填报。",
        given.publicity and f"公示不少于 {given.publicity} 个工作日。",
        given.decide_within and f"申诉提出后 {given.decide_within} 个工作日内决定。",
        assessment.appeal_to and f"怎样申诉：{assessment.appeal_to.rstrip('。')}。",
        sealed and f"{labels.day(sealed)}及以前的记录已经封存，不再变动。",
    )
    return tuple(line for line in lines if line)
