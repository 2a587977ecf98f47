"""What filing a record says to people: complaints, the file, its effect, what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from kpigen import labels
from kpigen.assessing.scoring import CommunityScore, Scores
from kpigen.diagnostics import Diagnostic
from kpigen.exact import plain
from kpigen.filing.examination import Candidate
from kpigen.filing.questions import in_headings
from kpigen.model import Deduction
from kpigen.terminal.findings import LABEL
from kpigen.view import explain


def complaints(findings: Iterable[Diagnostic], own: str = "") -> str:
    """Write findings as said to someone who answers questions: no fields, and no place in a file.

    `own` is the path of the record itself, which is no file yet.
    """
    lines = []
    for found in findings:
        elsewhere = f"{found.path}：" if found.path != own else ""
        message = elsewhere + in_headings(found.message)
        lines.append(f"{LABEL[found.severity]} {found.code} {message}")
        lines.append(f"    → {in_headings(found.hint)}")
    return "\n".join(lines)


def proposed(candidate: Candidate) -> str:
    """Write a record's place and text."""
    return f"{candidate.path}\n\n{candidate.content.decode('utf-8')}"


def effect(before: Scores, after: Scores, record: Deduction) -> str:
    """Say what a record does to its row and to the community's total and rank."""
    old, new = (_of(scores, record.community) for scores in (before, after))
    entry = next(
        entry for item in new.items for entry in item.records if entry.record.id == record.id
    )
    item = next(item.item for item in new.items if entry in item.records)
    row = item.pool or item.id
    scored = [next(one for one in result.items if one.item.id == row) for result in (old, new)]
    lines = [f"这条记录：{explain.record_arithmetic(entry)}"]
    if scored[1].score is None:
        change = _change(labels.signed(scored[0].adjustment), labels.signed(scored[1].adjustment))
        lines.append(f"{row} 总分加减：{change}")
    else:
        shared = "（共用分值）" if scored[1].pool else " "
        change = _change(*(plain(one.score) for one in scored if one.score is not None))
        lines.append(f"{row}{shared}得分：{change}")
    total = _change(labels.total(old.total), labels.total(new.total))
    rank = _change(labels.rank(old.rank), labels.rank(new.rank))
    group_rank = _change(labels.rank(old.group_rank), labels.rank(new.group_rank))
    group = new.community.group
    lines.append(f"{new.community.name}总分：{total}；全镇{rank}；{group}{group_rank}")
    return "\n".join(lines)


def _of(scores: Scores, community: str) -> CommunityScore:
    return next(one for one in scores.communities if one.community.id == community)


def _change(before: str, after: str) -> str:
    return f"{before}（不变）" if before == after else f"{before} → {after}"


def next_steps(written: tuple[Candidate, ...]) -> str:
    """Say how what was written gets to the reviewer; the branch is named after the first file."""
    branch = PurePosixPath(written[0].path).stem
    return (
        "下一步：把新文件提交到自己的分支，推送，再在代码托管平台上开一个合并请求，等审核人合并。\n"
        f"    git switch -c {branch}\n"
        "    git add data/deductions\n"
        f"    git commit -m 填报{len(written)}条扣分\n"
        f"    git push -u origin {branch}"
    )
