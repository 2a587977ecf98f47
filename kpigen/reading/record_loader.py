"""Turns the located nodes of one record file into a Deduction."""

from __future__ import annotations

from datetime import date

from kpigen.diagnostics import Diagnostic
from kpigen.model import Appeal, Approval, Correction, Decision, Deduction, Withdrawal
from kpigen.reading import schema
from kpigen.reading.groups import Fields
from kpigen.reading.shapes import Sink
from kpigen.reading.source import Node

DEDUCTIONS = "data/deductions"
_SUFFIX = ".yaml"
_NO_DAY = date.min


def record_id(path: str) -> str:
    """Give a record's id: its path below data/deductions/ without the suffix."""
    return path[len(DEDUCTIONS) + 1 : -len(_SUFFIX)]


def record(
    node: Node, path: str, community: str, department: str, findings: list[Diagnostic]
) -> Deduction | None:
    """Read one record; what is faulty gets a placeholder and its name in `faulty`."""
    fields = schema.DEDUCTION.read(node, "扣分记录", Sink(path, findings))
    if not isinstance(fields, Fields):
        return None
    approval, appeal, withdrawn = (
        fields.group("approval"),
        fields.group("appeal"),
        fields.group("withdrawn"),
    )
    places = fields.places
    for name, group in (("approval", approval), ("appeal", appeal), ("withdrawn", withdrawn)):
        if group is not None:
            places.extend((f"{name}.{inner}", line, col) for inner, line, col in group.places)
            if group.faulty:
                fields.faulty.add(name)
    if not all(group.whole for group in fields.groups("corrections")):
        fields.faulty.add("corrections")
    return Deduction(
        id=record_id(path),
        community=community,
        department=department,
        date=fields.day("date") or _NO_DAY,
        rule=fields.text("rule"),
        count=fields.figure("count"),
        actual=fields.figure("actual"),
        deduct=fields.figure("deduct"),
        points=fields.figure("points"),
        reason=fields.text("reason"),
        basis=fields.text("basis"),
        event=fields.text("event"),
        approval=None if approval is None else _approval(approval),
        appeal=None if appeal is None else _appeal(appeal),
        withdrawn=None if withdrawn is None else _withdrawal(withdrawn),
        path=path,
        corrections=tuple(_correction(group) for group in fields.groups("corrections")),
        places=tuple(places),
        faulty=frozenset(fields.faulty),
    )


def _approval(fields: Fields) -> Approval:
    return Approval(
        fields.text("document"), fields.text("approved_by"), fields.day("date") or _NO_DAY
    )


def _appeal(fields: Fields) -> Appeal:
    decision = fields.text("decision")
    return Appeal(
        filed=fields.day("filed") or _NO_DAY,
        grounds=fields.text("grounds"),
        decided=fields.day("decided"),
        decision=Decision(decision) if decision else None,
        deduct=fields.figure("deduct"),
        count=fields.figure("count"),
        decided_by=fields.text("decided_by"),
        document=fields.text("document"),
    )


def _withdrawal(fields: Fields) -> Withdrawal:
    return Withdrawal(
        fields.day("date") or _NO_DAY, fields.text("reason"), fields.text("decided_by")
    )


def _correction(fields: Fields) -> Correction:
    return Correction(
        fields.day("date") or _NO_DAY, fields.text("reason"), fields.text("decided_by")
    )
