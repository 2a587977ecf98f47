"""What the comparison with a printed table came to, for people and for programs."""

from __future__ import annotations

import json

from kpigen.diagnostics import Severity
from kpigen.printed_table.comparison import Compared
from kpigen.terminal import findings


def as_text(year: int, name: str, compared: Compared) -> str:
    """Write each difference, then what was compared and what it came to."""
    errors = _errors(compared)
    scope = (
        f"{year} 年度的考核表与 {name} 核对了 {compared.rows} 行、{compared.cells} 格；"
        "排版的空白和换行不算，扣分原因和单项得分两栏不比。"
    )
    if not compared.rows:
        return "\n".join([*findings.lines(compared.findings), "没有核对。"])
    return "\n".join(
        [
            *findings.lines(compared.findings),
            scope,
            f"有 {errors} 处不同。" if errors else "完全相同。",
        ]
    )


def as_json(year: int, name: str, compared: Compared) -> str:
    """Write a JSON document; its findings are those of `kpigen check --format json`."""
    document = {
        "format": 1,
        "year": year,
        "document": name,
        "same": not _errors(compared),
        "rows": compared.rows,
        "cells": compared.cells,
        "findings": [found.as_data() for found in compared.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _errors(compared: Compared) -> int:
    return sum(found.severity is Severity.ERROR for found in compared.findings)


FORMATS = {"text": as_text, "json": as_json}
