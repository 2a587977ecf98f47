"""`kpigen diff` against `kpigen score`: whole processes on the same 1,000 records."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.timing import Row, command, compare
from tests.bench.towns import town

_KPIGEN = str(Path(sys.executable).parent / "kpigen")
_CHANGED = 20


def diff(folder: Path) -> Iterator[Row]:
    """Both forms: a commit against the working tree, and two commits."""
    root = town(folder / "diff", 12, 1_000)
    _commit(root)
    records = sorted((root / "data/deductions").rglob("*.yaml"))
    for path in records[:: len(records) // _CHANGED]:
        path.write_text(path.read_text("utf-8").replace("第", "又第", 1), encoding="utf-8")
    score = [_KPIGEN, "-C", str(root), "score"]
    ours = [_KPIGEN, "-C", str(root), "diff"]
    yield from compare(
        f"diff 工作区，1000 条，改 {_CHANGED} 条",
        command([*ours, "HEAD"]),
        [("kpigen score", command(score), 2.0)],
        runs=9,
    )
    _commit(root)
    yield from compare(
        f"diff 两个提交，1000 条，改 {_CHANGED} 条",
        command([*ours, "HEAD~1", "HEAD"]),
        [("kpigen score", command(score), 2.0)],
        runs=9,
    )


def _commit(root: Path) -> None:
    stamp = "2021-01-31T12:00:00+08:00"
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "bench"), ("EMAIL", "bench@example.invalid"), ("DATE", stamp))
    }
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
    for arguments in (("init", "--quiet"), ("add", "data"), ("commit", "--quiet", "-m", "数据")):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, env=environment)
