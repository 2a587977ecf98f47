"""The printed table as rows with their merges, blank or filled with one community's results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, ItemScore, RecordScore
from kpigen.assessing.standing import Status, steps_as_filed
from kpigen.exact import ZERO, plain
from kpigen.model import Category, Community, Item, Rubric
from kpigen.view import explain, line_breaks
from kpigen.view.calculation import filed
from kpigen.view.cost_values import CostView
from kpigen.view.event_values import EventRecord
from kpigen.view.forge_pages import file_page
from kpigen.view.life_values import LifeView
from kpigen.view.process import process
from kpigen.view.rule_words import said
from kpigen.view.values import Form, Printed, RecordView, RowView, Spans

# By the record's id, (name, text) pairs.
InternalFacts = Mapping[str, tuple[tuple[str, str], ...]]
_NO_FACTS: InternalFacts = MappingProxyType({})


def anchor(record_id: str) -> str:
    """Give a record's ASCII place on its community's page: `d-jingfa-2020-05-12-x`."""
    return "d-" + "-".join(record_id.split("/")[2:])


def item_anchor(item_id: str) -> str:
    """Give a row's place on a page: `i-3b-1`."""
    return "i-" + item_id.replace(".", "-")


def reading_anchor(reading_id: str) -> str:
    """Give a reading's place on the page of readings: `r-3-a`."""
    return f"r-{reading_id}"


def item_address(item_id: str) -> str:
    """Give the address of a row's page below the year: `items/3b-1.html`."""
    return f"items/{item_id.replace('.', '-')}.html"


def rule_anchor(rule_id: str) -> str:
    """Give a rule's place on its row's page: `rule-3-2-1`."""
    return "rule-" + rule_id.replace(".", "-")


class Layout:
    """What every form of one rubric shares: printed cells and merges, made once.

    `day` is the report's: it tells which deadlines have gone by.
    """

    def __init__(
        self,
        rubric: Rubric,
        lives: Mapping[str, LifeView] | None = None,
        missing: str = "",
        internal: InternalFacts = _NO_FACTS,
        day: date | None = None,
    ) -> None:
        self.rubric = rubric
        self._lives = lives or {}
        self._internal = internal
        self._day = day
        self._no_life = LifeView(None, missing, (), ())
        self.names = {department.id: department.name for department in rubric.departments}
        self.communities = {community.id: community for community in rubric.communities}
        self.categories: dict[str, Category] = {}
        self.items: dict[str, Item] = {}
        self.printed: dict[str, Printed] = {}
        for category in rubric.categories:
            for item in category.items:
                self.categories[item.id] = category
                self.items[item.id] = item
                first = item is category.items[0]
                self.printed[item.id] = _printed(category, item, first=first)
        self.spans = _spans(rubric)

    def blank(self) -> Form:
        """Give the form as the office hands it out."""
        rows = tuple(
            self._row(item, None, ())
            for category in self.rubric.categories
            for item in category.items
        )
        assessment = self.rubric.assessment
        return Form(
            title=assessment.title,
            subtitle="",
            headings=assessment.headings,
            rows=rows,
            total_label=assessment.total_label,
            total_points=plain(assessment.total),
            total_score="",
            total_note="",
        )

    def filled(self, result: CommunityScore, records: dict[str, RecordView], subtitle: str) -> Form:
        """Give one community's form; `records` are its record views by id."""
        assessment = self.rubric.assessment
        rows = tuple(
            self._row(
                scored.item,
                scored,
                tuple(records[entry.record.id] for entry in scored.records),
            )
            for scored in result.items
        )
        note = labels.VETOED if result.vetoed else ""
        return Form(
            title=assessment.title,
            subtitle=subtitle,
            headings=assessment.headings,
            rows=rows,
            total_label=assessment.total_label,
            total_points=plain(assessment.total),
            total_score=labels.total(result.total),
            total_note=note,
        )

    def _row(
        self,
        item: Item,
        scored: ItemScore | None,
        records: tuple[RecordView, ...],
    ) -> RowView:
        points = None if item.points is None else plain(item.points)
        cell = "" if scored is None else _score_cell(scored)
        return RowView(
            item=item.id,
            anchor=item_anchor(item.id),
            category=self.categories[item.id].name,
            printed=self.printed[item.id],
            spans=self.spans[item.id],
            points=points,
            deducted="0" if scored is None else plain(scored.deducted),
            pool_deducted=None
            if scored is None or scored.pool_deducted is None
            else plain(scored.pool_deducted),
            score=None if scored is None or scored.score is None else plain(scored.score),
            lost="0" if scored is None else plain(lost(scored)),
            vetoed=scored is not None and scored.vetoed,
            score_cell=cell,
            score_shown=labels.minus_sign(cell),
            reason="\n".join(record.summary for record in records if record.counts),
            arithmetic="" if scored is None else explain.item_arithmetic(scored),
            records=records,
        )

    def record(
        self, scored: RecordScore, cost: CostView, same_event: tuple[EventRecord, ...]
    ) -> RecordView:
        """Give one record as shown, with what it costs and the others of its event."""
        record, rule = scored.record, scored.rule
        item = self.items[rule.id.partition("-")[0]]
        counts = scored.status.counts
        told = process(scored, self.rubric, self._day)
        return RecordView(
            id=record.id,
            path=record.path,
            source=file_page(self.rubric.assessment.forge, record.path),
            anchor=anchor(record.id),
            community=record.community,
            community_name=self.communities[record.community].name,
            department=record.department,
            department_name=self.names[record.department],
            category=self.categories[item.id].id,
            item=item.id,
            item_content=item.printed.content,
            rule=rule.id,
            rule_text=rule.text,
            rule_words=said(rule),
            rule_kind=labels.KIND[rule.kind],
            date=record.date.isoformat(),
            day=labels.day(record.date),
            reason=record.reason,
            basis=record.basis,
            basis_parts=line_breaks.parts(record.basis),
            event=record.event,
            figures=_figures(scored),
            filed=filed(record),
            asked=plain(scored.asked),
            deduct=plain(scored.deduct),
            adjustment=labels.signed(scored.points) if scored.points else "",
            adjustment_shown=labels.shown_signed(scored.points) if scored.points else "",
            arithmetic=explain.record_arithmetic(scored),
            cost=cost,
            status=str(scored.status),
            status_label=labels.STATUS[scored.status],
            counts=counts,
            summary=_summary(scored) if counts else "",
            approval=told.approval,
            appeal=told.appeal,
            appeal_grounds=told.grounds,
            overdue=told.overdue,
            withdrawal=told.withdrawal,
            corrections=told.corrections,
            process=told.lines(),
            life=self._lives.get(record.id, self._no_life),
            same_event=same_event,
            internal=self._internal.get(record.id, ()),
        )


def _summary(scored: RecordScore) -> str:
    """Say a record that counts on a line of the 扣分原因 cell."""
    record = scored.record
    pending = "，申诉中" if scored.status is Status.APPEALED else ""
    said = f"{labels.month_day(record.date)}：{record.reason.rstrip('。')}"
    return f"{said}（{explain.effect(scored)}{pending}；{record.basis}）"


def lost(scored: ItemScore) -> Decimal:
    """Give the points that a row (with its pool) lost, 0 where it has none of its own."""
    if scored.score is None or scored.item.points is None:
        return ZERO
    return scored.item.points - scored.score


def subtitle(community: Community, result: CommunityScore) -> str:
    """Give the line below the title that names the community and where it stands."""
    standing = f"{community.group}{labels.rank(result.group_rank)}"
    return f"{community.name}　总分 {labels.total(result.total)}　{standing}"


def _score_cell(scored: ItemScore) -> str:
    if scored.score is not None:
        return plain(scored.score)
    return labels.signed(scored.adjustment) if scored.adjustment else ""


def _figures(scored: RecordScore) -> tuple[tuple[str, str], ...]:
    record = scored.record
    if scored.steps is not None and record.actual is None:
        filed = steps_as_filed(record, scored.rule)
        reduced = (("filed_count", plain(filed)),) if filed != scored.steps else ()
        return (("count", plain(scored.steps)), *reduced)
    return tuple(
        (name, plain(value))
        for name, value in (
            ("actual", record.actual),
            ("given", record.deduct),
            ("points", record.points),
        )
        if value is not None
    )


def _printed(category: Category, item: Item, *, first: bool) -> Printed:
    cells = item.printed
    return Printed(
        number=category.no if first else "",
        category=category.name if first else "",
        seq=cells.seq,
        content=cells.content,
        veto=cells.veto,
        department=cells.department,
        points=cells.points,
        rules=cells.rules,
    )


def _spans(rubric: Rubric) -> dict[str, Spans]:
    """Work out the merges: a category's cells, a department's empty cells, a pool's points."""
    items = rubric.items
    category = {}
    for block in rubric.categories:
        for place, item in enumerate(block.items):
            category[item.id] = 0 if place else len(block.items)
    department = _down([bool(item.printed.department) for item in items])
    points = _down([item.pool is None for item in items])
    return {
        item.id: Spans(category[item.id], category[item.id], department[row], points[row])
        for row, item in enumerate(items)
    }


def _down(starts: list[bool]) -> list[int]:
    """Turn 'a cell starts here' per row into spans: [True, False, True] is [2, 0, 1]."""
    spans = [0] * len(starts)
    head = 0
    for row, begins in enumerate(starts):
        if begins:
            head = row
        spans[head] += 1
    return spans
