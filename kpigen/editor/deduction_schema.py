"""Makes one year's JSON Schema of a deduction record: its rules, and what each asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpigen.assessing.asked import FIGURES, asked
from kpigen.assessing.standing import full_marks
from kpigen.editor.editor_schema import Schema, of_file
from kpigen.editor.samples import SAMPLES
from kpigen.exact import EXACT
from kpigen.model import Decision, Item, Kind, Rubric, Rule
from kpigen.reading import schema
from kpigen.reading.category_schema import KINDS

_KINDS = dict(KINDS)
_SETTLED = ("decided", "decision", "decided_by", "document")
_REDUCED = ("deduct", "count")
_ONE_FIGURE = "写明减轻以后是多少：deduct 和 count 只写一个。"


def of_year(rubric: Rubric) -> Schema:
    """Give the record's schema with the year's rules as the only ones."""
    rules = rubric.rules
    kinds = {rule.kind for _, rule in rules.values()}
    samples = tuple(sample for sample in SAMPLES["deduction"] if sample.kind in kinds)
    made = of_file("deduction", schema.DEDUCTION, samples)
    made["title"] = f"{rubric.assessment.year}年度{schema.DEDUCTION.title}"
    properties = made["properties"]
    assert isinstance(properties, dict)  # noqa: S101  # every group has them
    properties["rule"] = {
        **properties["rule"],
        "enum": list(rules),
        "enumDescriptions": _rule_texts(rubric, rules),
        "errorMessage": "考核表里没有这条细则；编号在网站的类别页上。",
    }
    properties["appeal"] = {**properties["appeal"], **_settled_whole()}
    made["allOf"] = [
        {
            # No `enum`: editors would take its words, too, for what may be written.
            "if": {"properties": {"rule": {"pattern": _one_of(names)}}, "required": ["rule"]},
            "then": {"errorMessage": f"{comment}。", **then},
        }
        for comment, names, then in _by_demand(rubric)
    ]
    return made


def _one_of(names: list[str]) -> str:
    return f"^(?:{'|'.join(names)})$".replace(".", r"\.")


def _rule_texts(rubric: Rubric, rules: Mapping[str, tuple[Item, Rule]]) -> list[str]:
    """Give each rule's printed text, its row, who files it and what to write."""
    names = {department.id: department.name for department in rubric.departments}
    return [
        f"{rule.text}\n{item.id} {item.printed.content}\n"
        f"{names.get(item.department, item.department)}填报。{_what_to_write(rule)}。"
        for item, rule in rules.values()
    ]


def _what_to_write(rule: Rule) -> str:
    return f"{_KINDS[rule.kind]}：{asked(rule).words}"


def _by_demand(rubric: Rubric) -> Iterator[tuple[str, list[str], Schema]]:
    """Put rules that ask for the very same together: what they are, their ids, what they ask."""
    full = full_marks(rubric)
    rules = rubric.rules
    alike: dict[tuple[object, ...], list[str]] = {}
    for item, rule in rules.values():
        bounds = (rule.allotment, rule.target, rule.step, rule.decimals)
        alike.setdefault((rule.kind, full[item.id], *bounds), []).append(rule.id)
    for names in alike.values():
        item, rule = rules[names[0]]
        yield _what_to_write(rule), names, _demand(rule, full[item.id])


def _demand(rule: Rule, full: Decimal) -> Schema:
    """Say what a record on this rule must and must not have, as the checks do."""
    asks = asked(rule)
    properties: Schema = {name: False for name in FIGURES if name not in asks.allowed}
    if rule.kind is Kind.JUDGED:
        properties["deduct"] = {"maximum": full}
    if rule.target is not None and rule.step is not None:
        properties["actual"] = {
            "maximum": EXACT.subtract(rule.target, rule.step),
            "multipleOf": Decimal(1).scaleb(-rule.decimals),
        }
    if rule.kind is not Kind.VETO:
        properties["approval"] = False
    if rule.kind is not Kind.EACH:
        properties["appeal"] = _reduction(rule.kind)
    demand: Schema = {"properties": properties}
    if asks.needed:
        demand["required"] = [asks.needed]
    if rule.allotment is not None:
        # A record that an appeal reduced, or that was withdrawn, may have asked for too much.
        demand["if"] = {"anyOf": [{"required": ["appeal"]}, {"required": ["withdrawn"]}]}
        demand["else"] = {"properties": {"deduct": {"maximum": rule.allotment}}}
    if "actual" in asks.allowed:
        demand["dependencies"] = {"actual": {"properties": {"count": False}}}
    return demand


def _reduction(kind: Kind) -> Schema:
    """Say what an appeal against other records than of `each` comes to; a veto is not reduced."""
    if kind is Kind.VETO:
        decisions = [str(decision) for decision in Decision if decision is not Decision.REDUCED]
        refused = "一票否决不能减轻。"
        return {"properties": {"decision": {"enum": decisions, "errorMessage": refused}}}
    return {"properties": {"count": False}, "errorMessage": "这条细则不按次扣分，减轻写 deduct。"}


def _settled_whole() -> Schema:
    """A decision comes with all that belongs to it; only a reduction with one lower figure."""
    return {
        "dependencies": {name: [other for other in _SETTLED if other != name] for name in _SETTLED},
        "if": {
            "properties": {"decision": {"const": str(Decision.REDUCED)}},
            "required": ["decision"],
        },
        "then": {"oneOf": [{"required": [name], "errorMessage": _ONE_FIGURE} for name in _REDUCED]},
        "else": {
            "properties": dict.fromkeys(_REDUCED, False),
            "errorMessage": "决定不是减轻，不写 deduct 和 count。",
        },
    }
