"""Verifies scores.json and what `score --format json` writes: path by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kpigen import stamp
from kpigen.render import Selection
from kpigen.stamp import Stamp
from kpigen.verifying.values import Comparison, Difference, RefusedError, compared
from kpigen.versions.provenance import Known

DOCUMENT = "scores"
# With it a JSON Schema begins; the scores only name theirs.
_SCHEMA = "$schema"


class Scores(NamedTuple):
    """What a file of scores says of how it was made; `digests` are the communities', by id."""

    stamp: Stamp | None
    selection: Selection
    as_of: date | None
    with_history: bool
    digests: dict[str, str]


def read(data: bytes) -> Scores:
    """Read how a file of scores was made."""
    whole = _loaded(data)
    if not isinstance(whole, dict) or not isinstance(whole.get("communities"), list):
        if isinstance(whole, dict) and _SCHEMA in whole and "communities" not in whole:
            raise RefusedError(
                "这是 JSON Schema，说明数据文件的格式，里面没有得分",
                "JSON 文件里只有 scores.json 可以核验",
            )
        raise RefusedError("这不是 kpigen 写的 JSON", "可以核验的是 scores.json")
    named = {
        str(one["id"]): str(one.get("digest", ""))
        for one in whole["communities"]
        if isinstance(one, dict) and "id" in one
    }
    return Scores(
        _stamp(whole),
        # All, or one: kpigen writes nothing in between.
        Selection(
            communities=tuple(named) if len(named) == 1 else None,
            blank=False,
            summary="$schema" in whole,
        ),
        _day(whole.get("as_of")),
        whole.get("history") != Known.UNREAD,
        named,
    )


def _stamp(whole: dict[str, object]) -> Stamp | None:
    """Read the stamp from the keys, in the same form as elsewhere."""
    revision = whole.get("revision")
    commit = f"{revision or 'none'}{'+' if whole.get('modified') else ''}"
    return stamp.parse(
        f"kpigen:{whole.get('year')}/{DOCUMENT} commit:{commit} digest:{whole.get('digest')}"
    )


def _day(value: object) -> date | None:
    try:
        return None if value is None else date.fromisoformat(str(value))
    except ValueError:
        return None


def compare(there: bytes, here: bytes) -> Comparison:
    """Compare two files of scores."""
    return compared(list(_differing("", _loaded(there), _loaded(here))))


def _differing(path: str, there: object, here: object) -> Iterator[Difference]:
    if isinstance(there, list) and isinstance(here, list):
        there, here = _keyed(there), _keyed(here)
    if isinstance(there, dict) and isinstance(here, dict):
        for name in {**here, **there}:
            where = f"{path} › {name}" if path else name
            if name not in there:
                yield Difference(where, None, _shown(here[name]))
            elif name not in here:
                yield Difference(where, _shown(there[name]), None)
            else:
                yield from _differing(where, there[name], here[name])
    elif isinstance(there, str) and there == here and type(there) is not type(here):
        note = (
            "写成了数字，应是带引号的文字" if isinstance(there, _Bare) else "写成了文字，应是数字"
        )
        yield Difference(path, note=f"{note}：{there[:60]}")
    elif type(there) is not type(here) or there != here:
        yield Difference(path, _shown(there), _shown(here))


def _keyed(values: list[object]) -> dict[str, object]:
    """Name the members of a list by their id, where all have one of their own; else by number."""
    names = [str(one["id"]) if isinstance(one, dict) and "id" in one else "" for one in values]
    if "" in names or len(set(names)) < len(names):
        names = [f"第 {number} 项" for number in range(1, len(values) + 1)]
    return dict(zip(names, values, strict=True))


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return f"一组值，共 {len(value)} 项"  # which may be as deep as a stranger likes
    return value if isinstance(value, str) else json.dumps(value)


def _loaded(data: bytes) -> object:
    """Read JSON; a figure that is no text stays as it is written, and no name stands twice."""
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_int=_Bare,
            parse_float=_Bare,  # so that none arises: the reader's own word for it
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise RefusedError(
            "这个 JSON 坏了，读不了", "重新取一份；传送中断过的文件会这样"
        ) from error


class _Bare(str):
    """A figure without quotes, as it is written."""

    __slots__ = ()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found
