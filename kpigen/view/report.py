"""Assembles the report of one year: the only thing that renderers get to see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.course import CommunityCourse, Course, course
from kpigen.assessing.scoring import CommunityScore, Scores
from kpigen.assessing.standing import scales
from kpigen.exact import ZERO, plain
from kpigen.model import Dataset, Item, Kind, Reading, Rubric
from kpigen.versions.history import Revision
from kpigen.versions.provenance import UNREAD, History
from kpigen.view import course as courses
from kpigen.view import digest, explain, rule_words, stages
from kpigen.view.balance import balance
from kpigen.view.calculation import calculation
from kpigen.view.calculation_values import Calculation
from kpigen.view.community_headline import headline
from kpigen.view.compare import comparison
from kpigen.view.cost import Costs
from kpigen.view.digest import Setting
from kpigen.view.event_values import EventRecord
from kpigen.view.events import same_events
from kpigen.view.filings import filings
from kpigen.view.lives import lives, missing
from kpigen.view.overview import overview
from kpigen.view.place import places
from kpigen.view.place_values import PlaceView
from kpigen.view.publicity import publicity
from kpigen.view.rows import rows
from kpigen.view.shares import bar
from kpigen.view.summary import summary
from kpigen.view.sums import sums
from kpigen.view.table import (
    InternalFacts,
    Layout,
    item_address,
    item_anchor,
    lost,
    reading_anchor,
    rule_anchor,
    subtitle,
)
from kpigen.view.values import (
    CategoryView,
    CommunityView,
    DepartmentView,
    GroupView,
    ItemView,
    LossView,
    MonthView,
    ReadingView,
    RecordView,
    Report,
    RuleView,
)
from kpigen.view.waiting import split


class _Basis(NamedTuple):
    """What all communities' views are made from; `sizes` are the groups'.

    `scored_by` is the digest of `calculation`.
    """

    setting: Setting
    calculation: Calculation
    scored_by: str
    layout: Layout
    costs: Costs
    places: Mapping[str, PlaceView]
    sizes: Mapping[str, int]
    year: Course
    events: Mapping[str, tuple[EventRecord, ...]]


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
    basis = _basis(dataset, scores, history, internal)
    communities = tuple(
        _community(result, basis, own)
        for result, own in zip(scores.communities, basis.year.communities, strict=True)
    )
    records = _by_day(record for community in communities for record in community.records)
    items = _items(rubric, records)
    standing = tuple(sorted(communities, key=lambda c: (c.rank is None, c.rank or 0)))
    blank = basis.layout.blank()
    setting = basis.setting
    made = Report(
        year=setting.year,
        town=setting.town,
        title=setting.title,
        period=setting.period,
        first_day=assessment.starts.isoformat(),
        last_day=assessment.ends.isoformat(),
        stage=assessment.stage,
        total=plain(assessment.total),
        demo=setting.demo,
        revision=revision.commit,
        revision_label=_revision_label(revision),
        modified=revision.modified,
        made="" if revision.day is None else labels.day(revision.day),
        timestamp=revision.timestamp,
        as_of=None if scores.as_of is None else scores.as_of.isoformat(),
        headings=assessment.headings,
        blank=blank,
        communities=communities,
        standing=standing,
        groups=_groups(standing, [community.group for community in rubric.communities]),
        departments=_departments(rubric, items, records),
        categories=_categories(rubric, items),
        readings=tuple(_reading(reading) for reading in rubric.readings),
        records=records,
        losses=_losses(scores, basis.layout),
        rows=rows(rubric, scores),
        summary=summary(rubric, scores),
        filings=filings(rubric, scores, records),
        policy=explain.policy_lines(assessment.policy),
        notice=stages.notice(rubric, dataset.newest_commit),
        stages=stages.stages(assessment),
        deadlines=stages.deadlines(assessment),
        appeal=stages.how_to_appeal(assessment, dataset.newest_commit),
        publicity=publicity(rubric),
        record_months=_months(records),
        history=str(history.known),
        history_note=labels.HISTORY[history.known],
        comparison=comparison(rubric, scores, standing),
        overview=overview(dataset, scores, basis.year, records, history.order),
        calculation=basis.calculation,
        digest="",
        blank_digest=digest.of_blank(setting, blank),
        fonts=dataset.fonts or (),
    )
    return replace(made, digest=digest.of_year(made))


def _basis(
    dataset: Dataset, scores: Scores, history: History, internal: InternalFacts | None
) -> _Basis:
    rubric = dataset.rubric
    assessment, calculated = rubric.assessment, calculation(rubric)
    layout = Layout(
        rubric,
        lives(history, rubric.assessment.forge),
        missing(history),
        internal or {},
        day=scores.as_of or dataset.newest_commit,
    )
    return _Basis(
        setting=Setting(
            year=assessment.year,
            town=assessment.town,
            title=assessment.title,
            period=f"{labels.day(assessment.starts)}至{labels.day(assessment.ends)}",
            demo=labels.DEMO if assessment.demo else "",
        ),
        calculation=calculated,
        scored_by=digest.of_calculation(calculated),
        layout=layout,
        costs=Costs(rubric),
        places=places(scores),
        sizes=Counter(result.community.group for result in scores.communities),
        year=course(dataset, scores.as_of),
        events=same_events(dataset),
    )


def _by_day(records: Iterable[RecordView]) -> tuple[RecordView, ...]:
    """Put records in the order of their days; the id breaks ties."""
    return tuple(sorted(records, key=lambda record: (record.date, record.id)))


def _revision_label(revision: Revision) -> str:
    if revision.preview:
        base = "" if revision.commit is None else f"版本 {labels.commit(revision.commit)} 加上"
        return f"预览：{base}此刻文件里的内容"
    if revision.commit is None:
        return "不在 git 仓库中，没有版本号"
    modified = "，另有尚未提交的改动" if revision.modified else ""
    return f"版本 {labels.commit(revision.commit)}{modified}"


def _community(result: CommunityScore, basis: _Basis, own: CommunityCourse) -> CommunityView:
    community = result.community
    layout = basis.layout
    cost = basis.costs.of(result)
    records = {
        entry.record.id: layout.record(
            entry, cost[entry.record.id], basis.events.get(entry.record.id, ())
        )
        for item in result.items
        for entry in item.records
    }
    listed = _by_day(records.values())
    assessment = layout.rubric.assessment
    badges = []
    if result.vetoed:
        badges.append(labels.VETOED)
    if not result.award_eligible:
        badges.append("不参加评优")
    form = layout.filled(result, records, subtitle(community, result))
    made = CommunityView(
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
        group_size=basis.sizes[community.group],
        vetoed=result.vetoed,
        award_eligible=result.award_eligible,
        badges=tuple(badges),
        bar=bar(result.total_exact, assessment.total),
        form=form,
        records=listed,
        headline=headline(result, layout),
        place=basis.places[community.id],
        balance=balance(result, layout),
        course=courses.community(basis.year, own, listed, _vetoes(result)),
        records_note=split(entry for item in result.items for entry in item.records),
        digest="",
        sums=sums(result, layout),
    )
    return replace(made, digest=digest.of_community(basis.setting, basis.scored_by, made))


def _vetoes(result: CommunityScore) -> tuple[date, ...]:
    """Give the days on which vetoes were approved, and so came into force."""
    return tuple(
        sorted(
            entry.record.approval.date
            for item in result.items
            for entry in item.records
            if entry.rule.kind is Kind.VETO and entry.status.counts and entry.record.approval
        )
    )


def _months(records: tuple[RecordView, ...]) -> tuple[MonthView, ...]:
    """Part the records, which are in order of their days, by month."""
    return tuple(
        MonthView(f"m-{month}", f"{month[:4]}年{int(month[5:])}月", tuple(of_month))
        for month, of_month in groupby(records, key=lambda record: record.date[:7])
    )


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
            address=item_address(item.id),
            printed=layout.printed[item.id],
            department=item.department,
            department_name=names[item.department],
            points_label=_points_label(item),
            rules=tuple(
                RuleView(
                    id=rule.id,
                    anchor=rule_anchor(rule.id),
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
        anchor=reading_anchor(reading.id),
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
            bar=bar(points, most),
        )
        for item, (points, communities, records) in sorted(
            rows.items(), key=lambda row: (-row[1][0], list(layout.items).index(row[0]))
        )
    )
