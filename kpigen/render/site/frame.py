"""Writes what all years of a site share: home, help, theme, and the settings for MkDocs."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

from kpigen.diagnostics import Code, Severity
from kpigen.render import File
from kpigen.render.site import method, search
from kpigen.render.site.sections import sections
from kpigen.render.site.templates import Templates
from kpigen.render.site.text import as_yaml
from kpigen.render.site.year import Year
from kpigen.view.fileformat import FormatView
from kpigen.view.values import Report

# What only the entry page loads; a site without that page does without these.
_ONLY_ENTRY = frozenset(
    {
        "assets/javascripts/entry-core.js",
        "assets/javascripts/entry-exact.js",
        "assets/javascripts/entry-kept.js",
        "assets/javascripts/entry-privacy.js",
        "assets/javascripts/entry.js",
        "assets/stylesheets/entry.css",
    }
)
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}
# Pages that the navigation of every page would grow by.
_NOT_IN_NAV = "".join(
    f"/*/{name}.md\n"
    for name in ("communities/*", "departments/*", "categories/*", "items/*", "changes/*", "data")
)
_STYLES = "assets/stylesheets/kpigen.css"
# MkDocs finds what a file inherits from beside that file: so the town's settings come along.
_TOWN_SETTINGS = "town.yml"


def frame(
    reports: tuple[Report, ...],
    codes: tuple[Code, ...],
    formats: tuple[FormatView, ...],
    templates: Path,
    settings: Path,
) -> Iterator[File]:
    """Give the home page, the help, the theme's files, the search's data and mkdocs.yml."""
    newest_first = tuple(sorted(reports, key=lambda report: -report.year))
    newest = newest_first[0]
    pages = Templates(templates)
    year = {"year": str(newest.year)}
    yield pages.page(
        "index",
        "home",
        {**year, "title": "首页", "section": "home"},
        {"reports": newest_first, "town": newest.town, "newest": newest.year},
    )
    yield pages.page(
        "help/codes",
        "codes",
        {**year, "title": "检查代码", "section": "help"},
        {"codes": codes, "severities": _SEVERITIES},
    )
    yield pages.page(
        "help/files",
        "files",
        {**year, "title": "文件格式", "section": "files"},
        {"formats": formats},
    )
    unused = frozenset() if any(report.entry for report in reports) else _ONLY_ENTRY
    yield from _theme(templates / "theme", unused)
    yield File(f"theme/{_STYLES}", _styles(templates / "styles"))
    methods = tuple(method.sections(Year(pages, report)) for report in newest_first)
    yield search.data(newest_first, methods, codes, formats)
    yield File(_TOWN_SETTINGS, settings.read_bytes())
    yield File("mkdocs.yml", _settings(newest_first).encode("utf-8"))


def _theme(folder: Path, unused: frozenset[str]) -> Iterator[File]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in unused:
            yield File(f"theme/{name}", path.read_bytes())


def _styles(folder: Path) -> bytes:
    """Put the parts of the style sheet into one, in the order of their names."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.glob("*.css")))


def _settings(reports: tuple[Report, ...]) -> str:
    """Write mkdocs.yml: JSON values, which are YAML."""
    newest = reports[0]
    settings = {
        "INHERIT": _TOWN_SETTINGS,
        "site_name": html.escape(f"{newest.town}社区目标绩效考核"),
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "theme": {
            "custom_dir": "theme",
            # Zensical, the successor, then takes Material's look.
            "variant": "classic",
            "logo": "assets/images/logo.svg",
            "favicon": "assets/images/favicon.svg",
        },
        "extra_css": [_STYLES],
        "extra_javascript": ["assets/javascripts/header.js"],
        "nav": _nav(reports),
        "not_in_nav": _NOT_IN_NAV,
        # Search is our own; a town whose settings still name MkDocs' plugins does without them.
        "plugins": [],
        "extra": {
            "generator": False,
            "polyfills": ["assets/javascripts/iframe-worker.js"],
            "kpigen": {
                "newest": str(newest.year),
                "years": {str(report.year): _year(report) for report in reports},
            },
        },
    }
    lines = [f"{name}: {as_yaml(value)}\n" for name, value in settings.items()]
    return "# kpigen build 生成，请勿修改；可改的设置在仓库的 mkdocs.yml。\n" + "".join(lines)


def _nav(reports: tuple[Report, ...]) -> list[dict[str, object]]:
    years: list[dict[str, object]] = [
        {
            f"{report.year}年度": [
                {section.title: f"{report.year}/{section.source}"} for section in sections(report)
            ]
        }
        for report in reports
    ]
    return [
        {"首页": "index.md"},
        *years,
        {"检查代码": "help/codes.md"},
        {"文件格式": "help/files.md"},
    ]


def _year(report: Report) -> dict[str, object]:
    made = f" 于 {report.made} " if report.made else " "
    return {
        "sections": [[part.name, part.address, part.title] for part in sections(report)],
        "stage": report.stage,
        "demo": report.demo,
        "marking": report.marking,
        "notice_title": report.notice.title,
        "notice": report.notice.text,
        "dated": "stages" if report.stages else "",
        "feed": f"{report.town}{report.year}年度社区考核的变动"
        if report.chronicle.has_history
        else "",
        "footer": f"{report.title}　依据 {report.revision_label}{made}生成",
    }
