"""A thousand records with fifty mistakes of all kinds: one run names them all."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

from kpigen.codes import CATALOGUE
from kpigen.diagnostics import Severity
from tests.bench.towns import town
from tests.conftest import Repository
from tests.test_cli import run

RECORDS = 1_000
MISTAKES = 50
COMMUNITIES = 12


def mistakes(communities: int) -> dict[str, tuple[str, str]]:
    """Give spoilt records by path with the code that each must get, every kind before any twice.

    They are the examples of the catalogue, put into one community after another.
    """
    spoilt: dict[str, tuple[str, str]] = {}
    for community in range(1, communities + 1):
        for code in CATALOGUE:
            example = code.example
            if (
                example is None
                or not example.wrong
                or example.replaces
                or code.severity is not Severity.ERROR
                or not example.path.endswith("/example.yaml")
                or example.path.count("/") != 5  # a record's own place
                or example.path.split("/")[3] != "tianshu"
                or code.number in {"KPI302", "KPI303"}  # these are about folders
            ):
                continue
            folder = example.path.replace("/tianshu/", f"/c{community:04d}/").rpartition("/")[0]
            spoilt[f"{folder}/{code.number.lower()}.yaml"] = (example.wrong, code.number)
    return spoilt


def test_fifty_mistakes_among_a_thousand_records_are_all_named(tmp_path: Path) -> None:
    repository = Repository(town(tmp_path / "town", COMMUNITIES, RECORDS))
    assert repository.findings() == ()
    companions = {code.number: code.example.beside for code in CATALOGUE if code.example}
    spoilt = dict(islice(mistakes(COMMUNITIES).items(), MISTAKES))
    assert len(spoilt) == MISTAKES
    kinds = {number for _, number in spoilt.values()}
    assert len(kinds) > MISTAKES // 2, "of all kinds, not one kind fifty times"
    for path, (text, number) in spoilt.items():
        repository.write(path, text)
        beside = companions[number]
        if beside is not None:
            name = Path(beside[0]).name
            repository.write(f"{Path(path).parent.as_posix()}/{number.lower()}-{name}", beside[1])

    document = json.loads(run("-C", str(repository.root), "check", "--format", "json").stdout)
    named = {(finding["path"], finding["code"]) for finding in document["findings"]}
    in_folders = {(Path(path).parent, number) for path, number in named}
    missed = {
        (path, number)
        for path, (_, number) in spoilt.items()
        # Of two records that do not go together, either may be named.
        if ((Path(path).parent, number) not in in_folders)
        or (companions[number] is None and (path, number) not in named)
    }
    assert missed == set()
    assert document["records"] >= RECORDS + MISTAKES
