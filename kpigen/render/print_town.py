"""The words of the whole town's print: cover, standing with page numbers, every community."""

from __future__ import annotations

from kpigen.render import print_form
from kpigen.render.print_frame import Identity, frame
from kpigen.view.values import CommunityView, Report

NAME = "town"
PARTS = ("common", "detail", "town")


def words(report: Report) -> dict[str, object]:
    """Collect everything that the print says, as plain data for the template."""
    count = len(report.communities)
    whole = f"{count} 个社区、村，{len(report.records)} 条扣分记录"
    identity = Identity(NAME, f"{report.title}　合订本", whole, report.digest)
    places = {community.id: place for place, community in enumerate(_printed(report))}
    return {
        **frame(report, identity, whole),
        "title": report.title,
        "kind": "合订本",
        "lines": [report.town, f"考核期间：{report.period}", f"当前阶段：{report.stage}", whole],
        "headings": ["组内名次", "名称", "总分", "备注", "页"],
        "groups": [
            {
                "name": group.name,
                "forms": [
                    _form(report, community, places[community.id])
                    for community in group.communities
                ],
            }
            for group in report.groups
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
