"""What a change does, as a comment on a pull request: the most important first, cut to fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from kpigen.diagnostics import Diagnostic
from kpigen.render.comment_text import in_comment
from kpigen.view.change_values import (
    ChangeReport,
    RecordChangeView,
    RubricChangeView,
    Shift,
    StandingView,
    YearView,
)
from kpigen.view.change_words import WARNINGS, excerpt, ranks, told, written

# The pipeline finds its comment by this line, to edit it instead of adding another.
MARKER = "<!-- kpigen diff -->"
# GitHub takes 65,536 characters.
LIMIT = 60_000
_FOLDED = 20

Cell = str | Markup


class _Table(NamedTuple):
    """A table below its title; without headings a list. More rows than `_FOLDED` are folded."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    closing: str = ""


def text(report: ChangeReport) -> str:
    """Write the comment."""
    head = [MARKER, "## 考核改动", "", *_opening(report)]
    tables = list(_tables(report))
    return _fitted("\n".join(head), tables)


def _opening(report: ChangeReport) -> Iterator[str]:
    if report.violations:
        yield f"**违反记录规则 {len(report.violations)} 处**，不能合并。"
        yield ""
    if report.findings:
        yield f"**改动后的数据有 {len(report.findings)} 个错误**，改好以后才能计算得分。"
        yield ""
    if report.warnings:
        yield f"**{WARNINGS} {len(report.warnings)} 条**，请审核人看看，不妨碍合并。"
        yield ""
    for year in report.years:
        yield f"**{in_comment(year.title)}**：{in_comment(year.summary)}"
        yield ""
        for note in filter(None, (*year.notes, year.demo)):
            yield f"> {in_comment(note)}"
            yield ""
    stages = "、".join(dict.fromkeys(year.stage for year in report.years if year.stage))
    yield f"比较 {in_comment(report.compared)}" + (f"，{in_comment(stages)}" if stages else "")
    for note in report.notes:
        yield ""
        yield f"> {in_comment(note)}"


def _tables(report: ChangeReport) -> Iterator[_Table]:
    yield from _findings("违反记录规则", report.violations)
    yield from _findings("数据的错误", report.findings)
    yield from _findings(WARNINGS, report.warnings)
    for year in report.years:
        name = f"{year.year} 年度 " if len(report.years) > 1 else ""
        for table in _year(year):
            yield table._replace(title=f"{name}{table.title}")


def _findings(title: str, findings: tuple[Diagnostic, ...]) -> Iterator[_Table]:
    rows = [
        (
            _join("<br>", (_code(found.code), _code(f"{found.path}:{found.line}"))),
            _join("<br>", (found.message, f"→ {found.hint}")),
        )
        for found in findings
    ]
    yield from _table(title, ("位置", "问题和改法"), rows)


def _year(year: YearView) -> Iterator[_Table]:
    yield from _standing(year.standing)
    yield from _table(
        "扣分记录",
        ("改动", "细则", "原因和依据", "效果"),
        [_record(view) for view in year.records],
    )
    at_limits = [(row.community_name, row.sentence) for row in year.rows if row.zero]
    at_limits += [(limit.community_name, limit.sentence) for limit in year.limits]
    yield from _table("扣完和达到上限", ("社区", "情况"), at_limits)
    yield from _table(
        "一票否决",
        ("社区", "情况", "记录"),
        [(veto.community_name, veto.sentence, _code(veto.record)) for veto in year.vetoes],
    )
    yield from _table(
        "没有改动它的记录，名次却变了",
        ("社区", "全镇名次", "组内名次"),
        [(view.name, _shift(ranks(view.rank)), _group_rank(view)) for view in year.moved],
    )
    yield from _table(
        "考核表的改动",
        ("哪里", "什么", "原来", "现在", "影响得分的行"),
        [_rubric(change) for change in year.rubric],
    )
    yield from _table(
        "只因考核表改动的得分",
        ("行", "得分", "社区", "原因"),
        [
            (
                view.item,
                _shift(view.score),
                "、".join(view.community_names),
                "；".join(view.because),
            )
            for view in year.effects
        ],
    )
    yield from _table(
        "只因考核表改动的总分和名次",
        ("社区", "总分", "全镇名次"),
        [
            (line.community_name, _shift(line.total), _shift(ranks(line.rank)))
            for line in year.by_rubric
        ],
    )
    yield from _table(
        "只改了写法（注释、空格、顺序）的记录",
        ("记录",),
        [(_code(name),) for name in year.reworded],
    )


def _table(
    title: str, headings: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], closing: str = ""
) -> Iterator[_Table]:
    if rows:
        yield _Table(title, headings, tuple(rows), closing)


def _standing(standing: tuple[StandingView, ...]) -> Iterator[_Table]:
    changed = [view for view in standing if view.changed or view.touched]
    rows = [
        (
            view.name,
            _shift(view.total),
            view.difference,
            _shift(ranks(view.rank)),
            _group_rank(view),
            "；".join(view.notes),
        )
        for view in changed
    ]
    others = len(standing) - len(changed)
    closing = f"其余 {others} 个社区总分和名次不变。" if others else ""
    headings = ("社区", "总分", "增减", "全镇名次", "组内名次", "说明")
    yield from _table("总分和名次", headings, rows, closing)


def _group_rank(view: StandingView) -> Markup:
    return _join(" ", (view.group, _shift(ranks(view.group_rank))))


def _record(view: RecordChangeView) -> tuple[Cell, ...]:
    fields = [_join("：", (field.title, _shift(written(field.shift)))) for field in view.fields]
    rule = excerpt(Shift(view.rule_text, view.rule_text)).after
    about = Markup("<b>{}</b>").format(in_comment(view.label))
    return (
        _join("<br>", (about, view.community_name, view.date)),
        _join("<br>", (f"{view.rule} {view.department_name}", f"“{rule}”" if rule else "")),
        _join("<br>", (view.reason, f"依据：{view.basis}", _code(view.id))),
        _join("<br>", (*fields, view.effect)),
    )


def _rubric(change: RubricChangeView) -> tuple[Cell, ...]:
    shift = excerpt(change.field.shift)
    return (
        change.what,
        change.field.title,
        told(shift.before),
        told(shift.after),
        "、".join(change.rows) or "无",
    )


def _shift(both: Shift) -> Markup:
    if both.changed:
        return Markup("{} → <b>{}</b>").format(
            in_comment(told(both.before)), in_comment(told(both.after))
        )
    return in_comment(told(both.after))


def _code(words: str) -> Markup:
    return Markup("<code>{}</code>").format(in_comment(words))


def _join(between: str, parts: tuple[Cell, ...]) -> Markup:
    return Markup(between).join(in_comment(part) for part in parts if part)  # noqa: S704  # ours


def _fitted(head: str, tables: list[_Table]) -> str:
    """Write the tables one after another; each leaves room for the ones behind it."""
    written = head
    least = LIMIT // (4 * (len(tables) + 1))
    whole = [_written(table, len(table.rows)) for table in tables]
    for place, table in enumerate(tables):
        behind = sum(min(len(other), least) for other in whole[place + 1 :])
        room = LIMIT - len(written) - behind - 1
        text_of = whole[place] if len(whole[place]) <= room else _cut(table, room)
        written += "\n" + text_of
    return written + "\n"


def _cut(table: _Table, room: int) -> str:
    """Write as many of a table's rows as fit, and count the others."""
    room -= len(_written(table, 0))
    rows = 0
    for row in table.rows:
        room -= len(_row(row)) + 1
        if room < 0:
            break
        rows += 1
    return _written(table, rows)


def _written(table: _Table, rows: int) -> str:
    """Write the first rows of a table, and how many are left out."""
    shown = [_row(row) for row in table.rows[:rows]]
    heading = _row(table.headings)
    lines = [heading, "|" + " --- |" * len(table.headings), *shown] if shown else []
    title = f"{in_comment(table.title)}（{len(table.rows)}）"
    left = len(table.rows) - rows
    if left:
        lines += ["", f"另有 {left} 条没有列出：评论的长度有限，运行 kpigen diff 看全部。"]
    if len(table.rows) > _FOLDED:
        lines = [f"<details><summary><b>{title}</b></summary>", "", *lines, "", "</details>"]
    else:
        lines = [f"### {title}", "", *lines]
    return "\n".join(["", *lines, *(["", table.closing] if table.closing else [])])


def _row(cells: tuple[Cell, ...]) -> str:
    return "| " + " | ".join(in_comment(cell) for cell in cells) + " |"
