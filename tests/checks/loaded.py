"""Tells what a check of a repository loads: `kpigen check` has to be quick."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import PROJECT, Repository

_LOOKED = "import sys; from kpigen.cli import main\ntry: main()\nexcept SystemExit: pass\n"


def check_loads(repository: Repository, module: str) -> bool:
    """Run the check in a process of its own, and tell whether it has loaded a module."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", f"{_LOOKED}print({module!r} in sys.modules)"),
            *("-C", str(repository.root), "check"),
        ],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1", "PATH": ""},
    )
    return done.stdout.splitlines()[-1] == "True"
