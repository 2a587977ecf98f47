"""Turns the located nodes of the rubric's files into a Rubric."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpigen.codes import rubric_codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.model import (
    Assessment,
    Calendar,
    Category,
    Cell,
    Community,
    Deadlines,
    Department,
    Effect,
    FontFolder,
    Forge,
    ForgeKind,
    Item,
    Kind,
    Policy,
    Printed,
    Privacy,
    Reading,
    Rubric,
    Rule,
    Ruling,
    Scale,
    Stage,
    StageDates,
    VetoEffect,
)
from kpigen.reading import schema
from kpigen.reading.groups import Fields, Group
from kpigen.reading.shapes import Sink
from kpigen.reading.source import Node

_REQUIRED = ("assessment.yaml", "departments.yaml", "communities.yaml")
# The files beside the categories' own; those that are not required have defaults.
SHAPES = {
    "assessment.yaml": schema.ASSESSMENT,
    "departments.yaml": schema.DEPARTMENTS,
    "communities.yaml": schema.COMMUNITIES,
    "calendar.yaml": schema.CALENDAR,
    "privacy.yaml": schema.PRIVACY,
}


def assemble(nodes: dict[str, Node | None], year: int, findings: list[Diagnostic]) -> Rubric | None:
    """Build the rubric; None, with complaints, when any file is missing or faulty.

    `nodes` maps file names below data/rubric/<year>/ to root nodes, categories in table order; a
    file that was refused as a whole has None.
    """
    base = f"data/rubric/{year}"
    before = len(findings)
    read: dict[str, Fields] = {}
    for name, node in nodes.items():
        if node is None:  # the file was refused as a whole and complained of already
            continue
        shape = SHAPES.get(name, schema.CATEGORY)
        fields = _fields(shape, node, f"{base}/{name}", findings)
        if fields is not None:
            read[name] = fields
    findings.extend(_missing(f"{base}/{name}", name) for name in _REQUIRED if name not in nodes)
    categories = [fields for name, fields in read.items() if name.startswith("categories/")]
    if not any(name.startswith("categories/") for name in nodes):
        findings.append(_missing(f"{base}/categories", "categories/*.yaml"))
    complained = len(findings) > before or None in nodes.values()
    if complained or not all(fields.whole for fields in read.values()):
        return None
    return Rubric(
        assessment=_assessment(read["assessment.yaml"]),
        departments=tuple(
            Department(f.text("id"), f.text("name"), f.words("owners"), f.at)
            for f in read["departments.yaml"].groups("departments")
        ),
        office=read["departments.yaml"].text("office"),
        communities=tuple(
            Community(f.text("id"), f.text("name"), f.text("group"), f.at)
            for f in read["communities.yaml"].groups("communities")
        ),
        categories=tuple(_category(fields) for fields in categories),
        calendar=_calendar(read.get("calendar.yaml")),
        privacy=_privacy(read.get("privacy.yaml")),
    )


def _calendar(fields: Fields | None) -> Calendar:
    if fields is None:
        return Calendar((), ())
    return Calendar(fields.days("holidays"), fields.days("workdays"), fields.at)


def _privacy(fields: Fields | None) -> Privacy:
    return Privacy((), (), ()) if fields is None else Privacy(*map(fields.words, Privacy._fields))


def _fields(shape: Group, node: Node, path: str, findings: list[Diagnostic]) -> Fields | None:
    fields = shape.read(node, shape.title, Sink(path, findings))
    return fields if isinstance(fields, Fields) else None


def _missing(path: str, name: str) -> Diagnostic:
    return rubric_codes.NO_RUBRIC.at(
        Place(path), f"缺少 {name}", "从上一年度复制一份，再按今年的表修改"
    )


def _day(fields: Fields, name: str) -> date:
    return fields.day(name) or date.min


def _number(fields: Fields, name: str) -> Decimal:
    return fields.figure(name) or Decimal(0)


def _assessment(fields: Fields) -> Assessment:
    period, printed, scoring = (
        fields.group("period"),
        fields.group("printed"),
        fields.group("scoring"),
    )
    assert period and printed and scoring  # noqa: S101, PT018  # required by the declared shape
    return Assessment(
        title=fields.text("title"),
        town=fields.text("town"),
        year=int(_number(fields, "year")),
        starts=_day(period, "from"),
        ends=_day(period, "to"),
        total=_number(fields, "total"),
        stage=Stage(fields.text("stage")),
        stages=tuple(_stage(stage) for stage in fields.groups("stages")),
        deadlines=_deadlines(fields.group("deadlines")),
        appeal_to=fields.text("appeal_to"),
        sealed_through=fields.day("sealed_through"),
        forge=_forge(fields.group("forge")),
        demo=fields.values.get("demo") is True,
        headings=printed.words("headings"),
        total_label=printed.text("total_label"),
        policy=Policy(
            veto_effects=frozenset(VetoEffect(word) for word in scoring.words("veto_effects")),
            bonus_cap=scoring.figure("bonus_cap"),
            extra_deduction_cap=scoring.figure("extra_deduction_cap"),
            total_min=scoring.figure("total_min"),
            total_max=scoring.figure("total_max"),
        ),
        at=fields.at,
        fonts=tuple(FontFolder(path, fields.place("fonts")) for path in fields.words("fonts")),
    )


def _stage(fields: Fields) -> StageDates:
    return StageDates(
        Stage(fields.text("stage")), _day(fields, "from"), fields.day("to"), fields.at
    )


def _deadlines(fields: Fields | None) -> Deadlines:
    if fields is None:
        return Deadlines(None, None, None)
    given = (fields.figure(name) for name in Deadlines._fields)
    return Deadlines(*(None if days is None else int(days) for days in given))


def _forge(fields: Fields | None) -> Forge | None:
    if fields is None:
        return None
    kind = ForgeKind(fields.text("kind"))
    return Forge(kind, fields.text("repository"), fields.text("branch") or "main")


def _category(fields: Fields) -> Category:
    return Category(
        id=fields.text("id"),
        no=fields.text("no"),
        name=fields.text("name"),
        items=tuple(_item(item) for item in fields.groups("items")),
        readings=tuple(_reading(reading) for reading in fields.groups("readings")),
        at=fields.at,
    )


def _item(fields: Fields) -> Item:
    printed = fields.group("printed")
    assert printed is not None  # noqa: S101  # required by the declared shape
    return Item(
        id=fields.text("id"),
        printed=Printed(
            seq=printed.text("seq"),
            content=printed.text("content"),
            veto=printed.text("veto"),
            department=printed.text("department"),
            points=printed.text("points"),
            rules=printed.text("rules"),
        ),
        department=fields.text("department"),
        points=fields.figure("points"),
        pool=fields.text("pool") or None,
        rules=tuple(_rule(rule) for rule in fields.groups("rules")),
        at=fields.at,
    )


def _rule(fields: Fields) -> Rule:
    effect = fields.text("effect")
    return Rule(
        id=fields.text("id"),
        text=fields.text("text"),
        kind=Kind(fields.text("kind")),
        cell=Cell(fields.text("cell") or "rules"),
        deduct=fields.figure("deduct"),
        unit=fields.text("unit"),
        cap=fields.figure("cap"),
        allotment=fields.figure("allotment"),
        target=fields.figure("target"),
        step=fields.figure("step"),
        per=fields.text("per"),
        decimals=int(_number(fields, "decimals")),
        effect=Effect(effect) if effect else None,
        at=fields.at,
    )


def _reading(fields: Fields) -> Reading:
    decided = fields.group("decided")
    scale = fields.text("scale")
    return Reading(
        id=fields.text("id"),
        about=fields.words("about"),
        text=fields.text("text"),
        doubt=fields.text("doubt"),
        reading=fields.text("reading"),
        scale=Scale(scale) if scale else None,
        decided=None
        if decided is None
        else Ruling(decided.text("by"), _day(decided, "date"), decided.text("document")),
        at=fields.at,
    )
