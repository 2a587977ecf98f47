"""The scores that were worked out by hand in data/golden-scores.yaml."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from kpigen.assessing import scoring
from kpigen.exact import plain
from kpigen.labels import total
from tests.conftest import PROJECT, Repository

CASES: list[dict[str, Any]] = YAML(typ="safe").load(
    (PROJECT / "tests/data/golden-scores.yaml").read_text(encoding="utf-8")
)["cases"]


def as_yaml(fields: dict[str, Any], indent: str = "") -> str:
    lines = []
    for name, value in fields.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{name}:\n{as_yaml(value, indent + '  ')}")
        else:
            lines.append(f"{indent}{name}: {value}\n")
    return "".join(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_scores_are_those_worked_out_by_hand(repository: Repository, case: dict[str, Any]) -> None:
    for name, fields in case["records"].items():
        text = as_yaml(fields) + "reason: 演示\nbasis: 演示〔2020〕0号\n"
        repository.record(f"tianshu/{name}", text.replace("0号", f"{name}号"))
    errors = [finding for finding in repository.findings() if finding.severity == "error"]
    assert errors == []
    result = scoring.score(repository.dataset()).communities[0]
    scores = {item.item.id: item.score for item in result.items}
    for item, expected in case["items"].items():
        found = scores[item]
        assert (None if found is None else plain(found)) == expected, item
    full = [item for item in result.items if item.item.id not in case["items"]]
    assert all(item.score == item.item.points for item in full)
    assert plain(result.total_exact) == case["total_exact"]
    assert total(result.total) == case["total"]
    assert result.vetoed == case.get("vetoed", False)


def test_a_row_whose_reading_says_points_loses_points(repository: Repository) -> None:
    """2 − 1 = 1, where on the 100 scale it would be 2 × (100 − 1) ÷ 100 = 1.98."""
    path = "data/rubric/2020/categories/10-tuiyi.yaml"
    text = (repository.root / path).read_text(encoding="utf-8")
    repository.write(path, text.replace("scale: hundred", "scale: points"))
    repository.record(
        "tianshu/tuiyi/a", "date: 2020-05-01\nrule: 10.1-1\nreason: 演示\nbasis: 演示〔2020〕1号\n"
    )
    result = scoring.score(repository.dataset()).communities[0]
    score = next(item.score for item in result.items if item.item.id == "10.1")
    assert score is not None
    assert plain(score) == "1"
    assert plain(result.total_exact) == "199"
