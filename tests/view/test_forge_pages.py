from __future__ import annotations

import pytest

from kpigen.model import Forge, ForgeKind
from kpigen.view.forge_pages import commit_page, file_page

HOME = "https://git.example.gov.cn/nantong/kaohe"


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (ForgeKind.GITHUB, f"{HOME}/commit/0a1b"),
        (ForgeKind.GITEA, f"{HOME}/commit/0a1b"),
        (ForgeKind.GITEE, f"{HOME}/commit/0a1b"),
        (ForgeKind.GITLAB, f"{HOME}/-/commit/0a1b"),
    ],
)
def test_a_commit_has_its_page(kind: ForgeKind, address: str) -> None:
    assert commit_page(Forge(kind, HOME, "main"), "0a1b") == address


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (ForgeKind.GITHUB, f"{HOME}/blob/main/data/a%20%E7%94%B2%23.yaml"),
        (ForgeKind.GITEA, f"{HOME}/src/branch/main/data/a%20%E7%94%B2%23.yaml"),
        (ForgeKind.GITEE, f"{HOME}/blob/main/data/a%20%E7%94%B2%23.yaml"),
        (ForgeKind.GITLAB, f"{HOME}/-/blob/main/data/a%20%E7%94%B2%23.yaml"),
    ],
)
def test_a_file_has_its_page(kind: ForgeKind, address: str) -> None:
    assert file_page(Forge(kind, HOME, "main"), "data/a 甲#.yaml") == address


def test_without_a_forge_a_file_has_none() -> None:
    assert file_page(None, "data/a.yaml") == ""
