"""The questions of `kpigen add`: what is missing, step by step, each answer checked at once."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import click

from kpigen import labels
from kpigen.assessing import scoring
from kpigen.assessing.asked import asked
from kpigen.assessing.standing import limit_of, scales
from kpigen.diagnostics import Diagnostic, Place, has_errors
from kpigen.exact import EXACT, ZERO, plain
from kpigen.excerpt import on_one_line
from kpigen.filing import examination, questions, record_text
from kpigen.filing.examination import Candidate
from kpigen.filing.questions import QUESTIONS, Answers
from kpigen.model import Dataset, Item, Kind, Rule
from kpigen.reading.shapes import FAULTY, Sink
from kpigen.spelling import straighten
from kpigen.terminal.filing import complaints
from kpigen.view import explain

_PLACE = Place("")
_LONGEST = 36
_HELP = {
    "date": "事情发生的那一天，例如 2020-05-12",
    "deduct": "扣多少分",
    "points": "总分上加减多少分，不带正负号",
    "reason": "一两句话，会公布，不写姓名、住址和电话",
    "basis": "依据的文号",
    "event": "同一件事用同一个名称；用不到就直接回车",
    "approval_document": "还没有批准就直接回车",
    "approved_by": "例如 南桐镇党委",
    "approval_date": "例如 2020-06-01",
}


class Choice(NamedTuple):
    """One thing to choose: its id, the names it may be called by, and how it is shown."""

    id: str
    names: tuple[str, ...]
    shown: str


def complete(dataset: Dataset, given: dict[str, str], department: str) -> Answers:
    """Ask for what was not given; an answer that can't be right is explained and asked again.

    `given` are words by question, `department` an id or empty. Ctrl+C and the end of input raise
    click's Abort.
    """
    return _Dialogue(dataset, given, department).answers()


def agreed(question: str) -> bool:
    """Ask for a yes or a no."""
    while True:
        words = _prompt(f"{question}（是/否）").strip().lower()
        if words in {"是", "y", "yes", "1"}:
            return True
        if words in {"否", "n", "no", "0"}:
            return False
        _say("请填“是”或“否”。")


def _say(text: str) -> None:
    click.echo(text, err=True)


def _prompt(text: str) -> str:
    words: str = click.prompt(
        text, prompt_suffix="：", default="", show_default=False, type=str, err=True
    )
    return words


class _Dialogue:
    """One record's questions and the answers so far."""

    def __init__(self, dataset: Dataset, given: dict[str, str], department: str) -> None:
        self._dataset = dataset
        self._rubric = dataset.rubric
        self._given = dict(given)
        self._department = department
        self._answers = Answers()

    def answers(self) -> Answers:
        """Ask from the department to the event."""
        self._take("rule")
        if not self._answers.rule and not self._department:
            self._department = self._choose("部门", self._departments())
        if not self._take("community"):
            self._set("community", self._community())
        if not self._answers.rule:
            self._set("rule", self._rule())
        _, rule = self._rubric.rules[self._answers.rule]
        self._ask("date")
        self._figures(rule)
        for name in ("reason", "basis"):
            self._ask(name)
        self._ask("event", required=False)
        if rule.kind is Kind.VETO:
            self._ask("approval_document", required=False)
            if self._answers.approval_document:
                self._ask("approved_by")
                self._ask("approval_date")
        for name, words in self._given.items():  # what the rule has no use for, to be refused
            self._set(name, questions.read(self._rubric, name, words, Sink("", []), _PLACE))
        return self._answers

    def _figures(self, rule: Rule) -> None:
        if rule.kind is not Kind.EACH:
            for name in asked(rule).allowed:
                self._ask(name)
            return
        unit = labels.measured(rule.unit)
        if rule.target is not None and "count" not in self._given:
            target = f"{labels.PERIOD[rule.per]}目标 {plain(rule.target)}"
            self._ask("actual", f"{target}；不知道就直接回车，改填缺几{unit}", required=False)
        if self._answers.actual is None:
            missing = "" if rule.target is None else "缺"
            self._ask("count", f"{missing}几{unit}；直接回车就是 1", required=False)

    def _ask(self, name: str, help_text: str = "", *, required: bool = True) -> None:
        """Ask until the answer will do; what was given as an option is the first answer."""
        heading = QUESTIONS[name].heading
        done = self._take(name)
        while not done:
            words = _prompt(f"{heading}（{help_text or _HELP[name]}）").strip()
            if not words and not required:
                return
            if not words:
                _say("这一项要填。")
            done = bool(words) and self._offer(name, words)

    def _take(self, name: str) -> bool:
        """Try what was given as an option; tell whether it will do."""
        words = self._given.pop(name, "")
        return bool(words) and self._offer(name, words)

    def _offer(self, name: str, words: str) -> bool:
        """Try an answer, and show what there is against it; tell whether it will do."""
        found: list[Diagnostic] = []
        value = questions.read(self._rubric, name, words, Sink("", found), _PLACE)
        if value is not FAULTY:
            found.extend(self._against(self._answers.having(name, value), name))
        if found:
            _say(complaints(found))
        if has_errors(tuple(found)) or (found and not agreed("仍然这样填吗")):
            return False
        self._set(name, value)
        return True

    def _set(self, name: str, value: object) -> None:
        self._answers = self._answers.having(name, value)

    def _against(self, trial: Answers, name: str) -> list[Diagnostic]:
        """Give what `check` would have against this one answer."""
        if name == "rule":
            return list(questions.of_department(self._rubric, trial.rule, self._department, _PLACE))
        if not (trial.community and trial.rule and trial.date):
            return []
        record = questions.new_record(self._rubric, trial.with_words("待填"))
        candidate = Candidate(record_text.path(record), record_text.text(record).encode())
        return [
            finding._replace(path="")
            for finding in examination.examine(self._dataset, (candidate,)).findings
            if finding.path == candidate.path
            and questions.name_of(record_text.field_at(record, finding.line)) == name
        ]

    def _choose(self, title: str, choices: tuple[Choice, ...]) -> str:
        """Show numbered choices and give the id of the one that is named by number, id or name."""
        if len(choices) == 1:
            _say(f"{title}：{choices[0].shown}")
            return choices[0].id
        width = len(str(len(choices)))
        lines = [f"{number:>{width}}. {one.shown}" for number, one in enumerate(choices, start=1)]
        _say("\n".join(lines))
        while True:
            words = _prompt(f"{title}（填序号 1 到 {len(choices)}）").strip()
            number = straighten(words)
            named = _named(choices, words)
            if named:
                return named
            if number.isascii() and number.isdigit() and 0 < int(number) <= len(choices):
                return choices[int(number) - 1].id
            _say(f"没有“{words[:20]}”，请填左边的序号。" if words else "这一项要填。")

    def _departments(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(one.id, (one.id, one.name), one.name) for one in self._rubric.departments
        )

    def _community(self) -> str:
        known = self._rubric.communities
        return self._choose(
            "社区", tuple(Choice(one.id, (one.id, one.name), one.name) for one in known)
        )

    def _rule(self) -> str:
        """Ask for the row, then for the rule in it."""
        items = [item for item in self._rubric.items if item.department == self._department]
        rows = tuple(Choice(item.id, (item.id,), _row_line(item)) for item in items)
        chosen = self._choose("考核项", rows)
        item = next(item for item in items if item.id == chosen)
        rules = tuple(
            Choice(rule.id, (rule.id,), self._rule_lines(item, rule)) for rule in item.rules
        )
        return self._choose("细则", rules)

    def _rule_lines(self, item: Item, rule: Rule) -> str:
        """Write a rule's printed words, what it takes, and what is left of its bound."""
        scale = scales(self._rubric)[item.id]
        words = "".join(rule.text.split())
        lines = [f"{rule.id} {words}", f"      {explain.rule_encoding(rule, scale)}"]
        limit, _ = limit_of(rule)
        if limit is not None:
            left = EXACT.subtract(limit, self._taken(item, rule))
            name = next(
                one.name for one in self._rubric.communities if one.id == self._answers.community
            )
            lines.append(f"      {name}还剩 {plain(left)} 分")
        return "\n".join(lines)

    def _taken(self, item: Item, rule: Rule) -> Decimal:
        """Give what the community's records on a rule take so far."""
        result = next(
            one
            for one in scoring.score(self._dataset).communities
            if one.community.id == self._answers.community
        )
        scored = next(one for one in result.items if one.item.id == item.id)
        taken = (one.deduct for one in scored.records if one.rule.id == rule.id)
        return sum(taken, ZERO)


def _named(choices: tuple[Choice, ...], words: str) -> str:
    """Find the choice that words name, or a part of whose name they are and of no other's.

    A row is also named by one of its rules: `1.3-1` is in row 1.3.
    """
    row = words.partition("-")[0]
    for one in choices:
        if words in one.names or row == one.id:
            return one.id
    if words.isdigit() or not words:
        return ""
    partly = [one.id for one in choices if any(words in name for name in one.names)]
    return partly[0] if len(partly) == 1 else ""


def _row_line(item: Item) -> str:
    points = f"{plain(item.points)} 分" if item.points is not None else ""
    if item.pool:
        points = f"共用 {item.pool} 的分值"
    content = on_one_line(item.printed.content, _LONGEST)
    return f"{item.id} {content}" + (f"（{points}）" if points else "")
