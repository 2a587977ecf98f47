"""Where a community stands in its group: ties, the ends of the scale, who is not ranked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpigen.assessing import scoring
from kpigen.model import Dataset, Deduction, Rubric, VetoEffect
from kpigen.view.place import places
from kpigen.view.place_values import NeighbourView, PlaceView
from tests.assessing.test_scoring import APPROVED, deduction, rubric, with_policy

VILLAGES = ("jingzhe", "guyu", "mangzhong", "bailu", "shuangjiang")


def record(community: str, number: int, rule: str, **figures: object) -> Deduction:
    made = deduction(number, rule, **figures)
    return replace(made, community=community, id=f"{made.id}-{community}")


def placed(records: list[Deduction], town: Rubric | None = None) -> dict[str, PlaceView]:
    return places(scoring.score(Dataset(town or rubric(), tuple(records))))


def lost(community: str, points: str) -> Deduction:
    return record(community, 1, "15.1-1", points=Decimal(points))


def test_neighbours_are_the_next_in_the_group_by_the_published_totals() -> None:
    found = placed(
        [lost("jingzhe", "1.005"), lost("guyu", "2"), lost("mangzhong", "5"),
         lost("bailu", "5"), lost("shuangjiang", "9")]
    )  # fmt: skip
    guyu = found["guyu"]
    assert guyu.sentence == "5 个村中第 2 名，比最高的少 1.00 分。"
    assert guyu.above == NeighbourView("jingzhe", "惊蛰村", "第 1 名", "199.00", "高 1.00 分")
    assert guyu.below == NeighbourView("mangzhong", "芒种村", "第 3 名", "195.00", "低 3.00 分")
    assert found["jingzhe"].above is None
    assert found["jingzhe"].sentence == "5 个村中第 1 名，总分最高。"
    assert found["shuangjiang"].below is None
    assert found["bailu"].above == NeighbourView("mangzhong", "芒种村", "第 3 名", "195.00", "同分")


def test_totals_that_differ_only_before_rounding_are_not_called_equal() -> None:
    found = placed([lost("jingzhe", "1.001"), lost("guyu", "1.004"), lost("mangzhong", "1")])
    above = found["guyu"].above
    assert above is not None
    assert (above.total, above.difference) == ("199.00", "高不到 0.01 分")


def test_the_scale_has_each_place_once() -> None:
    found = placed(
        [lost("guyu", "5"), lost("mangzhong", "5.0001"), lost("bailu", "10"),
         lost("shuangjiang", "10")]
    )  # fmt: skip
    scale = found["guyu"].scale
    assert scale is not None
    assert scale.dots == ("0", "50", "100")
    assert (scale.lowest, scale.lowest_names) == ("190.00", "白露村、霜降村")
    assert (scale.highest, scale.highest_names) == ("200.00", "惊蛰村")
    assert found["mangzhong"].mark == "50"
    assert scale is found["bailu"].scale


def test_names_at_an_end_are_counted_where_they_are_many() -> None:
    scale = placed([])["guyu"].scale
    assert scale is not None
    assert scale.highest_names == "惊蛰村、谷雨村等 5 个"
    assert scale.dots == ("50",)


def test_who_is_not_ranked_has_no_place() -> None:
    found = placed(
        [record("guyu", 1, "8.1-v", approval=APPROVED)], with_policy(VetoEffect.DISQUALIFY)
    )
    assert found["guyu"] == PlaceView("按今年的办法不参加排名。", None, "", None, None)
    assert found["jingzhe"].sentence == "4 个村中第 1 名，总分最高。"


def test_the_only_one_that_is_ranked_has_no_scale() -> None:
    found = placed(
        [record(name, 1, "8.1-v", approval=APPROVED) for name in VILLAGES[1:]],
        with_policy(VetoEffect.DISQUALIFY),
    )
    assert found["jingzhe"].scale is None
    assert (found["jingzhe"].above, found["jingzhe"].below) == (None, None)


def test_one_who_is_ranked_last_may_have_more_points() -> None:
    found = placed(
        [record("guyu", 1, "8.1-v", approval=APPROVED), lost("jingzhe", "5")],
        with_policy(VetoEffect.RANK_LAST),
    )
    above = found["guyu"].above
    assert above is not None
    assert (above.name, above.difference) == ("惊蛰村", "低 5.00 分")
