"""What an editor is told agrees with what the reader and the checks do, file kind by file kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from kpigen import checks
from kpigen.assessing.asked import FIGURES, asked
from kpigen.codes import CATALOGUE
from kpigen.diagnostics import Code, Diagnostic, Severity
from kpigen.editor import schema_files
from kpigen.editor.deduction_schema import of_year
from kpigen.editor.editor_schema import Schema, as_json, of_file
from kpigen.editor.file_kinds import DEDUCTION, FILE_KINDS, FileKind, pointer
from kpigen.editor.samples import SAMPLES, Sample
from kpigen.filing import record_text
from kpigen.filing.record_text import NewRecord
from kpigen.model import Dataset, Item, Kind, Rule
from kpigen.reading import loader, source
from kpigen.reading.groups import Field, Group
from kpigen.reading.shapes import (
    Anything,
    Boolean,
    Choice,
    Date,
    Figure,
    Identifier,
    ListOf,
    Shape,
    Sink,
    Text,
)
from kpigen.reading.tree import Folder
from tests.conftest import PROJECT, YEAR
from tests.editor.language import parse, refusals, validator

KINDS = {kind.name: kind for kind in FILE_KINDS}
OF_SHAPE = [code for code in CATALOGUE if "KPI201" <= code.number <= "KPI213"]
FILES = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "data").rglob("*.yaml"))


def kind_of(path: str) -> FileKind:
    for kind in FILE_KINDS:
        if re.fullmatch(re.sub(r"<[^>]*>", r"[^/]+", kind.place), path):
            return kind
    raise AssertionError(path)


@cache
def schema_of(name: str) -> Draft7Validator:
    return validator(of_file(name, KINDS[name].group))


@cache
def year() -> Dataset:
    loaded = loader.load(Folder(PROJECT), YEAR, None)
    assert loaded.dataset is not None
    return loaded.dataset._replace(deductions=())


@cache
def schema_of_year() -> Draft7Validator:
    return validator(of_year(year().rubric))


def read(group: Group, text: str) -> list[Diagnostic]:
    node, findings = source.read("x.yaml", text.encode("utf-8"))
    if node is None:
        return list(findings)
    found: list[Diagnostic] = []
    group.read(node, group.title, Sink("x.yaml", found))
    return found


def errors(item: Item, text: str) -> list[str]:
    """Read and check one record of a department; give the codes of what is wrong with it."""
    path = f"data/deductions/{YEAR}/tianshu/{item.department}/x.yaml"
    record, findings = loader.read_record(path, text.encode("utf-8"))
    found = list(findings)
    if record is not None:
        found.extend(checks.run(year()._replace(deductions=(record,))))
    return [finding.code for finding in found if finding.severity is Severity.ERROR]


# The examples of the catalogue, and the demonstration


def texts(code: Code) -> tuple[FileKind, str, str]:
    example = code.example
    assert example is not None
    if not example.replaces:
        return DEDUCTION, example.wrong, example.right
    text = (PROJECT / example.path).read_text(encoding="utf-8")
    wrong, right = (
        text.replace(example.replaces, new, 1) for new in (example.wrong, example.right)
    )
    return kind_of(example.path), wrong, right


@pytest.mark.parametrize("code", OF_SHAPE, ids=lambda code: code.number)
def test_an_editor_sees_what_the_catalogue_shows(code: Code) -> None:
    kind, wrong, right = texts(code)
    assert [finding.code for finding in read(kind.group, wrong)] == [code.number]
    assert refusals(schema_of(kind.name), wrong)
    assert not refusals(schema_of(kind.name), right)


@pytest.mark.parametrize("path", FILES)
def test_every_data_file_points_to_the_schema_of_its_kind_and_fits_it(path: str) -> None:
    kind = kind_of(path)
    text = (PROJECT / path).read_text(encoding="utf-8")
    line = text.splitlines()[0]
    assert line == pointer(kind, str(YEAR))
    named = (PROJECT / path).parent / line.partition("$schema=")[2]
    assert json.loads(named.read_text(encoding="utf-8"))["description"] == kind.group.description
    known = schema_of_year() if kind is DEDUCTION else schema_of(kind.name)
    assert refusals(known, text) == []


def test_a_new_record_is_written_with_the_same_pointer() -> None:
    figures = dict.fromkeys(("count", "actual", "deduct", "points", "approval"))
    words = {"reason": "未按要求。", "basis": "文号", "event": ""}
    place = {"year": YEAR, "community": "tianshu", "department": "guijian"}
    new = NewRecord(**place, date=date(2020, 5, 12), rule="1.1-1", **figures, **words)  # type: ignore[arg-type]
    text = record_text.text(new)
    assert text.splitlines()[0] == pointer(DEDUCTION, str(YEAR))
    assert refusals(schema_of_year(), text) == []


def test_the_committed_schemas_are_up_to_date() -> None:
    assert list(schema_files.findings(Folder(PROJECT), year().rubric)) == []


# Values good and bad: whatever the reader accepts the schema accepts

WORDS = """
2020 "2020" '2020' 1 1.0 "1.0" 1.50 0 -1 "-1" "0" 0.5 .5 5. 1e3 0x1f 0o17 007 +5 1_000
99.999 "99.999" 20.00000 true "true" false True yes 是 ~ null Null NULL "null" "~" "" each
reduced 公示 1.1 1.10 10.10 3b 3b.1 "3b.1" 1.1-1 3.1-v 16.1-1 tianshu index con a..b Tianshu
2020-05-12 "2020-05-12" 2020-02-29 2021-02-29 2020-02-30 2020-04-31 0000-01-01 2020-5-1
1900-02-29 2000-02-29 一句话 "@a/b" main .inf https://git.example.gov.cn/nantong/kaohe
"""
SCALARS = (
    *WORDS.split(),
    *('" "', "' 前后 '", '"两\\n行"', '"尾行\\n"', "一 行"),
    *("[]", "[一]", "[2020-05-12]", "[1.1, 2.3-1]", "[~]", "[[一]]", "{}", "{a: b}"),
    *(
        f'"{before}{char * (limit + more)}{before}"'
        for limit in (1, 2, 3, 4, 8, 10, 20, 30, 40, 60, 80, 120, 200, 300, 4000)
        for char in "长𠮷"
        for before in ("", " ")
        for more in (0, 1)
    ),
)
# Written otherwise than we take figures; what an editor makes of them is a good figure.
ODD_FIGURES = {".5", "5.", "1e3", "0x1f", "0o17", "007", "+5"}


def leaves(group: Group) -> Iterator[Shape]:
    for field in group.fields:
        member = field.shape.member if isinstance(field.shape, ListOf) else field.shape
        if isinstance(member, Group):
            yield from leaves(member)
        else:
            yield field.shape


SHAPES = tuple(dict.fromkeys(leaf for kind in FILE_KINDS for leaf in leaves(kind.group)))


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_a_value_is_good_to_both_or_to_neither(shape: Shape) -> None:
    group = Group("一项", Field("name", shape, "名称", required=True))
    known = validator(of_file("", group))
    for text in SCALARS:
        is_read, fits = not read(group, f"name: {text}\n"), not refusals(known, f"name: {text}\n")
        assert fits or not is_read, text
        assert is_read or not fits or unseen(shape, text), text


def unseen(shape: Shape, text: str) -> bool:
    """Tell whether an editor can't see what is wrong: it has a figure where the reader has text."""
    if isinstance(shape, Figure):  # in quotes it is held against a pattern, not against a range
        is_bounded = shape.minimum > 1 or shape.maximum is not None
        return text in ODD_FIGURES or (is_bounded and text[0] in "\"'")
    return isinstance(parse(text), bool | int | Decimal)


def good(shape: Shape) -> st.SearchStrategy[str]:
    """Give texts that mostly are what the shape asks for, each in some way of writing it."""
    if isinstance(shape, Group):
        return entries(shape).map(lambda lines: "{" + ", ".join(lines) + "}")
    if isinstance(shape, ListOf):
        return st.lists(good(shape.member), max_size=3).map(lambda texts: f"[{', '.join(texts)}]")
    if isinstance(shape, Choice):
        return st.sampled_from([word for word, _ in shape.options])
    if isinstance(shape, Identifier):
        return st.just(json.dumps(shape.example.strip('"')))
    if isinstance(shape, Date):
        return st.dates().map(str)
    if isinstance(shape, Boolean):
        return st.sampled_from(["true", "false", '"true"'])
    if isinstance(shape, Figure):
        figures = st.decimals(shape.minimum + 1, shape.maximum or 3000, places=shape.decimals).map(
            str
        )
        return st.one_of(figures, figures.map(lambda text: f'"{text}"'))
    assert isinstance(shape, Text | Anything)
    most = min(shape.limit, 9) - 1 if isinstance(shape, Text) else 9
    words = st.text(st.sampled_from("一二 𠮷a1:#\"'"), max_size=most)
    return st.one_of(
        words.map(lambda text: json.dumps(f"字{text}", ensure_ascii=False)), st.just("7")
    )


@st.composite
def entries(draw: st.DrawFn, group: Group) -> list[str]:
    lines = []
    for field in group.fields:
        if field.required or draw(st.booleans()):
            spoilt = draw(st.integers(0, 60)) == 0
            text = draw(st.sampled_from(SCALARS) if spoilt else good(field.shape))
            lines.append(f"{field.name}: {text}")
    return lines


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_what_the_reader_accepts_the_schema_accepts(name: str, data: st.DataObject) -> None:
    group = KINDS[name].group
    text = "".join(f"{line}\n" for line in data.draw(entries(group))) or "{}\n"
    if not read(group, text):
        assert refusals(schema_of(name), text) == []


# The records of the year: rule by rule, as the checks see them

FIGURE = {"count": "1", "deduct": "0.5", "points": "1"}


def rules() -> list[tuple[Item, Rule]]:
    return list(year().rubric.rules.values())


def record(rule: Rule, **lines: str) -> str:
    head = {"date": "2020-05-12", "rule": rule.id, "reason": "未按要求。", "basis": "文号"}
    return "".join(f"{name}: {text}\n" for name, text in {**head, **lines}.items())


@pytest.mark.parametrize(("item", "rule"), rules(), ids=lambda part: part.id)
def test_each_rule_gets_the_figures_it_asks_for_and_no_others(item: Item, rule: Rule) -> None:
    asks = asked(rule)
    needed = {asks.needed: FIGURE[asks.needed]} if asks.needed else {}
    short: dict[str, str] = {}
    barely = Decimal(0)
    if rule.target is not None and rule.step is not None:
        short = {"actual": str(rule.target - rule.step)}
        barely = rule.target - rule.step + Decimal(1).scaleb(-rule.decimals)
    tried = [needed, {}, short]
    tried += [{**needed, name: FIGURE.get(name, "0")} for name in FIGURES]
    tried += [{**needed, name: "1000"} for name in ("deduct", "points", "actual")]
    tried += [{**short, "count": "1"}, {"actual": "0.123"}, {"actual": str(barely)}]
    for lines in tried:
        text = record(rule, **lines)
        assert bool(refusals(schema_of_year(), text)) == bool(errors(item, text)), text


APPEAL = "{{filed: 2020-06-01, grounds: 不服{}}}"
DECIDED = ", decided: 2020-06-05, decided_by: 党政办, document: 文号, decision: "
APPEALS = (
    "",
    ", decided: 2020-06-05",
    ", decision: upheld",
    f"{DECIDED}upheld",
    f"{DECIDED}withdrawn",
    f"{DECIDED}upheld, deduct: 0.1",
    f"{DECIDED}reduced",
    f"{DECIDED}reduced, deduct: 0.1",
    f"{DECIDED}reduced, count: 1",
    f"{DECIDED}reduced, count: 1, deduct: 0.1",
    ", deduct: 0.1",
)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("appeal", APPEALS)
def test_an_appeal_is_whole_or_refused(kind: Kind, appeal: str) -> None:
    item, rule = next(found for found in rules() if found[1].kind is kind)
    given = {Kind.EACH: {"count": "2"}}.get(kind, {})
    needed = asked(rule).needed
    lines = {**given, **({needed: FIGURE[needed]} if needed else {})}
    text = record(rule, **lines, appeal=APPEAL.format(appeal))
    assert bool(refusals(schema_of_year(), text)) == bool(errors(item, text)), text


@pytest.mark.parametrize("kind", Kind)
def test_only_a_veto_is_approved(kind: Kind) -> None:
    item, rule = next(found for found in rules() if found[1].kind is kind)
    needed = asked(rule).needed
    approval = "{document: 文号, approved_by: 镇政府, date: 2020-06-01}"
    lines = {**({needed: FIGURE[needed]} if needed else {}), "approval": approval}
    text = record(rule, **lines)
    assert (
        bool(refusals(schema_of_year(), text))
        == bool(errors(item, text))
        == (kind is not Kind.VETO)
    )


def test_too_large_a_deduction_may_be_withdrawn_or_reduced() -> None:
    item, rule = next(found for found in rules() if found[1].kind is Kind.ALLOTTED)
    for more, is_good in (
        ({}, False),
        ({"withdrawn": "{date: 2020-06-01, reason: 误填, decided_by: 党政办}"}, True),
        ({"appeal": APPEAL.format(f"{DECIDED}reduced, deduct: 1")}, True),
    ):
        text = record(rule, deduct="99", **more)
        assert (not refusals(schema_of_year(), text)) == (not errors(item, text)) == is_good


def test_only_the_year_s_rules_are_offered_with_their_printed_words() -> None:
    rule = of_year(year().rubric)["properties"]["rule"]  # type: ignore[index]
    known = year().rubric.rules
    assert rule["enum"] == list(known)
    for name, text in zip(rule["enum"], rule["enumDescriptions"], strict=True):
        assert known[name][1].text in text
        assert asked(known[name][1]).words in text
    assert refusals(schema_of_year(), record(known["1.1-1"][1]._replace(id="9.9-9")))


# Samples and snippets


def group_at(path: str) -> Shape:
    name, *names = path.split(".")
    shape: Shape = KINDS[name].group
    for each in names:
        assert isinstance(shape, Group)
        shape = shape.by_name[each].shape
        shape = shape.member if isinstance(shape, ListOf) else shape
    return shape


@pytest.mark.parametrize("path", SAMPLES)
def test_every_sample_is_read_without_complaint(path: str) -> None:
    shape = group_at(path)
    for sample in SAMPLES[path]:
        if isinstance(shape, Group):
            assert read(shape, sample.text) == [], sample.title
        else:
            assert source.read("x.yaml", sample.text.encode("utf-8"))[1] == ()


@pytest.mark.parametrize("sample", SAMPLES["deduction"], ids=lambda sample: sample.title)
def test_every_sample_of_a_record_is_a_good_one_of_its_kind(sample: Sample) -> None:
    named = re.findall(r"^rule: (.*)$", sample.text, re.MULTILINE)[0]
    item, rule = year().rubric.rules[named]
    assert rule.kind is sample.kind
    assert errors(item, sample.text) == []
    assert refusals(schema_of_year(), sample.text) == []


def snippets(schema: object) -> Iterator[tuple[Schema, Schema]]:
    if isinstance(schema, dict):
        for snippet in schema.get("defaultSnippets", ()):
            yield schema, snippet
        for member in schema.values():
            yield from snippets(member)
    if isinstance(schema, list):
        for member in schema:
            yield from snippets(member)


def test_a_snippet_left_as_it_is_passes_for_nothing() -> None:
    body = next(snippets(of_year(year().rubric)))[1]["body"]
    assert body == {
        "date": "${1:年-月-日}",
        "rule": "${2:扣分细则编号}",
        "count": "${3:次数或人数}",
        "reason": "${4}",
        "basis": "${5}",
    }
    left = {name: re.sub(r"\$\{\d+:?([^}]*)\}", r"\1", text) for name, text in body.items()}
    text = "".join(f"{name}: {word}\n" for name, word in left.items())
    assert len(read(DEDUCTION.group, text)) == len(body)
    assert len(refusals(schema_of_year(), text)) >= len(body)


@pytest.mark.parametrize("name", KINDS)
def test_snippets_name_only_what_may_be_written(name: str) -> None:
    for schema, snippet in snippets(of_file(name, KINDS[name].group)):
        if "properties" in schema:
            assert set(snippet["body"]) <= set(schema["properties"])  # type: ignore[call-overload]
            assert set(schema.get("required", ())) <= set(snippet["body"])  # type: ignore[call-overload]


def test_only_kinds_of_the_year_have_a_snippet() -> None:
    rubric = year().rubric
    plain = rubric._replace(
        categories=tuple(
            category._replace(
                items=tuple(
                    item._replace(
                        rules=tuple(rule for rule in item.rules if rule.kind is Kind.EACH)
                    )
                    for item in category.items
                )
            )
            for category in rubric.categories
        )
    )
    labels = [each["label"] for each in of_year(plain)["defaultSnippets"]]  # type: ignore[attr-defined]
    assert labels == ["按次、按人扣分的记录", "按缺额扣分的记录"]


# The files themselves


def described(schema: object, path: str = "") -> Iterator[str]:
    """Name the properties that lack words."""
    if isinstance(schema, dict):
        for name, each in schema.get("properties", {}).items():
            if not ({"title", "description", "markdownDescription"} <= set(each)):
                yield f"{path}.{name}"
            yield from described(each, f"{path}.{name}")
        yield from described(schema.get("items"), path)


@pytest.mark.parametrize("name", KINDS)
def test_everything_has_chinese_words(name: str) -> None:
    made = of_file(name, KINDS[name].group)
    assert list(described(made)) == []
    for words in re.findall(r'"(?:title|errorMessage)": "([^"]*)', as_json(made)):
        assert re.search(r"[\u4e00-\u9fff]", words)


@given(
    st.recursive(
        st.one_of(st.text(), st.booleans()),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    )
)
def test_what_is_written_is_json(value: object) -> None:
    assert json.loads(as_json({"x": value})) == {"x": value}


def test_figures_are_written_exactly() -> None:
    text = as_json({"multipleOf": Decimal("0.0001"), "maximum": Decimal("1E+2")})
    assert text == '{\n  "multipleOf": 0.0001,\n  "maximum": 100\n}\n'
