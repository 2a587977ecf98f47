"""The pages alone, without the downloads: against the same pages by Jinja2, and as towns grow."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

import jinja2

from kpigen import build as building
from kpigen import files
from kpigen.engine.order import Order
from kpigen.engine.running import Engine
from kpigen.inspection import inspect
from kpigen.reporting import report_of
from kpigen.view.values import Report
from tests.bench.timing import Row, compare, milliseconds
from tests.bench.towns import town

_RECORDS_EACH = 8
_FEW, _MANY = 300, 1_000

# The whole page as one plain template: what somebody would write who needs no site engine.
_PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8">
<title>{{ community.name }}</title></head><body><h1>{{ community.name }}</h1>
<p>{{ community.total }} {{ community.rank_label }} {{ community.total_arithmetic }}</p>
<table><caption>{{ community.form.title }}</caption>
<tr>{% for heading in community.form.headings %}<th>{{ heading }}</th>{% endfor %}</tr>
{% for row in community.form.rows %}<tr id="{{ row.anchor }}">
{% if row.spans.number %}<td rowspan="{{ row.spans.number }}">{{ row.printed.number }}</td>
{% endif %}
{% if row.spans.category %}<td rowspan="{{ row.spans.category }}">{{ row.printed.category }}</td>
{% endif %}<td>{{ row.printed.seq }}</td><td>{{ row.printed.content }}</td>
<td>{{ row.printed.veto }}</td>
{% if row.spans.department %}<td rowspan="{{ row.spans.department }}">{{ row.printed.department }}
</td>{% endif %}{% if row.spans.points %}<td rowspan="{{ row.spans.points }}">{{ row.points }}</td>
{% endif %}<td>{% for line in row.printed.rules.splitlines() %}{{ line }}<br>{% endfor %}</td>
<td>{% for record in row.records %}{% if record.counts %}<a href="#{{ record.anchor }}">
{{ record.summary }}</a>{% endif %}{% endfor %}{{ row.arithmetic }}</td>
<td>{{ row.score_cell }}</td></tr>{% endfor %}</table>
{% for record in community.records %}<section id="{{ record.anchor }}"><h3>{{ record.day }}
{{ record.department_name }}</h3><p>{{ record.reason }}</p><dl><dt>细则</dt><dd>{{ record.rule }}
{{ record.rule_text }}</dd><dt>依据</dt><dd>{{ record.basis }}</dd><dt>算法</dt>
<dd>{{ record.arithmetic }}</dd><dt>状态</dt><dd>{{ record.status_label }}</dd></dl></section>
{% endfor %}</body></html>"""


def plain_pages(folder: Path) -> Iterator[Row]:
    """Pages and engine, from their source on; MkDocs starts within the time."""
    towns = {size: town(folder / str(size), size, size * _RECORDS_EACH) for size in (_FEW, _MANY)}
    reports = {size: report_of(root, inspect(root)) for size, root in towns.items()}
    yield from compare(
        f"网页，{_FEW} 个社区（每页）",
        lambda: _build(towns[_FEW], reports[_FEW]),
        [("只用 Jinja2 写同样的页", lambda: _jinja2(folder, reports[_FEW]), 4.0)],
        runs=3,
        units=_FEW,
    )
    few, many = (
        statistics.median(
            milliseconds(lambda size=size: _build(towns[size], reports[size])) / size  # type: ignore[misc]  # bound at once
            for _ in range(2)
        )
        for size in (_FEW, _MANY)
    )
    yield Row(f"每页用时，{_MANY} 个社区", many, f"{_FEW} 个社区", few, many / few, 1.25)


def _build(root: Path, report: Report) -> None:
    """Write the pages' source from nothing and let MkDocs make the site."""
    source, target = root / "source", root / "made"
    shutil.rmtree(source, ignore_errors=True)
    with Engine() as engine:
        files.synchronise(source, building.source(root, (report,)))
        engine.begin(Order(str(source.resolve()), str(target.resolve()), report.timestamp))
        engine.finish(root / "mkdocs.log")


def _jinja2(folder: Path, report: Report) -> None:
    target = folder / "jinja2"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    template = jinja2.Environment(autoescape=True).from_string(_PAGE)
    for community in report.communities:
        text = template.render(community=community)
        (target / f"{community.id}.html").write_text(text, encoding="utf-8")
