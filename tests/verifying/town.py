"""The demonstration in a repository of its own, as it is and as it would be sealed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import PROJECT, Repository

BASE = "data/rubric/2020/assessment.yaml"
RECORD = "data/deductions/2020/tianshu/guijian/2020-05-12-xiaofang.yaml"


def town(root: Path, day: str = "2021-02-28") -> Repository:
    """Copy the demonstration and commit it after its last decision."""
    copied = _copied(root)
    copied.commit(day)
    return copied


def sealed(root: Path) -> Repository:
    """Copy the demonstration, settle what is open, and seal the year."""
    copied = _copied(root)
    copied.replace(
        "data/deductions/2020/jingzhe/jiwei/2020-12-25-yueji.yaml",
        "\nappeal:\n",
        "\nappeal:\n  decided: 2021-02-08\n  decision: upheld\n  decided_by: 党政办\n"
        "  document: 演示申复〔2021〕9号\n",
    )
    pending = "data/deductions/2020/mangzhong/jiwei/2020-12-10-daipi.yaml"
    text = (root / pending).read_text(encoding="utf-8")
    approval = (
        "approval:\n  document: 演示否决〔2021〕1号\n  approved_by: 镇党委\n  date: 2021-02-10\n"
    )
    copied.write(pending, f"{text.rstrip()}\n{approval}")
    copied.replace(BASE, "stage: 公示", "stage: 归档")
    copied.commit("2021-03-05")
    return copied


def _copied(root: Path) -> Repository:
    for name in ("data", "site_templates"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    copied = Repository(root)
    copied.write(".gitignore", "/.kpigen/\n/site/\n/导出/\n/收到/\n")
    return copied
