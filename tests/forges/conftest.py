"""The demonstration's rubric, and what every forge makes of it."""

from __future__ import annotations

import pytest

from kpigen.model import Rubric
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import PROJECT, YEAR


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    dataset = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert dataset is not None
    return dataset.rubric
