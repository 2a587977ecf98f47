"""Figures on the site have the minus of print; files for machines and workbooks keep `-`."""

from __future__ import annotations

import re
from pathlib import Path

from kpigen.render import Selection, csv, json
from tests.conftest import YEAR, Repository
from tests.render.test_site import build, report_of

RECORD = "date: 2020-05-12\nreason: 通报。\nbasis: 文1号\n"
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
HYPHENED = re.compile(r"(?<![\w.〕-])-\d+(?:\.\d+)?(?![\w-])")


def test_no_page_has_a_hyphen_for_a_minus(tmp_path: Path, repository: Repository) -> None:
    repository.record("tianshu/jiwei/a", f"rule: 15.1-1\npoints: 1.5\n{RECORD}")
    repository.record("tianshu/guijian/b", f"rule: 1.1-1\n{RECORD}")
    built = build(tmp_path, (report_of(repository.root),))
    said = {
        page.relative_to(built).as_posix(): TAGS.sub("|", page.read_text(encoding="utf-8"))
        for page in built.rglob("*.html")
    }
    # What the files for machines hold is described as they hold it.
    found = {name: HYPHENED.findall(text) for name, text in said.items() if "data" not in name}
    assert {name: figures for name, figures in found.items() if figures} == {}
    for name in ("communities/tianshu", "items/15-1", "compare", "departments/jiwei"):
        assert "−1.5" in said[f"{YEAR}/{name}.html"], name


def test_data_keep_their_hyphen(repository: Repository) -> None:
    repository.record("tianshu/jiwei/a", f"rule: 15.1-1\npoints: 1.5\n{RECORD}")
    report = report_of(repository.root)
    for render in (csv.render, json.render):
        content = b"".join(content for _, content in render(report, Selection()))
        assert b"-1.5" in content
        assert "−1.5".encode() not in content
    row = next(row for row in report.communities[0].form.rows if row.item == "15.1")
    assert (row.score_cell, row.score_shown) == ("-1.5", "−1.5")
