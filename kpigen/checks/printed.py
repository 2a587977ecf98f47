"""The rubric's codes are held against the printed words they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kpigen.codes import rubric_codes as codes
from kpigen.diagnostics import Diagnostic
from kpigen.exact import EXACT, HUNDRED, ZERO, parse, plain
from kpigen.model import Cell, Dataset, Item, Kind, Reading, Rule

_FIGURE = (
    r"\d+(?:\.\d+)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|一百|[一二两三四五六七八九]"
)
_NUMBER = re.compile(_FIGURE)
# The ways in which the table says that points go: 扣5分, 每月占5分, 共60分, （10分）, 全扣 …
# but no 百分制, 十分之一, 百分点.
_STATED = re.compile(
    rf"(扣[除减]?|占|共|[（(])\s*({_FIGURE})\s*分(?![制之比点钟])|(一票否决)|全扣|不计分"
)
_LIST_NUMBER = re.compile(r"^\s*\d+[.、．](?!\d)", re.MULTILINE)
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2}


class _Stated(NamedTuple):
    """The statements in a rule's words, each with its figure; a veto said twice is one."""

    deducts: tuple[Decimal, ...] = ()  # 扣5分, 占5分
    totals: tuple[Decimal, ...] = ()  # 共60分
    alone: tuple[Decimal, ...] = ()  # （10分）
    everything: int = 0  # 全扣, 不计分
    vetoes: int = 0  # 一票否决

    @property
    def places(self) -> int:
        """Count the places that state a deduction; a total beside one deduction is its cap."""
        capped = len(self.deducts) == len(self.totals) == 1
        figures = len(self.deducts) + len(self.totals) + len(self.alone) - capped
        return figures + self.everything + self.vetoes

    @property
    def kind(self) -> Kind:
        """Give the kind that the words ask for."""
        if self.vetoes:
            return Kind.VETO
        if self.deducts:
            return Kind.EACH
        if self.everything:
            return Kind.ALL
        return Kind.ALLOTTED if self.totals or self.alone else Kind.JUDGED


def _figure(text: str) -> Decimal:
    """Read 12, 0.5, 三, 两, 十二 or 一百."""
    if text[0].isdecimal():
        return Decimal(text)
    if text == "一百":
        return HUNDRED
    tens, ten, ones = text.rpartition("十")
    value = 10 * (_DIGITS[tens] if tens else 1) if ten else 0
    return Decimal(value + (_DIGITS[ones] if ones else 0))


def _stated(text: str) -> _Stated:
    figures: dict[str, list[Decimal]] = {"扣": [], "占": [], "共": [], "（": []}
    everything, vetoed = 0, False
    for how, figure, veto in _STATED.findall(text):
        if how:
            figures["（" if how == "(" else how[0]].append(_figure(figure))
        elif veto:
            vetoed = True
        else:
            everything += 1
    return _Stated(
        (*figures["扣"], *figures["占"]),
        tuple(figures["共"]),
        tuple(figures["（"]),
        everything,
        int(vetoed),
    )


def cells_agree(dataset: Dataset) -> Iterator[Diagnostic]:
    """The printed department and points say the same as the structured ones."""
    names = {department.id: department.name for department in dataset.rubric.departments}
    above = ""
    for item in dataset.rubric.items:
        above = item.printed.department or above
        if names.get(item.department, above) != above:
            yield codes.PRINTED_DIFFERS.at(
                item.at, f"印制的部门是“{above}”，编码的是“{names[item.department]}”", "改成一致"
            )
        printed = item.printed.points
        if item.pool:
            expected = ""
        elif item.points is None:
            expected = "/"
        else:
            expected = plain(item.points)
        if printed != expected and (item.points is None or parse(printed) != item.points):
            yield codes.PRINTED_DIFFERS.at(
                item.at, f"印制的分值是“{printed}”，编码的是“{expected}”", "改成一致"
            )


def words_and_figures(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each rule states one deduction, and its kind and figures are those of its words.

    Adjustments stand outside the 100 points: their words follow no pattern.
    """
    for item in dataset.rubric.items:
        for rule in item.rules:
            if rule.kind is Kind.ADJUSTMENT:
                continue
            stated = _stated(rule.text)
            wanted = Kind.VETO if rule.cell is Cell.VETO else stated.kind
            if stated.places > 1:
                yield codes.SEVERAL_DEDUCTIONS.at(
                    rule.at,
                    f"细则 {rule.id} 的原文写了 {stated.places} 处扣分",
                    "一处扣分编一条细则；只有上限可以与一次扣分写在一起（扣3分，共24分）",
                )
            elif rule.kind is not wanted:
                yield codes.KIND_DIFFERS.at(
                    rule.at,
                    f"细则 {rule.id} 的类别是 {rule.kind}，原文的写法是 {wanted}",
                    f"写成：kind: {wanted}，并对照说明改写数字"
                    if wanted is not Kind.JUDGED
                    else "text 里没有写扣多少：把写着扣分的半句补进 text；"
                    "原文确实没有写的用 kind: judged",
                )
            else:
                yield from _figures(item, rule, stated)


def _figures(item: Item, rule: Rule, stated: _Stated) -> Iterator[Diagnostic]:
    """Hold deduct, cap and allotment against their words, target and step against any number."""
    printed: dict[str, tuple[Decimal, ...]] = {}
    if rule.kind is Kind.EACH:
        printed = {"deduct": stated.deducts, "cap": stated.totals}
    elif rule.kind is Kind.ALLOTTED:
        printed = {"allotment": (*stated.totals, *stated.alone)}
    for name, figures in printed.items():
        given: Decimal | None = getattr(rule, name)
        wanted = next(iter(figures), None)
        if given != wanted and (given is not None or name == "cap"):
            yield codes.FIGURE_NOT_PRINTED.at(
                rule.at,
                f"细则 {rule.id} {f'的 {name} 是 {plain(given)}' if given else f'没有 {name}'}，"
                f"原文{f'写的是 {plain(wanted)}' if wanted else '没有写这个数'}",
                f"写成：{name}: {plain(wanted)}" if wanted else f"删去 {name}",
            )
    if rule.target is not None and rule.target not in _numbers(
        f"{item.printed.rules}\n{item.printed.content}"
    ):
        yield codes.FIGURE_NOT_PRINTED.at(
            rule.at,
            f"细则 {rule.id} 的 target 是 {plain(rule.target)}，本行印制的文字里没有这个数",
            "对照扣分细则和目标内容核对目标值",
        )
    if rule.step is not None and rule.step != 1 and rule.step not in _numbers(rule.text):
        yield codes.FIGURE_NOT_PRINTED.at(
            rule.at,
            f"细则 {rule.id} 的 step 是 {plain(rule.step)}，原文里没有这个数",
            "写成：step: 1，或对照原文（每少几人扣一次）核对",
        )


def _numbers(text: str) -> set[Decimal]:
    """Find the numbers in printed words, but not those of deductions and of list entries."""
    rest = _STATED.sub(" ", _LIST_NUMBER.sub(" ", text))
    return {_figure(found) for found in _NUMBER.findall(rest)}


class _Found(NamedTuple):
    """Where the words of a row's rules stand in its cells, and the rules whose words do not."""

    spans: dict[Cell, list[tuple[int, int]]]
    lost: list[Rule]


def _find(item: Item) -> _Found:
    """Find each rule's words in its printed cell, one after the other; a veto's anywhere."""
    found = _Found({cell: [] for cell in Cell}, [])
    after = dict.fromkeys(Cell, 0)
    for rule in item.rules:
        text = item.printed.cell(rule.cell)
        start = text.find(rule.text, 0 if rule.kind is Kind.VETO else after[rule.cell])
        if start < 0:
            found.lost.append(rule)
        else:
            after[rule.cell] = start + len(rule.text)
            found.spans[rule.cell].append((start, after[rule.cell]))
    return found


def texts_are_printed(dataset: Dataset) -> Iterator[Diagnostic]:
    """Each rule's text is a fragment of its row, in printed order; each reading's of a row."""
    items = {item.id: item for item in dataset.rubric.items}
    for item in items.values():
        for rule in _find(item).lost:
            yield codes.NOT_PRINTED.at(
                rule.at,
                f"细则 {rule.id} 的文字在该行的印制文字里找不到（或顺序不对）",
                "从 printed 里原样复制这一句，一个标点也不改",
            )
    for reading in dataset.rubric.readings:
        about = [items[row].printed for row in _rows(reading) if row in items]
        if (
            reading.text
            and about
            and not any(
                reading.text in printed.rules or reading.text in printed.content
                for printed in about
            )
        ):
            yield codes.NOT_PRINTED.at(
                reading.at,
                f"读法 {reading.id} 的 text 在它涉及的行的印制文字里找不到",
                "从 printed 里原样复制这一句；只说明别的疑问时删去 text",
            )


def _rows(reading: Reading) -> dict[str, None]:
    return dict.fromkeys(about.partition("-")[0] for about in reading.about)


def nothing_unencoded(dataset: Dataset) -> Iterator[Diagnostic]:
    """Every printed word that takes points belongs to a rule, or a reading accounts for it."""
    explained: dict[str, list[str]] = {}
    for reading in dataset.rubric.readings:
        for row in _rows(reading) if reading.text else ():
            explained.setdefault(row, []).append(reading.text)
    for item in dataset.rubric.items:
        spans = _find(item).spans
        for cell in (Cell.RULES, Cell.CONTENT):
            text = item.printed.cell(cell)
            for words in explained.get(item.id, ()):
                start = text.find(words)
                spans[cell] += [(start, start + len(words))] if start >= 0 else []
            for found in _STATED.finditer(text):
                if any(a <= found.start() and found.end() <= z for a, z in spans[cell]):
                    continue
                around = text[max(0, found.start() - 12) : found.end() + 2].replace("\n", "")
                yield codes.UNENCODED.at(
                    item.at,
                    f"“…{around}”写了扣分，却没有细则与它对应",
                    "补一条细则，或在 readings 里用 text 说明它为什么不单独成条",
                )


def allotments_sum(dataset: Dataset) -> Iterator[Diagnostic]:
    """Where a whole row is allotted (12.2, 12.5), the allotments and caps make 100."""
    for item in dataset.rubric.items:
        rules = [rule for rule in item.rules if rule.kind is not Kind.VETO]
        if not rules or not all(_is_allotted(rule) for rule in rules):
            continue
        total = ZERO
        for rule in rules:
            total = EXACT.add(total, rule.allotment or rule.cap or ZERO)
        if total != HUNDRED:
            yield codes.ALLOTMENT_SUM.at(
                item.at, f"{item.id} 分配的分值之和是 {plain(total)}", "核对各条的 allotment 和 cap"
            )


def _is_allotted(rule: Rule) -> bool:
    if rule.kind is Kind.ALLOTTED or rule.cap is not None:
        return True
    stated = _stated(rule.text)
    return bool(stated.totals or stated.alone)
