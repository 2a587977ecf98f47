"""The rubric by itself: its ids, references, numbering, points and scales fit together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpigen.assessing.standing import scales
from kpigen.codes import rubric_codes as codes
from kpigen.diagnostics import Diagnostic, Place
from kpigen.exact import EXACT, HUNDRED, ZERO, plain, share
from kpigen.model import Dataset, Item, Kind, Reading, Rule, Scale

_TINY = Decimal("0.1")
_HEADINGS = 8
_POINTS = Scale.POINTS
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# The downloads are named by community ids.
_RESERVED = {
    "blank": "空白表",
    "summary": "汇总",
    "town": "合订本",
    "notice": "公示稿",
    "appeal": "申诉表",
}
# Of these and a department's id.
_RESERVED_STARTS = {"department-": "部门扣分清单", "entry-": "填报表"}


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


def total_bounds(dataset: Dataset) -> Iterator[Diagnostic]:
    """The lowest total is not above the highest."""
    assessment = dataset.rubric.assessment
    low, high = assessment.policy.total_min, assessment.policy.total_max
    if low is not None and high is not None and low > high:
        yield codes.TOTAL_BOUNDS.at(
            assessment.at,
            f"total_min 是 {plain(low)}，高于 total_max 的 {plain(high)}",
            "核对这两个数；不设限的一个删去那一行",
        )


def nothing_empty(dataset: Dataset) -> Iterator[Diagnostic]:
    """No list that scoring goes through is empty."""
    rubric = dataset.rubric
    folder = rubric.assessment.at.path.rpartition("/")[0]
    for title, name, members in (
        ("部门", "departments", rubric.departments),
        ("社区", "communities", rubric.communities),
    ):
        if not members:
            place = Place(f"{folder}/{name}.yaml")
            yield codes.EMPTY_LIST.at(place, f"{title}表是空的", "至少写一个")
    for category in rubric.categories:
        if not category.items:
            yield codes.EMPTY_LIST.at(
                category.at, f"类别 {category.id} 一行也没有", "对照印制的表补上 items"
            )
    for item in rubric.items:
        if not item.rules:
            yield codes.EMPTY_LIST.at(
                item.at,
                f"{item.id} 一条细则也没有，这一行没法填报扣分",
                "对照印制的扣分细则补上 rules；没有写数字的用 kind: judged",
            )
    for reading in rubric.readings:
        if not reading.about:
            yield codes.EMPTY_LIST.at(
                reading.at, f"读法 {reading.id} 没有写涉及哪一行", "在 about 里写行号或细则编号"
            )


def unique_ids(dataset: Dataset) -> Iterator[Diagnostic]:
    """No id of a kind stands twice, and none is a name that the downloads need."""
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
        for name, place, first in _repeated(found):
            yield codes.DUPLICATE_ID.at(
                place,
                f"{title}编号 {name} 已在 {first.path} 第 {first.line} 行用过",
                "换一个编号",
            )
    for community in rubric.communities:
        taken = _RESERVED.get(community.id) or next(
            (what for start, what in _RESERVED_STARTS.items() if community.id.startswith(start)), ""
        )
        if taken:
            yield codes.RESERVED_ID.at(
                community.at,
                f"社区编号不能用 {community.id}：{taken}的下载文件用这个名称",
                f"换一个编号，例如 shequ-{community.id}",
            )


def unique_names(dataset: Dataset) -> Iterator[Diagnostic]:
    """No two communities and no two departments have one name."""
    rubric = dataset.rubric
    kinds: tuple[tuple[str, list[tuple[str, Place]]], ...] = (
        ("部门", [(d.name, d.at) for d in rubric.departments]),
        ("社区", [(c.name, c.at) for c in rubric.communities]),
    )
    for title, found in kinds:
        for name, place, first in _repeated(found):
            yield codes.DUPLICATE_NAME.at(
                place,
                f"{title}名称“{name}”已在 {first.path} 第 {first.line} 行用过",
                "重复的删去一个；确是两个的，写出区别",
            )


def _repeated(found: list[tuple[str, Place]]) -> Iterator[tuple[str, Place, Place]]:
    seen: dict[str, Place] = {}
    for name, place in found:
        first = seen.setdefault(name, place)
        if first is not place:
            yield name, place, first


def references(dataset: Dataset) -> Iterator[Diagnostic]:
    """Departments, pools and what readings are about exist."""
    rubric = dataset.rubric
    departments = {department.id for department in rubric.departments}
    items = {item.id for item in rubric.items}
    if rubric.office and rubric.office not in departments:
        yield codes.UNKNOWN_REFERENCE.at(
            Place(f"data/rubric/{rubric.assessment.year}/departments.yaml"),
            f"部门表里没有牵头部门“{rubric.office}”",
            f"可用：{'、'.join(sorted(departments))}",
        )
    for item in rubric.items:
        if item.department not in departments:
            yield codes.UNKNOWN_REFERENCE.at(
                item.at,
                f"部门表里没有“{item.department}”",
                f"可用：{'、'.join(sorted(departments))}",
            )
        if item.pool and item.pool not in items:
            yield codes.UNKNOWN_REFERENCE.at(
                item.at, f"共用分值的行 {item.pool} 不存在", "写有分值的那一行的编号"
            )
    known = items | rubric.rules.keys()
    for reading in rubric.readings:
        for about in reading.about:
            if about not in known:
                yield codes.UNKNOWN_REFERENCE.at(
                    reading.at,
                    f"读法 {reading.id} 涉及的 {about} 不在考核表里",
                    "核对行号或细则编号",
                )


def points_source(dataset: Dataset) -> Iterator[Diagnostic]:
    """A row has points, or draws on a row that has, or only adjusts the total; never two."""
    rows = {item.id: item for item in dataset.rubric.items}
    for item in rows.values():
        mistake = _source_mistake(item, rows.get(item.pool or ""))
        if mistake:
            yield codes.POINTS_SOURCE.at(
                item.at,
                f"{item.id} {mistake}",
                "印有分值的行写 points；共用别行分值的写 pool，指向印有分值的那一行；"
                "总分之外加减的行两样都不写，细则都用 kind: adjustment",
            )


def _source_mistake(item: Item, head: Item | None) -> str:
    has_points = item.points is not None
    adjusting = [rule for rule in item.rules if rule.kind is Kind.ADJUSTMENT]
    if has_points and item.pool:
        return "既有 points 又有 pool"
    if adjusting and (has_points or item.pool):
        return "有分值，细则却用 kind: adjustment"
    if adjusting and len(adjusting) < len(item.rules):
        return "只有一部分细则用 kind: adjustment"
    if not (adjusting or has_points or item.pool):
        return "没有 points，也没有 pool"
    if head and head.pool:
        return f"共用 {head.id} 的分值，{head.id} 自己又写了 pool: {head.pool}"
    if head and head.points is None:
        return f"共用 {head.id} 的分值，{head.id} 自己没有分值"
    return ""


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


def category_order(dataset: Dataset) -> Iterator[Diagnostic]:
    """Categories ascend as printed, `3b` right after `3`; `no` is the number, none for `3b`."""
    before, above = (0, ""), ""
    for category in dataset.rubric.categories:
        digits = category.id.rstrip("b")
        letter = category.id[len(digits) :]
        place = (int(digits), letter)
        if digits.startswith("0") or place <= before or (letter and place[0] != before[0]):
            yield codes.ORDER.at(
                category.at,
                f"类别 {category.id} 不能排在{f'类别 {above} 之后' if above else '最前面'}",
                "编号按印制的顺序从小到大，没有序号的 3b 紧接在 3 之后；"
                "文件名以编号开头（03-、03b-、04-），顺序才与编号一致",
            )
        before, above = place, category.id
        expected = "" if letter else digits
        if category.no != expected:
            yield codes.PRINTED_DIFFERS.at(
                category.at,
                f"类别 {category.id} 的序号 no 是“{category.no}”，应该是“{expected}”",
                'no 与编号的数字相同；编号带字母的类别没有印序号，写成：no: ""',
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
    """Each rule carries the figures of its kind and no others; no cap is below one deduction."""
    for item in dataset.rubric.items:
        for rule in item.rules:
            missing, extra = _kind_fields(rule)
            if missing or extra:
                told = [f"缺少 {'、'.join(missing)}"] if missing else []
                told += [f"不该有 {'、'.join(extra)}"] if extra else []
                yield codes.KIND_FIELDS.at(
                    rule.at, f"细则 {rule.id}（{rule.kind}）{'，'.join(told)}", "对照说明改写"
                )
            if rule.deduct is not None and rule.cap is not None and rule.deduct > rule.cap:
                yield codes.CAP_TOO_LOW.at(
                    rule.at,
                    f"细则 {rule.id} 一次扣 {plain(rule.deduct)} 分，"
                    f"累计上限 cap 只有 {plain(rule.cap)} 分",
                    "对照原文核对 deduct 和 cap，是不是写反了",
                )


_FIGURES = ("deduct", "unit", "cap", "allotment", "target", "step", "per", "decimals", "effect")
_NEEDED = {
    Kind.EACH: frozenset({"deduct", "unit"}),
    Kind.ALLOTTED: frozenset({"allotment"}),
    Kind.ADJUSTMENT: frozenset({"effect"}),
}
_OF_A_TARGET = frozenset({"target", "step", "per", "decimals"})


def _kind_fields(rule: Rule) -> tuple[list[str], list[str]]:
    needed = _NEEDED.get(rule.kind, frozenset())
    optional = _OF_A_TARGET | {"cap"} if rule.kind is Kind.EACH else frozenset()
    given = {name for name in _FIGURES if getattr(rule, name)}
    if given & _OF_A_TARGET:
        needed = needed | {"target", "step"}
    return sorted(needed - given), sorted(given - needed - optional)


def veto_marks(dataset: Dataset) -> Iterator[Diagnostic]:
    """A row marked 是 has one veto rule, any other row none."""
    for item in dataset.rubric.items:
        vetoes = [rule for rule in item.rules if rule.kind is Kind.VETO]
        if len(vetoes) != (1 if item.printed.veto == "是" else 0):
            yield codes.VETO_MARK.at(
                item.at,
                f"{item.id} 的否决栏印“{item.printed.veto or '空'}”，有 {len(vetoes)} 条否决细则",
                "印“是”的行有且只有一条 kind: veto 的细则",
            )


def scales_agree(dataset: Dataset) -> Iterator[Diagnostic]:
    """The readings that set a row's scale agree, and the rows of a pool have one scale."""
    given: dict[str, Reading] = {}
    for reading in dataset.rubric.readings:
        if reading.scale is None:
            continue
        for row in dict.fromkeys(about.partition("-")[0] for about in reading.about):
            first = given.setdefault(row, reading)
            if first.scale is not reading.scale:
                yield codes.SCALE_CLASH.at(
                    reading.at,
                    f"{row} 的分制，读法 {first.id} 写 {first.scale}，"
                    f"读法 {reading.id} 写 {reading.scale}",
                    "一行只有一种分制：改成一致，或只留一条读法的 scale",
                )
    pools: dict[str, list[str]] = {}
    for item in dataset.rubric.items:
        if item.pool:
            pools.setdefault(item.pool, [item.pool]).append(item.id)
    for rows in pools.values():
        yield from _pool_scale(rows, given)


def _pool_scale(rows: list[str], given: dict[str, Reading]) -> Iterator[Diagnostic]:
    in_points = {row: given[row] for row in rows if row in given and given[row].scale is _POINTS}
    others = [row for row in rows if row not in in_points]
    if in_points and others:
        row, reading = next(iter(in_points.items()))
        other = given.get(others[0])
        yield codes.SCALE_CLASH.at(
            reading.at,
            f"共用分值的 {row} 和 {others[0]} 分制不同：读法 {reading.id} 写 points，"
            + (f"读法 {other.id} 写 hundred" if other else "后者没有读法，按表头是 hundred"),
            f"在同一条读法的 about 里写全 {'、'.join(rows)}",
        )


def tiny_deductions(dataset: Dataset) -> Iterator[Diagnostic]:
    """A rule whose single deduction moves its row by under 0.1 point has a reading of its scale."""
    rubric = dataset.rubric
    read = {
        about for reading in rubric.readings if reading.scale is not None for about in reading.about
    }
    scale = scales(rubric)
    points = {item.id: item.points for item in rubric.items}
    for item in rubric.items:
        full = points.get(item.pool or item.id)
        if full is None or item.id in read:
            continue
        for rule in item.rules:
            if rule.kind is not Kind.EACH or rule.deduct is None or rule.id in read:
                continue
            in_points = scale[item.id] is _POINTS
            moved = rule.deduct if in_points else share(full, rule.deduct, HUNDRED)
            if moved < _TINY:
                yield codes.TINY_DEDUCTION.at(
                    rule.at,
                    f"细则 {rule.id} 扣一次只有 {plain(moved)} 分，没有说明分制的读法",
                    "在 readings 里加一条，about 写这条细则，scale 写 hundred 或 points",
                )
