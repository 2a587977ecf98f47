"""What a clerk answers for a new record, on the command line or in a sheet, read by one schema.

An answer is written as people write: full-width digits, `2020年5月12日`, a name for an id. What it
then must be is said by the very shape that `schema` declares for the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing.asked import FIGURES, asked
from kpigen.codes import record_codes, rubric_codes, shape_codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.filing.record_text import NewRecord
from kpigen.model import Approval, Community, Kind, Rubric, Rule
from kpigen.reading import schema
from kpigen.reading.groups import Group
from kpigen.reading.shapes import FAULTY, Date, Shape, Sink, Text, day_meant
from kpigen.reading.source import Scalar
from kpigen.spelling import meant, straighten

_Day = date  # a field has the name


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; empty and None stand for what was not.

    `community` and `rule` are ids. The names are those of `labels.ENTRY`.
    """

    community: str = ""
    rule: str = ""
    date: _Day | None = None
    count: Decimal | None = None
    actual: Decimal | None = None
    deduct: Decimal | None = None
    points: Decimal | None = None
    reason: str = ""
    basis: str = ""
    event: str = ""
    approval_document: str = ""
    approved_by: str = ""
    approval_date: _Day | None = None

    def having(self, name: str, value: object) -> Answers:
        """Give the answers with one more."""
        return replace(self, **{name: value})  # type: ignore[arg-type]  # its shape promised it

    def has(self, name: str) -> bool:
        """Tell whether a question is answered."""
        return getattr(self, name) not in {None, ""}

    def with_words(self, words: str) -> Answers:
        """Fill in the texts that every record needs, so that the rest can be checked already."""
        return replace(self, reason=self.reason or words, basis=self.basis or words)


class Question(NamedTuple):
    """One thing to answer; `field` is where it stands in the record's file, empty for its path."""

    name: str
    heading: str
    field: str
    shape: Shape
    required: bool


APPROVAL = ("approval_document", "approved_by", "approval_date")
_FIELDS = {
    "community": "",
    "approval_document": "approval.document",
    "approved_by": "approval.approved_by",
    "approval_date": "approval.date",
}
REQUIRED = ("community", "rule", "date", "reason", "basis")


def _shape(field: str) -> Shape:
    group: Group = schema.DEDUCTION
    outer, _, inner = field.partition(".")
    shape = group.by_name[outer].shape
    return shape.by_name[inner].shape if isinstance(shape, Group) else shape


QUESTIONS = {
    name: Question(
        name,
        heading,
        field := _FIELDS.get(name, name),
        _shape(field) if field else Text(limit=40),
        name in REQUIRED,
    )
    for name, heading in labels.ENTRY.items()
}
_OF_FIELD = {question.field: name for name, question in QUESTIONS.items() if question.field}


def name_of(field: str) -> str:
    """Name the question whose answer stands in a field of the record's file; empty for none."""
    return _OF_FIELD.get(field, "")


_HEADINGS = {
    question.field: question.heading
    for question in QUESTIONS.values()
    if question.field and "." not in question.field
} | {
    "document": labels.ENTRY["approval_document"],
    "approved_by": labels.ENTRY["approved_by"],
    "approval": "批准的三栏",
}
# Not inside a path or a longer word.
_FIELD = re.compile(rf"(?<![A-Za-z0-9_/.-])(?:{'|'.join(_HEADINGS)})(?![A-Za-z0-9_/.-])")


# In an answer only the value is written, not the line of the file that holds it.
_LINE = re.compile(rf"(写成：|例如 )(?:{'|'.join(map(re.escape, labels.ENTRY.values()))}): ")


def in_headings(words: str) -> str:
    """Name the questions where a finding names the fields of the record's file."""
    return _LINE.sub(r"\1", _FIELD.sub(lambda found: _HEADINGS[found[0]], words))


def read(rubric: Rubric, name: str, words: str, sink: Sink, place: Place) -> object:
    """Turn the words of an answer into its value; FAULTY after a complaint at the place."""
    if name == "community":
        return _community(rubric, words, sink, place)
    if name == "rule":
        return _rule(rubric, words, sink, place)
    question = QUESTIONS[name]
    scalar = Scalar(
        as_filed(question.shape, words), plain=False, line=place.line, column=place.column
    )
    return question.shape.read(scalar, question.heading, sink)


def as_filed(shape: Shape, words: str) -> str:
    """Write figures and days as the record's file has them, if the words mean just that."""
    if isinstance(shape, Text):
        return words.strip()
    if isinstance(shape, Date):
        return day_meant(words) or words.strip()
    return straighten(words).strip()


def _community(rubric: Rubric, words: str, sink: Sink, place: Place) -> object:
    known: dict[str, Community] = {}
    for community in rubric.communities:
        known |= {community.name: community, community.id: community}
    wanted = words.strip()
    found = known.get(wanted) or known.get(straighten(wanted).lower())
    if found is not None:
        return found.id
    names = "、".join(community.name for community in rubric.communities)
    sink.findings.append(
        rubric_codes.UNKNOWN_COMMUNITY.at(
            place, f"社区表里没有“{wanted[:40]}”", meant(wanted, known) or f"可用：{names}"
        )
    )
    return FAULTY


_RULE_ID = re.compile(r"[0-9]{1,2}[bB]?\.[0-9]{1,2}-(?:[0-9]{1,2}|[vV])")


def _rule(rubric: Rubric, words: str, sink: Sink, place: Place) -> object:
    """Find a rule by its id, alone or before the words of the pick list."""
    known = rubric.rules
    wanted = straighten(words).split()
    rule = wanted[0].lower() if wanted else ""
    others = {one.lower() for word in wanted[1:] for one in _RULE_ID.findall(word)} - {rule}
    if rule in known and others:
        sink.findings.append(
            record_codes.UNKNOWN_RULE.at(
                place, f"这里写了几条细则：{words.strip()[:40]}", "一条记录只依据一条细则，分开填"
            )
        )
        return FAULTY
    if rule in known:
        return rule
    near = "、".join(
        one for one in known if rule and one.partition("-")[0] == rule.partition("-")[0]
    )
    hint = f"{rule.partition('-')[0]} 这一行有：{near}" if near else meant(rule, known)
    sink.findings.append(
        record_codes.UNKNOWN_RULE.at(
            place,
            f"考核表里没有细则“{words.strip()[:40]}”",
            hint or "写细则的编号：行号、连字符、行内第几条，例如 1.1-1；编号可在类别页查到",
        )
    )
    return FAULTY


def of_department(rubric: Rubric, rule: str, department: str, place: Place) -> Iterator[Diagnostic]:
    """Refuse a rule that another department assesses than the one that is asked for."""
    names = {one.id: one.name for one in rubric.departments}
    assesses = rubric.rules[rule][0].department
    if department and department != assesses:
        yield record_codes.OTHER_DEPARTMENT.at(
            place,
            f"细则 {rule} 由{names[assesses]}考核，不由{names[department]}考核",
            f"改用{names[department]}的细则，或由{names[assesses]}填报",
        )


class Misfit(NamedTuple):
    """An answer that is missing or too much: the question and the complaint, to be placed."""

    name: str
    finding: Diagnostic


def misfits(
    rule: Rule | None, answers: Answers, faulty: set[str], place: Place
) -> Iterator[Misfit]:
    """Say what is missing, and what the rule's kind has no use for; `faulty` were complained of."""
    for name in REQUIRED:
        if not answers.has(name) and name not in faulty:
            yield Misfit(name, missing(name, place))
    if rule is None:
        return
    needed = asked(rule).needed
    if needed and not answers.has(needed) and needed not in faulty:
        heading = QUESTIONS[needed].heading
        yield Misfit(
            needed,
            record_codes.FIGURE_MISSING.at(
                place, f"细则 {rule.id} 需要“{heading}”", f"在“{heading}”里填扣多少分或加多少分"
            ),
        )
    allowed = asked(rule).allowed
    for name in FIGURES:
        if answers.has(name) and name not in allowed:
            yield Misfit(name, _unfit(rule, name, allowed, place))
    if answers.has("actual") and answers.has("count") and "actual" in allowed:
        yield Misfit(
            "count",
            record_codes.FIGURES_CLASH.at(
                place,
                "“次数/人数”和“实际完成值”只填一个",
                "清空“次数/人数”，由程序按实际完成值算缺额",
            ),
        )
    yield from _approval_misfits(rule, answers, faulty, place)


def missing(name: str, place: Place) -> Diagnostic:
    """Ask for an answer that every record needs."""
    heading = QUESTIONS[name].heading
    return shape_codes.MISSING_KEY.at(place, f"没有填“{heading}”", f"填上{heading}")


def _unfit(rule: Rule, name: str, allowed: tuple[str, ...], place: Place) -> Diagnostic:
    instead = "或".join(f"“{QUESTIONS[one].heading}”" for one in allowed)
    heading = QUESTIONS[name].heading
    return record_codes.FIGURE_UNFIT.at(
        place,
        f"细则 {rule.id}（{labels.KIND[rule.kind]}）不用“{heading}”",
        f"清空“{heading}”，" + (f"这条细则填{instead}" if instead else "这条细则不填数字"),
    )


def _approval_misfits(
    rule: Rule, answers: Answers, faulty: set[str], place: Place
) -> Iterator[Misfit]:
    given = [name for name in APPROVAL if answers.has(name)]
    if rule.kind is not Kind.VETO:
        for name in given:
            heading = QUESTIONS[name].heading
            yield Misfit(
                name,
                record_codes.NOT_A_VETO.at(
                    place,
                    f"细则 {rule.id} 不是一票否决，不用“{heading}”",
                    f"清空“{heading}”；文号填在“依据”里",
                ),
            )
    elif given:
        for name in APPROVAL:
            if not answers.has(name) and name not in faulty:
                yield Misfit(name, missing(name, place))


def new_record(rubric: Rubric, answers: Answers) -> NewRecord:
    """Make the record of answers that have at least community, rule and date."""
    assert answers.date is not None  # noqa: S101  # the caller has asked for it
    item, rule = rubric.rules[answers.rule]
    approval = None
    if answers.approval_document and answers.approved_by and answers.approval_date:
        approval = Approval(answers.approval_document, answers.approved_by, answers.approval_date)
    return NewRecord(
        year=rubric.assessment.year,
        community=answers.community,
        department=item.department,
        date=answers.date,
        rule=answers.rule,
        count=_counted(rule, answers),
        actual=answers.actual,
        deduct=answers.deduct,
        points=answers.points,
        reason=answers.reason,
        basis=answers.basis,
        event=answers.event,
        approval=approval,
    )


def _counted(rule: Rule, answers: Answers) -> Decimal | None:
    """Write out the one time that is meant where nothing is said, as all ways of filing do."""
    if answers.count is None and answers.actual is None and rule.kind is Kind.EACH:
        return Decimal(1)
    return answers.count
