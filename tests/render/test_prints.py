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
from kpigen.view import digest
from kpigen.view.publicity_values import PublicityView
from kpigen.view.values import RecordView, Report
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
            expected += [(1, community.name), (2, "扣分汇总"), (2, "各类合计")]
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
            and tight(f"{report.title}{community.group}{community.name}")
            in tight(page.extract_text())
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
            assert tight(f"记{number}{record.date}{record.department_name}{record.rule}") in text


def test_the_notice_gives_the_standing_and_how_to_appeal(report: Report) -> None:
    text = text_of(printed(report, "notice"))
    for group in report.groups:
        for community in group.communities:
            badges = "、".join(community.badges)
            assert (
                f"{tight(community.group_rank_label)}{community.name}{community.total}{badges}"
                in text
            )
    assert f"关于{report.town}2020年度社区目标绩效考核结果的公示" in text
    assert "公示时间：2021年1月25日至2月5日（10个工作日）。" in text
    assert "请在2021年2月5日以前（含当天）申诉：写明记录的链接和理由" in text
    assert "党政办在收到申诉后10个工作日内决定。" in text
    assert "特此公示。" in text
    assert "草稿" not in text


def test_the_notice_fits_a_page(report: Report) -> None:
    assert len(printed(report, "notice").pages) == 1


def test_the_seal_stands_on_a_page_with_words_of_the_notice(report: Report) -> None:
    for count in range(12, 40, 3):
        (group, *_) = report.groups
        many = replace(group, communities=(group.communities * 6)[:count])
        pages = printed(replace(report, groups=(many,)), "notice").pages
        last = tight(pages[-1].extract_text())
        assert "特此公示。" in last
        assert f"{report.town}（章）" in last


@pytest.mark.parametrize(
    ("stage", "mark"),
    [
        ("填报", "草稿：现在是填报阶段"),
        ("核实", "草稿：现在是核实阶段"),
        ("审定", "公示已经结束：现在是审定阶段"),
    ],
)
def test_a_notice_out_of_its_time_is_marked(repository: Repository, stage: str, mark: str) -> None:
    repository.replace("data/rubric/2020/assessment.yaml", "stage: 公示", f"stage: {stage}")
    marked = report_of(repository.root, inspect(repository.root))
    assert mark in text_of(printed(marked, "notice"))


def test_a_year_without_dates_and_terms_has_its_notice_and_appeal_form(report: Report) -> None:
    unsaid = replace(report, publicity=PublicityView("", "", "", "", "", ""))
    notice = text_of(printed(unsaid, "notice"))
    assert "公示时间" not in notice
    assert "可以在公示期间申诉。" in notice
    appeal = text_of(printed(unsaid, "appeal"))
    assert "在公示期间提出" in appeal
    assert "受理部门填写" in appeal
    assert "决定期限" not in appeal


@pytest.mark.parametrize("place", range(17))
def test_a_department_s_list_has_all_its_records(report: Report, place: int) -> None:
    department = report.departments[place]
    text = text_of(printed(report, f"department-{department.id}"))
    (filed,) = [one for one in report.filings if one.department == department.id]
    void = sum(not record.counts for record in department.records)
    count = f"{len(department.records)}条记录" + (f"，其中{void}条不计分" if void else "")
    assert f"合计{count}；失分{filed.lost}分。以上记录经核对属实" in text
    at = 0
    for row in filed.rows:
        at = text.index(f"{row.community_name}{row.total}条记录", at)
        assert f"失分{row.lost}分" in text[at:]
    for record in department.records:
        for words in (record.id, record.rule_text, record.reason, record.basis):
            assert tight(words) in text, record.id
        for words in (record.approval, record.appeal, record.withdrawal, *record.corrections):
            assert tight(words) in text, record.id
    for words in ("经办人", "负责人", "部门（章）", "日期"):
        assert words in text


def test_a_department_stamps_a_page_with_records(report: Report) -> None:
    department = max(report.departments, key=lambda one: len(one.records))
    for count in range(1, 25):
        fewer = replace(department, records=department.records[:count])
        of_fewer = replace(report, departments=(fewer,))
        pages = printed(of_fewer, f"department-{department.id}").pages
        last = tight(pages[-1].extract_text())
        assert "经办人" in last
        assert any(tight(record.id) in last for record in fewer.records), count


def test_a_record_of_several_pages_may_be_a_department_s_last(report: Report) -> None:
    department = report.departments[0]
    (record, *_) = department.records
    long = replace(record, reason="巡查发现通道堵塞。" * 400)
    of_long = replace(report, departments=(replace(department, records=(long,)),))
    reader = printed(of_long, f"department-{department.id}")
    # What a page's end cuts in two cannot be counted.
    assert text_of(reader).count("巡查发现通道堵塞") >= 400 - len(reader.pages)
    last = tight(reader.pages[-1].extract_text())
    assert "巡查发现通道堵塞" in last
    assert "经办人" in last


def test_a_department_that_filed_nothing_says_so(report: Report) -> None:
    department = report.departments[0]
    silent = replace(report, departments=(replace(department, records=()),))
    text = text_of(printed(silent, f"department-{department.id}"))
    assert f"{department.name}本年度没有扣分记录" in text
    assert "部门（章）" in text


KINDS = ("counting", "adjustment", "withdrawn", "appealed", "vetoed")


@pytest.mark.parametrize("kind", KINDS)
def test_the_appeal_form_is_filled_in(report: Report, kind: str) -> None:
    record = next(one for one in report.records if kind in kinds(one))
    form = printed(report, f"appeal/{record.id}")
    text = text_of(form)
    for words in (
        record.community_name,
        record.id,
        f"2020/communities/{record.community}.html#{record.anchor}",
        record.day,
        record.department_name,
        record.rule_text,
        record.reason,
        record.basis,
        record.arithmetic,
        record.cost.label,
        record.status_label,
        record.appeal,
        record.appeal_grounds,
        record.withdrawal,
        record.approval,
    ):
        assert tight(words) in text, words
    assert "最迟在2021年2月5日（含当天）提出" in text
    assert "党政办在收到申诉后10个工作日内决定" in text
    assert len(form.pages) == 1


def kinds(record: RecordView) -> set[str]:
    found = {"withdrawn"} if record.withdrawal else set()
    found |= {"appealed"} if record.appeal_grounds else set()
    found |= {"vetoed"} if record.approval else set()
    found |= {"adjustment"} if record.adjustment else set()
    return found or {"counting"}


def test_the_empty_appeal_form_fits_a_page(report: Report) -> None:
    empty = printed(report, "appeal")
    assert len(empty.pages) == 1
    for words in ("理由", "证据材料清单", "社区、村（章）", "收件人", "□维持□减轻为", "决定文号"):
        assert words in text_of(empty)


@pytest.mark.parametrize("name", ["town", "notice", "department-guijian", "appeal"])
def test_each_says_what_it_is(report: Report, name: str) -> None:
    reader = printed(report, name)
    assert reader.metadata is not None
    found = stamp.parse(str(reader.metadata["/Keywords"]))
    assert found is not None
    assert found == stamp.Stamp(2020, name, report.revision, report.modified, found.digest)
    if name == "town":
        assert found.digest == report.digest
    for number, page in enumerate(reader.pages, 1):
        text = tight(page.extract_text())
        assert tight(f"摘要{digest.shown(found.digest)}") in text
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


def test_a_list_keeps_its_digest_until_one_of_its_records_changes(report: Report) -> None:
    def digest_of(of: Report, name: str) -> str:
        metadata = printed(of, name).metadata
        assert metadata is not None
        found = stamp.parse(str(metadata["/Keywords"]))
        assert found is not None
        return found.digest

    first, second = report.departments[:2]
    (record, *rest) = first.records
    changed = replace(first, records=(replace(record, reason="改过。"), *rest))
    later = replace(report, departments=(changed, second))
    name, other = f"department-{first.id}", f"department-{second.id}"
    assert digest_of(later, name) != digest_of(report, name)
    assert digest_of(later, other) == digest_of(report, other)


ALIKE = ("town", "notice", "department-dangqun", "appeal")


def test_same_report_same_bytes(report: Report) -> None:
    wanted = Selection(
        communities=(), blank=False, summary=False, prints=("town", *pdf.published(report))
    )
    again = report_of(PROJECT, inspect(PROJECT))
    assert list(pdf.render(report, wanted)) == list(pdf.render(again, wanted))
