"""What clerks choose from in an issue form: communities, departments, rows and rules of a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpigen.excerpt import on_one_line
from kpigen.forges.fitting import (
    Fitted,
    as_code,
    as_yaml,
    as_yaml_list,
    filled,
    lines,
)
from kpigen.model import ForgeKind, Rubric
from kpigen.written import Written

# A pick list is read on a phone; the whole sentence stands on the site.
_LONGEST = 60
# Template, and the name by which a forge lists it: GitLab shows it to clerks as it is.
_FORMS = (("deduction", "扣分填报"), ("appeal", "申诉"), ("reading", "细则疑问"))


def yaml_forms(kind: ForgeKind, folder: str, rubric: Rubric) -> Iterator[Written]:
    """Give the forms of GitHub, Gitea and Gitee, which share one syntax."""
    values: Mapping[str, Fitted] = {
        "communities": as_yaml_list(_communities(rubric)),
        "departments": as_yaml_list(_departments(rubric)),
        "rules": as_yaml_list(_rules(rubric)),
        "rows_and_rules": as_yaml_list((*_rows(rubric), *_rules(rubric))),
        "about": as_yaml(f"填报 {rubric.assessment.year} 年度的扣分，由能改文件的人代为录入"),
        "example": as_yaml(f"{rubric.assessment.year}-05-12"),
        "example_record": as_yaml(_example_record(rubric)),
    }
    for number, (template, _) in enumerate(_FORMS, start=1):
        yield filled(kind, f"{folder}/{number}-{template}.yml", f"forms/{template}.yml", values)


def markdown_forms(kind: ForgeKind, folder: str, rubric: Rubric) -> Iterator[Written]:
    """Give the templates of GitLab, which has no forms: lists to tick."""
    values: Mapping[str, Fitted] = {
        "communities": _to_tick(_communities(rubric)),
        "departments": _to_tick(_departments(rubric)),
        "year": Fitted(str(rubric.assessment.year)),
        "example_record": as_code(_example_record(rubric)),
    }
    for template, name in _FORMS:
        yield filled(kind, f"{folder}/{name}.md", f"gitlab/{template}.md", values)


def _to_tick(texts: Iterator[str]) -> Fitted:
    return lines(Fitted(f"- [ ] {as_code(text)}") for text in texts)


def _communities(rubric: Rubric) -> Iterator[str]:
    return (f"{known.name}（{known.id}）" for known in rubric.communities)


def _departments(rubric: Rubric) -> Iterator[str]:
    return (f"{known.name}（{known.id}）" for known in rubric.departments)


def _rows(rubric: Rubric) -> Iterator[str]:
    return (f"{item.id} {on_one_line(item.printed.content, _LONGEST)}" for item in rubric.items)


def _rules(rubric: Rubric) -> Iterator[str]:
    return (f"{rule.id} {on_one_line(rule.text, _LONGEST)}" for _, rule in rubric.rules.values())


def _example_record(rubric: Rubric) -> str:
    community, department = rubric.communities[0].id, rubric.departments[0].id
    year = rubric.assessment.year
    return f"{year}/{community}/{department}/{year}-05-12-xiaofang"
