from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpigen.assessing import scoring
from kpigen.checks.glyphs import printable, usual
from kpigen.errors import MachineError
from kpigen.model import Dataset
from kpigen.render import Selection, pdf
from kpigen.versions.history import Revision
from kpigen.view.report import report
from tests.checks.loaded import check_loads
from tests.conftest import PROJECT, YEAR, Repository

RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: {reason}\nbasis: {basis}\n"
PLAIN = RECORD.format(reason="未按要求。", basis="演示〔2020〕1号")
APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: {text}\n"
DECIDED = (
    "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n  decided: 2020-06-05\n"
    "  decision: upheld\n  decided_by: {by}\n  document: {document}\n"
)
WITHDRAWN = "withdrawn:\n  date: 2020-06-01\n  reason: {reason}\n  decided_by: {by}\n"
CORRECTED = "corrections:\n  - date: 2020-06-01\n    reason: {reason}\n    decided_by: {by}\n"
RARE = "𠮷"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RECORD.format(reason=f"{RARE}祥小区。", basis="演示1号"), 3),
        (RECORD.format(reason="未按要求。", basis=f"演示{RARE}1号"), 4),
        (f"{PLAIN}event: {RARE}祥火灾\n", 5),
        (PLAIN + APPEAL.format(text=RARE), 7),
        (PLAIN + DECIDED.format(by=RARE, document="演示1号"), 10),
        (PLAIN + DECIDED.format(by="党政办", document=RARE), 11),
        (PLAIN + WITHDRAWN.format(reason=RARE, by="党政办"), 7),
        (PLAIN + WITHDRAWN.format(reason="误报", by=RARE), 8),
        (PLAIN + CORRECTED.format(reason=RARE, by="党政办"), 5),
        (PLAIN + CORRECTED.format(reason="误报", by=RARE), 5),
    ],
)
def test_every_printed_field_of_a_record(repository: Repository, text: str, line: int) -> None:
    repository.record("tianshu/jingfa/a", text)
    (finding,) = repository.findings()
    path = f"data/deductions/{YEAR}/tianshu/jingfa/a.yaml"
    assert (finding.code, finding.path, finding.line) == ("KPI251", path, line)
    assert f"“{RARE}”（U+20BB7）" in finding.message
    assert f"{YEAR}/tianshu/jingfa/a" in finding.message


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("assessment.yaml", "town: 南桐镇"),
        ("assessment.yaml", "total_label: 总分"),
        ("communities.yaml", "name: 天枢社区"),
    ],
)
def test_the_texts_of_the_rubric(repository: Repository, file: str, old: str) -> None:
    path = f"data/rubric/{YEAR}/{file}"
    repository.replace(path, old, f"{old}{RARE}")
    found = [finding for finding in repository.findings() if finding.code == "KPI251"]
    assert [finding.path for finding in found] == [path]


def test_a_printed_cell_and_a_reading(repository: Repository) -> None:
    folder = repository.root / f"data/rubric/{YEAR}/categories"
    path = next(p for p in sorted(folder.glob("*.yaml")) if "doubt: " in p.read_text("utf-8"))
    name = path.relative_to(repository.root).as_posix()
    repository.replace(name, "doubt: ", "doubt: 😀")
    repository.replace(name, "content: ", "content: 𨰻")
    messages = [finding.message for finding in repository.findings() if finding.code == "KPI251"]
    assert any("读法" in message and "😀" in message for message in messages)
    assert any("考核表第" in message and "𨰻" in message for message in messages)


def test_all_at_once_and_each_only_once(repository: Repository) -> None:
    for name, reason in (("a", "𠮷𨰻𠮷"), ("b", "好"), ("c", "𠮷"), ("d", "王\ue000")):
        text = RECORD.format(reason=f"{name}处：{reason}。", basis=f"演示{name}号")
        repository.record(f"tianshu/jingfa/{name}", text)
    shown = [(finding.path[-6], finding.message[-22:]) for finding in repository.findings()]
    assert [name for name, _ in shown] == ["a", "a", "c", "d"]
    assert "U+E000" in shown[-1][1]


def test_the_mark_is_blamed_and_not_its_letter(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", RECORD.format(reason="q\u0323。", basis="演示1号"))
    (finding,) = repository.findings()
    assert "U+0323" in finding.message


def test_what_is_internal_is_not_printed(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", f"{PLAIN}internal:\n  details: {RARE}\n")
    assert repository.codes() == []


def test_the_typesetter_is_not_loaded_for_usual_texts(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", PLAIN)
    assert not check_loads(repository, "typst")


@pytest.fixture(scope="module")
def town() -> Dataset:
    """One record, one community, the first three rows of the table."""
    whole = Repository(PROJECT).dataset()
    rubric = whole.rubric
    record = next(r for r in whole.deductions if r.rule.startswith("1.") and r.withdrawn is None)
    (community,) = [one for one in rubric.communities if one.id == record.community]
    return whole._replace(
        rubric=rubric._replace(communities=(community,), categories=rubric.categories[:1]),
        deductions=(record,),
    )


CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(
        "甲a1 ≒𠮷𨰻镕堃䶮𬱟é\u0301\u0302\u0323\u200b\u200d\ufe0e\ufe0f\U000e0100😀❤👨👩한\u1100"
    ),
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
)


@settings(max_examples=150)
@given(st.text(CHARACTERS, min_size=1, max_size=6))
def test_a_text_is_found_fault_with_if_and_only_if_the_print_stops(
    town: Dataset, text: str
) -> None:
    (record,) = town.deductions
    # Framed, as every text stands among others: a mark joins what is before it.
    changed = town._replace(deductions=(replace(record, reason=f"因{text}。"),))
    made = report(changed, scoring.score(changed), Revision(None, None, None))
    try:
        list(pdf.render(made, Selection(blank=False)))
    except MachineError:
        stops = True
    else:
        stops = False
    assert any(printable(changed)) == stops


def test_the_demonstration_is_usual_throughout() -> None:
    dataset = Repository(PROJECT).dataset()
    assert usual("".join(record.reason for record in dataset.deductions))
    assert list(printable(dataset)) == []
