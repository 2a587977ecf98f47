"""The words of the public notice (公示稿): the standing, the period, how to appeal."""

from __future__ import annotations

from kpigen import labels
from kpigen.model import Stage
from kpigen.render.print_frame import Identity, frame
from kpigen.view.values import CommunityView, Report

NAME = "notice"
PARTS = ("common", "notice")
_UNSETTLED = frozenset({str(Stage.FILING), str(Stage.CHECKING)})


def words(report: Report) -> dict[str, object]:
    """Collect everything that the notice says, as plain data for the template."""
    title = f"{report.town}{report.year}年度社区目标绩效考核结果公示"
    count = len(report.communities)
    whole = f"{count} 个社区、村的总分和名次"
    period = next((s.period for s in report.stages if s.name == str(Stage.PUBLICITY)), "")
    return {
        **frame(report, Identity(NAME, title, whole, report.digest), whole),
        "title": title,
        "draft": f"草稿：现在是{report.stage}阶段，得分会变动" if _unsettled(report) else "",
        "opening": [
            (
                f"根据《{report.title}》，{report.town}对 {count} 个社区、村作了考核"
                f"（{report.period}），现将结果予以公示。"
            ),
            *([f"公示时间：{period}。"] if period else []),
        ],
        "headings": ["名次", "社区、村", "总分", "备注"],
        "groups": [
            {"name": group.name, "rows": [_row(community) for community in group.communities]}
            for group in report.groups
        ],
        "closing": [
            *filter(None, (report.notice.text, report.appeal)),
            "各社区、村的考核明细表和每一条扣分的依据，见考核网站。",
        ],
    }


def _unsettled(report: Report) -> bool:
    return report.stage in _UNSETTLED


def _row(community: CommunityView) -> list[str]:
    rank = community.group_rank_label or labels.rank(None)
    return [rank, community.name, community.total, "、".join(community.badges)]
