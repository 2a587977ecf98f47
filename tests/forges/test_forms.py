"""The issue forms keep what GitHub documents of them; no name in the data breaks out of one."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kpigen import forges
from kpigen.diagnostics import Place
from kpigen.forges.fitting import as_code, as_yaml
from kpigen.model import Community, ForgeKind, Rubric

WITH_FORMS = [ForgeKind.GITHUB, ForgeKind.GITEA, ForgeKind.GITEE]
HOSTILE = (
    '"', "'", "- x: 1", "${{ secrets.X }}", "<script>alert(1)</script>", "`@all`", "``", "a`b",
    "# x", "{a: b}", "*x", "&x", "!!python/object", "|", "> x", "none", "true", "«communities»",
    "-->", "/close", "\\", "％", "{{ x }}", "{% raw %}", "%0A::error::x", "\\n- x", "$(id)", "`id`",
    "'$X'", "--- ", "x: |", "? x", "@all", "![x](//x)", "&lt;", "%{first_commit}",
)  # fmt: skip


def load(content: bytes) -> Any:  # noqa: ANN401  # whatever the file holds
    return YAML(typ="safe", pure=True).load(io.BytesIO(content))


def forms(kind: ForgeKind, rubric: Rubric) -> list[Any]:
    return [
        load(file.content) for file in forges.files(kind, rubric) if "/ISSUE_TEMPLATE/" in file.path
    ]


def with_communities(rubric: Rubric, *names: str) -> Rubric:
    return rubric._replace(
        communities=tuple(
            Community(f"c{number}", name, "社区", Place("x")) for number, name in enumerate(names)
        )
    )


def options(form: dict[str, Any], field: str) -> list[str]:
    (found,) = [each for each in form["body"] if each.get("id") == field]
    listed: list[str] = found["attributes"]["options"]
    return listed


@pytest.mark.parametrize("kind", WITH_FORMS)
def test_forms_keep_the_documented_constraints(kind: ForgeKind, rubric: Rubric) -> None:
    made = forms(kind, with_communities(rubric, *HOSTILE))
    assert [form["name"] for form in made] == ["扣分填报", "申诉", "细则疑问"]
    for form in made:
        assert set(form) <= {"name", "description", "title", "labels", "body"}
        assert all(isinstance(form[key], str) and form[key].strip() for key in form if key
                   in {"name", "description", "title"})  # fmt: skip
        fields = [each for each in form["body"] if each["type"] != "markdown"]
        ids = [each["id"] for each in fields]
        labels = [each["attributes"]["label"] for each in fields]
        assert fields
        assert all(re.fullmatch(r"[A-Za-z0-9_-]+", each) for each in ids)
        assert len(set(ids)) == len(ids)
        assert len(set(labels)) == len(labels)
        for each in fields:
            assert each["type"] in {"input", "textarea", "dropdown", "checkboxes"}
            if each["type"] == "dropdown":
                listed = each["attributes"]["options"]
                assert all(isinstance(option, str) and option.strip() for option in listed)
                assert len(set(listed)) == len(listed)
                assert "none" not in {option.lower() for option in listed}
            if each["type"] == "checkboxes":
                assert all(option["label"].strip() for option in each["attributes"]["options"])


def test_forms_and_settings_satisfy_the_published_schemas(rubric: Rubric, tmp_path: Path) -> None:
    for kind in (ForgeKind.GITHUB, ForgeKind.GITEA):
        places = []
        for file in forges.files(kind, rubric):
            if "/ISSUE_TEMPLATE/" in file.path:
                place = tmp_path / f"{kind}-{Path(file.path).name}"
                place.write_bytes(file.content)
                places.append(str(place))
        done = subprocess.run(
            [
                *(sys.executable, "-m", "check_jsonschema"),
                *("--builtin-schema", "vendor.github-issue-forms", *places),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(places) == 3


def test_clerks_choose_from_the_rubric(rubric: Rubric) -> None:
    filing, appeal, reading = forms(ForgeKind.GITHUB, rubric)
    communities = [f"{known.name}（{known.id}）" for known in rubric.communities]
    assert options(filing, "community") == options(appeal, "community") == communities
    assert options(filing, "department") == [
        f"{known.name}（{known.id}）" for known in rubric.departments
    ]
    rules = options(filing, "rule")
    assert [rule.partition(" ")[0] for rule in rules] == list(rubric.rules)
    assert rules[0] == "1.1-1 辖区范围内发生消防事故，一次扣50分。"
    about = options(reading, "about")
    assert [each.partition(" ")[0] for each in about[: len(rubric.items)]] == [
        item.id for item in rubric.items
    ]
    assert about[len(rubric.items) :] == rules


def test_the_examples_are_of_the_rubric_s_year(rubric: Rubric) -> None:
    later = rubric._replace(assessment=rubric.assessment._replace(year=2021))
    community, department = later.communities[0].id, later.departments[0].id
    for kind in ForgeKind:
        told = "".join(file.content.decode("utf-8") for file in forges.files(kind, later))
        assert f"2021/{community}/{department}/2021-05-12-xiaofang" in told
        assert not re.search(r"2020[-/]", told)


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4))
def test_any_name_stays_a_name_in_yaml(names: list[str]) -> None:
    for name in names:
        written = as_yaml(name)
        assert "\n" not in written
        read = load(f"- {written}\n- after\n".encode("utf-8", "surrogatepass"))
        assert read[1] == "after"
        assert json.loads(written) == read[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_name_stays_code_in_markdown(name: str) -> None:
    written = as_code(name)
    assert len(written.splitlines()) == 1
    fence = re.match(r"`+", written)
    assert fence is not None
    inner = written.removeprefix(fence[0]).removesuffix(fence[0])
    assert fence[0] not in re.findall(r"`+", inner)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_arrive_as_they_are(rubric: Rubric, name: str) -> None:
    spoilt = with_communities(rubric, name, "正常社区")
    for kind in WITH_FORMS:
        filing, appeal, _ = forms(kind, spoilt)
        assert options(filing, "community") == [f"{name}（c0）", "正常社区（c1）"]
        assert options(appeal, "community") == [f"{name}（c0）", "正常社区（c1）"]
    for file in forges.files(ForgeKind.GITLAB, spoilt):
        if file.path.endswith("扣分填报.md"):
            text = file.content.decode("utf-8")
            assert f"- [ ] {as_code(f'{name}（c0）')}\n- [ ] `正常社区（c1）`\n" in text


def test_every_form_reminds_of_privacy(rubric: Rubric) -> None:
    for kind in ForgeKind:
        told = [
            file.path
            for file in forges.files(kind, rubric)
            if "身份证号" in file.content.decode("utf-8")
        ]
        assert len(told) == 2, told


def test_every_file_begins_with_the_mark(rubric: Rubric) -> None:
    for kind in ForgeKind:
        for path, content in forges.files(kind, rubric):
            first = content.decode("utf-8").splitlines()[0]
            assert f"由 kpigen forge {kind} 生成，请勿手改" in first, path
            assert first.startswith("<!-- " if path.endswith(".md") else "# "), path
            assert "«" not in content.decode("utf-8"), path
