"""The terms of publicity and appeal for what is posted and handed out: they name days, no today."""

from __future__ import annotations

from kpigen import labels
from kpigen.assessing import workdays
from kpigen.assessing.deadlines import ORDER, last_day
from kpigen.model import Assessment, Rubric, Stage
from kpigen.view.publicity_values import PublicityView


def publicity(rubric: Rubric) -> PublicityView:
    """Give the year's terms; what a page says of them on its own day is said by `stages`."""
    assessment = rubric.assessment
    over = last_day(assessment, Stage.PUBLICITY)
    names = {department.id: department.name for department in rubric.departments}
    office = names.get(rubric.office, "")
    within = assessment.deadlines.decide_within
    decision = f"{office}在收到申诉后 {within} 个工作日内决定" if within else f"{office}决定"
    return PublicityView(
        period=_period(rubric),
        until=labels.day(over) if over else "",
        how=assessment.appeal_to.rstrip("。"),
        decision=decision if office or within else "",
        decided_by=office,
        mark=_mark(assessment),
    )


def _period(rubric: Rubric) -> str:
    dates = rubric.assessment.dates_of(Stage.PUBLICITY)
    if dates is None:
        return ""
    over = last_day(rubric.assessment, Stage.PUBLICITY)
    period = labels.period(dates.starts, over)
    if over is None:
        return period
    return f"{period}（{workdays.count(dates.starts, over, rubric.calendar)} 个工作日）"


def _mark(assessment: Assessment) -> str:
    stage = assessment.stage
    distance = ORDER[stage] - ORDER[Stage.PUBLICITY]
    if distance < 0:
        return f"草稿：现在是{stage}阶段，得分会变动"
    return f"公示已经结束：现在是{stage}阶段" if distance > 0 else ""
