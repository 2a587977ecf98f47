"""What verifying a file says to people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from kpigen import __version__, labels
from kpigen.reading.source import UNSEEN
from kpigen.verifying.archive import ArchiveVerdict
from kpigen.verifying.values import Comparison, Difference, Doubt, Kind, Likeness, Since, Verdict
from kpigen.view import digest

# Characters of a text that are shown, those of them before the difference, and those of a place.
_WIDEST, _BEFORE, _LONGEST = 60, 12, 200
_UNSEEN = re.compile(f"[{UNSEEN}]")
_WHY = {
    Doubt.NO_STAMP: "文件里没有 kpigen 的印记：不是 kpigen 生成的，或者属性被清除了。",
    Doubt.NO_COMMIT: "文件是在 git 仓库以外生成的，没有版本可以核对。",
    Doubt.MODIFIED: "生成时数据里有还没提交的改动，没有哪个版本可以证明它的内容。",
    Doubt.NO_GIT: "这里不是 git 仓库，或者没有装 git，核对不了版本；"
    "在考核数据仓库里运行，或用 -C 指明。",
    Doubt.UNKNOWN_COMMIT: "这个仓库里没有那个版本：没有取回（git fetch），或者文件不是这个仓库的。",
    Doubt.UNSOUND: "那个版本的数据用现在的 kpigen 检查有错误，重新生成不了。",
    Doubt.NO_YEAR: "那个版本里没有这个年度的考核表，文件的印记不可信。",
    Doubt.UNKNOWN_DOCUMENT: "kpigen 不生成叫这个名称的文件，没有可以比较的。",
}
_ARCHIVE_WHY = {
    **_WHY,
    Doubt.SHALLOW: "这个仓库是浅克隆，历史不完整，重新写不出存档来比较；"
    "先运行 git fetch --unshallow，再核验。",
    Doubt.NO_YEAR: "那个版本里没有这个年度，不会有这样的存档。",
    Doubt.NOT_SEALED: "那个版本里这个年度还没有归档，不会有这样的存档。",
    Doubt.UNSOUND: "那个版本的数据用现在的 kpigen 检查有错误，重新写不出存档来比较。",
}
_UNSTAMPED_CSV = "CSV 文件不记版本，只能与现在的数据比较。"


def verdict(name: str, found: Verdict) -> str:
    """Write what was found out about a file, the answer first."""
    return "\n".join([f"{_printable(name)}：{_answer(found)}", *_grounds(found)])


def archive_verdict(name: str, found: ArchiveVerdict) -> str:
    """Write what was found out about an archive, the answer first."""
    written = found.manifest
    version = f"版本 {labels.commit(written.commit)}（{written.day}）"
    lines = [f"{_printable(name)}：{_of_archive(found, version)}"]
    for comparison in (found.own, found.anew):
        if comparison is not None:
            lines.extend(_differences(comparison))
    if found.doubt is not None:
        lines.append(_ARCHIVE_WHY[found.doubt])
    if found.other_version and not found.unchanged:
        lines.append(
            f"存档由 kpigen {_printable(written.kpigen)} 写出，这里是 {__version__}："
            "网页、排版、工作簿可能因此不同，用那个版本核验。"
        )
    shown = digest.shown(written.digest)
    lines.append(f"{written.year} 年度，{len(written.files)} 个文件，内容摘要：{shown}")
    return "\n".join(lines)


def _of_archive(found: ArchiveVerdict, version: str) -> str:
    if found.own.likeness is Likeness.DIFFERENT:
        return f"存档被改动过，有 {found.own.total} 处："
    if found.anew is None:
        return f"与自己的清单一致，但不能证明就是{version}的存档。"
    return {
        Likeness.SAME_BYTES: f"一字不差，与{version}的存档相同。",
        Likeness.SAME_CONTENT: f"每个文件都与{version}的存档相同；zip 由别的程序重新打包过。",
        Likeness.DIFFERENT: f"与自己的清单一致，但与{version}的存档不同，"
        f"有 {found.anew.total} 处：",
    }[found.anew.likeness]


def _answer(found: Verdict) -> str:
    comparison, version = found.comparison, _version(found.commit, found.day)
    if found.kind is Kind.CSV:
        version = f"现在的数据（{version}）"
    if found.doubt is None and comparison is not None:
        return {
            Likeness.SAME_BYTES: f"一字不差，与{version}生成的相同。",
            Likeness.SAME_CONTENT: f"内容未改，与{version}的相同；文件由别的程序重新保存过，"
            "或由另一版本的 kpigen 生成。",
            Likeness.DIFFERENT: f"与{version}生成的不同，有 {comparison.total} 处：",
        }[comparison.likeness]
    return "不能证明没有改动。"


def _grounds(found: Verdict) -> Iterator[str]:
    comparison, stamp = found.comparison, found.stamp
    if found.title and found.doubt is None:
        year = "" if stamp is None else f" {stamp.year} 年度"
        yield f"这是{year}{found.title}。"
    if stamp is not None and found.doubt is not None:
        modified = "，另有尚未提交的改动" if stamp.modified else ""
        version = "没有版本号" if stamp.commit is None else f"版本 {labels.commit(stamp.commit)}"
        title = found.title or _printable(stamp.document)
        yield f"文件自称：{stamp.year} 年度{title}，{version}{modified}"
    if found.doubt is not None:
        yield _UNSTAMPED_CSV if found.kind is Kind.CSV else _WHY[found.doubt]
        if comparison is not None:
            yield _as_now(found, comparison)
    if comparison is not None:
        yield from _differences(comparison)
    if stamp is not None:
        yield f"内容摘要：{digest.shown(stamp.digest)}{_digest_note(found)}"
    if found.since is not None:
        yield _outdated(found.since)
    if found.alike is not None and found.doubt is not None:
        yield f"自称的摘要与现在的数据相同的社区、村：{'、'.join(found.alike) or '没有'}"


def _differences(comparison: Comparison) -> Iterator[str]:
    yield from map(_difference, comparison.differences)
    if comparison.total > len(comparison.differences):
        yield f"  ……共 {comparison.total} 处，只列出前 {len(comparison.differences)} 处"


def _as_now(found: Verdict, comparison: Comparison) -> str:
    version = _version(found.commit, found.day, modified=found.modified)
    return {
        Likeness.SAME_BYTES: f"不过，它与用现在的数据（{version}）生成的一字不差。",
        Likeness.SAME_CONTENT: f"不过，它的内容与用现在的数据（{version}）生成的相同。",
        Likeness.DIFFERENT: f"与用现在的数据（{version}）生成的比较，"
        f"有 {comparison.total} 处不同：",
    }[comparison.likeness]


def _outdated(since: Since) -> str:
    """Warn who holds a true document that it is an old one."""
    if not since.is_made:
        return "此后数据有改动：照现在的数据已经没有这份文件；签字、盖章、公布以前先问党政办。"
    now = f"现在总分 {since.total}、{since.standing}；" if since.total else "现在的内容已经不同；"
    return f"此后数据有改动：{now}要签字、盖章、公布的，请用新导出的。"


def _digest_note(found: Verdict) -> str:
    if found.stamp is None or found.digest is None:
        return ""
    is_different = found.comparison and found.comparison.likeness is Likeness.DIFFERENT
    if is_different and found.stamp.digest == found.digest:
        return "（只是文件里写着的，不能证明内容没有改动）"
    if found.stamp.digest == found.digest:
        return "（与数据算出来的相同）"
    return f"（数据算出来的是 {digest.shown(found.digest)}）"


def _version(commit: str | None, day: date | None, *, modified: bool = False) -> str:
    if commit is None:
        return "没有版本号"
    made = "" if day is None else f"（{labels.day(day)}）"
    return f"版本 {labels.commit(commit)}{made}{'，另有尚未提交的改动' if modified else ''}"


def _difference(found: Difference) -> str:
    where = _printable(found.place)
    if found.note:
        return f"  {where}：{found.note}"
    there, here = found.there or "", found.here or ""
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(there, here, strict=False))
    )
    first = alike - _BEFORE if alike > _WIDEST // 2 else 0
    one = f"是“{_excerpt(there, first)}”" if there else "没有"
    other = f"应为“{_excerpt(here, first)}”" if here else "应是空的"
    return f"  {where}：文件里{one}，{other}"


def _excerpt(text: str, first: int) -> str:
    """Show the part of a text in which it differs."""
    cut = "…" if len(text) > first + _WIDEST else ""
    return f"{'…' if first else ''}{_printable(text[first : first + _WIDEST])}{cut}"


def _printable(text: str) -> str:
    """Show a stranger's text on a terminal: on one line, nothing unseen or steering it."""
    named = _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text[:_LONGEST])
    shown = "".join(letter if letter.isprintable() else " " for letter in named)
    return " ".join(shown.split())
