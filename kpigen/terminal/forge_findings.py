"""Findings in the formats that forges, editors and other programs read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from kpigen import __version__
from kpigen.codes import CATALOGUE
from kpigen.diagnostics import Diagnostic, Severity
from kpigen.terminal.findings import Findings, summary


def as_json(findings: Findings, files: int) -> str:
    """Write the findings as a JSON document."""
    document = {
        "format": 1,
        "records": files,
        "errors": sum(found.severity is Severity.ERROR for found in findings),
        "warnings": sum(found.severity is Severity.WARNING for found in findings),
        "findings": [found.as_data() for found in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_github(findings: Findings, files: int) -> str:
    """Write GitHub workflow commands; the last line counts what GitHub may leave out."""
    lines = [
        f"::{found.severity} file={_property(found.path)},line={found.line},col={found.column},"
        f"title={_property(found.code)}::{_message(f'{found.message} → {found.hint}')}"
        for found in findings
    ]
    return "\n".join([*lines, summary(findings, files)])


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(findings: Findings, files: int) -> str:
    """Write a GitLab Code Quality report; line numbers stay out of the fingerprint."""
    del files  # the format has no place for a count
    seen: dict[str, int] = {}
    entries = []
    for found in findings:
        identity = f"{found.code}\0{found.path}\0{found.message}"
        seen[identity] = seen.get(identity, 0) + 1
        digest = hashlib.sha256(f"{identity}\0{seen[identity]}".encode()).hexdigest()
        entries.append(
            {
                "description": f"{found.message} → {found.hint}",
                "check_name": found.code,
                "fingerprint": digest,
                "severity": "major" if found.severity is Severity.ERROR else "minor",
                "location": {"path": found.path, "lines": {"begin": found.line}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=1)


def as_sarif(findings: Findings, files: int) -> str:
    """Write SARIF 2.1.0."""
    del files  # the format has no place for a count
    used = {found.code for found in findings}
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kpigen",
                        "version": __version__,
                        "rules": [
                            {
                                "id": code.number,
                                "shortDescription": {"text": code.title},
                                "fullDescription": {"text": code.explanation},
                            }
                            for code in CATALOGUE
                            if code.number in used
                        ],
                    }
                },
                "results": [_sarif_result(found) for found in findings],
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _sarif_result(found: Diagnostic) -> dict[str, object]:
    return {
        "ruleId": found.code,
        "level": str(found.severity),
        "message": {"text": f"{found.message} → {found.hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": found.path},
                    "region": {"startLine": found.line, "startColumn": found.column},
                }
            }
        ],
    }


FORMATS: dict[str, Callable[[Findings, int], str]] = {
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
}
