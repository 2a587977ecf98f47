"""The prints besides a community's: the town's, the notice, a department's list, the appeal."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pypdf
import pytest

from kpigen import stamp
from kpigen.inspection import inspect
from kpigen.render import Selection, pdf
from kpigen.reporting import report_of
from kpigen.view.values import Report
from tests.conftest import PROJECT, Repository

HOSTILE = '#panic("x") *粗* $x$ <a> @b `c` \\ // /*'
RECORD = "date: 2020-05-12\nrule: {rule}\nreason: {reason}\nbasis: 演示〔2020〕1号\n"


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PROJECT, inspect(PROJECT))


def printed(report: Report, name: str) -> pypdf.PdfReader:
    wanted = Selection(communities=(), blank=False, summary=False, prints=(name,))
    (file,) = pdf.render(report, wanted)
    assert file.name == f"{name}.pdf"
    return pypdf.PdfReader(io.BytesIO(file.content))


@pytest.fixture(scope="module")
def town(report: Report) -> pypdf.PdfReader:
    return printed(report, "town")


def tight(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def text_of(reader: pypdf.PdfReader) -> str:
    return tight("".join(page.extract_text() for page in reader.pages))


def titles(outline: list[object], depth: int = 0) -> Iterator[tuple[int, str]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry, depth + 1)
        elif isinstance(entry, pypdf.generic.Destination):
            yield depth, str(entry.title)


def test_all_are_named(report: Report) -> None:
    departments = [f"department-{department.id}" for department in report.departments]
    assert list(pdf.names(report)) == ["town", "notice", *departments, "appeal"]


def test_the_town_has_an_outline_of_groups_and_communities(
    report: Report, town: pypdf.PdfReader
) -> None:
    expected = [(0, "目录和名次")]
    for group in report.groups:
        expected.append((0, group.name))
        for community in group.communities:
            expected += [(1, community.name), (2, "扣分汇总")]
    assert list(titles(list(town.outline))) == expected


def test_the_town_s_contents_name_the_page_of_each_community(
    report: Report, town: pypdf.PdfReader
) -> None:
    contents = tight(town.pages[1].extract_text())
    for community in report.communities:
        (page,) = [
            number
            for number, page in enumerate(town.pages, 1)
            if number > 2
            and tight(f"{report.title}{community.name}考核期间") in tight(page.extract_text())
        ]
        shown = "、".join(community.badges)
        assert f"{community.name}{community.total}{shown}{page}" in contents


def test_the_town_holds_every_form_and_numbers_its_pages(
    report: Report, town: pypdf.PdfReader
) -> None:
    text = text_of(town)
    count = len(town.pages)
    assert f"第{count}页共{count}页" in text
    for community in report.communities:
        assert f"总分200{community.form.total_note}{community.total}" in text
        for number, record in enumerate(community.records, 1):
            assert f"记{number}{record.date}{record.rule}" in text


def test_the_notice_gives_the_standing_and_how_to_appeal(report: Report) -> None:
    text = text_of(printed(report, "notice"))
    for group in report.groups:
        for community in group.communities:
            badges = "、".join(community.badges)
            assert (
                f"{tight(community.group_rank_label)}{community.name}{community.total}{badges}"
                in text
            )
    assert "公示时间：2021年1月25日至2月5日" in text
    assert tight(report.notice.text) in text
    assert "草稿" not in text


def test_a_notice_before_its_time_is_a_draft(report: Report) -> None:
    assert "草稿：现在是填报阶段" in text_of(printed(replace(report, stage="填报"), "notice"))


@pytest.mark.parametrize("place", range(17))
def test_a_department_s_list_has_all_its_records(report: Report, place: int) -> None:
    department = report.departments[place]
    text = text_of(printed(report, f"department-{department.id}"))
    counted = sum(record.counts for record in department.records)
    assert f"{department.name}{len(department.records)}条记录，计分的{counted}条" in text
    for record in department.records:
        assert tight(record.id.split("/", 1)[1]) in text
        assert tight(record.reason) in text
    for words in ("经办人", "负责人", "部门（章）", "日期"):
        assert words in text


def test_the_appeal_form_is_filled_in(report: Report) -> None:
    record = next(one for one in report.records if one.counts and not one.adjustment)
    text = text_of(printed(report, f"appeal/{record.id}"))
    for words in (
        record.community_name,
        record.id,
        record.day,
        record.department_name,
        record.rule_text,
        record.reason,
        record.basis,
        record.cost.label,
        record.status_label,
    ):
        assert tight(words) in text, words
    assert "申诉理由" in text


def test_the_empty_appeal_form_fits_a_page(report: Report) -> None:
    empty = printed(report, "appeal")
    assert len(empty.pages) == 1
    assert "申诉理由" in text_of(empty)


@pytest.mark.parametrize("name", ["town", "notice", "department-guijian", "appeal"])
def test_each_says_what_it_is(report: Report, name: str) -> None:
    reader = printed(report, name)
    assert reader.metadata is not None
    found = stamp.parse(str(reader.metadata["/Keywords"]))
    assert found == stamp.Stamp(2020, name, report.revision, report.modified, report.digest)
    for number, page in enumerate(reader.pages, 1):
        text = tight(page.extract_text())
        assert tight(report.demo) in text
        assert f"第{number}页共{len(reader.pages)}页" in text
    metadata = reader.xmp_metadata
    assert metadata is not None
    described = metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described


@pytest.fixture
def hostile(repository: Repository) -> Report:
    """A department files markup, and more on one row than a page holds."""
    reasons = [HOSTILE, *("巡查发现通道堵塞。" * 10 for _ in range(20))]
    for number, reason in enumerate(reasons, 1):
        repository.record(
            f"tianshu/guijian/h{number}",
            RECORD.format(rule="1.3-1", reason=json.dumps(reason, ensure_ascii=False)).replace(
                "1号", f"{number}号"
            ),
        )
    found = inspect(repository.root)
    assert found.sound, found.findings
    return report_of(repository.root, found)


def test_hostile_texts_stay_texts_and_long_ones_are_whole(hostile: Report) -> None:
    appeal = f"appeal/{hostile.records[0].id}"
    for name in ("town", "department-guijian", appeal):
        assert tight(HOSTILE) in text_of(printed(hostile, name))
    for name in ("town", "department-guijian"):
        assert text_of(printed(hostile, name)).count("巡查发现通道堵塞") >= 200


def test_same_report_same_bytes(report: Report) -> None:
    wanted = Selection(communities=(), blank=False, summary=False, prints=("notice", "appeal"))
    again = report_of(PROJECT, inspect(PROJECT))
    assert list(pdf.render(report, wanted)) == list(pdf.render(again, wanted))
