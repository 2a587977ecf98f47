"""The site as a browser gets it: text stays text, every link resolves, no other host is asked."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kpigen import inspection
from kpigen.assessing import scoring
from kpigen.codes import CATALOGUE
from kpigen.render import Selection, pdf, renderer, site
from kpigen.render.site.text import as_yaml, in_html, in_markdown
from kpigen.versions.history import Revision
from kpigen.view import report as view
from kpigen.view.balance_values import BalanceView
from kpigen.view.cost_values import CostRecord, CostStep, CostView
from kpigen.view.fileformat import formats
from kpigen.view.place_values import NeighbourView, PlaceView
from kpigen.view.row_values import RowPageView, WordsView
from kpigen.view.values import NoticeView, Report
from tests.conftest import PROJECT, YEAR
from tests.render.overview_page import hostile_overview

TEMPLATES = PROJECT / "site_templates"
SETTINGS = PROJECT / "mkdocs.yml"
# Attributes through which a page can load something or send its reader somewhere.
LOADING = {"href", "src", "srcset", "data", "action", "poster"}
# The town's repository, to which a reader may go.
FORGE = "https://git.example/nantong-demo/kaohe"
VOID = {"br", "col", "hr", "img", "input", "link", "meta"}

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# c #}",
    "[x](javascript:alert(1))",
    "![](http://x.invalid/a.png)",
    ":smile:",
    "# h",
    "`code` ``` ~~~",
    "---",
    "{: .x onclick=alert(1) }",
    "&lt;b&gt; &amp;",
    "*a* _b_ **c** ==d== ^^e^^ ~~f~~",
    "<!--kp: :kp-->",
    "http://x.invalid www.x.invalid",
    '"\' onmouseover=alert(1) data-search-exclude="1"',
    '--8<-- "/etc/passwd"',
    "[[x]] *[HTML]: abbr [^1]: note",
    "\n\n# 另起一行\n\n```\n代码\n```\n\n    缩进\n- 列表\n1. 编号\n| 表 |\n|---|",
    "反斜杠\\ 与 \\# \\` 末尾\\",
)


class Page(HTMLParser):
    """What a test asks of a page: its addresses, places, tags and the text of each place."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.tags: list[str] = []
        self.headings: list[int] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name in LOADING and value is not None:
                self.addresses.append(value)
                if tag == "a":
                    self.links.add(value)
            if name == "id" and value is not None:
                self.ids.append(value)
            if name.startswith("on"):
                self.handlers.append(name)

    def abroad(self) -> list[str]:
        """What leads or reaches to another host, but for links to the town's repository."""
        return [
            address
            for address in self.addresses
            if (urlsplit(address).netloc or urlsplit(address).scheme)
            and not (address in self.links and address.startswith(f"{FORGE}/"))
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "script" not in self.open and "style" not in self.open:
            self.text += data


@cache
def page(path: Path) -> Page:
    return Page(path)


def report_of(root: Path) -> Report:
    inspected = inspection.inspect(root, YEAR)
    assert inspected.dataset is not None
    return view.report(
        inspected.dataset,
        scoring.score(inspected.dataset),
        Revision("0123456789abcdef", None, made=None),
    )


def build(folder: Path, reports: tuple[Report, ...]) -> Path:
    """Write the pages and let the real MkDocs make the site; downloads are stand-ins."""
    source = folder / "source"
    files = list(site.frame(reports, CATALOGUE, formats(), TEMPLATES, SETTINGS))
    for report in reports:
        files.extend(site.renderer(TEMPLATES)(report, Selection()))
    for name, content in files:
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for report in reports:
        stand_ins = [
            f"data/{file.name}"
            for kind in ("json", "csv")
            for file in renderer(kind)(report, Selection())
        ]
        for name in ("blank", "summary", *(community.id for community in report.communities)):
            stand_ins.extend((f"downloads/{name}.xlsx", f"downloads/{name}.pdf"))
        stand_ins.extend(f"downloads/{name}.pdf" for name in pdf.published(report))
        for name in stand_ins:
            path = source / "docs" / str(report.year) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
    run_mkdocs(source, folder / "site")
    return folder / "site"


def run_mkdocs(source: Path, target: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"),
            *("-f", str(source / "mkdocs.yml"), "-d", str(target)),
        ],
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "SOURCE_DATE_EPOCH": "1600000000",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, report: Report) -> Path:
    return build(tmp_path_factory.mktemp("site"), (report,))


def pages(built: Path) -> list[Path]:
    return sorted(built.rglob("*.html"))


def test_every_community_department_and_category_has_its_page(built: Path, report: Report) -> None:
    year = built / str(YEAR)
    for folder, things in (
        ("communities", report.communities),
        ("departments", report.departments),
        ("categories", report.categories),
    ):
        for thing in things:
            assert (year / folder / f"{thing.id}.html").is_file()
    for row in report.blank.rows:
        assert (year / "items" / f"{row.item.replace('.', '-')}.html").is_file()
    for name in ("index", "deductions", "readings", "scoring", "downloads"):
        assert (year / f"{name}.html").is_file()
    assert (built / "index.html").is_file()


def test_every_record_has_its_place(built: Path, report: Report) -> None:
    assert report.records
    for record in report.records:
        address = f"{YEAR}/communities/{record.community}.html"
        assert record.anchor in page(built / address).ids
    for reading in report.readings:
        assert reading.anchor in page(built / str(YEAR) / "readings.html").ids


def test_every_internal_address_resolves(built: Path) -> None:
    checked = 0
    for path in pages(built):
        assert not page(path).abroad(), path
        for address in page(path).addresses:
            parts = urlsplit(address)
            if parts.scheme or path.name == "404.html":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path.relative_to(built), address)
            # Material's own toggles and icons have no place to go to.
            # What two communities are compared is asked behind the mark; it is no place.
            if parts.fragment and target.suffix == ".html" and target.stem != "compare":
                assert unquote(parts.fragment) in page(target).ids, (path, address)
            checked += 1
    assert checked > 1000


def test_no_page_asks_another_host(built: Path) -> None:
    for path in pages(built):
        assert not page(path).abroad(), path
    for path in (TEMPLATES / "theme").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "url(" not in text
        assert "@import" not in text


def test_ids_are_unique_and_headings_in_order(built: Path) -> None:
    for path in pages(built):
        read = page(path)
        assert len(read.ids) == len(set(read.ids)), path
        assert read.headings[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(read.headings)), path
        assert read.headings.count(1) == 1, path


def test_every_page_says_that_the_data_is_a_demonstration(built: Path, report: Report) -> None:
    assert report.demo
    for path in pages(built):
        assert page(path).text.count(report.demo) == 2, path


def test_every_page_says_what_it_was_made_from(built: Path, report: Report) -> None:
    for path in pages(built):
        assert report.revision_label in page(path).text, path


def test_nothing_of_the_wrapping_is_left(built: Path) -> None:
    for path in pages(built):
        text = path.read_text(encoding="utf-8")
        assert "kp:" not in text.replace("http:", ""), path
        assert "{{" not in page(path).text
        assert "{%" not in page(path).text


def test_a_community_page_shows_all_figures_and_stays_small(built: Path, report: Report) -> None:
    for community in report.communities:
        path = built / str(YEAR) / "communities" / f"{community.id}.html"
        assert len(gzip.compress(path.read_bytes())) < 50_000
        text = page(path).text
        assert community.total in text
        assert community.total_arithmetic in text
        for row in community.form.rows:
            assert row.printed.content in text
            assert row.printed.rules in text
            assert all(record.summary in text for record in row.records)
        for record in community.records:
            assert record.status_label in text
            assert all(step.text in text for step in record.cost.steps)


def hostile_place(place: PlaceView, other: str, text: str) -> PlaceView:
    assert place.scale is not None
    return PlaceView(
        sentence=text,
        scale=replace(place.scale, lowest_names=text, highest_names=text),
        mark=place.mark,
        above=NeighbourView(other, text, text, text, text),
        below=NeighbourView(other, text, text, text, text),
    )


def hostile_balance(balance: BalanceView, text: str) -> BalanceView:
    return replace(
        balance,
        losses=tuple(
            replace(line, category=text, content=text, note=text) for line in balance.losses
        ),
        ending=text,
    )


def hostile_report(report: Report) -> Report:
    """Put every hostile text where a record, a reading and a name can carry one."""
    text = " ".join(HOSTILE)
    records = {
        record.id: replace(
            record,
            reason=f"{HOSTILE[index % len(HOSTILE)]} {text}",
            basis=text,
            event=text,
            summary=record.summary and text,
            arithmetic=text,
            approval=text,
            appeal=text,
            appeal_grounds=text,
            withdrawal=text,
            rule_text=text,
            rule_words=text,
            item_content=text,
            path=text,
            cost=CostView(
                points=record.cost.points,
                actual=record.cost.actual,
                label=text,
                aside=text,
                question=text,
                steps=(CostStep(text, text, (CostRecord(record.anchor, text),)),),
                readings=tuple(replace(r, id=text, reading=text) for r in record.cost.readings),
            ),
        )
        for index, record in enumerate(report.records)
    }
    communities = tuple(
        replace(
            community,
            name=f"甲{text}",
            badges=(text,),
            total_arithmetic=text,
            form=replace(
                community.form,
                subtitle=text,
                rows=tuple(
                    replace(
                        row,
                        records=tuple(records[record.id] for record in row.records),
                        arithmetic=text,
                    )
                    for row in community.form.rows
                ),
            ),
            records=tuple(records[record.id] for record in community.records),
            place=hostile_place(community.place, report.communities[0].id, text),
            balance=hostile_balance(community.balance, text),
        )
        for community in report.communities[:2]
    )
    return replace(
        report,
        town=f"镇{text}",
        title=text,
        stage=text,
        demo=text,
        period=text,
        communities=communities,
        standing=communities,
        groups=(replace(report.groups[0], name=text, communities=communities),),
        departments=tuple(
            replace(department, name=text, records=tuple(records[r.id] for r in department.records))
            for department in report.departments[:2]
        ),
        categories=tuple(
            replace(
                category,
                name=text,
                items=tuple(
                    replace(
                        item,
                        printed=replace(item.printed, content=text, rules=text),
                        rules=tuple(replace(rule, text=text, encoding=text) for rule in item.rules),
                    )
                    for item in category.items
                ),
            )
            for category in report.categories
        ),
        readings=tuple(
            replace(reading, text=text, doubt=text, reading=text, decided=text)
            for reading in report.readings
        ),
        records=tuple(records.values()),
        losses=tuple(replace(loss, content=text, category=text) for loss in report.losses),
        rows=tuple(
            replace(category, label=text, rows=tuple(map(hostile_row, category.rows)))
            for category in report.rows
        ),
        filings=tuple(
            replace(
                filed,
                silent=(text,),
                verdict=text,
                rows=tuple(replace(row, community_name=text) for row in filed.rows),
            )
            for filed in report.filings
        ),
        policy=(text,),
        notice=NoticeView(text, text),
        stages=tuple(replace(stage, name=text, period=text) for stage in report.stages),
        deadlines=(text,),
        appeal=text,
        record_months=tuple(
            replace(month, name=text, records=tuple(records[r.id] for r in month.records))
            for month in report.record_months
        ),
        overview=hostile_overview(report, text),
    )


def hostile_row(row: RowPageView) -> RowPageView:
    text = " ".join(HOSTILE)
    words = (WordsView(text, ""), *(WordsView(text, use.rule) for use in row.uses))
    return replace(
        row,
        label=text,
        printed=replace(row.printed, category=text, department=text, content=words, rules=words),
        uses=tuple(replace(use, label=text) for use in row.uses),
        shares=tuple(replace(share, community_name=text, arithmetic=text) for share in row.shares),
        pool=row.pool
        and replace(
            row.pool,
            shares=tuple(replace(share, community_name=text) for share in row.pool.shares),
        ),
    )


def test_hostile_text_stays_text(tmp_path: Path, built: Path, report: Report) -> None:
    hostile = hostile_report(report)
    spoilt = build(tmp_path, (hostile,))
    wanted = [" ".join(text.split()) for text in HOSTILE]
    tame = set(page(built / str(YEAR) / "index.html").tags)
    for folder in ("communities", "departments", "categories", "items"):
        tame |= {tag for path in (built / str(YEAR) / folder).iterdir() for tag in page(path).tags}
    tame |= {tag for path in (built / str(YEAR)).glob("*.html") for tag in page(path).tags}
    for path in pages(spoilt):
        read = page(path)
        assert not read.handlers, path
        assert set(read.tags) <= tame | {"pre", "code", "h2", "time"}, path
        assert not read.abroad(), path
        shown = " ".join(read.text.split())
        for text in wanted:
            assert text in shown, (path, text)
        twin = built / path.relative_to(spoilt)
        assert read.tags.count("script") == page(twin).tags.count("script"), path


@pytest.mark.parametrize("text", HOSTILE)
def test_escapes_leave_no_markup(text: str) -> None:
    in_body = str(in_markdown(text))
    assert not set(in_body) & set("<>\"'`*_[](){}\\!|:~^=-+.\n")
    assert not set(str(in_html(text))) & set("<>\"'\n")
    assert "\n" not in as_yaml(text)


def test_a_year_without_records_or_demo_has_neither(tmp_path: Path, report: Report) -> None:
    bare = replace(
        report,
        demo="",
        records=(),
        record_months=(),
        losses=(),
        overview=replace(report.overview, waiting=None),
        rows=tuple(
            replace(
                category,
                rows=tuple(replace(row, shares=(), others=()) for row in category.rows),
            )
            for category in report.rows
        ),
        filings=tuple(replace(filed, rows=(), comparisons=()) for filed in report.filings),
        communities=tuple(
            replace(
                community,
                records=(),
                form=replace(
                    community.form,
                    rows=tuple(replace(row, records=()) for row in community.form.rows),
                ),
            )
            for community in report.communities
        ),
    )
    built = build(tmp_path, (replace(report, year=2019), bare))
    for path in (built / "index.html", built / "2020" / "communities" / "tianshu.html"):
        assert report.demo not in page(path).text
    assert report.demo in page(built / "2019" / "index.html").text
    assert "没有针对" in page(built / "2020" / "communities" / "tianshu.html").text
    home = page(built / "index.html")
    assert home.addresses.index("2020/index.html") < home.addresses.index("2019/index.html")


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    first = list(site.renderer(TEMPLATES)(report, Selection()))
    assert first == list(site.renderer(TEMPLATES)(report, Selection()))
    frame = list(site.frame((report,), CATALOGUE, formats(), TEMPLATES, SETTINGS))
    assert frame == list(site.frame((report,), CATALOGUE, formats(), TEMPLATES, SETTINGS))
    assert len({file.name for file in first + frame}) == len(first) + len(frame)


def test_a_spoilt_template_is_reported_with_its_name(tmp_path: Path, report: Report) -> None:
    templates = tmp_path / "site_templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "pages" / "overview.html").write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(Exception, match=r"site_templates/pages/overview"):
        list(site.renderer(templates)(report, Selection()))


def test_help_has_every_code_with_its_example(built: Path) -> None:
    read = page(built / "help" / "codes.html")
    for code in CATALOGUE:
        assert code.number in read.ids
        assert code.explanation in read.text
        if code.example:
            assert code.example.wrong.strip() in read.text


def test_help_has_every_name_of_every_file(built: Path) -> None:
    read = page(built / "help" / "files.html")
    for format_ in formats():
        assert format_.anchor in read.ids
        assert format_.place in read.text
        assert format_.pointer in read.text
        for table in format_.tables:
            for row in table.rows:
                assert f"{row.name}{row.title}{row.description}{row.notation}" in read.text
                assert not row.inside or row.inside in read.ids
            for sample in table.samples:
                assert sample.text in read.text
    for other in ("index", f"{YEAR}/index", "help/codes"):
        addresses = page(built / f"{other}.html").addresses
        assert any(address.endswith("files.html") for address in addresses), other


def test_dates_come_from_the_revision(tmp_path: Path, report: Report) -> None:
    made = replace(report, made=f"{date(2021, 1, 31):%Y年%m月%d日}")
    settings = next(
        file.content.decode("utf-8")
        for file in site.frame((made,), CATALOGUE, formats(), TEMPLATES, SETTINGS)
        if file.name == "mkdocs.yml"
    )
    assert "于 2021年01月31日 生成" in settings
    assert str(tmp_path) not in settings


def test_every_page_tells_its_version_and_the_digest_of_its_content(
    built: Path, report: Report
) -> None:
    digests = {}
    for path in pages(built):
        text = page(path).text
        assert report.revision_label in text, path
        found = re.search(r"本页摘要 ([0-9a-f]{12})", text)
        if path.name != "404.html":
            assert found is not None, path
            digests[path] = found[1]
    assert len(set(digests.values())) == len(digests)


def test_the_digest_follows_the_content_and_nothing_else(report: Report) -> None:
    def digests(shown: Report) -> dict[str, str]:
        files = site.renderer(TEMPLATES)(shown, Selection())
        found = {file.name: re.search(rb'digest: "([0-9a-f]+)"', file.content) for file in files}
        return {name: match[1].decode() for name, match in found.items() if match}

    other = replace(report.communities[0], name="别的社区")
    changed = replace(report, communities=(other, *report.communities[1:]))
    before, after = digests(report), digests(changed)
    differing = {name for name in before if before[name] != after[name]}
    assert f"docs/2020/communities/{other.id}.md" in differing
    assert f"docs/2020/communities/{report.communities[1].id}.md" not in differing
    later = digests(replace(report, revision_label="版本 ffffffffff"))
    assert {name for name in before if before[name] != later[name]} == {"docs/2020/downloads.md"}
