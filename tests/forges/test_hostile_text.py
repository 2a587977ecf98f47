"""The rubric's words stay words on every forge: none reaches a pipeline or shapes a file."""

from __future__ import annotations

from typing import Any

import pytest

from kpigen import forges
from kpigen.forges.fitting import as_code
from kpigen.model import ForgeKind, Rubric
from tests.forges.test_forms import HOSTILE, WITH_FORMS, load

KINDS = pytest.mark.parametrize("kind", list(ForgeKind))
WORDS = pytest.mark.parametrize("word", HOSTILE)


def spoilt(rubric: Rubric, word: str) -> Rubric:
    """Put a word in the place of every text that people write into the rubric."""
    return rubric._replace(
        assessment=rubric.assessment._replace(title=word, town=word),
        departments=tuple(known._replace(name=word) for known in rubric.departments),
        communities=tuple(known._replace(name=word) for known in rubric.communities),
        categories=tuple(
            category._replace(
                name=word,
                items=tuple(
                    item._replace(
                        printed=item.printed._replace(content=word, rules=word, department=word),
                        rules=tuple(rule._replace(text=word) for rule in item.rules),
                    )
                    for item in category.items
                ),
            )
            for category in rubric.categories
        ),
    )


def written(kind: ForgeKind, rubric: Rubric) -> dict[str, str]:
    return {path: content.decode("utf-8") for path, content in forges.files(kind, rubric)}


def takes_words(path: str) -> bool:
    """Only the owners, whose comments name departments, and what clerks choose from."""
    return path.endswith("/CODEOWNERS") or "issue_template" in path.lower()


@KINDS
@WORDS
def test_no_word_reaches_a_pipeline_or_a_script(kind: ForgeKind, word: str, rubric: Rubric) -> None:
    clean, made = written(kind, rubric), written(kind, spoilt(rubric, word))
    assert set(made) == set(clean)
    others = [path for path in made if not takes_words(path)]
    assert len(others) >= 2
    for path in others:
        assert made[path] == clean[path], path


@KINDS
@WORDS
def test_no_word_changes_who_approves(kind: ForgeKind, word: str, rubric: Rubric) -> None:
    def rules(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.startswith("#")]

    clean, made = written(kind, rubric), written(kind, spoilt(rubric, word))
    (path,) = [path for path in made if path.endswith("/CODEOWNERS")]
    assert rules(made[path]) == rules(clean[path])
    assert "@" not in "".join(line for line in made[path].splitlines() if line.startswith("#"))


def shape(form: dict[str, Any]) -> dict[str, Any]:
    """Give a form without what there is to choose from in its lists."""
    form["body"] = [
        {**field, "attributes": {**field["attributes"], "options": len(listed)}}
        if field["type"] == "dropdown" and (listed := field["attributes"]["options"])
        else field
        for field in form["body"]
    ]
    return form


@pytest.mark.parametrize("kind", WITH_FORMS)
@WORDS
def test_a_word_in_a_form_is_a_choice_and_nothing_else(
    kind: ForgeKind, word: str, rubric: Rubric
) -> None:
    clean, made = written(kind, rubric), written(kind, spoilt(rubric, word))
    for path in (path for path in made if "/ISSUE_TEMPLATE/" in path):
        form = load(made[path].encode("utf-8"))
        for field in form["body"]:
            if field["id" if "id" in field else "type"] in {"community", "department"}:
                assert {each.rpartition("（")[0] for each in field["attributes"]["options"]} == {
                    word
                }
            if field.get("id") in {"rule", "about"}:
                chosen = {each.partition(" ")[2] for each in field["attributes"]["options"]}
                assert chosen == {"".join(word.split())}
        assert shape(form) == shape(load(clean[path].encode("utf-8"))), path


def named(name: str, known: str) -> str:
    """The whole line of a choice: nothing in front of or behind the code is the word's."""
    return f"\n- [ ] {as_code(f'{name}（{known}）')}\n"


@WORDS
def test_a_word_in_a_gitlab_template_is_code(word: str, rubric: Rubric) -> None:
    changed = spoilt(rubric, word)
    clean, made = written(ForgeKind.GITLAB, rubric), written(ForgeKind.GITLAB, changed)
    swaps = [
        (named(before.name, before.id), named(after.name, after.id))
        for before, after in zip(rubric.communities, changed.communities, strict=True)
    ] + [
        (named(before.name, before.id), named(after.name, after.id))
        for before, after in zip(rubric.departments, changed.departments, strict=True)
    ]
    for path in (path for path in made if "issue_templates" in path):
        expected = clean[path]
        for old, new in swaps:
            expected = expected.replace(old, new)
        assert made[path] == expected, path
