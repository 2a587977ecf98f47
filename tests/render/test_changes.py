"""The pages of the changes as a browser gets them: links resolve, text stays text, no sideways."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kpigen.inspection import inspect
from kpigen.render import Selection, site
from kpigen.reporting import report_of
from kpigen.versions import main_line
from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR, Repository
from tests.render.browser import Browser
from tests.render.test_site import HOSTILE, TEMPLATES, build, page

RECORD = "date: 2020-05-{day:02}\nrule: 2.5-1\nreason: {reason}\nbasis: 演示〔2020〕{day}号\n"
REASON = "未按要求协助服务企业，经提醒仍未落实，已当场告知。"


def reported(town: Repository) -> Report:
    inspection = inspect(town.root, YEAR)
    return report_of(
        town.root, inspection, line=main_line.read(town.root, inspection.revision.commit)
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two months of changes; one touches every community, one is of a record that is no more."""
    made = Repository(tmp_path_factory.mktemp("changes") / "town")
    shutil.copytree(PROJECT / "data/rubric", made.root / "data/rubric")
    made.commit(day="2020-05-01")
    for place, community in enumerate(inspect(made.root, YEAR).dataset.rubric.communities, 1):  # type: ignore[union-attr]  # sound
        made.record(f"{community.id}/jingfa/a", RECORD.format(day=place, reason=REASON))
    made.commit(day="2020-05-20")
    made.record("tianshu/jingfa/b", RECORD.format(day=20, reason=REASON) + "count: 2\n")
    made.commit(day="2020-06-01")
    made.git("rm", "--quiet", f"data/deductions/{YEAR}/guyu/jingfa/a.yaml")
    made.git("commit", "--quiet", "--message", "删除", day="2020-06-02")
    return made


@pytest.fixture(scope="module")
def report(town: Repository) -> Report:
    return reported(town)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("site"), (report,)) / str(YEAR)


def test_each_change_stands_on_the_first_page_and_on_its_month_s(
    built: Path, report: Report
) -> None:
    months = report.chronicle.months
    assert [month.name for month in months] == ["2020-06", "2020-05"]
    for month in months:
        for entry in month.entries:
            for name in ("index", month.name):
                read = page(built / f"changes/{name}.html")
                assert entry.anchor in read.ids
                assert entry.title in read.text
                assert f"../changes/{month.name}.html#{entry.anchor}" in read.addresses
                assert all(record.text in read.text for record in entry.records)
                for moved in entry.moved:
                    assert f"{moved.name}{moved.group}" in read.text


def test_every_address_of_these_pages_resolves(built: Path) -> None:
    checked = 0
    for path in (built / "changes").glob("*.html"):
        read = page(path)
        assert len(read.ids) == len(set(read.ids))
        for address in read.addresses:
            parts = urlsplit(address)
            if parts.netloc or parts.scheme or not parts.path:
                continue
            target = (path.parent / parts.path).resolve()
            assert target.is_file(), address
            if parts.fragment:
                assert parts.fragment in page(target).ids, address
                checked += 1
    assert checked > 30


def test_every_page_of_the_year_names_the_feed(built: Path) -> None:
    for path in (built / "index.html", built / "changes/index.html", built.parent / "index.html"):
        feeds = [address for address in page(path).addresses if address.endswith("changes.xml")]
        assert feeds
        assert all((path.parent / feed).resolve() == built / "changes.xml" for feed in feeds)
    assert {"changes.xml", "stages.ics"} <= set(page(built / "downloads.html").addresses)
    assert (built / "stages.ics").is_file()


def test_without_a_history_there_is_no_feed_and_the_page_says_why(
    tmp_path: Path, repository: Repository
) -> None:
    made = build(tmp_path, (reported(repository),)) / str(YEAR)
    read = page(made / "changes/index.html")
    assert "不在 git 仓库中" in read.text
    assert not any(address.endswith((".xml", ".ics")) for address in read.addresses)
    assert not (made / "changes.xml").exists()
    assert not (made / "stages.ics").exists()


def test_hostile_text_stays_text(tmp_path: Path, built: Path, report: Report) -> None:
    text = " ".join(HOSTILE)
    months = tuple(
        replace(
            month,
            label=text,
            entries=tuple(
                replace(
                    entry,
                    title=text,
                    notes=(text,),
                    rubric=(text,),
                    records=tuple(
                        replace(r, act=text, community=text, text=text, fields=text)
                        for r in entry.records
                    ),
                    moved=tuple(replace(m, name=text, group=text) for m in entry.moved),
                )
                for entry in month.entries
            ),
        )
        for month in report.chronicle.months
    )
    chronicle = replace(report.chronicle, note=text, months=months, recent_months=months)
    spoilt = build(tmp_path, (replace(report, chronicle=chronicle, town=text),)) / str(YEAR)
    wanted = [" ".join(line.split()) for line in HOSTILE]
    for name in ("index", "2020-05"):
        read, twin = (page(folder / f"changes/{name}.html") for folder in (spoilt, built))
        assert not read.handlers
        assert set(read.tags) <= {*twin.tags, "ul", "li", "small", "b"}
        assert not [address for address in read.addresses if address.startswith("java")]
        shown = " ".join(read.text.split())
        assert all(line in shown for line in wanted)


def test_the_same_history_gives_the_same_bytes(town: Repository, report: Report) -> None:
    first = list(site.renderer(TEMPLATES)(report, Selection()))
    assert first == list(site.renderer(TEMPLATES)(reported(town), Selection()))
    assert {f"docs/{YEAR}/changes.xml", f"docs/{YEAR}/stages.ics"} <= {f.name for f in first}


def test_many_communities_are_folded_and_open_without_a_script(
    chromium: Browser, built: Path, report: Report
) -> None:
    entry = report.chronicle.months[1].entries[0]
    assert (entry.records_folded, entry.moved_folded) == (True, True)
    chromium.open(built / "changes/2020-05.html")
    count = "return [...document.querySelectorAll('.kp-change details')].map(d => d.open)"
    assert chromium.run(count) == [False, False]
    chromium.click(f"#{entry.anchor} ~ details:last-of-type summary")
    assert chromium.run(count) == [False, True]
    assert chromium.text(".kp-moved tbody tr th").startswith("天枢社区")


def test_the_feed_is_found_and_the_theme_takes_it_for_no_other_language(
    chromium: Browser, built: Path
) -> None:
    chromium.complaints()
    chromium.asked_for()
    chromium.open(built / "changes/index.html")
    found = chromium.run(
        "return [...document.querySelectorAll('link[type=\"application/atom+xml\"]')]"
        ".filter(link => link.relList.contains('alternate')).map(link => link.href)"
    )
    assert found == [(built / "changes.xml").resolve().as_uri()]
    assert not [address for address in chromium.asked_for() if address.endswith(".xml")]
    assert not chromium.complaints()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways(chromium: Browser, built: Path, width: int, scheme: str) -> None:
    chromium.width(width)
    chromium.scheme(scheme)
    for name in ("index", "2020-05", "2020-06"):
        chromium.open(built / f"changes/{name}.html")
        chromium.run("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide = chromium.run("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (name, width)
