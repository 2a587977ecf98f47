"""The words of the whole town's print: cover, standing with page numbers, every community.

One document may hold all communities, but takes memory with each of them. Where all documents are
made at once, a large town's print comes in volumes.
"""

from __future__ import annotations

from typing import NamedTuple

from kpigen.render import print_form
from kpigen.render.print_frame import Identity, frame
from kpigen.view.values import CommunityView, Report

NAME = "town"
PARTS = ("common", "detail", "town")
# A community takes some 17 MB while it is set.
_A_VOLUME = 40


class Volume(NamedTuple):
    """Some communities in the order of the standing, printed as one document of this name.

    `part` says which volume of how many it is; it is empty for the whole.
    """

    name: str
    part: str
    communities: tuple[CommunityView, ...]


def whole(report: Report) -> Volume:
    """Give all communities as one document."""
    return Volume(NAME, "", tuple(_printed(report)))


def volumes(report: Report) -> tuple[Volume, ...]:
    """Part the communities into documents of a bounded size: the whole, if that is one."""
    all_of_them = _printed(report)
    parts = [
        tuple(all_of_them[start : start + _A_VOLUME])
        for start in range(0, len(all_of_them), _A_VOLUME)
    ]
    if len(parts) < 2:  # noqa: PLR2004  # one volume is no volume
        return (whole(report),)
    return tuple(
        Volume(f"{NAME}-{place}", f"第 {place} 册，共 {len(parts)} 册", communities)
        for place, communities in enumerate(parts, 1)
    )


def words(report: Report, volume: Volume) -> dict[str, object]:
    """Collect everything that the print says, as plain data for the template."""
    kind = "　".join(filter(None, ("合订本", volume.part)))
    records = sum(len(community.records) for community in volume.communities)
    holds = f"{len(volume.communities)} 个社区、村，{records} 条扣分记录"
    identity = Identity(volume.name, f"{report.title}　{kind}", holds, report.digest)
    places = {community.id: place for place, community in enumerate(volume.communities)}
    return {
        **frame(report, identity, holds),
        "title": report.title,
        "kind": kind,
        "lines": [report.town, f"考核期间：{report.period}", f"当前阶段：{report.stage}", holds],
        "headings": ["组内名次", "名称", "总分", "备注", "页"],
        "groups": [
            {"name": group.name, "forms": forms}
            for group in report.groups
            if (
                forms := [
                    _form(report, community, places[community.id])
                    for community in group.communities
                    if community.id in places
                ]
            )
        ],
    }


def _printed(report: Report) -> list[CommunityView]:
    return [community for group in report.groups for community in group.communities]


def _form(report: Report, community: CommunityView, place: int) -> dict[str, object]:
    job = print_form.Job.of(report, community)
    return {
        **print_form.words(report, job),
        "name": community.name,
        "place": place,
        "anchor": f"community-{place}",
        "rank": community.group_rank_label,
        "remark": "、".join(community.badges),
    }
