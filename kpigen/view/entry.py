"""Lays out what the entry page needs: what may be filed, how every community stands, examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from kpigen import labels
from kpigen.assessing.asked import asked
from kpigen.assessing.scoring import CommunityScore, RecordScore, Scores
from kpigen.assessing.standing import (
    Status,
    figures_filed,
    full_marks,
    heads,
    limit_of,
    zeroed_by_veto,
)
from kpigen.exact import EXACT, ZERO, plain
from kpigen.filing import record_text
from kpigen.filing.record_text import NewRecord
from kpigen.model import (
    Approval,
    Assessment,
    Cell,
    Dataset,
    Effect,
    Item,
    Kind,
    Rubric,
    Rule,
    Stage,
)
from kpigen.reading import schema
from kpigen.reading.groups import Group
from kpigen.reading.shapes import Figure, Shape, Text
from kpigen.reading.source import UNSEEN
from kpigen.view.entry_privacy import privacy
from kpigen.view.entry_values import (
    EntryCommunity,
    EntryDays,
    EntryExample,
    EntryFiling,
    EntryGroup,
    EntryItem,
    EntryLimits,
    EntryPolicy,
    EntryRecord,
    EntryRule,
    EntryView,
)
from kpigen.view.forge_pages import new_file_page
from kpigen.view.values import ItemView, Report, RuleView

_DAY = timedelta(days=1)
_ONE = Decimal(1)
_NOTES = {
    "count": "count 写几次、几人，照细则的单位",
    "actual": "actual 写实际完成值，缺多少由程序算",
    "deduct": "deduct 写扣多少分，不是扣完以后的分",
    "points": "points 写总分上加或扣多少分，不写正负号",
}
_REASON = "写一两句话：哪一天、哪件事、违反了什么。"
_BASIS = "写依据的文号"


def entry(dataset: Dataset, scores: Scores, report: Report) -> EntryView:
    """Lay out the entry page of one year."""
    rubric = dataset.rubric
    assessment = rubric.assessment
    days = _days(dataset)
    communities = tuple(_community(result, rubric) for result in scores.communities)
    return EntryView(
        year=assessment.year,
        notices=tuple(_notices(assessment, days)),
        days=days,
        filing=_filing(rubric),
        privacy=privacy(),
        limits=EntryLimits(
            reason=_limit("reason"),
            basis=_limit("basis"),
            event=_limit("event"),
            document=_limit("approval", "document"),
            approved_by=_limit("approval", "approved_by"),
            least_count=plain(_count().minimum),
            most_count=_figure(_count().maximum),
        ),
        invisible="".join(_escaped(character) for character in f"{UNSEEN}\t\r"),
        policy=_policy(assessment),
        departments=tuple(
            (department.id, department.name)
            for department in rubric.departments
            if any(item.department == department.id for item in rubric.items)
        ),
        groups=tuple(
            EntryGroup(name, tuple(known for known in communities if known.group == name))
            for name in dict.fromkeys(known.group for known in communities)
        ),
        items=_items(rubric, report),
        new_file=None if assessment.forge is None else new_file_page(assessment.forge),
        examples=tuple(_examples(rubric, communities, days)),
    )


def _shape(*names: str) -> Shape:
    """Find the shape of a record's field; `names` lead to it from the outside in."""
    shape: Shape = schema.DEDUCTION
    for name in names:
        assert isinstance(shape, Group)  # noqa: S101  # the names lead through groups
        shape = shape.by_name[name].shape
    return shape


def _limit(*names: str) -> int:
    """Find how long a text of a record may be."""
    shape = _shape(*names)
    assert isinstance(shape, Text)  # noqa: S101  # only texts are asked for
    return shape.limit


def _count() -> Figure:
    shape = _shape("count")
    assert isinstance(shape, Figure)  # noqa: S101  # a count is one
    return shape


def _escaped(character: str) -> str:
    return character if character == "-" else f"\\u{{{ord(character):x}}}"


def _figure(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _policy(assessment: Assessment) -> EntryPolicy:
    policy = assessment.policy
    return EntryPolicy(
        bonus_cap=_figure(policy.bonus_cap),
        extra_deduction_cap=_figure(policy.extra_deduction_cap),
        total_min=_figure(policy.total_min),
        total_max=_figure(policy.total_max),
    )


def _days(dataset: Dataset) -> EntryDays:
    assessment = dataset.rubric.assessment
    first, sealed = assessment.starts, assessment.sealed_through
    if sealed is not None:
        first = max(first, sealed + _DAY)
    newest = dataset.newest_commit
    return EntryDays(
        first=first.isoformat(),
        last=assessment.ends.isoformat(),
        newest="" if newest is None else newest.isoformat(),
        within=assessment.deadlines.file_within,
    )


def _filing(rubric: Rubric) -> EntryFiling:
    stage, dates = rubric.assessment.stage, rubric.assessment.dates_of(Stage.FILING)
    ends = None if dates is None else dates.ends
    leading = (known.name for known in rubric.departments if known.id == rubric.office)
    return EntryFiling(
        stage="" if stage is Stage.FILING else stage,
        starts="" if dates is None else dates.starts.isoformat(),
        ends="" if ends is None else ends.isoformat(),
        office=next(leading, "牵头部门"),
    )


def _notices(assessment: Assessment, days: EntryDays) -> Iterator[str]:
    if assessment.stage is not Stage.FILING:
        yield (
            f"现在是“{assessment.stage}”阶段，新的扣分记录不能再报上去。"
            "这一页仍然可以试填，看一条记录会怎样影响得分。"
        )
    if days.first > days.last:
        yield "考核期已经全部封存，没有可以填报的日期。"
    elif assessment.sealed_through is not None:
        yield f"{labels.day(assessment.sealed_through)}及以前的已经封存，只填以后发生的。"
    if assessment.deadlines.file_within is not None:
        yield f"事情发生以后 {assessment.deadlines.file_within} 天以内填报。"


def _items(rubric: Rubric, report: Report) -> tuple[EntryItem, ...]:
    shown = {item.id: item for category in report.categories for item in category.items}
    full, zeroed = full_marks(rubric), zeroed_by_veto(rubric)
    return tuple(
        EntryItem(
            id=item.id,
            category=category.name,
            content=item.printed.content,
            department=item.department,
            points=_figure(item.points),
            points_label=shown[item.id].points_label,
            pool=item.pool or "",
            full=plain(full[item.id]),
            rules=_rules(item, shown[item.id], full[item.id], vetoed=item.id in zeroed),
        )
        for category in rubric.categories
        for item in category.items
    )


def _rules(item: Item, shown: ItemView, full: Decimal, *, vetoed: bool) -> tuple[EntryRule, ...]:
    takes = {Kind.ALL: plain(full), Kind.VETO: plain(full if vetoed else ZERO)}
    signs = {Effect.BONUS: "+", Effect.DEDUCT: "-", None: ""}
    return tuple(
        EntryRule(
            id=rule.id,
            text=_printed(rule),
            kind=rule.kind,
            encoding=_encoding(view),
            asks=asked(rule).allowed,
            deduct=_figure(rule.deduct),
            unit=rule.unit,
            measure=labels.quantity(_ONE, rule.unit).partition(" ")[2],
            most=_figure(limit_of(rule)[0]),
            takes=takes.get(rule.kind, ""),
            target=_figure(rule.target),
            step=_figure(rule.step),
            decimals=rule.decimals,
            sign=signs[rule.effect],
        )
        for rule, view in zip(item.rules, shown.rules, strict=True)
    )


def _printed(rule: Rule) -> str:
    """Give a rule's words, and where they stand if not in the rules' own cell."""
    if rule.cell is Cell.VETO:
        return f"（否决栏印“{rule.text}”）"
    return rule.text if rule.cell is Cell.RULES else f"{rule.text}（{labels.CELL[rule.cell]}）"


def _encoding(view: RuleView) -> str:
    return view.encoding if view.encoding.startswith(view.kind) else f"{view.kind}：{view.encoding}"


def _community(result: CommunityScore, rubric: Rubric) -> EntryCommunity:
    taken: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in result.items:
        for scored in item.records:
            taken[scored.rule.id] = EXACT.add(taken[scored.rule.id], scored.deduct)
    rows = heads(rubric.items)
    return EntryCommunity(
        id=result.community.id,
        name=result.community.name,
        group=result.community.group,
        total=labels.total(result.total),
        taken=tuple((rule, plain(figure)) for rule, figure in taken.items() if figure),
        adjusted=tuple(
            (item.item.id, plain(item.adjustment_asked))
            for item in result.items
            if item.adjustment_asked
        ),
        vetoed=tuple(item.item.id for item in result.items if item.vetoed),
        records=tuple(
            _record(scored, rows[item.item.id])
            for item in result.items
            for scored in item.records
            if scored.status is not Status.WITHDRAWN
        ),
    )


def _record(scored: RecordScore, row: str) -> EntryRecord:
    record = scored.record
    return EntryRecord(
        rule=record.rule,
        department=record.department,
        date=record.date.isoformat(),
        basis=record.basis,
        reason=record.reason,
        figures=tuple(map(_figure, figures_filed(record, scored.rule))),
        event=record.event,
        row=row,
        is_veto=scored.rule.kind is Kind.VETO,
        path=record.path,
    )


def _examples(
    rubric: Rubric, communities: tuple[EntryCommunity, ...], days: EntryDays
) -> Iterator[EntryExample]:
    """Show one record of every way to fill in a rule, for the first rule of the table that has it.

    An allotted rule that is used up everywhere is passed over.
    """
    day = max(days.first, min(days.last, days.newest or days.last))
    shown: set[tuple[Kind, tuple[str, ...]]] = set()
    full = full_marks(rubric)
    for item in rubric.items:
        for rule in item.rules:
            manner = (rule.kind, asked(rule).allowed)
            found = _room(rule, communities)
            if manner in shown or found is None:
                continue
            shown.add(manner)
            community, room = found
            room = min(room, full[item.id])
            record = _example(rubric, item, rule, community, room, date.fromisoformat(day))
            yield _shown(rule, record)
            if rule.kind is Kind.VETO:
                approval = Approval("写批准的文号", "写批准的机关", record.date)
                yield _shown(rule, replace(record, approval=approval))


def _room(rule: Rule, communities: tuple[EntryCommunity, ...]) -> tuple[str, Decimal] | None:
    """Find a community whose records leave something of a rule's allotment."""
    for community in communities:
        if rule.allotment is None:
            return community.id, _ONE
        left = EXACT.subtract(rule.allotment, Decimal(dict(community.taken).get(rule.id, "0")))
        if left > 0:
            return community.id, min(left, _ONE)
    return None


def _example(
    rubric: Rubric, item: Item, rule: Rule, community: str, room: Decimal, day: date
) -> NewRecord:
    wanted = next(iter(asked(rule).allowed), "")
    target, step = rule.target or ZERO, rule.step or ZERO
    return NewRecord(
        year=rubric.assessment.year,
        community=community,
        department=item.department,
        date=day,
        rule=rule.id,
        count=_ONE if wanted == "count" else None,
        actual=EXACT.subtract(target, step) if wanted == "actual" else None,
        deduct=room if wanted == "deduct" else None,
        points=_ONE if wanted == "points" else None,
        reason=_REASON,
        basis=_BASIS,
        event="",
        approval=None,
    )


def _shown(rule: Rule, record: NewRecord) -> EntryExample:
    wanted = next(iter(asked(rule).allowed), "")
    note = _NOTES.get(wanted, "不写数字")
    title = labels.KIND[rule.kind]
    if wanted == "actual":
        title = f"{title}（写实际完成值）"
    if rule.kind is Kind.VETO:
        title = f"{title}（{'已经批准' if record.approval else '还没有批准'}）"
        note = "批准文件写在 approval 下面" if record.approval else "没有批准以前列为待批准，不计分"
    return EntryExample(
        title=title,
        rule=rule.id,
        rule_text=_printed(rule),
        note=note,
        path=record_text.path(record),
        text=record_text.text(record),
    )
