"""Provenance in words, and on a record's card."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from kpigen.build import source
from kpigen.inspection import inspect
from kpigen.reading import schema
from kpigen.reporting import report_of
from kpigen.versions import provenance
from kpigen.versions.provenance import UNREAD, Change, Deed, Filing, History, Known, Life
from kpigen.view.lives import lives, missing
from tests.conftest import Repository

DAY, LATER = date(2020, 5, 12), date(2020, 5, 14)
COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILED = Filing(DAY, LATER, COMMIT)


def life(filing: Filing | None, *changes: Change) -> History:
    return History(Known.FULL, (Life("a", filing, changes),))


@pytest.mark.parametrize(
    ("filing", "label"),
    [
        (FILED, "2020年5月12日，2020年5月14日合并"),
        (Filing(DAY, DAY, COMMIT), "2020年5月12日，同日合并"),
    ],
)
def test_filing(filing: Filing, label: str) -> None:
    shown = lives(life(filing), None)["a"].filing
    assert shown is not None
    assert (shown.label, shown.commit.short, shown.commit.address) == (label, COMMIT[:10], "")


@pytest.mark.parametrize(
    ("deed", "fields", "label"),
    [
        (Deed.CHANGED, ("count", "reason"), "改了次数或人数、扣分原因"),
        (Deed.CHANGED, ("internal", "other"), "改了内部资料、其他内容"),
        (Deed.CHANGED, (), ""),
        (Deed.CHANGED, None, "改了内容"),
        (Deed.REMOVED, (), "文件被删除"),
        (Deed.RESTORED, (), "文件重新加入"),
        (Deed.RESTORED, None, "文件重新加入"),
        (Deed.RESTORED, ("count",), "文件重新加入，改了次数或人数"),
    ],
)
def test_changes(deed: Deed, fields: tuple[str, ...] | None, label: str) -> None:
    (change,) = lives(life(FILED, Change(DAY, COMMIT, deed, fields)), None)["a"].changes
    assert change.label == label


def test_a_card_leaves_out_what_changed_comments_or_layout_only() -> None:
    changes = (
        Change(DAY, COMMIT, Deed.CHANGED, ()),
        Change(DAY, COMMIT, Deed.CHANGED, ("count",)),
        Change(DAY, COMMIT, Deed.RESTORED, ()),
    )
    shown = lives(life(FILED, *changes), None)["a"]
    assert len(shown.changes) == 3
    assert [change.label for change in shown.told] == ["改了次数或人数", "文件重新加入"]


def test_every_field_has_a_title() -> None:
    every = tuple(field.name for field in schema.DEDUCTION.fields)
    (change,) = lives(life(FILED, Change(DAY, COMMIT, Deed.CHANGED, every)), None)["a"].changes
    assert not any(name in change.label for name in every)


@pytest.mark.parametrize(
    ("known", "note"),
    [(Known.FULL, "尚未提交"), (Known.SHALLOW, "尚未提交"), (Known.NONE, ""), (Known.UNREAD, "")],
)
def test_why_a_record_has_none(known: Known, note: str) -> None:
    assert missing(History(known, ())) == note
    assert lives(life(None), None)["a"].note == "浅克隆，较早的历史不在"


RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: 未按要求协助。\nbasis: 演示〔2020〕1号\n"


def page(repository: Repository, history: History | None = None) -> str:
    """Give the source of the community's page."""
    inspection = inspect(repository.root)
    if history is None:
        history = provenance.read(repository.root, inspection.revision.commit)
    report = report_of(repository.root, inspection, history=history)
    files = dict(source(repository.root, (report,)))
    return html.unescape(files["docs/2020/communities/tianshu.md"].decode("utf-8"))


ASSESSMENT = "data/rubric/2020/assessment.yaml"


@pytest.fixture
def town(repository: Repository) -> Repository:
    """One record in a town that names no forge."""
    path = repository.root / ASSESSMENT
    text = re.sub(r"(?m)^forge:.*\n(?:[ #].*\n)*", "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    repository.record("tianshu/jingfa/a", RECORD)
    return repository


def test_a_card_tells_when_its_record_was_filed_and_changed(town: Repository) -> None:
    town.commit(day="2020-06-01")
    filed = town.git("rev-parse", "HEAD").strip()
    town.record("tianshu/jingfa/a", RECORD + "count: 2\ninternal:\n  details: 秘密\n")
    town.commit(day="2020-06-02")
    changed = town.git("rev-parse", "HEAD").strip()
    text = page(town)
    assert f"<dt>填报</dt> <dd>2020年6月1日，同日合并（提交 {filed[:10]}）</dd>" in text
    town.record("tianshu/jingfa/a", f"# 抄自台账\n{RECORD}count: 2\ninternal:\n  details: 秘密\n")
    town.commit(day="2020-06-03")
    text = page(town)
    assert "2020年6月3日" not in text
    assert f"2020年6月2日　改了次数或人数、内部资料（提交 {changed[:10]}）</dd>" in text
    assert "经办" not in text  # nobody's name
    assert "秘密" not in text


def test_with_a_forge_the_commit_is_a_link(town: Repository) -> None:
    home = "https://git.example.gov.cn/nantong/kaohe"
    text = (town.root / ASSESSMENT).read_text(encoding="utf-8")
    town.write(ASSESSMENT, f"{text}forge:\n  kind: gitea\n  repository: {home}\n")
    town.commit(day="2020-06-01")
    commit = town.git("rev-parse", "HEAD").strip()
    assert f'（<a href="{home}/commit/{commit}" title="要联网">提交 {commit[:10]}</a>）' in page(
        town
    )


def test_what_is_missing_is_said(town: Repository, tmp_path: Path) -> None:
    assert "不在 git 仓库中，看不出记录何时填报" in page(town)
    assert "<dt>填报</dt>" not in page(town)
    town.git("init", "--quiet")
    town.git("commit", "--quiet", "--allow-empty", "--message", "空", day="2020-06-01")
    assert "<dt>填报</dt> <dd>尚未提交</dd>" in page(town)
    town.commit(day="2020-06-02")
    town.git("clone", "--quiet", "--depth=1", f"file://{town.root}", str(tmp_path / "shallow"))
    text = page(Repository(tmp_path / "shallow"))
    assert "<dt>填报</dt> <dd>浅克隆，较早的历史不在</dd>" in text
    assert "仓库是浅克隆" in text


def test_nothing_is_said_where_nobody_asked(town: Repository) -> None:
    text = page(town, UNREAD)
    assert "填报</dt>" not in text
    assert "git 仓库中，看不出" not in text


def test_a_correction_is_published(town: Repository) -> None:
    correction = "  - date: 2020-06-05\n    reason: 日期写错了。\n    decided_by: 党政办\n"
    town.record("tianshu/jingfa/a", f"{RECORD}corrections:\n{correction}")
    assert "<dt>更正</dt> <dd>2020年6月5日由党政办更正：日期写错了。</dd>" in page(town)
