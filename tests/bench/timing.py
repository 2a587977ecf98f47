"""Whole commands and single calls, timed in turn so that a drifting machine harms both alike."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

Job = Callable[[], object]


class Row(NamedTuple):
    """One comparison: medians in milliseconds, their ratio run by run, and the bar."""

    what: str
    ours: float
    peer: str
    theirs: float
    ratio: float
    bar: float

    def __str__(self) -> str:
        verdict = "达到" if self.ratio <= self.bar else "未达到"
        return (
            f"{self.what:<34} {self.ours:>9.1f}  {self.peer:<26} {self.theirs:>9.1f}"
            f"  {self.ratio:>6.2f}  ≤ {self.bar:<5} {verdict}"
        )


HEADING = f"{'项目':<32} {'本项目 ms':>7}  {'比较对象':<22} {'对方 ms':>7}  {'比值':>4}  目标"


def command(arguments: Sequence[str], *, discard: bool = False) -> Job:
    """Make a job of a command; it must succeed. Its output is read, or thrown away unread."""
    output = subprocess.DEVNULL if discard else subprocess.PIPE
    return lambda: subprocess.run(arguments, check=True, stdout=output, stderr=subprocess.PIPE)


def milliseconds(job: Job) -> float:
    began = time.perf_counter()
    job()
    return (time.perf_counter() - began) * 1000


def compare(
    what: str,
    ours: Job,
    peers: Sequence[tuple[str, Job, float]],
    *,
    runs: int = 5,
    units: int = 1,
) -> list[Row]:
    """Run ours and every peer in turn; times are divided by `units` (documents, pages)."""
    jobs = [ours, *(job for _, job, _ in peers)]
    for job in jobs:
        job()
    rounds = [[milliseconds(job) / units for job in jobs] for _ in range(runs)]
    mine = statistics.median(turn[0] for turn in rounds)
    return [
        Row(
            what,
            mine,
            name,
            statistics.median(turn[place] for turn in rounds),
            statistics.median(turn[0] / turn[place] for turn in rounds),
            bar,
        )
        for place, (name, _, bar) in enumerate(peers, 1)
    ]
