"""The same data as the tools that a user would pick instead want it."""

from __future__ import annotations

import json
from pathlib import Path

from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import YEAR

SCHEMA = {
    "type": "object",
    "required": ["date", "rule", "reason", "basis"],
    "additionalProperties": False,
    "properties": {
        "date": {"type": "string", "pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
        "rule": {"type": "string", "pattern": "^[0-9]{1,2}b?\\.[0-9]{1,2}-([0-9]{1,2}|v)$"},
        "count": {"type": "integer", "minimum": 1},
        "actual": {"type": "number", "minimum": 0},
        "deduct": {"type": "number", "exclusiveMinimum": 0},
        "reason": {"type": "string", "maxLength": 300},
        "basis": {"type": "string", "maxLength": 120},
        "internal": {"type": "object"},
    },
}


def schema(folder: Path) -> Path:
    """Write the record's shape as a JSON Schema."""
    path = folder / "record.schema.json"
    path.write_text(json.dumps(SCHEMA), encoding="utf-8")
    return path


def record_files(town: Path) -> list[str]:
    """List a town's records as check-jsonschema takes them."""
    return sorted(map(str, (town / f"data/deductions/{YEAR}").rglob("*.yaml")))


def ledger(town: Path, path: Path) -> Path:
    """Write a town's records as beancount transactions: one account a community and department."""
    dataset = loader.load(Folder(town), YEAR, None).dataset
    assert dataset is not None
    accounts = set()
    lines = []
    for record in sorted(dataset.deductions, key=lambda record: record.date):
        account = f"Expenses:{record.community.capitalize()}:{record.department.capitalize()}"
        accounts.add(account)
        lines.append(
            f'{record.date} * "{record.reason}" "{record.basis}"\n'
            f'  rule: "{record.rule}"\n  record: "{record.id}"\n'
            f"  {account}  1.5 PT\n  Assets:Points  -1.5 PT\n"
        )
    opened = [f"2019-01-01 open {name} PT" for name in sorted({*accounts, "Assets:Points"})]
    path.write_text("\n".join([*opened, "", *lines]), encoding="utf-8")
    return path
