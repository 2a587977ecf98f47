"""The rules of the record book: what a change may not do to what was merged before.

They hold against BASE: its assessment.yaml is the law, so that no change can move its own
goalposts. Pure rules over the differences that `record_changes` and `rubric_changes` find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kpigen import labels
from kpigen.changes.record_changes import CORE, Act, RecordChange, missing
from kpigen.changes.rubric_changes import Part, RubricChange
from kpigen.codes import book_codes as codes
from kpigen.diagnostics import Diagnostic, Place, in_order
from kpigen.filing import admission
from kpigen.model import Appeal, Assessment, Deduction, Stage


class Law(NamedTuple):
    """What the rules go by: the assessments of BASE, of the start of the change, and of HEAD.

    The change starts at BASE, or where it parted from BASE. None stands for a year that is not
    there or could not be read; for HEAD, only for one that is not there. `filed` gives for the
    path of a new record the day on which it was first committed: a review takes as long as it
    takes. For every other one `day` is HEAD's, None where nothing gives one: no day is held against
    a record then.
    """

    year: int
    base: Assessment | None
    start: Assessment | None
    head: Assessment | None
    day: date | None
    filed: Mapping[str, date]

    @property
    def archived(self) -> bool:
        """Tell whether the year was archived before the change."""
        return self.base is not None and self.base.stage is Stage.ARCHIVED

    @property
    def sealed_through(self) -> date | None:
        """Give the last sealed day before the change."""
        return None if self.base is None else self.base.sealed_through


def violations(
    records: tuple[RecordChange, ...], rubric: tuple[RubricChange, ...], law: Law
) -> tuple[Diagnostic, ...]:
    """Hold the changes of one year against the rules."""
    found = list(_year(rubric, law))
    for change in records:
        found.extend(_record(change, law))
    return in_order(found)


# Where the repository lives and who approves may change when a year is long over.
_NOT_SEALED = frozenset({(Part.ASSESSMENT, "forge"), (Part.DEPARTMENT, "owners")})


def _year(rubric: tuple[RubricChange, ...], law: Law) -> Iterator[Diagnostic]:
    place = Place(f"data/rubric/{law.year}/assessment.yaml")
    if law.base is None:
        return
    if law.archived and law.head is None:
        yield codes.ARCHIVED.at(
            place, f"{law.year} 年度已归档，考核表却不见了", "恢复 data/rubric/ 下这一年的文件"
        )
    if law.start is not None and law.head is not None:
        yield from _unsealed(law.start, law.head, place)
    if law.archived:
        parts = sorted(
            {
                f"{labels.PART[change.part]} {change.id}".strip()
                for change in rubric
                if (change.part, change.field.partition(".")[0]) not in _NOT_SEALED
                and change.field not in {"stage", "sealed_through"}
            }
        )
        if parts:
            yield codes.ARCHIVED.at(
                place,
                f"{law.year} 年度已归档，考核表却有 {len(parts)} 处改动：{'、'.join(parts[:5])}",
                "把考核表恢复原样；新的规定写到新的年度",
            )


def _unsealed(start: Assessment, head: Assessment, place: Place) -> Iterator[Diagnostic]:
    if start.stage is Stage.ARCHIVED and head.stage is not Stage.ARCHIVED:
        yield codes.UNSEALED.at(
            place, f"{start.year} 年度已归档，不能改回“{head.stage}”", "写回 stage: 归档"
        )
    sealed, now = start.sealed_through, head.sealed_through
    if sealed is not None and (now is None or now < sealed):
        yield codes.UNSEALED.at(
            place, f"已经封存到 {sealed}，不能删去或提前", f"写回 sealed_through: {sealed}"
        )


def _record(change: RecordChange, law: Law) -> Iterator[Diagnostic]:
    if Act.MENDED in change.acts:
        return  # what could not be read never stood in the book
    sealed = list(_sealed(change, law))
    if sealed:
        yield from sealed
    elif change.base is None:
        if law.base is not None:
            day = law.filed.get(change.shown.path, law.day)
            yield from admission.against(change.shown, law.base, day)
        if change.shown.appeal is not None:
            yield from _new_appeal(change.shown)
    elif change.head is None:
        yield codes.DELETED.at(
            Place(change.base.path),
            "已合并的记录不能删除",
            "恢复这个文件；填错了的，加上 withdrawn：date、reason、decided_by",
        )
    elif Act.MOVED in change.acts:
        yield codes.MOVED.at(
            Place(change.head.path),
            f"这条记录原来在 {change.base.path}，合并以后不能移动",
            "移回原处；放错了社区或部门的，撤销原来的，另填一条",
        )
    else:
        yield from _kept(change.base, change.head)


def _sealed(change: RecordChange, law: Law) -> Iterator[Diagnostic]:
    record, done = change.shown, _DONE.get(change.acts[0], "改动")
    days = {side.date for side in (change.base, change.head) if side is not None}
    if law.archived:
        yield admission.archived(law.year, Place(record.path), done)
    elif law.sealed_through is not None and min(days) <= law.sealed_through:
        yield admission.sealed(law.sealed_through, min(days), record, done)


_DONE = {Act.ADDED: "新增", Act.REMOVED: "删除", Act.MOVED: "移动"}


def _kept(base: Deduction, head: Deduction) -> Iterator[Diagnostic]:
    lost = missing(base.corrections, head.corrections)
    if lost:
        yield codes.CORRECTION_LOST.at(
            head.at("corrections"),
            f"已合并的更正说明少了 {len(lost)} 条，或被改动",
            "恢复原来的各条，新的说明另加一条",
        )
    changed = [name for name in CORE if getattr(base, name) != getattr(head, name)]
    if base.approval is not None and base.approval != head.approval:
        changed.append("approval")
    if base.withdrawn is not None and head.withdrawn is None:
        yield codes.WITHDRAWAL_UNDONE.at(
            Place(head.path), "撤销过的记录不能恢复", "恢复 withdrawn；撤销错了的，另填一条记录"
        )
    elif base.withdrawn is not None and base.withdrawn != head.withdrawn:
        changed.append("withdrawn")
    if changed and {*head.corrections} <= {*base.corrections}:
        yield codes.NO_REASON.at(
            head.at(changed[0]),
            f"改了已合并的 {'、'.join(changed)}，没有写更正原因",
            "在 corrections 里加一条：date（日期）、reason（原因）、decided_by（决定者）",
        )
    decided = base.appeal is not None and base.appeal.decision is not None
    settled = [name for name in changed if name in _DECIDED_UPON]
    if decided and settled:
        yield codes.APPEAL_OUT_OF_ORDER.at(
            head.at(settled[0]),
            f"申诉已经决定，决定所依据的 {'、'.join(settled)} 不能再改",
            "恢复原来的内容；决定以后还要更改的，撤销这条，另填一条",
        )
    yield from _appeal(base, head)


# What an appeal is decided about.
_DECIDED_UPON = frozenset({"date", "rule", "count", "actual", "deduct", "points"})


def _new_appeal(record: Deduction) -> Iterator[Diagnostic]:
    problem = _appeal_problem(None, record.appeal)
    if problem is not None:
        message, hint = problem
        yield codes.APPEAL_OUT_OF_ORDER.at(record.at("appeal"), message, hint)


def _appeal(base: Deduction, head: Deduction) -> Iterator[Diagnostic]:
    """None, then filed, then decided; what was filed or decided stands."""
    before, after = base.appeal, head.appeal
    if before == after:
        return
    problem = _appeal_problem(before, after)
    if problem is not None:
        message, hint = problem
        yield codes.APPEAL_OUT_OF_ORDER.at(head.at("appeal"), message, hint)


def _appeal_problem(before: Appeal | None, after: Appeal | None) -> tuple[str, str] | None:
    if after is None:
        return "提出的申诉不能删去", "恢复 appeal；不成立的，写 decision: upheld（维持）"
    if before is None:
        if after.decision is None and after.decided is None:
            return None
        return "申诉还没有登记就有了决定", "先合并 filed 和 grounds，再另提合并请求写决定"
    if before.decided is not None or before.decision is not None:
        return "申诉的决定是最终的，不能改动", "恢复原来的 appeal"
    if (before.filed, before.grounds) != (after.filed, after.grounds):
        return "提出的申诉不能改写", "恢复原来的 filed 和 grounds，在后面添加决定"
    return None
