"""How much memory the export of a whole town takes at its peak, by the number of communities."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.towns import town

# A small process in between: what a program is started from counts in the peak of its own.
_LAUNCHER = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)
_RECORDS_EACH = 5


def peak(arguments: Sequence[str]) -> int:
    """Run a command to its end; give the most memory it held, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *arguments], check=True, capture_output=True, text=True
    )
    kilobytes = int(done.stdout)
    return (kilobytes // 1024 if sys.platform == "darwin" else kilobytes) // 1024


def export_peak(folder: Path, kind: str, communities: int) -> int:
    """Export all documents of a kind from a town of that size; give the peak in MB."""
    root = folder / f"town-{communities}"
    if not root.exists():
        town(root, communities, communities * _RECORDS_EACH)
    kpigen = [sys.executable, "-m", "kpigen", "-C", str(root)]
    return peak([*kpigen, "export", kind, "-o", str(folder / f"{kind}-{communities}")])
