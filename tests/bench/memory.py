"""How much memory the export of a whole town takes at its peak, by the number of communities."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.timing import Row
from tests.bench.towns import town

# A small process in between: what a program is started from counts in the peak of its own.
_LAUNCHER = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)
_RECORDS_EACH = 5
_SIZES = (20, 100, 300)
# The summary workbook holds every record of the year, and so grows with it.
_BARS = (("pdf", 1.5), ("xlsx", 2.5))


def peak(arguments: Sequence[str]) -> int:
    """Run a command to its end; give the most memory it held, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *arguments], check=True, capture_output=True, text=True
    )
    kilobytes = int(done.stdout)
    return (kilobytes // 1024 if sys.platform == "darwin" else kilobytes) // 1024


def memory(folder: Path) -> Iterator[Row]:
    """The export of all documents against that of the blank form alone from the same town.

    Both hold the town's report; the rest is what the documents take. The figures are MB.
    """
    for communities in _SIZES:
        root = town(folder / str(communities), communities, communities * _RECORDS_EACH)
        for kind, bar in _BARS:
            export = [sys.executable, "-m", "kpigen", "-C", str(root), "export", kind]
            ours = peak([*export, "-o", str(folder / f"{kind}-{communities}")])
            alone = str(folder / f"blank-{communities}.{kind}")
            theirs = peak([*export, "--blank", "-o", alone])
            what = f"{communities} 个社区的 {kind}，MB"
            yield Row(what, ours, "只写空表，MB", theirs, ours / theirs, bar)
