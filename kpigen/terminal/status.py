"""The year at a glance, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from kpigen import labels
from kpigen.assessing.overview import Month, OpenAppeal, Overview, StageNow
from kpigen.terminal.columns import aligned

FORMAT = 1
_NONE = "-"
_IDS_A_LINE = 10


def as_text(overview: Overview) -> str:
    """Write the stage, the records by department and month, and all that waits."""
    assessment = overview.assessment
    heading = [assessment.title]
    if overview.as_of:
        heading.append(f"截至 {overview.as_of}")
    if assessment.demo:
        heading.append(labels.DEMO)
    lines = ["　".join(heading), _stage(overview.stage), "", *_records(overview)]
    for section in (_silent(overview), _appeals(overview), _vetoes(overview), _readings(overview)):
        lines += ["", *section]
    return "\n".join(lines)


def _stage(now: StageNow) -> str:
    text = f"阶段：{now.stage}"
    if now.starts is None:
        return text
    text += f"　{labels.period(now.starts, now.ends)}"
    if now.begins_in is not None and now.begins_in > 0:
        return f"{text}，还有 {now.begins_in} 天开始"
    if now.days_left is None:
        return text
    if now.days_left < 0:
        return f"{text}，已过期 {-now.days_left} 天，stage 该改了"
    return f"{text}，还剩 {now.days_left} 天" if now.days_left else f"{text}，今天是最后一天"


def _records(overview: Overview) -> Iterator[str]:
    months = overview.months
    one_year = len({month.year for month in months}) == 1
    rows = [
        ["部门", *(_month(month, one_year=one_year) for month in months), "合计", "已撤销"],
        *(
            [filed.name, *map(_count, (*filed.by_month, filed.total, filed.withdrawn))]
            for filed in overview.filed
        ),
    ]
    sums = [sum(column) for column in zip(*(f.by_month for f in overview.filed), strict=True)]
    withdrawn = sum(filed.withdrawn for filed in overview.filed)
    rows.append(["合计", *map(_count, (*sums, sum(sums), withdrawn))])
    yield "扣分记录（按发生的月份，已撤销的另列）"
    yield from aligned(rows, figures_from=1)


def _month(month: Month, *, one_year: bool) -> str:
    return f"{month.month}月" if one_year else f"{month.year}-{month.month:02}"


def _count(number: int) -> str:
    return str(number) if number else _NONE


def _silent(overview: Overview) -> list[str]:
    names = "、".join(filed.name for filed in overview.silent)
    return [f"没有填报过的部门：{names}" if names else "没有填报过的部门：无，都填报过"]


def _appeals(overview: Overview) -> Iterator[str]:
    overdue = sum(appeal.late is not None for appeal in overview.appeals)
    yield f"未决的申诉：{len(overview.appeals)} 件，其中逾期 {overdue} 件"
    if overview.appeals:
        rows = [
            [f"  {appeal.record}", f"{appeal.filed} 提出", _due(appeal)]
            for appeal in overview.appeals
        ]
        yield from aligned(rows)


def _due(appeal: OpenAppeal) -> str:
    if appeal.due is None:
        return "没有规定期限"
    text = f"期限 {appeal.due}"
    if appeal.late is None:
        return text
    return f"{text}，{appeal.late.words}"


def _vetoes(overview: Overview) -> Iterator[str]:
    yield f"待批准的一票否决：{len(overview.pending_vetoes)} 件"
    for record in overview.pending_vetoes:
        yield f"  {record}"


def _readings(overview: Overview) -> Iterator[str]:
    ids = overview.undecided_readings
    yield f"{labels.UNDECIDED}的读法：{len(ids)} 条"
    for start in range(0, len(ids), _IDS_A_LINE):
        yield f"  {'、'.join(ids[start : start + _IDS_A_LINE])}"


def as_json(overview: Overview) -> str:
    """Write the same as one JSON document with a version."""
    now = overview.stage
    document = {
        "format": FORMAT,
        "year": overview.assessment.year,
        "as_of": _day(overview.as_of),
        "stage": {
            "name": str(now.stage),
            "from": _day(now.starts),
            "to": _day(now.ends),
            "begins_in": now.begins_in,
            "days_left": now.days_left,
        },
        "months": [f"{month.year}-{month.month:02}" for month in overview.months],
        "departments": [
            {
                "id": filed.department,
                "name": filed.name,
                "records": list(filed.by_month),
                "total": filed.total,
                "withdrawn": filed.withdrawn,
            }
            for filed in overview.filed
        ],
        "filed_nothing": [filed.department for filed in overview.silent],
        "open_appeals": [
            {
                "record": appeal.record,
                "filed": _day(appeal.filed),
                "due": _day(appeal.due),
                "overdue": appeal.late is not None,
                "days_late": appeal.late and appeal.late.days,
                "working_days_late": appeal.late and appeal.late.working_days,
            }
            for appeal in overview.appeals
        ],
        "pending_vetoes": list(overview.pending_vetoes),
        "undecided_readings": list(overview.undecided_readings),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
