from __future__ import annotations

import pytest

from kpigen.model import Forge, ForgeKind
from kpigen.view.forge_pages import commit_page

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
