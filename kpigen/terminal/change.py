"""What a change does, as text for a terminal: whole, the most important first."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.terminal import findings
from kpigen.terminal.columns import aligned
from kpigen.view.change_values import (
    ChangeReport,
    EffectView,
    RecordChangeView,
    Shift,
    StandingView,
    YearView,
)
from kpigen.view.change_words import WARNINGS, excerpt, ranks, told, written


def text(report: ChangeReport) -> str:
    """Write the whole report."""
    lines = [f"比较 {report.compared}", *report.notes]
    if report.violations:
        lines += ["", f"违反记录规则 {len(report.violations)} 处："]
        lines += findings.lines(report.violations)
    if report.findings:
        lines += ["", f"改动后的数据有 {len(report.findings)} 个错误，改好以后才能计算："]
        lines += findings.lines(report.findings)
    if report.warnings:
        lines += ["", f"{WARNINGS} {len(report.warnings)} 条："]
        lines += findings.lines(report.warnings)
    for year in report.years:
        lines += ["", *_year(year)]
    return "\n".join(lines)


def _year(year: YearView) -> Iterator[str]:
    yield "　".join(filter(None, (year.title, year.stage, year.demo)))
    yield year.summary
    yield from year.notes
    if year.scored:
        yield from _standing(year.standing)
    yield from _section("扣分记录", [line for view in year.records for line in _record(view)])
    at_limits = [f"{row.community_name} {row.sentence}" for row in year.rows if row.zero]
    at_limits += [f"{limit.community_name} {limit.sentence}" for limit in year.limits]
    yield from _section("扣完和达到上限", at_limits)
    yield from _section(
        "一票否决",
        [f"{veto.community_name} {veto.sentence}（{veto.record}）" for veto in year.vetoes],
    )
    yield from _section("没有改动它的记录，名次却变了", list(map(_moved, year.moved)))
    yield from _section(
        "考核表",
        [
            f"{change.what} {change.field.title}：{shift(excerpt(change.field.shift))}"
            for change in year.rubric
        ],
    )
    yield from _section("只因考核表改动的得分", list(map(_effect, year.effects)))
    yield from _section(
        "只因考核表改动的总分和名次",
        [
            f"{line.community_name} 总分 {shift(line.total)}，名次 {shift(ranks(line.rank))}"
            for line in year.by_rubric
        ],
    )
    yield from _section("只改了写法（注释、空格、顺序）的记录", list(year.reworded))


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _standing(standing: tuple[StandingView, ...]) -> Iterator[str]:
    changed = [view for view in standing if view.changed or view.touched]
    if changed:
        headings = ["社区", "总分", "增减", "全镇名次", "组别", "组内名次", "说明"]
        rows = [
            [
                view.name,
                shift(view.total),
                view.difference,
                shift(ranks(view.rank)),
                view.group,
                shift(ranks(view.group_rank)),
                "；".join(view.notes),
            ]
            for view in changed
        ]
        yield from _section("总分和名次", aligned([headings, *rows]))
    others = len(standing) - len(changed)
    if others and changed:
        yield f"  其余 {others} 个社区总分和名次不变。"


def _record(view: RecordChangeView) -> Iterator[str]:
    yield (
        f"［{view.label}］{view.date} {view.community_name} {view.department_name} "
        f"细则 {view.rule}{_quoted(view.rule_text)}"
    )
    yield f"  {view.reason}　依据 {view.basis}"
    for field in view.fields:
        yield f"  {field.title}：{shift(written(field.shift))}"
    if view.effect:
        yield f"  {view.effect}"
    yield f"  {view.path}"


def _quoted(words: str) -> str:
    flat = words.replace("\n", "")
    return f"“{flat}”" if flat else ""


def _moved(view: StandingView) -> str:
    group = f"{view.group}名次 {shift(ranks(view.group_rank))}"
    return f"{view.name} 全镇名次 {shift(ranks(view.rank))}，{group}"


def _effect(view: EffectView) -> str:
    names = "、".join(view.community_names)
    return f"{view.item} 由 {shift(view.score)}：{names}（{'；'.join(view.because)}）"


def shift(both: Shift) -> str:
    """Write a text before and after."""
    return f"{told(both.before)} → {told(both.after)}" if both.changed else told(both.after)
