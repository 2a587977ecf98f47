"""Assembles the report of one year: the only thing that renderers get to see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, Scores
from kpigen.assessing.standing import scales
from kpigen.exact import HUNDRED, ZERO, plain, round_total
from kpigen.model import Dataset, Item, Reading, Rubric
from kpigen.versions.history import Revision
from kpigen.versions.provenance import UNREAD, History
from kpigen.view import explain, rule_words, stages
from kpigen.view.lives import lives, missing
from kpigen.view.table import InternalFacts, Layout, item_anchor, lost, subtitle
from kpigen.view.values import (
    CategoryView,
    CommunityView,
    DepartmentView,
    GroupView,
    ItemView,
    LossView,
    ReadingView,
    RecordView,
    Report,
    RuleView,
)


def report(
    dataset: Dataset,
    scores: Scores,
    revision: Revision,
    history: History = UNREAD,
    internal: InternalFacts | None = None,
) -> Report:
    """Lay out one year's scores for every output; `internal` only for those who may see it."""
    rubric = dataset.rubric
    assessment = rubric.assessment
    layout = Layout(rubric, lives(history, assessment.forge), missing(history), internal or {})
    sizes: dict[str, int] = defaultdict(int)
    for result in scores.communities:
        sizes[result.community.group] += 1
    communities = tuple(
        _community(result, layout, sizes[result.community.group]) for result in scores.communities
    )
    records = tuple(
        sorted(
            (record for community in communities for record in community.records),
            key=lambda record: (record.date, record.id),
        )
    )
    items = _items(rubric, records)
    standing = tuple(sorted(communities, key=lambda c: (c.rank is None, c.rank or 0)))
    return Report(
        year=assessment.year,
        town=assessment.town,
        title=assessment.title,
        period=f"{labels.day(assessment.starts)}至{labels.day(assessment.ends)}",
        first_day=assessment.starts.isoformat(),
        last_day=assessment.ends.isoformat(),
        stage=assessment.stage,
        total=plain(assessment.total),
        demo=labels.DEMO if assessment.demo else "",
        revision=revision.commit,
        revision_label=_revision_label(revision),
        modified=revision.modified,
        made="" if revision.day is None else labels.day(revision.day),
        timestamp=revision.timestamp,
        as_of=None if scores.as_of is None else scores.as_of.isoformat(),
        headings=assessment.headings,
        blank=layout.blank(),
        communities=communities,
        standing=standing,
        groups=_groups(standing, [community.group for community in rubric.communities]),
        departments=_departments(rubric, items, records),
        categories=_categories(rubric, items),
        readings=tuple(_reading(reading) for reading in rubric.readings),
        records=records,
        losses=_losses(scores, layout),
        policy=explain.policy_lines(assessment.policy),
        notice=stages.notice(rubric, dataset.newest_commit),
        stages=stages.stages(assessment),
        deadlines=stages.deadlines(assessment),
        history=str(history.known),
        history_note=labels.HISTORY[history.known],
    )


def _revision_label(revision: Revision) -> str:
    if revision.commit is None:
        return "不在 git 仓库中，没有版本号"
    modified = "，另有尚未提交的改动" if revision.modified else ""
    return f"版本 {labels.commit(revision.commit)}{modified}"


def _community(result: CommunityScore, layout: Layout, group_size: int) -> CommunityView:
    community = result.community
    records = {
        entry.record.id: layout.record(entry) for item in result.items for entry in item.records
    }
    assessment = layout.rubric.assessment
    badges = []
    if result.vetoed:
        badges.append(labels.VETOED)
    if not result.award_eligible:
        badges.append("不参加评优")
    return CommunityView(
        id=community.id,
        name=community.name,
        group=community.group,
        total=labels.total(result.total),
        total_exact=plain(result.total_exact),
        subtotal=plain(result.subtotal),
        bonus=plain(result.bonus),
        extra=plain(result.extra),
        adjustments=plain(result.adjustments),
        total_arithmetic=explain.total_arithmetic(result, assessment.policy),
        rank=result.rank,
        rank_label=labels.rank(result.rank),
        group_rank=result.group_rank,
        group_rank_label=labels.rank(result.group_rank),
        group_size=group_size,
        vetoed=result.vetoed,
        award_eligible=result.award_eligible,
        badges=tuple(badges),
        bar=_bar(result.total_exact, assessment.total),
        form=layout.filled(result, records, subtitle(community, result)),
        records=tuple(sorted(records.values(), key=lambda record: (record.date, record.id))),
    )


def _bar(part: Decimal, whole: Decimal) -> str:
    """Give the length of a bar in per cent of its track, 0 to 100."""
    if whole <= 0:
        return "0"
    return plain(round_total(min(HUNDRED, max(ZERO, part * HUNDRED / whole))))


def _groups(standing: tuple[CommunityView, ...], names: list[str]) -> tuple[GroupView, ...]:
    return tuple(
        GroupView(name, tuple(community for community in standing if community.group == name))
        for name in dict.fromkeys(names)
    )


def _items(rubric: Rubric, records: Iterable[RecordView]) -> dict[str, ItemView]:
    by_item: dict[str, list[RecordView]] = defaultdict(list)
    for record in records:
        by_item[record.item].append(record)
    scale = scales(rubric)
    names = {department.id: department.name for department in rubric.departments}
    layout = Layout(rubric)
    readings: dict[str, list[str]] = defaultdict(list)
    for reading in rubric.readings:
        for about in reading.about:
            readings[about].append(reading.id)
    return {
        item.id: ItemView(
            id=item.id,
            anchor=item_anchor(item.id),
            printed=layout.printed[item.id],
            department=item.department,
            department_name=names[item.department],
            points_label=_points_label(item),
            rules=tuple(
                RuleView(
                    id=rule.id,
                    text=rule.text,
                    source=labels.CELL[rule.cell],
                    kind=labels.KIND[rule.kind],
                    encoding=explain.rule_encoding(rule, scale[item.id]),
                    readings=tuple(dict.fromkeys(readings[rule.id] + readings[item.id])),
                    choice=rule_words.choice(item, rule),
                    fill=rule_words.fill(rule, scale[item.id]),
                )
                for rule in item.rules
            ),
            records=tuple(by_item[item.id]),
        )
        for item in rubric.items
    }


def _points_label(item: Item) -> str:
    if item.pool:
        return f"共用 {item.pool} 的分值"
    return "不占总分" if item.points is None else f"{plain(item.points)} 分"


def _departments(
    rubric: Rubric, items: dict[str, ItemView], records: tuple[RecordView, ...]
) -> tuple[DepartmentView, ...]:
    by_department: dict[str, list[RecordView]] = defaultdict(list)
    for record in records:
        by_department[record.department].append(record)
    return tuple(
        DepartmentView(
            id=department.id,
            name=department.name,
            items=tuple(item for item in items.values() if item.department == department.id),
            records=tuple(by_department[department.id]),
        )
        for department in rubric.departments
    )


def _categories(rubric: Rubric, items: dict[str, ItemView]) -> tuple[CategoryView, ...]:
    return tuple(
        CategoryView(
            id=category.id,
            number=category.no,
            name=category.name,
            points=plain(sum((item.points or ZERO for item in category.items), ZERO)),
            items=tuple(items[item.id] for item in category.items),
            readings=tuple(_reading(reading) for reading in category.readings),
        )
        for category in rubric.categories
    )


def _reading(reading: Reading) -> ReadingView:
    ruling = reading.decided
    return ReadingView(
        id=reading.id,
        anchor=f"r-{reading.id}",
        about=reading.about,
        text=reading.text,
        doubt=reading.doubt,
        reading=reading.reading,
        scale="" if reading.scale is None else labels.SCALE[reading.scale],
        is_decided=ruling is not None,
        decided=labels.UNDECIDED
        if ruling is None
        else f"{ruling.by}{labels.day(ruling.date)}裁定（{ruling.document}）",
    )


def _losses(scores: Scores, layout: Layout) -> tuple[LossView, ...]:
    """Order the rows by what all communities together lost in them, most first."""
    rows: dict[str, tuple[Decimal, int, int]] = {}
    for result in scores.communities:
        for scored in result.items:
            points = lost(scored)
            if points:
                before, communities, records = rows.get(scored.item.id, (ZERO, 0, 0))
                counted = sum(
                    sum(entry.status.counts for entry in other.records)
                    for other in result.items
                    if other.item.id in (scored.pool or (scored.item.id,))
                )
                rows[scored.item.id] = (before + points, communities + 1, records + counted)
    most = max((points for points, _, _ in rows.values()), default=ZERO)
    return tuple(
        LossView(
            item=item,
            category=layout.categories[item].name,
            content=layout.items[item].printed.content,
            lost=plain(points),
            communities=communities,
            records=records,
            bar=_bar(points, most),
        )
        for item, (points, communities, records) in sorted(
            rows.items(), key=lambda row: (-row[1][0], list(layout.items).index(row[0]))
        )
    )
