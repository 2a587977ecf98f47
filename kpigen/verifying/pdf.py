"""Verifies prints: their text page by page, and what each page looks like."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from kpigen import confined, stamp
from kpigen.stamp import Stamp
from kpigen.verifying.values import Comparison, Difference, RefusedError, compared

_PROGRAM = Path(__file__).with_name("pdf_facts.py")
# In seconds: a print of fifty pages takes five.
_PATIENCE = 120
# In bytes: a town's print of 12 communities needs a fifth.
_MEMORY = 1 << 31
# What a reader is shown of the properties; other programs leave it as it is.
_PROPERTIES = (("标题", "Title"), ("说明", "Subject"), ("作者", "Author"))
_NAMES = (
    ("/OCProperties", "可以开关的图层，屏幕上和打印出来的可能不同"),
    ("/UserUnit", "页面的放大倍数"),
    ("/ActualText", "朗读时代替印出来的字的话"),
    ("/OpenAction", "打开时自动做的事"),
    ("/JavaScript", "脚本"),
    ("/Launch", "启动别的程序的命令"),
)
# What made a print; those programs of spreadsheets keep the stamp of the workbook that they print.
_TYPESETTER = "typst"
_OF_SHEETS = re.compile(
    r"calc|excel|wps|表格|spreadsheet|sheets|numbers|onlyoffice|永中", re.IGNORECASE
)
# The footer, with version and digest, and the digest below the code.
_MARKS = re.compile(r"第\s*\d+\s*页\s*共\s*\d+\s*页\s*摘要|^[0-9A-F]{4}(?:\s[0-9A-F]{4}){3}$")


def stamp_of(data: bytes) -> Stamp | None:
    """Read the stamp from the properties; refuse what was printed from a workbook."""
    told: dict[str, str] = _told(data, "properties")["properties"]
    makers = f"{told.get('Creator', '')} {told.get('Producer', '')}"
    if _TYPESETTER not in makers.lower() and _OF_SHEETS.search(makers):
        raise RefusedError("这是由工作簿另存的 PDF，不是 kpigen 的打印件", "请核验原来的 xlsx")
    return stamp.parse(told.get("Keywords", ""))


def compare(there: bytes, here: bytes) -> Comparison:
    """Compare a print's pages with those of the one made anew."""
    return compared(list(_differing(*_both(there, here), _of_page)))


def compare_words(there: bytes, here: bytes) -> Comparison:
    """Compare with the print of another version: its marks and so its look differ."""
    return compared(list(_differing(*_both(there, here), _of_words)))


class _Page(NamedTuple):
    """A page: its size in points, its lines, digests of its pictures on a screen and on paper.

    `annotations` counts what lies over it (notes, stamps, links, fields), `images` what is in it,
    drawn or not.
    """

    size: tuple[int, ...]
    lines: tuple[str, ...]
    looks: tuple[str, ...]
    annotations: int
    images: int


class _Facts(NamedTuple):
    """What a print says and looks like; the counts are those of what no print of ours has."""

    pages: tuple[_Page, ...]
    properties: dict[str, str]
    attachments: int
    names: list[str]
    locked: bool


_OfPage = Callable[[str, _Page, _Page], Iterator[Difference]]


def _told(data: bytes, *words: str) -> dict[str, Any]:
    """Read a print in a process of its own, which may end or ask for all memory there is."""
    try:
        written = confined.run(_PROGRAM, data, *words, memory=_MEMORY, patience=_PATIENCE)
    except confined.ExceededError as error:
        raise _too_large() from error
    except confined.FailedError as error:
        raise RefusedError(
            "这个 PDF 坏了或者设了密码，打不开", "重新取一份；传送中断过的文件会这样"
        ) from error
    told: dict[str, Any] = json.loads(written)
    return told


def _both(there: bytes, here: bytes) -> tuple[_Facts, _Facts]:
    """Read both prints at once: each is drawn in a process of its own."""
    with ThreadPoolExecutor(2, thread_name_prefix="kpigen-verify") as pool:
        one, other = pool.map(_facts, (there, here))
    return one, other


def _facts(data: bytes) -> _Facts:
    told = _told(data)
    pages = tuple(
        _Page(
            tuple(page["size"]),
            tuple(page["lines"]),
            tuple(page["looks"]),
            page["annotations"],
            page["images"],
        )
        for page in told.pop("pages")
    )
    return _Facts(pages, **told)


def _too_large() -> RefusedError:
    return RefusedError(
        "这个 PDF 太大或者太复杂，没有读", "kpigen 导出的没有这样的；看看是不是别的文件"
    )


def _differing(one: _Facts, other: _Facts, of_page: _OfPage) -> Iterator[Difference]:
    for what, name in _PROPERTIES:
        there, here = one.properties.get(name, ""), other.properties.get(name, "")
        if there != here:
            yield Difference(f"属性里的{what}", there, here)
    for what, found, wanted in (
        ("附件", one.attachments, other.attachments),
        *((what, name in one.names, name in other.names) for name, what in _NAMES),
        ("密码保护", one.locked, other.locked),
    ):
        if found > wanted:
            yield Difference("打印件", note=f"文件里多了{what}")
    if len(one.pages) != len(other.pages):
        yield Difference("页数", str(len(one.pages)), str(len(other.pages)))
    for number, (page, meant) in enumerate(zip(one.pages, other.pages, strict=False), 1):
        if page.annotations != meant.annotations:
            yield Difference(f"第 {number} 页", note="批注、图章、链接或表单的数目不同")
        if page.images != meant.images:
            yield Difference(f"第 {number} 页", note="图片的数目不同")
        yield from of_page(f"第 {number} 页", page, meant)


def _of_page(where: str, there: _Page, here: _Page) -> Iterator[Difference]:
    if there.lines == here.lines:
        if (there.size, there.looks) != (here.size, here.looks):
            yield Difference(
                where,
                note="文字相同，屏幕上或打印出来的样子不同：盖了图章、加了批注或图片，"
                "或者是另一版本的 kpigen 排的",
            )
        return
    yield from _of_lines(where, there.lines, here.lines)


def _of_words(where: str, there: _Page, here: _Page) -> Iterator[Difference]:
    lines, wanted = (
        tuple(line for line in page.lines if not _MARKS.search(line)) for page in (there, here)
    )
    yield from _of_lines(where, lines, wanted)


def _of_lines(where: str, lines: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[Difference]:
    matched = SequenceMatcher(None, lines, wanted, autojunk=False)
    for what, begin, end, start, stop in matched.get_opcodes():
        if what != "equal":
            found, meant = "".join(lines[begin:end]), "".join(wanted[start:stop])
            yield Difference(where, found or None, meant or None)
