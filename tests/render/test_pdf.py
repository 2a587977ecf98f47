from __future__ import annotations

import io
import shutil
from collections.abc import Generator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp

from kpigen import inspection, stamp
from kpigen.assessing import scoring
from kpigen.errors import MachineError
from kpigen.render import BLANK_NAME, Selection, pdf, typesetting
from kpigen.view import digest
from kpigen.view import report as view
from kpigen.view.values import CommunityView, RecordView, Report

ROOT = Path(__file__).parents[2]
RULES = ("1.1-1", "3.2-1", "12.4-1")
HOSTILE = '#import "x.typ" *粗* _斜_ $x^2$ <a> @b `c` \\ // /* = 题 #panic("坏") </w:t>'


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Give the real table with a few records of this test's own."""
    root = tmp_path_factory.mktemp("town")
    shutil.copytree(ROOT / "data" / "rubric", root / "data" / "rubric")
    known = inspection.inspect(root).dataset
    assert known is not None
    rules = known.rubric.rules
    community = known.rubric.communities[0].id
    for number, rule in enumerate(RULES):
        folder = root / "data/deductions/2020" / community / rules[rule][0].department
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"a{number}.yaml").write_text(
            f"date: 2020-05-{12 + number}\nrule: {rule}\ncount: 1\n"
            f"reason: 第{number}次检查发现台账缺页。\nbasis: 南桐镇发〔2020〕{number}号\n",
            encoding="utf-8",
        )
    found = inspection.inspect(root)
    assert found.sound, found.findings
    assert found.dataset is not None
    return view.report(found.dataset, scoring.score(found.dataset), found.revision)


@pytest.fixture(scope="module")
def printed(report: Report) -> dict[str, bytes]:
    return dict(pdf.render(report, Selection(communities=(report.communities[0].id,))))


@pytest.fixture(scope="module")
def filled(report: Report, printed: dict[str, bytes]) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(printed[f"{report.communities[0].id}.pdf"]))


def tight(text: str) -> str:
    return "".join(text.split())


def text_of(reader: pypdf.PdfReader) -> str:
    return tight("".join(page.extract_text() for page in reader.pages))


def with_reason(report: Report, reason: str) -> Report:
    """Give the first community's rows with records another reason, as the view would show it."""
    community = report.communities[0]
    form = community.form
    rows = tuple(
        replace(
            row,
            records=tuple(replace(r, reason=reason, summary=reason) for r in row.records),
            reason=reason if row.records else "",
        )
        for row in form.rows
    )
    records = tuple(replace(r, reason=reason, summary=reason) for r in community.records)
    changed = replace(community, form=replace(form, rows=rows), records=records)
    return replace(report, communities=(changed, *report.communities[1:]))


def with_records(report: Report, records: tuple[RecordView, ...]) -> Report:
    """Give the first community these records alone, all in row 3.4."""
    community = report.communities[0]
    form = community.form
    reason = "\n".join(record.summary for record in records if record.counts)
    rows = tuple(
        replace(row, records=records, reason=reason)
        if row.item == "3.4"
        else replace(row, records=(), reason="")
        for row in form.rows
    )
    changed = replace(community, form=replace(form, rows=rows), records=records)
    return replace(report, communities=(changed,))


def many(report: Report, count: int, words: str) -> tuple[RecordView, ...]:
    """Give records that differ in their numbers only."""
    first = report.communities[0].records[0]
    return tuple(
        replace(first, id=f"{first.id}-{n}", reason=f"{n}号：{words}", summary=f"第{n}次：{words}")
        for n in range(1, count + 1)
    )


def first_only(report: Report) -> Selection:
    return Selection(communities=(report.communities[0].id,), blank=False)


def read(report: Report) -> pypdf.PdfReader:
    (file,) = pdf.render(report, first_only(report))
    return pypdf.PdfReader(io.BytesIO(file.content))


def test_gives_the_selected_communities_in_order_and_the_blank_form(report: Report) -> None:
    wanted = tuple(community.id for community in report.communities[:4])
    names = [file.name for file in pdf.render(report, Selection(communities=wanted[::-1]))]
    assert names == [f"{name}.pdf" for name in (*wanted, BLANK_NAME)]
    assert list(pdf.render(report, Selection(communities=(), blank=False))) == []


def test_can_be_left_halfway(report: Report) -> None:
    files = pdf.render(report, Selection())
    assert isinstance(files, Generator)
    assert next(files).name == f"{report.communities[0].id}.pdf"
    files.close()


def test_pages_are_a4_landscape(filled: pypdf.PdfReader) -> None:
    for page in filled.pages:
        assert round(page.mediabox.width) == 842
        assert round(page.mediabox.height) == 595


def test_every_printed_text_and_score_can_be_read_back(
    report: Report, printed: dict[str, bytes]
) -> None:
    community = report.communities[0]
    for name, form in ((community.id, community.form), (BLANK_NAME, report.blank)):
        text = text_of(pypdf.PdfReader(io.BytesIO(printed[f"{name}.pdf"])))
        assert tight(form.title) in text
        records = community.records if name == community.id else ()
        numbers = {record.id: place for place, record in enumerate(records, 1)}
        for heading in form.headings:
            assert tight(heading) in text
        for row in form.rows:
            # A row may break over pages, but never within a printed line.
            for line in (*row.printed.rules.split("\n"), *row.reason.split("\n")):
                assert tight(line) in text, row.item
            for record in row.records:
                assert f"记{numbers[record.id]}{tight(record.summary)}" in text
            assert tight(row.printed.content) in text
            assert tight(row.printed.category) in text
            assert row.score_cell in text
        assert tight(form.total_label + form.total_points + form.total_score) in text


def test_score_cells_stand_in_table_order(report: Report, filled: pypdf.PdfReader) -> None:
    text, at = text_of(filled), 0
    for row in report.communities[0].form.rows:
        if row.reason and "\n" not in row.reason:
            at = text.index(tight(row.reason), at)
            assert text.index(row.score_cell, at) >= at
    assert text.index(tight(report.communities[0].form.total_score), at) > at


def test_each_page_says_what_it_is(report: Report, filled: pypdf.PdfReader) -> None:
    pages = len(filled.pages)
    assert pages > 1
    texts = [tight(page.extract_text()) for page in filled.pages]
    ending = next(number for number, text in enumerate(texts, 1) if "扣分汇总" in text)
    for number, page in enumerate(filled.pages, 1):
        text = tight(page.extract_text())
        assert f"第{number}页共{pages}页" in text
        assert tight(report.demo) in text
        assert tight(report.revision_label) in text
        assert tight(digest.shown(report.communities[0].digest)) in text
        if number < ending:
            for heading in report.headings:
                assert tight(heading) in text
        if number > 1:
            assert tight(report.title + report.communities[0].name) in text


def test_no_demo_notice_without_demo_data(report: Report) -> None:
    assert tight(report.demo) not in text_of(read(replace(report, demo="")))


def test_merged_cells_that_go_on_are_named_again(report: Report, filled: pypdf.PdfReader) -> None:
    form = report.communities[0].form
    texts = [tight(page.extract_text()) for page in filled.pages]
    for above, row in pairwise(form.rows):
        (start,) = [n for n, text in enumerate(texts) if tight(above.printed.content) in text][:1]
        (here,) = [n for n, text in enumerate(texts) if tight(row.printed.content) in text][:1]
        if here > start and not row.spans.category:
            assert tight(row.category) + "（续）" in texts[here]


def test_tells_its_title_author_and_language(report: Report, filled: pypdf.PdfReader) -> None:
    community = report.communities[0]
    assert filled.metadata is not None
    assert filled.metadata.title == f"{report.title}　{community.name}"
    assert filled.metadata.author == report.town
    root = filled.trailer["/Root"].get_object()
    assert isinstance(root, pypdf.generic.DictionaryObject)
    assert str(root["/Lang"]) == "zh-CN"
    metadata = filled.xmp_metadata
    assert metadata is not None
    described = metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described


def test_the_first_page_leads_with_period_stage_rank_and_total(
    report: Report, filled: pypdf.PdfReader
) -> None:
    community = report.communities[0]
    first = tight(filled.pages[0].extract_text())
    standing = tight(f"名次{community.group}{community.group_rank_label}")
    at = [
        first.index(words)
        for words in (
            tight(report.title),
            f"{community.group}{tight(community.name)}",
            f"考核期间{report.period}",
            f"当前阶段{report.stage}",
            standing,
            f"总分{community.total}",
            tight(report.headings[0] + report.headings[1]),
        )
    ]
    assert at == sorted(at)


def test_the_blank_form_names_what_is_to_be_filled_in(printed: dict[str, bytes]) -> None:
    first = pypdf.PdfReader(io.BytesIO(printed[f"{BLANK_NAME}.pdf"])).pages[0]
    cover = tight(first.extract_text()).split("序号")[0]
    for name in ("社区", "考核期间", "当前阶段", "名次", "总分"):
        assert name in cover.split("明细表")[1]


def test_the_list_tells_every_record_by_its_number(report: Report, filled: pypdf.PdfReader) -> None:
    table, listed = text_of(filled).split("扣分汇总")
    records = report.communities[0].records
    assert f"共{len(records)}条，全部计分" in listed
    for number, record in enumerate(records, 1):
        assert tight(f"记{number}{record.summary}") in table
        begins = tight(f"记{number}{record.date}{record.department_name}{record.rule}")
        of_one = listed[listed.index(begins) :]
        for words in (record.rule_text, record.reason, record.id, record.basis):
            assert of_one.index(tight(words)) < len(begins) + 400


def test_records_that_count_nothing_are_listed_and_marked(report: Report) -> None:
    first, second = many(report, 2, "通道堵塞。")
    withdrawn = replace(
        second,
        counts=False,
        summary="",
        status_label="已撤销",
        process=("2020年6月1日由党政办撤销：填报有误",),
    )
    table, listed = text_of(read(with_records(report, (first, withdrawn)))).split("扣分汇总")
    assert "第1次：通道堵塞" in table
    assert "记2" not in table
    assert "共2条，其中1条已撤销或待批准，照样列出，不计分" in listed
    assert "2020年6月1日由党政办撤销：填报有误" in listed
    assert "不计不计已撤销" in listed


def test_sums_lead_from_the_full_points_to_the_total(
    report: Report, filled: pypdf.PdfReader
) -> None:
    community = report.communities[0]
    ending = text_of(filled).split("各类合计")[1]
    for each in community.sums:
        figures = (each.points or "—", each.counting or "—")
        changed = each.change if each.change != "0" else "—"
        row = "".join(map(str, (each.number, each.name, *figures, changed, each.score or "—")))
        assert tight(row) in ending
    balance = community.balance
    steps = f"满分{balance.start}−各行失分{balance.lost}=各行得分{balance.subtotal}"
    assert steps + f"+加分0−扣分0=总分{community.total}" in ending


@pytest.mark.parametrize("count", [0, 1, 8, 9, 10, 11, 12, 80])
def test_signatures_never_stand_without_the_total(report: Report, count: int) -> None:
    reader = read(with_records(report, many(report, count, "通道堵塞。")))
    texts = [tight(page.extract_text()) for page in reader.pages]
    signed = [text for text in texts if "制表" in text]
    assert signed == [texts[-1]]
    assert f"总分{report.communities[0].total}" in signed[0]
    assert ("没有扣分记录" in text_of(reader)) is (count == 0)


def test_a_record_of_many_pages_is_printed_whole(report: Report) -> None:
    words = "".join(f"第{place}处通道堵塞，仍未整改；" for place in range(150))
    texts = [
        tight(page.extract_text())
        for page in read(with_records(report, many(report, 1, words))).pages
    ]
    for place in range(150):
        found = sum(text.count(f"第{place}处") for text in texts)
        assert found in {1, 2}, place


def test_carries_its_stamp(
    report: Report, filled: pypdf.PdfReader, printed: dict[str, bytes]
) -> None:
    community = report.communities[0]
    assert filled.metadata is not None
    found = stamp.parse(str(filled.metadata["/Keywords"]))
    assert found == stamp.Stamp(
        2020, community.id, report.revision, report.modified, community.digest
    )
    blank = pypdf.PdfReader(io.BytesIO(printed["blank.pdf"]))
    assert blank.metadata is not None
    found = stamp.parse(str(blank.metadata["/Keywords"]))
    assert found is not None
    assert (found.document, found.digest) == ("blank", report.blank_digest)


def test_a_phone_reads_the_code(report: Report, printed: dict[str, bytes]) -> None:
    community = report.communities[0]
    page = pypdfium2.PdfDocument(printed[f"{community.id}.pdf"])[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    assert code.text.splitlines() == [
        f"{report.title}　{community.name}",
        report.demo,
        f"总分 {community.total}　{community.group}{community.group_rank_label}",
        report.revision_label,
        f"摘要 {community.digest}",
    ]


def test_hostile_text_stays_text(report: Report) -> None:
    assert tight(HOSTILE) in text_of(read(with_reason(report, HOSTILE)))


def test_long_words_stay_within_their_column(report: Report) -> None:
    address = "https://example.invalid/" + "a1b2c3d4" * 9
    lines = [
        line
        for page in read(with_reason(report, address)).pages
        for line in page.extract_text().splitlines()
    ]
    assert not any(address in line for line in lines)
    assert address in tight("".join(lines)).replace("\u200b", "")


def test_long_reasons_break_over_pages_without_loss(report: Report) -> None:
    entries = [
        f"{day}日：第{day}次巡查发现通道堵塞，仍未整改（扣1分；文〔{day}〕号）" for day in range(99)
    ]
    text = text_of(read(with_reason(report, "\n".join(entries))))
    for entry in entries:
        assert text.count(tight(entry)) >= len(RULES)


def test_same_report_same_bytes(report: Report, printed: dict[str, bytes]) -> None:
    assert dict(pdf.render(report, Selection(communities=(report.communities[0].id,)))) == printed


@pytest.mark.parametrize(("character", "shown"), [("𠮷", "“𠮷”（U+20BB7）"), ("\ue000", "U+E000")])
def test_a_character_without_glyph_is_named_with_its_record(
    report: Report, character: str, shown: str
) -> None:
    broken = with_reason(report, f"李{character}家门前")
    (record,) = [r for row in broken.communities[0].form.rows for r in row.records][:1]
    with pytest.raises(MachineError) as caught:
        list(pdf.render(broken, Selection()))
    assert shown in caught.value.message
    assert record.id in caught.value.message
    assert f"data/deductions/{record.id}.yaml" in caught.value.hint
    assert "font" not in caught.value.message + caught.value.hint


def test_a_character_without_glyph_is_named_with_its_row(report: Report) -> None:
    row = report.blank.rows[3]
    cells = replace(row.printed, content="𠮷字")
    rows = (*report.blank.rows[:3], replace(row, printed=cells), *report.blank.rows[4:])
    broken = replace(report, blank=replace(report.blank, rows=rows))
    with pytest.raises(MachineError, match=rf"第 {row.item} 行.*U\+20BB7"):
        list(pdf.render(broken, Selection(communities=())))


def test_a_character_without_glyph_in_a_name(report: Report) -> None:
    broken = replace(report, town="𠮷镇")
    with pytest.raises(MachineError, match="标题、表头或社区名称"):
        list(pdf.render(broken, Selection(communities=())))


def test_other_faults_of_the_typesetter_are_told_in_chinese(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in ("#nothing", '#set document(title: "x")\n#set text(font: "Nowhere")\nx'):
        monkeypatch.setattr(typesetting, "_template", lambda _, text=source: text.encode())
        with pytest.raises(MachineError, match="排版程序出了错") as caught:
            list(pdf.render(report, Selection(communities=())))
        assert caught.value.message.isascii() is False
        assert caught.value.__cause__ is not None


def test_vetoed_rows_are_marked(report: Report) -> None:
    community: CommunityView = report.communities[0]
    rows = tuple(
        replace(
            row,
            vetoed=row.item == "1.1",
            records=tuple(
                replace(record, summary="5月2日：事故（一票否决；文1号）") for record in row.records
            ),
            score_cell="0",
        )
        for row in community.form.rows
    )
    form = replace(community.form, rows=rows, total_note="一票否决")
    vetoed = replace(report, communities=(replace(community, form=form),))
    plain = replace(form, rows=tuple(replace(row, vetoed=False) for row in rows))
    unmarked = replace(report, communities=(replace(community, form=plain),))
    assert "（一票否决；文1号）" in text_of(read(vetoed))
    assert fills(read(vetoed)) - fills(read(unmarked)) != set()


def fills(reader: pypdf.PdfReader) -> set[bytes]:
    """Collect the colours that pages fill with."""
    contents = [page.get_contents() for page in reader.pages]
    lines = b"\n".join(c.get_data() for c in contents if c is not None).splitlines()
    return {line for line in lines if line.endswith((b" scn", b" sc", b" g", b" rg"))}
