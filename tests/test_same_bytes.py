"""One commit gives the same documents, wherever, whenever and by whomever they are made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kpigen.render import RENDERERS
from tests.conftest import PROJECT, Repository
from tests.typefaces.fonts import RARE, font

RECORD = "data/deductions/2020/tianshu/jingfa/2020-05-12-zi.yaml"
HERE = {
    "LC_ALL": "C",
    "TZ": "America/Los_Angeles",
    "PYTHONHASHSEED": "1",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "HOME": "/nowhere",
}
THERE = {
    "LC_ALL": "zh_CN.UTF-8",
    "TZ": "Asia/Shanghai",
    "PYTHONHASHSEED": "4242",
    "PYTHONUTF8": "1",
    "SOURCE_DATE_EPOCH": "",
    "USER": "别人",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The demonstration with a font of its own, and a record that needs it."""
    root = tmp_path_factory.mktemp("here") / "town"
    shutil.copytree(PROJECT / "data", root / "data")
    made = Repository(root)
    made.write("fonts/rare.otf", font())
    made.write("fonts/LICENSE.txt", "OFL")
    made.replace("data/rubric/2020/assessment.yaml", "demo: true", "fonts: [fonts]\ndemo: true")
    made.write(
        RECORD,
        f"date: 2020-05-12\nrule: 2.5-1\nreason: {RARE}祥小区未按要求。\nbasis: 演示〔2020〕99号\n",
    )
    made.commit("2021-02-28")
    return made


def documents(root: Path, cwd: Path, target: Path, **environment: str) -> dict[str, bytes]:
    """Export all documents in processes of their own."""
    cwd.mkdir(parents=True, exist_ok=True)
    known = {key: value for key, value in environment.items() if value}
    for kind in RENDERERS:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "kpigen", "export", kind),
                *("-C", os.path.relpath(root, cwd), "-o", os.path.relpath(target / kind, cwd)),
            ],
            cwd=cwd,
            capture_output=True,
            check=False,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **known},
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }


def test_another_place_language_timezone_and_hash_seed(town: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "另一台 机器" / "克隆"
    clone.parent.mkdir()
    # As git does on Windows: the files have other line ends there.
    town.git("clone", "--quiet", "--config", "core.autocrlf=true", str(town.root), str(clone))
    assert b"\r\n" in (clone / RECORD).read_bytes()
    here = documents(town.root, town.root, tmp_path / "out-here", **HERE)
    there = documents(clone, tmp_path / "elsewhere" / "deep", tmp_path / "out-there", **THERE)
    assert len([name for name in here if name.endswith(".pdf")]) >= 13
    assert len([name for name in here if name.endswith(".xlsx")]) >= 14
    assert list(here) == list(there)
    assert [name for name in here if here[name] != there[name]] == []


def test_this_repositorys_files_have_their_own_line_ends_in_every_clone(tmp_path: Path) -> None:
    here = Repository(tmp_path / "here")
    for name in (".gitattributes", "mkdocs.yml"):
        here.write(name, (PROJECT / name).read_bytes())
    shutil.copytree(PROJECT / "site_templates", here.root / "site_templates")
    here.commit()
    here.git("clone", "--quiet", "--config", "core.autocrlf=true", ".", str(tmp_path / "there"))
    copied = [path.relative_to(here.root) for path in here.root.glob("site_templates/**/*.*")]
    assert copied
    for path in copied:
        assert (tmp_path / "there" / path).read_bytes() == (here.root / path).read_bytes()
