"""The data of the site's search: every page and every place on it that a reader may look for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from kpigen.diagnostics import Code
from kpigen.render import File
from kpigen.render.site.method import Section
from kpigen.render.site.sections import sections
from kpigen.render.site.text import in_script
from kpigen.view.fileformat import FormatView
from kpigen.view.values import CategoryView, CommunityView, RecordView, Report

_NAME = "theme/assets/javascripts/search-data.js"
_Parts = list[str | int]


class _Weight(IntEnum):
    """What comes first where several places are found; titles count above RECORD.

    HELP is for who writes the files: it comes after everything else, whatever it is called.
    """

    HELP = -1
    RECORD = 0
    NOTE = 1
    ROW = 2
    SECTION = 3
    PAGE = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    """A place that can be found; an address with `#` is a place on the page before it."""

    address: str
    weight: _Weight
    title: tuple[str, ...]
    text: tuple[str, ...] = ()
    basis: str = ""
    # What many entries say alike: written once, and not worth an excerpt before `text`.
    shared: tuple[str, ...] = field(default=())
    # Other words that a reader may look for; they are not shown.
    hidden: tuple[str, ...] = field(default=())


# The sections that say how to appeal, by any word for it.
_APPEAL = ("申诉", "怎样申诉", "怎么申诉", "如何申诉", "不服", "复议", "复核", "异议")
_HIDDEN = {"appeal": _APPEAL}


def data(
    reports: tuple[Report, ...],
    methods: tuple[tuple[Section, ...], ...],
    codes: tuple[Code, ...],
    formats: tuple[FormatView, ...],
) -> File:
    """Give the script that hands the data to `search.js`; the reports come newest first.

    `methods` are the sections of each report's page on how it is computed.
    """
    entries = [_Entry("index.html", _Weight.PAGE, ("首页",))]
    for report, method in zip(reports, methods, strict=True):
        year = f"{report.year}年度" if len(reports) > 1 else ""
        entries.extend(_year(report, year))
        entries.extend(_method(method, report))
    entries.extend(_help(codes, formats))
    return File(_NAME, f"self.kpigenSearch={in_script(_packed(entries))};\n".encode())


def _packed(entries: list[_Entry]) -> dict[str, object]:
    """Group the places by their pages and write repeated words once: see `unpack` in search.js.

    A page is [address, weight, title, text, basis, places], a place [anchor, weight, title, text]
    and its basis and its hidden words if it has any; a number in a title or a text is an index of
    `words`.
    """
    words: dict[str, int] = {}

    def row(name: str, entry: _Entry) -> list[object]:
        title: _Parts = [*entry.title]
        text: _Parts = [text for text in entry.text if text]
        text.extend(words.setdefault(word, len(words)) for word in entry.shared)
        return [name, int(entry.weight), title, text]

    places: dict[str, list[object]] = defaultdict(list)
    pages = []
    for entry in entries:
        page, _, anchor = entry.address.partition("#")
        if anchor:
            more: list[object] = [entry.basis, [*entry.hidden]]
            while more and not more[-1]:
                more.pop()
            places[page].append(row(anchor, entry) + more)
        else:
            pages.append([*row(page, entry), ""])
    lost = places.keys() - {str(page[0]) for page in pages}
    assert not lost, f"places on pages that are not listed: {lost}"  # noqa: S101  # ours alone
    return {
        "words": list(words),
        "pages": [[*page, places[str(page[0])]] for page in pages],
    }


def _year(report: Report, year: str) -> Iterator[_Entry]:
    above = f"{report.year}/"
    named = (year,) if year else ()
    for section in sections(report):
        yield _Entry(above + section.address, _Weight.PAGE, (section.title, *named))
    yield from _dates(report, above)
    yield _Entry(f"{above}data.html", _Weight.PAGE, ("数据说明", *named))
    for month in report.chronicle.months:
        address = f"{above}changes/{month.name}.html"
        yield _Entry(address, _Weight.PAGE, (f"{month.label}的变动", *named))
    for community in report.communities:
        yield from _community(community, above, named)
    for department in report.departments:
        address = f"{above}departments/{department.id}.html"
        yield _Entry(address, _Weight.PAGE, (department.name, *named))
    for category in report.categories:
        yield from _category(category, above, named)
    for reading in report.readings:
        yield _Entry(
            f"{above}readings.html#{reading.anchor}",
            _Weight.NOTE,
            (reading.id, reading.doubt),
            (reading.text, reading.reading, reading.decided, *reading.about),
        )


def _dates(report: Report, above: str) -> Iterator[_Entry]:
    """Give the overview's section of dates, which is named by what the year has."""
    periods = tuple(f"{stage.name} {stage.period}" for stage in report.stages)
    if periods or report.deadlines:
        anchor, title = ("stages", "阶段和期限") if periods else ("deadlines", "期限")
        yield _Entry(
            f"{above}index.html#{anchor}",
            _Weight.SECTION,
            (title,),
            (*report.deadlines, *periods),
            hidden=_APPEAL,
        )


def _method(sections: tuple[Section, ...], report: Report) -> Iterator[_Entry]:
    for section in sections:
        if section.anchor:
            yield _Entry(
                f"{report.year}/scoring.html#{section.anchor}",
                _Weight.SECTION,
                (section.title,),
                (section.text,),
                hidden=_HIDDEN.get(section.anchor, ()),
            )


def _community(community: CommunityView, above: str, named: tuple[str, ...]) -> Iterator[_Entry]:
    address = f"{above}communities/{community.id}.html"
    summary = f"{community.group}{community.group_rank_label}，{community.total} 分"
    text = (summary, *community.badges)
    yield _Entry(address, _Weight.PAGE, (community.name, *named), text)
    for record in community.records:
        yield _record(record, address)


def _record(record: RecordView, address: str) -> _Entry:
    return _Entry(
        f"{address}#{record.anchor}",
        _Weight.RECORD,
        (record.date, record.department_name, record.item),
        (
            record.reason,
            record.event,
            *record.process,
        ),
        basis=record.basis,
        shared=(record.item_content,),
    )


def _category(category: CategoryView, above: str, named: tuple[str, ...]) -> Iterator[_Entry]:
    address = f"{above}categories/{category.id}.html"
    yield _Entry(address, _Weight.PAGE, (category.name, *named))
    for item in category.items:
        yield _Entry(
            above + item.address,
            _Weight.ROW,
            (item.id, item.printed.content),
            (item.printed.rules, *(rule.id for rule in item.rules)),
            shared=(item.department_name,),
        )


def _help(codes: tuple[Code, ...], formats: tuple[FormatView, ...]) -> Iterator[_Entry]:
    yield _Entry("help/codes.html", _Weight.HELP, ("检查代码",))
    for code in codes:
        address = f"help/codes.html#{code.number}"
        yield _Entry(address, _Weight.HELP, (code.number, code.title), (code.explanation,))
    yield _Entry("help/files.html", _Weight.HELP, ("文件格式",))
    for format_ in formats:
        names = (f"{row.name} {row.title}" for table in format_.tables for row in table.rows)
        address = f"help/files.html#{format_.anchor}"
        yield _Entry(address, _Weight.HELP, (format_.title,), (format_.place, *names))
