"""Towns of any size to measure on: valid records spread over departments, rules and months."""

from __future__ import annotations

import shutil
from pathlib import Path

from kpigen.exact import plain
from kpigen.model import Kind, Rubric
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import PROJECT, YEAR

_RECORD = """date: {day}
rule: {rule}
{figure}reason: 第{number}次检查发现，未按要求落实，已当场告知并限期整改。
basis: 演示测速〔2020〕{number}号
internal:
  recorded_by: 演示部门
  details: 现场记录第{number}页，照片两张。
"""


def town(root: Path, communities: int, records: int) -> Path:
    """Write a town with so many communities and records; give its folder."""
    rubric = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert rubric is not None
    shutil.copytree(PROJECT / "data" / "rubric", root / "data" / "rubric")
    for name in ("site_templates", "mkdocs.yml"):
        source = PROJECT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    ids = [f"c{number:04d}" for number in range(1, communities + 1)]
    (root / "data/rubric/2020/communities.yaml").write_text(
        "communities:\n"
        + "".join(
            f"  - id: {name}\n    name: 测速{name[1:]}社区\n    group: 社区\n" for name in ids
        ),
        encoding="utf-8",
    )
    for number, (rule, department, figure) in enumerate(_rules(rubric.rubric, records), 1):
        folder = root / f"data/deductions/2020/{ids[number % communities]}/{department}"
        folder.mkdir(parents=True, exist_ok=True)
        day = f"2020-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        text = _RECORD.format(day=day, rule=rule, figure=figure, number=number)
        (folder / f"r{number:05d}.yaml").write_text(text, encoding="utf-8")
    return root


def _rules(rubric: Rubric, records: int) -> list[tuple[str, str, str]]:
    """Go round the rules that one community may meet any number of times."""
    usable = []
    for rule, (item, found) in rubric.rules.items():
        if found.kind is Kind.JUDGED:
            usable.append((rule, item.department, "deduct: 0.5\n"))
        elif found.kind is Kind.EACH and found.target is not None:
            actual = plain(found.target - (found.step or found.target))
            usable.append((rule, item.department, f"actual: {actual}\n"))
        elif found.kind is Kind.EACH:
            usable.append((rule, item.department, "count: 1\n"))
    return [usable[number % len(usable)] for number in range(records)]
