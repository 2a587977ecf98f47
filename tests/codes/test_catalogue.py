"""Every example in the catalogue is run: the wrong one gives its code, the right one does not."""

from __future__ import annotations

import pytest

from kpigen.codes import CATALOGUE
from kpigen.diagnostics import Code
from tests.conftest import Repository

# What no text can show is tried with real files and commits.
TRIED_ELSEWHERE = {
    *("KPI101", "KPI102", "KPI114"),  # tests/reading/test_source.py, tests/reading/test_loader.py
    *("KPI252", "KPI253", "KPI254"),  # tests/typefaces/test_folders.py
    *("KPI301", "KPI404"),  # tests/reading/test_loader.py, tests/test_cli.py
    "KPI901",  # tests/test_written.py
    *("KPI505", "KPI510", "KPI511", "KPI512", "KPI514"),  # tests/checks/test_stages.py
    *("KPI950", "KPI951"),  # tests/forges/test_on_disk.py
    *(f"KPI{number}" for number in range(701, 712)),  # tests/reviewing/test_record_book.py
    *(f"KPI{number}" for number in range(810, 824)),  # tests/commands/test_import.py
    *(f"KPI{number}" for number in range(824, 835)),  # tests/revising/test_revision.py
    *("KPI835", "KPI836"),  # tests/commands/test_import.py
    *(f"KPI{number}" for number in range(840, 850)),  # tests/printed_table/test_comparison.py
}
EXAMPLES = [code for code in CATALOGUE if code.example is not None]


def put(repository: Repository, code: Code, text: str) -> None:
    example = code.example
    assert example is not None
    if example.beside is not None:
        repository.write(*example.beside)
    if example.replaces:
        repository.replace(example.path, example.replaces, text)
    elif text:
        repository.write(example.path, text)


@pytest.mark.parametrize("code", EXAMPLES, ids=lambda code: code.number)
def test_the_wrong_example_gives_its_code(dated_repository: Repository, code: Code) -> None:
    assert code.example is not None
    put(dated_repository, code, code.example.wrong)
    found = [finding for finding in dated_repository.findings() if finding.code == code.number]
    assert found, dated_repository.findings()
    assert found[0].severity is code.severity
    assert code.example.path.startswith(found[0].path)


@pytest.mark.parametrize("code", EXAMPLES, ids=lambda code: code.number)
def test_the_right_example_is_clean(dated_repository: Repository, code: Code) -> None:
    assert code.example is not None
    put(dated_repository, code, code.example.right)
    assert dated_repository.codes() == []


def test_numbers_are_unique_and_sorted() -> None:
    numbers = [code.number for code in CATALOGUE]
    assert numbers == sorted(set(numbers))


def test_every_code_has_an_example() -> None:
    shown_otherwise = {code.number for code in CATALOGUE if code.instance}
    assert {code.number for code in CATALOGUE if code.example is None} == shown_otherwise
    assert shown_otherwise == TRIED_ELSEWHERE


def test_every_code_is_explained_in_chinese() -> None:
    for code in CATALOGUE:
        assert code.title
        assert code.explanation.endswith("。"), code.number
