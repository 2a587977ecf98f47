"""Verifies the CSV files, which name no commit: line by line against the data as they are."""

from __future__ import annotations

import csv

from kpigen.verifying.values import Comparison, Difference, RefusedError, compared
from kpigen.view.data_fields import COMMUNITIES, DEDUCTIONS

_MARK = "\ufeff"


def document(data: bytes) -> str:
    """Tell from the headings which of the files this is."""
    first = _lines(data)[:1]
    for name, group in (("deductions", DEDUCTIONS), ("scores", COMMUNITIES)):
        if first and first[0].startswith(",".join(field.name for field in group.fields)):
            return name
    raise RefusedError("这不是 kpigen 写的 CSV", "可以核验的是 deductions.csv 和 scores.csv")


def communities(data: bytes) -> tuple[str, ...] | None:
    """Give the community whose lines alone a file holds, by id; None for a file of all."""
    # A record's id names its community behind the year.
    place = 1 if document(data) == "deductions" else 0
    ids = (row[0].split("/") for row in csv.reader(_lines(data)[1:]) if row)
    try:
        held = {id_[place] for id_ in ids if len(id_) > place}
    except csv.Error as error:
        raise RefusedError(
            "这个 CSV 里有一格太长，没有读", "kpigen 导出的没有这么长的；看看是不是别的文件"
        ) from error
    return tuple(held) if len(held) == 1 else None


def compare(there: bytes, here: bytes) -> Comparison:
    """Compare two files by lines; how a line ends is a program's habit."""
    lines, wanted = _lines(there), _lines(here)
    found, meant = set(lines), set(wanted)
    differing = [
        *(
            Difference(f"第 {number} 行", line, None)
            for number, line in enumerate(lines, start=1)
            if line not in meant
        ),
        *(Difference("文件里没有的一行", None, line) for line in wanted if line not in found),
    ]
    if not differing and lines != wanted:
        differing.append(Difference("各行", note="先后或重复的次数不同"))
    return compared(differing)


def _lines(data: bytes) -> list[str]:
    try:
        return data.decode("utf-8").removeprefix(_MARK).splitlines()
    except UnicodeDecodeError as error:
        raise RefusedError(
            "这个 CSV 不是 UTF-8 编码", "表格软件可能换了编码；重新取一份没有另存过的"
        ) from error
