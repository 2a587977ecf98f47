"""Finds what lies over, behind or beside the cells of a workbook, in whatever part of its file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from kpigen.verifying.values import Difference

# By what stands in a part, for a part can have any name; then by names, for those that are no XML.
_TAGGED = (
    ("批注", re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)\b")),
    ("图片或图形", re.compile(rb"<(?:\w+:)?(?:pic|sp|cxnSp|picture|legacyDrawingHF)\b")),
    ("图表", re.compile(rb"<(?:\w+:)?(?:chartSpace|chartsheet)\b")),
    ("嵌入的对象或控件", re.compile(rb"<(?:\w+:)?(?:oleObject|control)\b")),
    ("连到别的文件的链接", re.compile(rb"<(?:\w+:)?(?:externalLink|connection)\b")),
    ("扩展的条件格式", re.compile(rb"<\w+:conditionalFormatting\b")),
)
_NAMED = (
    ("宏", re.compile(r"(?i).*vbaProject")),
    ("嵌入的对象或控件", re.compile(r"(?i)xl/(embeddings|activeX|ctrlProps)/")),
)


def extras(there: bytes, here: bytes) -> Iterator[Difference]:
    """Tell what a workbook has that the other has less of."""
    one, other = _counted(there), _counted(here)
    for what, count in one.items():
        if count > other.get(what, 0):
            yield Difference("工作簿", note=f"文件里多了{what}")


def _counted(data: bytes) -> dict[str, int]:
    found: dict[str, int] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.infolist():
            content = archive.read(part).replace(b"\0", b"")  # so that UTF-16 hides nothing
            counts = [
                *((what, len(tag.findall(content))) for what, tag in _TAGGED),
                *((what, 1) for what, name in _NAMED if name.match(part.filename)),
            ]
            for what, count in counts:
                if count:
                    found[what] = found.get(what, 0) + count
    return found
