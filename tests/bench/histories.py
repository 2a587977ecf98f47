"""Provenance: git log read and understood, against the same git log with its output thrown away."""

from __future__ import annotations

import gc
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from kpigen.changes.chronicle import chronicle
from kpigen.versions import commit_log, main_line, provenance, year_line
from kpigen.versions.history import revision
from tests.bench.timing import Row, command, compare
from tests.bench.towns import town
from tests.conftest import YEAR

_COMMITS = 15_000
_MERGES = 1_000
_COMMUNITIES = 12
_CHANGED = 5  # one record in so many is changed once after its merge
_DAY = 86_400
_FIRST_DAY = 1_577_836_800
_RECORD = """date: 2020-05-12
rule: 2.5-1
count: {count}
reason: 第{number}次检查发现，未按要求落实，已当场告知并限期整改。
basis: 演示测速〔2020〕{number}号
internal:
  recorded_by: 演示部门
"""


def provenance_pass(folder: Path) -> Iterator[Row]:
    """A repository in which every record came by a merge, and every fifth was changed by one."""
    repository(folder, _COMMITS)
    head = revision(folder).commit
    assert head is not None
    yield from compare(
        f"来历，{_COMMITS} 个提交",
        lambda: _read(folder, head),
        [
            (
                "git log，输出丢弃",
                command(["git", "-C", str(folder), *commit_log.COMMAND, head], discard=True),
                1.4,
            )
        ],
        runs=7,
    )


def _read(folder: Path, head: str) -> None:
    """Read as the program does: without the collector (see `cli.main`)."""
    gc.disable()
    provenance.read(folder, head)
    gc.enable()


def chronicle_pass(folder: Path) -> Iterator[Row]:
    """A year in which every record came by a merge of its own, told merge by merge.

    There is no tool that does the same; git's own log of the same line, contents included, is what
    it cannot do without.
    """
    town(folder / "town", _COMMUNITIES, _MERGES)
    year(folder / "town")
    head = revision(folder / "town").commit
    assert head is not None
    log = ("log", "--first-parent", "-m", "--patch", "--no-color", head, "--", "data")
    yield from compare(
        f"变动，{_MERGES} 次合并、{_MERGES} 条记录",
        lambda: _told(folder / "town", head),
        [
            (
                "git log --patch，输出丢弃",
                command(["git", "-C", str(folder / "town"), *log], discard=True),
                # 1.5 s on the machine on which the peer takes 32 ms.
                45,
            )
        ],
    )


def _told(folder: Path, head: str) -> None:
    """Tell the year as the program does: without the collector (see `cli.main`)."""
    gc.disable()
    line = main_line.read(folder, head)
    chronicle(year_line.deltas(line, YEAR), line.known, line.start)
    gc.enable()


def year(folder: Path) -> None:
    """Put a town's table, and then each of its records by a merge, into a history."""
    paths = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    records = [path for path in paths if "deductions" in path.parts]
    table = b"".join(_inline(folder, path) for path in paths if path not in records)
    stream = [_commit(1, "refs/heads/main", ()) + table]
    for number, path in enumerate(records):
        mark, file = 2 * number + 2, _inline(folder, path)
        stream.append(_commit(mark, "refs/heads/request", (mark - 1,)) + file)
        stream.append(_commit(mark + 1, "refs/heads/main", (mark - 1, mark)) + file)
    _import(folder, stream)


def _inline(folder: Path, path: Path) -> bytes:
    text = path.read_bytes()
    name = path.relative_to(folder).as_posix().encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (name, len(text), text)


def repository(folder: Path, commits: int) -> None:
    """Make a repository of so many commits with `git fast-import`."""
    _import(folder, _stream(commits))


def _import(folder: Path, stream: Iterable[bytes]) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    importing = ["git", "-C", str(folder), "fast-import", "--quiet"]
    subprocess.run(importing, input=b"".join(stream), check=True)
    subprocess.run(
        ["git", "-C", str(folder), "symbolic-ref", "HEAD", "refs/heads/main"], check=True
    )


def _stream(commits: int) -> Iterator[bytes]:
    """Write pull requests: a commit on a branch from main and its merge, two marks each."""
    yield _commit(1, "refs/heads/main", ())
    for mark in range(2, commits, 2):
        number = mark // 2
        is_change = number % (_CHANGED + 1) == 0
        record = number - _CHANGED if is_change else number
        path = f"data/deductions/2020/c{record % 12:04d}/jingfa/r{record:05d}.yaml"
        text = _RECORD.format(count=2 if is_change else 1, number=record).encode()
        file = b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(text), text)
        yield _commit(mark, "refs/heads/request", (mark - 1,)) + file
        yield _commit(mark + 1, "refs/heads/main", (mark - 1, mark)) + file


def _commit(mark: int, branch: str, parents: tuple[int, ...]) -> bytes:
    lines = [
        f"commit {branch}",
        f"mark :{mark}",
        f"committer 经办 <clerk@example.invalid> {_FIRST_DAY + mark * _DAY // 8} +0800",
        "data 6",
        "数据",
        *(f"{'merge' if place else 'from'} :{parent}" for place, parent in enumerate(parents)),
    ]
    return "".join(f"{line}\n" for line in lines).encode()
