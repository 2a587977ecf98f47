"""What the import of an edited workbook says to people: each record's changes, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath

from kpigen.revising.revision import Revised
from kpigen.terminal.change import shift
from kpigen.view.change_values import Shift
from kpigen.view.change_words import excerpt, in_words, record_field


def summary(revised: Revised) -> Iterator[str]:
    """Say what changes: by record, each field before and after; then the new records."""
    for one in revised.changed:
        yield f"更改 {one.after.id}"
        for field in one.fields:
            both = Shift(in_words(field.before), in_words(field.after))
            yield f"    {record_field(field.name, both).title}：{shift(excerpt(both))}"
    for candidate in revised.new:
        yield f"新增 {candidate.path}"


def differences(revised: Revised) -> Iterator[str]:
    """Write the lines of the files that go and come, none around them: those may be internal."""
    for one in revised.changed:
        yield from _difference(one.after.path, one.old, one.new)
    for candidate in revised.new:
        yield from _difference(candidate.path, b"", candidate.content)


def _difference(path: str, old: bytes, new: bytes) -> Iterator[str]:
    before, after = (side.decode("utf-8").splitlines() for side in (old, new))
    source = f"a/{path}" if old else "/dev/null"
    yield from difflib.unified_diff(before, after, source, f"b/{path}", n=0, lineterm="")


def next_steps(revised: Revised) -> str:
    """Say how what was written gets to the reviewer; the branch is named after the first file."""
    changed = [one.after.path for one in revised.changed]
    first = (changed or [candidate.path for candidate in revised.new])[0]
    branch = f"gengzheng-{PurePosixPath(first).stem}"
    return (
        "下一步：看看 git diff，提交到自己的分支，推送，再在代码托管平台上开一个合并请求，"
        "等审核人合并。\n"
        f"    git switch -c {branch}\n"
        "    git add data/deductions\n"
        f"    git commit -m 更改{len(revised.changed)}条、新增{len(revised.new)}条扣分\n"
        f"    git push -u origin {branch}"
    )
