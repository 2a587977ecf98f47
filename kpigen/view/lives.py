"""Puts the provenance of records into words: when filed, when merged, what changed since."""

from __future__ import annotations

from kpigen import labels
from kpigen.model import Forge
from kpigen.reading import schema
from kpigen.versions.provenance import OTHER, Change, Deed, Filing, History, Known, Life
from kpigen.view.forge_pages import commit_page
from kpigen.view.life_values import ChangeView, CommitView, FilingView, LifeView

_TITLES = {
    **{field.name: field.title for field in schema.DEDUCTION.fields},
    "internal": "内部资料",
    OTHER: "其他内容",
}


def lives(history: History, forge: Forge | None) -> dict[str, LifeView]:
    """Give what each committed record's card says, by the record's id."""
    return {life.record: _life(life, forge) for life in history.lives}


def missing(history: History) -> str:
    """Say why a record that has no life shows none."""
    return labels.NOT_COMMITTED if history.known in {Known.FULL, Known.SHALLOW} else ""


def _life(life: Life, forge: Forge | None) -> LifeView:
    filing = life.filing
    changes = tuple(_change(change, forge) for change in life.changes)
    return LifeView(
        filing=None if filing is None else _filing(filing, forge),
        note=labels.HISTORY_CUT if filing is None else "",
        changes=changes,
        told=tuple(change for change in changes if change.label),
    )


def _filing(filing: Filing, forge: Forge | None) -> FilingView:
    same_day = filing.day == filing.merged
    merged = "同日合并" if same_day else f"{labels.day(filing.merged)}合并"
    return FilingView(
        filed=filing.day.isoformat(),
        merged=filing.merged.isoformat(),
        label=f"{labels.day(filing.day)}，{merged}",
        commit=_commit(filing.commit, forge),
    )


def _change(change: Change, forge: Forge | None) -> ChangeView:
    return ChangeView(
        date=change.day.isoformat(),
        day=labels.day(change.day),
        what=str(change.deed),
        fields=change.fields,
        label=_said(change),
        commit=_commit(change.commit, forge),
    )


def _said(change: Change) -> str:
    if change.deed is Deed.REMOVED:
        return "文件被删除"
    named = "、".join(_TITLES[name] for name in change.fields or ())
    if change.deed is Deed.RESTORED:
        return f"文件重新加入，改了{named}" if named else "文件重新加入"
    if change.fields is None:
        return "改了内容"
    return f"改了{named}" if named else ""


def _commit(name: str, forge: Forge | None) -> CommitView:
    return CommitView(
        id=name,
        short=labels.commit(name),
        address="" if forge is None else commit_page(forge, name),
    )
