"""A town whose internal site has the entry page, and records to file there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from kpigen import labels
from kpigen.assessing import scoring
from kpigen.assessing.scoring import CommunityScore
from kpigen.assessing.standing import full_marks
from kpigen.audience import Audience
from kpigen.diagnostics import Severity
from kpigen.exact import plain
from kpigen.filing import examination, record_text
from kpigen.filing.examination import Candidate
from kpigen.filing.record_text import NewRecord
from kpigen.inspection import inspect
from kpigen.model import Approval, Dataset, Item, Kind, Rule
from kpigen.reporting import report_of
from kpigen.view.entry_values import EntryView
from tests.conftest import PROJECT, YEAR, Repository

TEMPLATES = PROJECT / "site_templates"
DAY = date(2020, 7, 1)
FORGE = "https://git.example.gov.cn/nantong"
# What bears on what one more record does: caps and allotments in use, a shared pool, rows at 0,
# vetoes in force and pending, adjustments near and over their ceilings, events, a withdrawal.
RECORDS = {
    "tianshu/guijian/a": "rule: 1.1-1\ncount: 1",
    "tianshu/yingji/a": "rule: 3.2-1\nevent: 五月漏电",
    "tianshu/yingji/b": "rule: 3.1-1\ncount: 2",
    "tianshu/dangqun/a": "rule: 12.2-1\ndeduct: 7.5",
    "tianshu/dangqun/b": "rule: 12.2-2\ndeduct: 10",
    "tianshu/dangqun/c": "rule: 12.4-3\ncount: 7",
    "tianshu/renda/a": "rule: 12.5-1\ncount: 11",
    "tianshu/laobao/a": "rule: 4.2-1\nactual: 91.25",
    "tianshu/jiwei/a": "rule: 15.1-1\npoints: 9.75",
    "tianshu/dangzheng/a": "rule: 16.1-1\npoints: 8",
    "tianxuan/yingji/a": "rule: 3.1-v\napproval:\n  document: 镇〔2020〕9号\n"
    "  approved_by: 镇党委\n  date: 2020-06-20",
    "tianxuan/jingfa/a": "rule: 2.1-v",
    "tianxuan/tuiyi/a": "rule: 10.6-2",
    "tianxuan/jiwei/a": "rule: 15.1-1\npoints: 12",
    "tianxuan/dangzheng/a": "rule: 16.1-1\npoints: 30",
    "tianxuan/guijian/a": "rule: 1.1-2\nwithdrawn:\n  date: 2020-06-25\n  reason: 查无实据\n"
    "  decided_by: 党政办",
}
COMMUNITIES = ("tianshu", "tianxuan", "tianji")
REASON = '写着“无”的 "牌子" \\ 倒了: 见 #3 — 𫖯'
FIGURES = ("count", "actual", "deduct", "points")

# Fills the real form and reads what it shows; a case maps the names of controls to values.
DRIVE = """
const [cases] = arguments;
const form = document.getElementById("entry-form");
const said = (control, ...names) =>
  names.forEach(name => control.dispatchEvent(new Event(name, { bubbles: true })));
function set(name, value) {
  const control = form.elements[name];
  if (control instanceof RadioNodeList || control.type === "radio") {
    const radios = control instanceof RadioNodeList ? [...control] : [control];
    const radio = radios.find(known => known.value === value);
    if (!radio || radio.disabled) return;
    radio.checked = true;
    said(radio, "change");
  } else {
    control.value = value;
    said(control, "change");
  }
}
const text = id => document.getElementById("entry-" + id).textContent;
const shown = name => {
  const found = document.querySelector('[data-shown="' + name + '"]');
  return found && found.textContent;
};
return cases.map(function (fields) {
  document.getElementById("entry-again").click();
  for (const [name, value] of Object.entries(fields)) set(name, value);
  const ready = !document.getElementById("entry-file").hidden;
  return {
    ready: ready, path: ready ? text("path") : "", text: ready ? text("text") : "",
    row: shown("row"), deducted: shown("deducted"), total: shown("total"),
    faults: Object.fromEntries([...document.querySelectorAll("[data-error]")]
      .map(place => [place.dataset.error, place.textContent]).filter(pair => pair[1])),
    warnings: text("warnings"),
  };
});
"""


class Town(NamedTuple):
    """A built internal site and the data that it was built from."""

    root: Path
    dataset: Dataset
    entry: EntryView

    @property
    def page(self) -> Path:
        return self.root / "site-internal" / str(YEAR) / "entry.html"


class Quiet:
    def step(self, title: str) -> None:
        pass

    def tick(self, done: int, total: int) -> None:
        pass


def write_year(town: Repository) -> None:
    town.write(".gitignore", "/.kpigen/\n/site-internal/\n")
    settings = f"data/rubric/{YEAR}/assessment.yaml"
    town.replace(settings, "stage: 公示\n", "stage: 填报\n")
    town.replace(settings, "repository: https://git.example/nantong-demo", f"repository: {FORGE}")
    town.replace(settings, "  total_min: 0\n", "  total_min: 0\n  total_max: 205\n")
    # The figures of these rows are points, not hundredths.
    name = f"data/rubric/{YEAR}/categories/04-shehuibaozhang.yaml"
    town.replace(name, "    scale: hundred", "    scale: points")
    for place, text in RECORDS.items():
        town.record(
            place, f"date: 2020-06-15\n{text}\nreason: 已有的一条。\nbasis: 演示〔2020〕1号\n"
        )
    town.commit("2021-01-05")


def entry_of(root: Path) -> EntryView:
    entry = report_of(root, inspect(root, YEAR), audience=Audience.INTERNAL).entry
    assert entry is not None
    return entry


class Case(NamedTuple):
    """One more record: as the form is filled, and as Python writes it."""

    fields: dict[str, str]
    record: NewRecord


def record(community: str, item: Item, rule: Rule, **figures: Decimal | None) -> NewRecord:
    return NewRecord(
        year=YEAR,
        community=community,
        department=item.department,
        date=DAY,
        rule=rule.id,
        count=figures.get("count"),
        actual=figures.get("actual"),
        deduct=figures.get("deduct"),
        points=figures.get("points"),
        reason=REASON,
        basis="演示〔2020〕77号",
        event="",
        approval=None,
    )


def case(item: Item, made: NewRecord) -> Case:
    fields = {
        "community": made.community,
        "department": made.department,
        "row": item.id,
        "rule": made.rule,
        "date": made.date.isoformat(),
        "manner": "actual" if made.actual is not None else "count",
        "reason": made.reason,
        "basis": made.basis,
        "event": made.event,
        "approved": "yes" if made.approval else "",
    }
    for name in FIGURES:
        if (figure := getattr(made, name)) is not None:
            fields[name] = str(figure)
    if made.approval:
        fields |= {
            "document": made.approval.document,
            "approved_by": made.approval.approved_by,
            "approval_date": made.approval.date.isoformat(),
        }
    return Case(fields, made)


def taken(dataset: Dataset, community: str, rule: Rule) -> Decimal:
    return sum(
        (
            known.deduct or Decimal(0)
            for known in dataset.deductions
            if (known.community, known.rule) == (community, rule.id)
        ),
        Decimal(0),
    )


def cases_of(dataset: Dataset, community: str, item: Item, rule: Rule) -> Iterator[Case]:
    """Give records that a rule allows one community, small and large."""
    if rule.kind is Kind.EACH:
        figures = [{"count": Decimal(1)}, {"count": Decimal(13)}]
        if rule.target is not None and rule.step is not None:
            figures.append({"actual": rule.target - rule.step})
            figures.append({"actual": Decimal(0)})
        if rule.decimals:
            figures.append({"actual": Decimal("97.35")})
    elif rule.kind is Kind.ALLOTTED:
        left = (rule.allotment or Decimal(0)) - taken(dataset, community, rule)
        figures = [{"deduct": left}, {"deduct": left / 2}] if left else []
    elif rule.kind is Kind.JUDGED:
        full = full_marks(dataset.rubric)[item.id]
        figures = [{"deduct": Decimal("0.25")}, {"deduct": full.quantize(Decimal("0.01"))}]
    elif rule.kind is Kind.ADJUSTMENT:
        figures = [{"points": Decimal("0.30")}, {"points": Decimal(25)}]
    else:
        figures = [{}]
    for given in figures:
        yield case(item, record(community, item, rule, **given))
    if rule.kind is Kind.VETO:
        approval = Approval("镇〔2020〕12号", '"党委会"', date(2020, 7, 2))
        yield case(item, replace(record(community, item, rule), approval=approval))


def with_record(dataset: Dataset, made: NewRecord) -> tuple[list[str], Dataset]:
    """Give the errors that check finds in a record, and the year with it."""
    candidate = Candidate(record_text.path(made), record_text.text(made).encode("utf-8"))
    examined = examination.examine(dataset, (candidate,))
    errors = [found.code for found in examined.findings if found.severity is Severity.ERROR]
    return errors, examined.dataset


def of(dataset: Dataset, community: str) -> CommunityScore:
    return next(
        result for result in scoring.score(dataset).communities if result.community.id == community
    )


def figures_of(result: CommunityScore, item: Item) -> dict[str, str | None]:
    """Give what the page has to show of a row and its community."""
    rows = {scored.item.id: scored for scored in result.items}
    scored = rows[item.pool or item.id]
    if item.rules[0].kind is Kind.ADJUSTMENT:
        row, deducted = plain(rows[item.id].adjustment), None
    else:
        assert scored.score is not None
        row, deducted = plain(scored.score), plain(rows[item.id].deducted)
    return {"row": row, "deducted": deducted, "total": labels.total(result.total)}


FIRE = {
    "community": "tianshu",
    "department": "guijian",
    "row": "1.1",
    "rule": "1.1-1",
    "date": "2020-07-01",
    "count": "1",
    "reason": "起火。",
    "basis": "演示〔2020〕5号",
}
DUTY = {"community": "tianshu", "department": "laobao", "row": "4.2", "rule": "4.2-1"}
FIRST = {"date": "2020-06-15", "reason": "已有的一条。", "basis": "演示〔2020〕1号"}
PARTY = {"community": "tianshu", "department": "dangqun", "row": "12.2", "rule": "12.2-1"}
FOOD = {"community": "tianshu", "department": "shijian", "row": "3b.1", "rule": "3b.1-1"}
ELECTRIC = {"community": "tianshu", "department": "yingji", "row": "3.3", "rule": "3.3-1"}
VETO = {"community": "tianji", "department": "yingji", "row": "3.1", "rule": "3.1-v"}
PAPER = {"approved": "yes", "document": "镇〔2020〕1号", "approved_by": "镇党委"}
