"""The entry page stands alone: offline, on a phone, without scripts, only inside."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kpigen import build as building
from kpigen.audience import Audience
from kpigen.diagnostics import Severity
from kpigen.filing import examination
from kpigen.filing.examination import Candidate
from kpigen.inspection import inspect
from kpigen.model import Kind
from kpigen.render import Selection, site
from kpigen.reporting import report_of
from tests.conftest import PROJECT, YEAR, Repository
from tests.render.browser import Browser
from tests.render.entry_page import (
    DRIVE,
    FIRE,
    PAPER,
    PARTY,
    TEMPLATES,
    VETO,
    Quiet,
    Town,
)


def test_the_page_asks_nobody_for_anything(chromium: Browser, town: Town) -> None:
    chromium.open(town.page)
    chromium.asked_for()
    chromium.open(town.page)
    chromium.run(DRIVE, [FIRE])
    chromium.click("#entry-copy-text")
    asked = chromium.asked_for()
    assert asked
    assert {urlsplit(address).scheme for address in asked} <= {"file", "data", "blob"}
    assert not chromium.complaints()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_width_scrolls_sideways(page: Browser, town: Town, width: int, scheme: str) -> None:
    page.width(width)
    page.scheme(scheme)
    page.open(town.page)
    sizes = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    for fields in ({}, FIRE, FIRE | PARTY | {"deduct": "1"}, FIRE | VETO | PAPER):
        page.run(DRIVE, [fields])
        page.run("document.getElementById('entry-examples').open = true")
        scrolled, seen = page.run(sizes)
        assert scrolled <= seen
    page.devtools("Emulation.clearDeviceMetricsOverride")


class Words(HTMLParser):
    """The page as one without scripts reads it: what is preformatted, and what is hidden."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.inside = False
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "pre":
            self.inside = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.blocks[-1] += data


def test_without_scripts_every_kind_has_an_example_that_check_takes(
    chromium: Browser, town: Town
) -> None:
    kinds = {rule.kind for _, rule in town.dataset.rubric.rules.values()}
    assert {rule_kind(town, example.rule) for example in town.entry.examples} == kinds
    for example in town.entry.examples:
        candidate = Candidate(example.path, example.text.encode("utf-8"))
        found = examination.examine(town.dataset, (candidate,)).findings
        assert not [finding for finding in found if finding.severity is Severity.ERROR], example
    chromium.devtools("Emulation.setScriptExecutionDisabled", value=True)
    chromium.open(town.page)
    chromium.devtools("Emulation.setScriptExecutionDisabled", value=False)
    visible = chromium.text("body")
    for example in town.entry.examples:
        assert example.path in visible
        assert example.text.strip() in visible
    assert "不运行脚本" in visible
    assert "被扣分的社区" not in visible
    read = Words(town.page.read_text(encoding="utf-8"))
    assert {example.text for example in town.entry.examples} <= set(read.blocks)


def rule_kind(town: Town, rule: str) -> Kind:
    return town.dataset.rubric.rules[rule][1].kind


HOSTILE = "</script><img src=x onerror=e>"


def test_hostile_names_and_rules_stay_text(chromium: Browser, tmp_path: Path) -> None:
    town = Repository(tmp_path)
    for path in (PROJECT / "data/rubric").rglob("*.yaml"):
        town.write(path.relative_to(PROJECT).as_posix(), path.read_bytes())
    base = f"data/rubric/{YEAR}"
    town.replace(f"{base}/communities.yaml", "天枢社区", f'"{HOSTILE}"')
    printed = "辖区范围内发生消防事故，一次扣50分。"
    name = f"{base}/categories/01-chengzhen.yaml"
    text = (tmp_path / name).read_text(encoding="utf-8")
    text = text.replace("name: 城镇建设", 'name: "]]><!--:kp-->{{ 7*7 }}"')
    town.write(name, text.replace(printed, f"{HOSTILE}<!--{printed}"))
    town.record(
        "tianshu/guijian/a",
        f"date: 2020-06-15\nrule: 1.1-2\nreason: {HOSTILE}\n"
        f"basis: '{HOSTILE}'\nevent: '{HOSTILE}'\n",
    )
    built = building.build(tmp_path, years=None, progress=Quiet(), audience=Audience.INTERNAL)
    assert built.pages is not None, built.inspections[0].findings
    chromium.open(tmp_path / "site-internal" / str(YEAR) / "entry.html")
    (seen,) = chromium.run(DRIVE, [FIRE | {"basis": HOSTILE, "event": HOSTILE, "reason": HOSTILE}])
    assert seen["faults"]["event"]
    assert HOSTILE in chromium.text("#entry-rules")
    assert HOSTILE in chromium.text("#entry-warnings") + chromium.text("#entry-effect")
    assert chromium.run("return document.querySelectorAll('img[src=x]').length") == 0
    assert not chromium.complaints()


def test_only_the_internal_site_has_the_page(town: Town) -> None:
    inspection = inspect(town.root, YEAR)
    parts = [path for path in (TEMPLATES / "theme").rglob("entry*") if path.is_file()]
    assert len(parts) > 1
    for audience in Audience:
        report = report_of(town.root, inspection, audience=audience)
        files = [
            *site.renderer(TEMPLATES)(report, Selection()),
            *site.frame((report,), (), (), TEMPLATES, PROJECT / "mkdocs.yml"),
        ]
        told = [file.name for file in files if b"entry" in file.content or "entry" in file.name]
        told = [name for name in told if not name.startswith("theme/")]
        has_page = f"docs/{YEAR}/entry.md" in told
        assert has_page is (audience is Audience.INTERNAL)
        own = {file.name for file in files if file.name.startswith("theme/assets/")}
        only = {f"theme/{path.relative_to(TEMPLATES / 'theme').as_posix()}" for path in parts}
        assert only <= own if audience is Audience.INTERNAL else only.isdisjoint(own)
    assert not (town.root / "site").exists()
    public = (town.root / "site-internal" / "index.html").read_text(encoding="utf-8")
    assert f'href="{YEAR}/entry.html"' in public
