"""The 2020 rubric is the official table, cell by cell, and every printed rule is encoded."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from kpigen import checks
from kpigen.model import Kind, Rubric
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import PROJECT, YEAR

OFFICIAL: list[dict[str, Any]] = json.loads(
    (PROJECT / "tests/data/official-table-2020.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    loaded = loader.load(Folder(PROJECT), YEAR, None)
    assert loaded.dataset is not None, loaded.findings
    return loaded.dataset.rubric


def without_layout(text: str) -> str:
    """Runs of layout spaces may differ; everything else may not."""
    return re.sub(r"\s+", "", text)


def test_every_printed_cell_is_word_for_word(rubric: Rubric) -> None:
    ours = []
    names = {department.id: department.name for department in rubric.departments}
    for category in rubric.categories:
        for item in category.items:
            first = item is category.items[0]
            ours.append(
                {
                    "item": item.id,
                    "category_no": category.no if first else None,
                    "category": category.name,
                    "category_starts": first,
                    "seq": item.printed.seq,
                    "content": without_layout(item.printed.content),
                    "veto": item.printed.veto == "是",
                    "department": names[item.department],
                    "department_as_printed": item.printed.department,
                    "points_as_printed": item.printed.points,
                    "rules_as_printed": without_layout(item.printed.rules),
                }
            )
    official = [
        row
        | {
            "content": without_layout(row["content"]),
            "rules_as_printed": without_layout(row["rules_as_printed"]),
        }
        for row in OFFICIAL
    ]
    assert ours == official


def test_numbered_sentences_begin_on_their_own_lines(rubric: Rubric) -> None:
    for item in rubric.items:
        lines = item.printed.rules.splitlines()
        numbered = [line for line in lines if re.match(r"\d\.", line)]
        assert len(numbered) == len(re.findall(r"(?:^|\n|\s)\d\.(?!\d)", item.printed.rules))


def test_the_rubric_agrees_with_itself(rubric: Rubric) -> None:
    del rubric
    dataset = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert dataset is not None
    errors = [finding for finding in checks.run(dataset) if finding.severity == "error"]
    assert errors == []


def test_the_table_has_its_known_size(rubric: Rubric) -> None:
    assert len([category for category in rubric.categories if category.no]) == 16
    assert [category.id for category in rubric.categories if not category.no] == ["3b", "11b"]
    assert len(rubric.items) == 52
    assert len(rubric.departments) == 17
    vetoes = [rule.id for item in rubric.items for rule in item.rules if rule.kind is Kind.VETO]
    assert vetoes == ["2.1-v", "2.2-v", "3.1-v", "3b.1-v", "8.1-v", "12.1-v", "12.3-v"]
    assert [item.id for item in rubric.items if item.pool] == [f"3.{n}" for n in range(2, 8)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("1.1-1", "each deduct=50 unit=次"),
        ("1.1-2", "each deduct=100 unit=次"),
        ("3.2-2", "each deduct=5 unit=次"),
        ("4.2-1", "each deduct=0.5 unit=百分点 target=100 step=1 decimals=2"),
        ("4.4-1", "each deduct=1 unit=人 target=20 step=1"),
        ("10.6-2", "all"),
        ("11b.1-5", "all"),
        ("12.2-5", "allotted allotment=20"),
        ("12.4-3", "each deduct=3 unit=次 cap=24"),
        ("12.4-8", "allotted allotment=10"),
        ("12.5-1", "each deduct=5 unit=月 cap=60"),
        ("12.6-5", "each deduct=10 unit=次 target=3 step=1"),
        ("13.1-8", "each deduct=2 unit=条 target=1 step=1 per=month"),
        ("15.1-1", "adjustment effect=deduct"),
        ("16.1-1", "adjustment effect=bonus"),
    ],
)
def test_rules_say_what_their_sentence_says(rubric: Rubric, rule: str, expected: str) -> None:
    _, found = rubric.rules[rule]
    names = ("deduct", "unit", "cap", "allotment", "target", "step", "per", "decimals", "effect")
    given = [f"{name}={getattr(found, name)}" for name in names if getattr(found, name)]
    assert " ".join([str(found.kind), *given]) == expected


@pytest.mark.parametrize(
    "doubtful",
    [
        "2.1-v",
        "2.3-1",
        "2.4",
        "3.1-v",
        "3.2-1",
        "4.2-1",
        "8.1-1",
        "9.1-1",
        "10.1-1",
        "10.5-1",
        "11.1-1",
        "12.4-1",
        "14.1-1",
    ],
)
def test_doubtful_rules_have_a_reading(rubric: Rubric, doubtful: str) -> None:
    about = {about for reading in rubric.readings for about in reading.about}
    assert doubtful in about or doubtful.partition("-")[0] in about
