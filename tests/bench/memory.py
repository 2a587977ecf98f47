"""How much memory documents take at their peak: by their number, and by the size of the town."""

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
# As `kpigen export` does, but of the first few communities only.
_SOME = """
import gc, sys
from pathlib import Path
from kpigen import leaks
from kpigen.inspection import inspect
from kpigen.render import Selection, renderer
from kpigen.reporting import report_of
gc.disable()
root, kind, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
found = inspect(root)
report = report_of(root, found)
some = tuple(community.id for community in report.communities[:count])
wanted = Selection(communities=some, blank=False, summary=False)
made = renderer(kind)(report, wanted)
assert sum(1 for _ in leaks.passing(leaks.secrets(root, [found.dataset]), made)) == count
"""
_RECORDS_EACH = 5
_SIZES = (20, 100, 300)
# By kind: for the documents of all communities against those of a few, and for the whole command
# against one form. The typesetter remembers what it set, some 200 MB of it and no more; the summary
# workbook is one document that holds every record of the year.
_BARS = (("pdf", 1.15, 3.5), ("xlsx", 1.15, 1.6))


def peak(arguments: Sequence[str]) -> int:
    """Run a command to its end; give the most memory it held, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *arguments], check=True, capture_output=True, text=True
    )
    kilobytes = int(done.stdout)
    return (kilobytes // 1024 if sys.platform == "darwin" else kilobytes) // 1024


def memory(folder: Path) -> Iterator[Row]:
    """Many documents against few of the same town, then everything against one form. In MB."""
    roots = {count: town(folder / str(count), count, count * _RECORDS_EACH) for count in _SIZES}
    few, many = _SIZES[0], _SIZES[-1]
    for kind, bar, _ in _BARS:
        some = [sys.executable, "-c", _SOME, str(roots[many]), kind]
        ours, theirs = peak([*some, str(many)]), peak([*some, str(few)])
        what = f"{many} 个社区的 {kind}，MB"
        yield Row(what, ours, f"其中 {few} 个社区的，MB", theirs, ours / theirs, bar)
    for communities, root in roots.items():
        for kind, _, bar in _BARS:
            export = [sys.executable, "-m", "kpigen", "-C", str(root), "export", kind]
            ours = peak([*export, "-o", str(folder / f"{kind}-{communities}")])
            theirs = peak([*export, "--blank", "-o", str(folder / f"blank-{communities}.{kind}")])
            what = f"{communities} 个社区全部 {kind}，MB"
            yield Row(what, ours, "只写空表，MB", theirs, ours / theirs, bar)
