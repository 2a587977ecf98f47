"""The words of the public notice (公示稿): the standing, the period, how to appeal."""

from __future__ import annotations

from collections.abc import Iterator

from kpigen.render.print_frame import Identity, frame
from kpigen.view import digest
from kpigen.view.publicity_values import PublicityView
from kpigen.view.values import CommunityView, Report

NAME = "notice"
PARTS = ("common", "notice")


def words(report: Report) -> dict[str, object]:
    """Collect everything that the notice says, as plain data for the template."""
    publicity = report.publicity
    lines = [f"关于{report.town}{report.year}年度", "社区目标绩效考核结果的公示"]
    title = "".join(lines)
    whole = f"{len(report.communities)} 个社区、村的总分和名次"
    return {
        **frame(report, Identity(NAME, title, whole, digest.of_notice(report)), whole),
        "title-lines": lines,
        "mark": publicity.mark,
        "opening": list(_opening(report)),
        "headings": ["名次", "社区、村", f"总分（满分 {report.total} 分）", "备注"],
        "groups": [
            {"name": group.name, "rows": [_row(community) for community in group.communities]}
            for group in report.groups
        ],
        "closing": list(_closing(publicity)),
        "signed": report.town,
    }


def _opening(report: Report) -> Iterator[str]:
    yield (
        f"根据《{report.title}》，{report.town}对 {len(report.communities)} 个社区、村"
        f"{report.year}年度（{report.period}）的目标绩效作了考核。现将考核结果予以公示。"
    )
    if report.publicity.period:
        yield f"公示时间：{report.publicity.period}。"


def _closing(publicity: PublicityView) -> Iterator[str]:
    until = f"请在{publicity.until}以前（含当天）申诉" if publicity.until else "可以在公示期间申诉"
    how = f"：{publicity.how}" if publicity.how else ""
    decision = f"{publicity.decision}。" if publicity.decision else ""
    yield f"对考核结果有异议的社区、村，{until}{how}。{decision}"
    yield "各社区、村的考核明细表、每一条扣分的原因和依据，在考核网站上查阅。"
    yield "特此公示。"


def _row(community: CommunityView) -> dict[str, object]:
    return {
        "cells": [community.group_rank_label, community.name, community.total],
        "note": "、".join(community.badges),
        "vetoed": community.vetoed,
    }
