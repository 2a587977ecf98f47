"""The rubric checks itself against the printed words it encodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kpigen.codes import rubric_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.exact import EXACT, HUNDRED, ZERO, plain, share
from kpigen.model import Cell, Dataset, Item, Kind, Rubric, Rule, Scale
from kpigen.scoring import scales

_TINY = Decimal("0.1")
_HEADINGS = 8
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# The ways in which the table says that points go: 扣5分, （10分）, 每月占5分, 全扣 …
_STATES_DEDUCTION = re.compile(
    r"扣\s*[0-9]+(?:\.[0-9]+)?\s*分|[（(]共?[0-9]+分|占[0-9]+分|一票否决|全扣|不计分"
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def headings_and_year(dataset: Dataset) -> Iterator[Diagnostic]:
    """Eight printed headings; the year is the folder's; the period runs forward."""
    assessment = dataset.rubric.assessment
    if len(assessment.headings) != _HEADINGS:
        yield codes.HEADINGS.at(
            assessment.at, f"表头有 {len(assessment.headings)} 个，应该是八个", "对照印制的表头"
        )
    if f"/{assessment.year}/" not in assessment.at.path:
        yield codes.YEAR_DIFFERS.at(
            assessment.at, f"year 是 {assessment.year}，与目录名不同", "改成目录名里的年度"
        )
    if assessment.starts > assessment.ends:
        yield codes.YEAR_DIFFERS.at(assessment.at, "考核期的起日晚于止日", "核对 period")


def unique_ids(dataset: Dataset) -> Iterator[Diagnostic]:
    """No id of a kind stands twice."""
    rubric = dataset.rubric
    kinds: tuple[tuple[str, list[tuple[str, Place]]], ...] = (
        ("部门", [(d.id, d.at) for d in rubric.departments]),
        ("社区", [(c.id, c.at) for c in rubric.communities]),
        ("类别", [(c.id, c.at) for c in rubric.categories]),
        ("考核项", [(i.id, i.at) for i in rubric.items]),
        ("细则", [(r.id, r.at) for i in rubric.items for r in i.rules]),
        ("读法", [(r.id, r.at) for r in rubric.readings]),
    )
    for title, found in kinds:
        seen: dict[str, Place] = {}
        for name, place in found:
            if name in seen:
                yield codes.DUPLICATE_ID.at(
                    place,
                    f"{title}编号 {name} 已在 {seen[name].path} 第 {seen[name].line} 行用过",
                    "换一个编号",
                )
            seen.setdefault(name, place)


def references(dataset: Dataset) -> Iterator[Diagnostic]:
    """Departments, pools and what readings are about exist."""
    rubric = dataset.rubric
    departments = {department.id for department in rubric.departments}
    items = {item.id: item for item in rubric.items}
    for item in rubric.items:
        if item.department not in departments:
            yield codes.UNKNOWN_REFERENCE.at(
                item.at,
                f"部门表里没有“{item.department}”",
                f"可用：{'、'.join(sorted(departments))}",
            )
        if item.pool and (item.pool not in items or items[item.pool].points is None):
            yield codes.UNKNOWN_REFERENCE.at(
                item.at, f"共用分值的行 {item.pool} 不存在或没有分值", "写有分值的那一行的编号"
            )
    known = items.keys() | rubric.rules.keys()
    for reading in rubric.readings:
        for about in reading.about:
            if about not in known:
                yield codes.UNKNOWN_REFERENCE.at(
                    reading.at,
                    f"读法 {reading.id} 涉及的 {about} 不在考核表里",
                    "核对行号或细则编号",
                )


def printed_agrees(dataset: Dataset) -> Iterator[Diagnostic]:
    """The printed department and points say the same as the structured ones."""
    names = {department.id: department.name for department in dataset.rubric.departments}
    above = ""
    for item in dataset.rubric.items:
        above = item.printed.department or above
        if names.get(item.department, above) != above:
            yield codes.PRINTED_DIFFERS.at(
                item.at, f"印制的部门是“{above}”，编码的是“{names[item.department]}”", "改成一致"
            )
        if item.pool:
            expected = ""
        elif item.points is None:
            expected = "/"
        else:
            expected = plain(item.points)
        if item.printed.points != expected:
            yield codes.PRINTED_DIFFERS.at(
                item.at, f"印制的分值是“{item.printed.points}”，编码的是“{expected}”", "改成一致"
            )


def points_sum(dataset: Dataset) -> Iterator[Diagnostic]:
    """The rows' points add up to the total."""
    total = ZERO
    for item in dataset.rubric.items:
        total = EXACT.add(total, item.points or ZERO)
    assessment = dataset.rubric.assessment
    if total != assessment.total:
        yield codes.POINTS_SUM.at(
            assessment.at,
            f"各行分值之和是 {plain(total)}，总分是 {plain(assessment.total)}",
            "核对各行的 points 与 assessment.yaml 的 total",
        )


def printed_order(dataset: Dataset) -> Iterator[Diagnostic]:
    """Items and rules are numbered as printed."""
    for category in dataset.rubric.categories:
        for place, item in enumerate(category.items, 1):
            circled = _CIRCLED[place - 1] if place <= len(_CIRCLED) else ""
            if item.id != f"{category.id}.{place}" or item.printed.seq != circled:
                yield codes.ORDER.at(
                    item.at,
                    f"这里应该是 {category.id}.{place}（{circled}），写的是 {item.id}"
                    f"（{item.printed.seq}）",
                    "按印制的顺序编号",
                )
            yield from _rule_order(item)


def _rule_order(item: Item) -> Iterator[Diagnostic]:
    for place, rule in enumerate(item.rules, 1):
        expected = f"{item.id}-{'v' if rule.kind is Kind.VETO else place}"
        if rule.id != expected:
            yield codes.ORDER.at(
                rule.at, f"这里应该是细则 {expected}，写的是 {rule.id}", "按印制的顺序编号"
            )
        if rule.kind is Kind.VETO and place != len(item.rules):
            yield codes.ORDER.at(rule.at, "否决细则应该放在本行最后", "移到最后")


def kinds_and_figures(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each rule carries the figures of its kind and no others."""
    for item in dataset.rubric.items:
        for rule in item.rules:
            missing, extra = _kind_fields(rule)
            if missing or extra:
                told = [f"缺少 {'、'.join(missing)}"] if missing else []
                told += [f"不该有 {'、'.join(extra)}"] if extra else []
                yield codes.KIND_FIELDS.at(
                    rule.at, f"细则 {rule.id}（{rule.kind}）{'，'.join(told)}", "对照说明改写"
                )


def _kind_fields(rule: Rule) -> tuple[list[str], list[str]]:
    needed = {
        Kind.EACH: {"deduct", "unit"},
        Kind.ALLOTTED: {"allotment"},
        Kind.ADJUSTMENT: {"effect"},
    }.get(rule.kind, set())
    optional = {"cap", "target", "step", "per", "decimals"} if rule.kind is Kind.EACH else set()
    names = ("deduct", "unit", "cap", "allotment", "target", "step", "per", "decimals", "effect")
    given = {name for name in names if getattr(rule, name)}
    if given & {"target", "step"}:
        needed = needed | {"target", "step"}
    return sorted(needed - given), sorted(given - needed - optional)


def figures_are_printed(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each rule's figures stand in its own words."""
    for item in dataset.rubric.items:
        for rule in item.rules:
            printed = {Decimal(text) for text in _NUMBER.findall(rule.text)}
            for name in ("deduct", "cap", "allotment"):
                figure = getattr(rule, name)
                if figure is not None and figure not in printed:
                    yield codes.FIGURE_NOT_PRINTED.at(
                        rule.at,
                        f"细则 {rule.id} 的 {name} 是 {plain(figure)}，原文里没有这个数",
                        f"原文：{rule.text[:60]}",
                    )


def _spans(item: Item) -> tuple[list[tuple[int, int]], list[Rule]]:
    """Find each rule's words in the printed 扣分细则, one after the other; and the lost ones."""
    spans, lost = [], []
    position = 0
    for rule in item.rules:
        text = item.printed.cell(rule.cell)
        if rule.cell is not Cell.RULES:
            if rule.text not in text:
                lost.append(rule)
            continue
        start = text.find(rule.text, 0 if rule.kind is Kind.VETO else position)
        if start < 0:
            lost.append(rule)
            continue
        spans.append((start, start + len(rule.text)))
        position = start + len(rule.text)
    return spans, lost


def texts_are_printed(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each rule's text is a fragment of its row, in printed order."""
    for item in dataset.rubric.items:
        for rule in _spans(item)[1]:
            yield codes.NOT_PRINTED.at(
                rule.at,
                f"细则 {rule.id} 的文字在该行的印制文字里找不到（或顺序不对）",
                "从 printed 里原样复制这一句，一个标点也不改",
            )


def nothing_unencoded(dataset: Dataset) -> Iterator[Diagnostic]:
    """Every printed word that takes points belongs to a rule, or a reading accounts for it."""
    explained: dict[str, list[str]] = {}
    for reading in dataset.rubric.readings:
        if reading.text:
            for about in reading.about:
                explained.setdefault(about.partition("-")[0], []).append(reading.text)
    for item in dataset.rubric.items:
        text = item.printed.rules
        spans = _spans(item)[0]
        for words in explained.get(item.id, ()):
            start = text.find(words)
            spans += [(start, start + len(words))] if start >= 0 else []
        for found in _STATES_DEDUCTION.finditer(text):
            inside = (start <= found.start() and found.end() <= end for start, end in spans)
            if not any(inside):
                around = text[max(0, found.start() - 12) : found.end() + 2].replace("\n", "")
                yield codes.UNENCODED.at(
                    item.at,
                    f"“…{around}”写了扣分，却没有细则与它对应",
                    "补一条细则，或在 readings 里用 text 说明它为什么不单独成条",
                )


def allotments_sum(dataset: Dataset) -> Iterator[Diagnostic]:
    """Where a whole row is allotted (12.2, 12.5), the allotments and caps make 100."""
    for item in dataset.rubric.items:
        if not item.rules or not all(
            rule.kind is Kind.ALLOTTED or rule.cap is not None or _SAYS_ALLOTMENT.search(rule.text)
            for rule in item.rules
        ):
            continue
        total = ZERO
        for rule in item.rules:
            total = EXACT.add(total, rule.allotment or rule.cap or ZERO)
        if total != HUNDRED:
            yield codes.ALLOTMENT_SUM.at(
                item.at, f"{item.id} 分配的分值之和是 {plain(total)}", "核对各条的 allotment 和 cap"
            )


_SAYS_ALLOTMENT = re.compile(r"[（(]共?[0-9]+分")


def veto_marks(dataset: Dataset) -> Iterator[Diagnostic]:
    """A marked row has one veto rule, an unmarked row none; adjustments stand outside points."""
    for item in dataset.rubric.items:
        vetoes = [rule for rule in item.rules if rule.kind is Kind.VETO]
        if len(vetoes) != (1 if item.printed.veto == "是" else 0):
            yield codes.VETO_MARK.at(
                item.at,
                f"{item.id} 的否决栏印“{item.printed.veto or '空'}”，有 {len(vetoes)} 条否决细则",
                "印“是”的行有且只有一条 kind: veto 的细则",
            )


def tiny_deductions(dataset: Dataset) -> Iterator[Diagnostic]:
    """A rule whose single deduction moves its row by under 0.1 point has a reading of its scale."""
    rubric = dataset.rubric
    read = {
        about for reading in rubric.readings if reading.scale is not None for about in reading.about
    }
    scale = scales(rubric)
    for item in rubric.items:
        for rule in item.rules:
            if rule.kind is not Kind.EACH or rule.deduct is None or item.id in read:
                continue
            moved = _one_deduction(rubric, item, rule.deduct, scale[item.id] is Scale.POINTS)
            if moved < _TINY and rule.id not in read:
                yield codes.TINY_DEDUCTION.at(
                    rule.at,
                    f"细则 {rule.id} 扣一次只有 {plain(moved)} 分，没有说明分制的读法",
                    "在 readings 里加一条，about 写这条细则，scale 写 hundred 或 points",
                )


def _one_deduction(rubric: Rubric, item: Item, deduct: Decimal, in_points: bool) -> Decimal:  # noqa: FBT001  # one place
    points = next((i.points for i in rubric.items if i.id == (item.pool or item.id)), None) or ZERO
    return deduct if in_points else share(points, deduct, HUNDRED)
