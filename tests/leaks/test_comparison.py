"""An internal text is found in every kind of file, however it is written; nothing else is."""

from __future__ import annotations

import gzip
import io
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal
from unicodedata import category, normalize
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import typst
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from pylopdf_fonts_zh_cn import serif_path

from kpigen import leaks
from kpigen.errors import MachineError
from kpigen.leaks import own_words
from kpigen.leaks.writing import words
from tests.conftest import PROJECT, Repository
from tests.leaks.conftest import PATH, RECORD, files_with_leaks, secrets_of
from tests.test_cli import run

PRIVATE = "王大锤家住七栋,口头认错"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The rubric; each test writes its one record anew."""
    root = tmp_path_factory.mktemp("leaks") / "town"
    shutil.copytree(PROJECT / "data/rubric", root / "data/rubric")
    return Repository(root)


def workbook(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def in_a_cell(book: openpyxl.Workbook) -> None:
    book.active["B3"] = f"前面{PRIVATE}后面"  # type: ignore[index]  # the sheet that it begins with


def in_rich_text(book: openpyxl.Workbook) -> None:
    runs = (TextBlock(InlineFont(b=True), PRIVATE[:3]), PRIVATE[3:6], PRIVATE[6:])
    book.active["A1"] = CellRichText(*runs)  # type: ignore[index]


def as_author(book: openpyxl.Workbook) -> None:
    book.properties.creator = PRIVATE


def as_sheet_title(book: openpyxl.Workbook) -> None:
    book.create_sheet(PRIVATE)


def in_a_header(book: openpyxl.Workbook) -> None:
    book.active.oddHeader.center.text = PRIVATE  # type: ignore[union-attr]


def document(text: str, standards: Literal["a-2b"] | None = None) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,  # the one for formulas
        font_paths=[serif_path().parent],
    )
    made = typst.Compiler(font_paths=fonts).compile(
        text.encode(), format="pdf", pdf_standards=standards
    )
    assert isinstance(made, bytes)
    return made


SET = '#set text(font: "Noto Serif SC", size: 20pt)\n#set page(width: 120pt, height: 200pt)\n'
FOLDED = "\r\n ".join(PRIVATE).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<p>前{PRIVATE}后</p>".encode()),
        ("a.html", f'<p title="{PRIVATE}">x</p>'.encode()),
        ("a.html", f"<!-- {PRIVATE} -->".encode()),
        ("a.html", f"<p>{''.join(f'&#{ord(c)};' for c in PRIVATE)}</p>".encode()),
        ("a.html", f"<p>{''.join(f'&#x{ord(c):x};' for c in PRIVATE)}</p>".encode()),
        ("a.html", f"<p>{''.join(f'&amp;#{ord(c)};' for c in PRIVATE)}</p>".encode()),
        ("a.html", f"<p>{PRIVATE[:2]}<em>{PRIVATE[2:4]}</em>{PRIVATE[4:]}</p>".encode()),
        ("a.html", f"<p>{PRIVATE[:3]}\n    {PRIVATE[3:]}</p>".encode()),
        ("a.html", f"<p>{'　'.join(PRIVATE)}</p>".encode()),
        ("a.html", f"<p>{'&#8203;'.join(PRIVATE)}</p>".encode()),
        ("a.html", f"<p>{PRIVATE.replace(',', '，')}</p>".encode()),
        ("a.html", f'<a href="new?value={quote(PRIVATE)}">x</a>'.encode()),
        ("a.html", f"<script>x={json.dumps(PRIVATE)}</script>".encode()),
        (
            "search-data.js",
            f"self.kpigenSearch={json.dumps({'text': f'<p>{PRIVATE}</p>'})}".encode(),
        ),
        ("a.json", json.dumps({"reason": PRIVATE}).encode()),
        ("a.json", json.dumps({"reason": PRIVATE}, ensure_ascii=False).encode()),
        ("a.csv", f'\ufeff1,2\r\n"{PRIVATE}",3\r\n'.encode()),
        (
            "feed.xml",
            f"<summary type='html'>&lt;p&gt;{PRIVATE}&lt;/p&gt;</summary>".encode(),
        ),
        ("feed.xml", f"<summary><![CDATA[{PRIVATE}]]></summary>".encode()),
        ("a.ics", b"DESCRIPTION:" + FOLDED + b"\r\n"),
        (
            "a.ics",
            f"DESCRIPTION:{PRIVATE}".encode()[:30] + b"\r\n " + PRIVATE.encode()[18:],
        ),
        ("a.ics", f"SUMMARY:{PRIVATE.replace(',', chr(92) + ',')}".encode()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\xff\xfe" + PRIVATE.encode() + b"\xff"),
        (f"{PRIVATE}.html", b"x"),
    ],
)
def test_a_text_is_found_in_every_kind_of_text(town: Repository, name: str, content: bytes) -> None:
    secrets = secrets_of(town, f'{{details: "{PRIVATE}"}}')
    assert files_with_leaks(secrets, (name, content)) == [name]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("sitemap.xml.gz", lambda: gzip.compress(f"<loc>{PRIVATE}</loc>".encode())),
        ("a.xlsx", lambda: workbook(in_a_cell)),
        ("a.xlsx", lambda: workbook(in_rich_text)),
        ("a.xlsx", lambda: workbook(as_author)),
        ("a.xlsx", lambda: workbook(as_sheet_title)),
        ("a.xlsx", lambda: workbook(in_a_header)),
        ("a.pdf", lambda: document(f"{SET}前面的话{PRIVATE}后面的话")),
        ("a.pdf", lambda: document(f'#set document(title: "{PRIVATE}")\n{SET}正文')),
        (
            "a.pdf",
            lambda: document(f'#set document(author: "{PRIVATE}", keywords: "x")\n{SET}正文'),
        ),
        ("a.pdf", lambda: document(f"{SET}#outline()\n#heading(bookmarked: true)[{PRIVATE}]")),
        ("a.pdf", lambda: document(f'{SET}#math.equation(alt: "{PRIVATE}")[$x$]')),
        ("a.pdf", lambda: document(f'{SET}#link("https://x.test/{quote(PRIVATE)}")[文]')),
        (
            "a.pdf",
            lambda: document(f'#set document(title: "{PRIVATE}")\n{SET}文', standards="a-2b"),
        ),
    ],
)
def test_a_text_is_found_in_every_kind_of_document(
    town: Repository, name: str, make: Callable[[], bytes]
) -> None:
    secrets = secrets_of(town, f'{{details: "{PRIVATE}"}}')
    assert files_with_leaks(secrets, (name, make())) == [name]


def test_a_run_of_figures_in_a_checksum_is_no_number(town: Repository) -> None:
    secrets = secrets_of(town, "{sha256: " + "4d00404670a5493b" * 4 + "}")
    assert not files_with_leaks(secrets, ("a.html", b"<p>0000404670 00000 n</p>"))


@pytest.mark.parametrize(
    ("internal", "output"),
    [
        # A whole text.
        ("牛犇", "<p>联系人：牛犇。</p>"),
        ("qxz", "<p>x QXZ, y</p>"),
        ("欧阳修", "<p>欧阳\n修</p>"),
        ('{phone: "13812345678"}', "<p>１３８１２３４５６７８</p>"),
        ('{phone: "138 1234 5678"}', "<p>13812345678</p>"),
        ("{details: 'Zhang San, Room 7'}", "<p>zhang san, room 7</p>"),
        ('{details: "a<b 就是少"}', "<p>a&lt;b 就是少</p>"),
        ('{details: "库存<3件"}', "<p>库存<3件</p>"),
        ('{details: "一个&amp;两个"}', "<p>一个&amp;amp;两个</p>"),
        ('{details: "路径 C:\\\\new\\\\甲"}', '{"a": "路径 C:\\\\new\\\\甲"}'),
        ('{details: "他说\\"不去\\"了"}', '1,"他说""不去""了"\n'),
        # A name that somebody made up.
        ("{王大锤的说法: x1}", "<p>王大锤的说法</p>"),
        # What is nested, several lines, a list.
        ("[[{a: [子丑寅卯]}]]", "<p>子丑寅卯</p>"),
        ("|\n  第一行的话\n  第二行的话", "<p>第一行的话<br>第二行的话</p>"),
        # A piece of a text.
        ("谈判底价不得外泄，补偿标准仍在商谈。", "<p>补偿标准仍在商谈</p>"),
        ("谈判底价不得外泄，补偿标准仍在商谈。", "<p>谈判底价不得外泄…</p>"),
        ("摊贩劝离过程的执法记录由专班统一保管", "<p>摊贩劝离过程的执法记录由…</p>"),
        ("摊贩劝离过程的执法记录由专班统一保管", "<p>…的执法记录由专班统一保管</p>"),
        ("当事人电话13812345678，已核实", "<p>电话：13812345678</p>"),
        ("{sha256: " + "f25657d0" * 8 + "}", "<p>校验值 f25657d0f25657d0f2…</p>"),
        ("见 IMG_20200512_0001.jpg 一图", "<p>img_20200512_0001.jpg</p>"),
        # A long number, in groups or not.
        *(
            ("电话" + inside, f"<p>{outside}</p>")
            for number in (
                ("139-8765-4321", "139 8765 4321", "13987654321", "139.8765.4321"),
                ("500110 19800101 1234", "500110198001011234", "500110-19800101-1234"),
            )
            for inside in number
            for outside in number
        ),
        # Who is named.
        ("举报人：张三丰，已回访", "<p>据张三丰说</p>"),
        ("联系人:李雷", "<p>找李雷。</p>"),
        # Of the town's words only in part.
        ("天枢社区王大锤", "<p>天枢社区王大锤</p>"),
        ("3栋2单元501室", "<p>3栋2单元501室</p>"),
        ("补偿5万元", "<p>补偿5万元</p>"),
    ],
)
def test_a_text_is_found_whole_or_in_part(town: Repository, internal: str, output: str) -> None:
    secrets = secrets_of(town, internal)
    assert files_with_leaks(secrets, ("a.html", output.encode())) == ["a.html"]


@pytest.mark.parametrize(
    ("internal", "output"),
    [
        # What the record says in public, the rubric prints, or a name of the town.
        ("商铺线路老化起火", "<p>商铺线路老化起火。</p>"),
        ("{details: 商铺线路老化起火。已另案处理}", "<p>商铺线路老化起火。</p>"),
        ("{recorded_by: 规建环保办, reviewed_by: 党政办}", "<p>规建环保办 党政办</p>"),
        ("演示消防〔2020〕1号", "<p>演示消防〔2020〕1号</p>"),
        ("一次扣50分", "<p>一次扣50分</p>"),
        # Dates, short numbers, single letters.
        ("{d: 2020-05-12, e: 2020年5月12日, f: '14:30'}", "<p>2020-05-12 2020年5月12日 14:30</p>"),
        ("{d: '1234567', e: 3.50, f: 7, g: 20200512}", "<p>1234567 3.50 7 20200512</p>"),
        ("{d: 无, e: A, f: '——', g: ''}", "<p>无 A ——</p>"),
        ("{d: 1a2b3c}", "<p>提交 991a2b3cff</p>"),
        # Words of the program and of the theme, whoever writes them.
        ("{d: 申诉后减轻, e: 正在初始化搜索引擎}", "<p>申诉后减轻 正在初始化搜索引擎</p>"),
        # What the program puts together of names and dates.
        ("2020年6月5日由党政办决定维持原来的扣分", "<p>2020年6月5日由党政办决定维持（文号）</p>"),
        # What it says of the town with figures, ids and addresses: whatever that is today.
        *(
            (json.dumps(text, ensure_ascii=False), f"<p>{text}</p>")
            for text in (
                *("tianshu.html", "guijian-a.xlsx", "60天", "第5名", "2 条"),
                *("10个工作日", "扣分 5", "50×1", "社区第3名", "天枢社区总分", "天枢社区1.1"),
                *("a481e44", "a481e44d5f8827ceb298a93d91a7cc6be6ab1234"),
            )
        ),
        ("负责人：党政办", "<p>党政办</p>"),
        ("经办人：另有说明", "<p>另有说明的除外</p>"),
        ("电话 139-8765-4321", "<td>139</td><td>8765</td><td>4321</td>"),
        # Neighbours that only seem to be a text.
        ("牛犇", "<td>姓牛</td><td>犇人</td>"),
        ("牛犇", "<p>姓牛 犇人</p>"),
        ("qxz", "<p>aqxz qxzb x_qxz</p>"),
        ("子丑寅卯", "<td>子丑</td><td>寅卯</td>"),
    ],
)
def test_what_is_no_leak(town: Repository, internal: str, output: str) -> None:
    secrets = secrets_of(town, internal)
    assert files_with_leaks(secrets, ("a.html", output.encode())) == []


@pytest.mark.parametrize(
    "written",
    [
        *(
            "牛<font>犇</font>羴",
            "牛<kbd>犇</kbd>羴",
            "<ruby>牛<rt>niú</rt>犇<rt>bēn</rt></ruby>羴",
        ),
        *("<text>牛<tspan x='1'>犇</tspan>羴</text>", "牛<del>犇</del><ins>羴</ins>"),
        *("牛<!-- x -->犇羴", "牛<x-y>犇</x-y>羴", "<w:r>牛</w:r><w:r><w:t>犇</w:t></w:r>羴"),
        *("牛\u202a犇\u2066羴", "牛\ufe0f犇\U000e0100羴", "牛\u034f犇\u180e羴", "牛&shy;犇&zwj;羴"),
    ],
)
def test_nothing_within_a_sentence_hides_a_text(town: Repository, written: str) -> None:
    assert files_with_leaks(secrets_of(town, "牛犇羴"), ("a", written.encode())) == ["a"]


@pytest.mark.parametrize(
    "border", ["p", "td", "li", "h2", "option", "text", "loc", "c", "a:p", "w:tc", "dc:creator"]
)
def test_a_block_parts_what_does_not_belong_together(town: Repository, border: str) -> None:
    page = f"<{border}>牛犇</{border}><{border} x='1'>羴</{border}>"
    assert files_with_leaks(secrets_of(town, "牛犇羴"), ("a.xml", page.encode())) == []


def test_every_format_character_is_taken_off() -> None:
    signs = map(chr, [*range(0xD800), *range(0xE000, 0x110000)])
    assert {sign for sign in signs if category(sign) == "Cf" and words(sign)} == set()


@pytest.mark.parametrize("text", ["ｗｉｄｅ", "⽜⽝", "㈱①", "ﬁ"])
def test_compatible_forms_are_the_same(text: str) -> None:
    assert words(text) == words(normalize("NFKC", text))


def archive(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return file.getvalue()


PLAIN = f"前面的话{PRIVATE}后面的话"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", archive("word/document.xml", f"<w:t>{PRIVATE}</w:t>".encode())),
        ("a.xlsm", archive("xl/a.xml", f"<t>{PRIVATE}</t>".encode())),
        ("a.ods", archive("content.xml", f"<text:p>{PRIVATE}</text:p>".encode())),
        ("a.pptx", archive("ppt/a.xml", f"<a:t>{PRIVATE}</a:t>".encode())),
        ("a.zip", archive("b.docx", archive("c.xml", PRIVATE.encode()))),
        ("a.zip", archive(f"{PRIVATE}.txt", b"")),
        ("a", archive("b.txt", PLAIN.encode("gb18030"))),
        ("a.txt", PLAIN.encode("gb18030")),
        ("a.csv", PLAIN.encode("utf-16")),
        ("a.txt", PLAIN.encode("utf-16-le")),
        ("a.txt", PLAIN.encode("utf-16-be")),
    ],
)
def test_a_file_that_a_town_adds_is_read(town: Repository, name: str, content: bytes) -> None:
    secrets = secrets_of(town, f'{{details: "{PRIVATE}"}}')
    assert files_with_leaks(secrets, (name, content)) == [name]


LETTERS = st.characters(categories=["L"], max_codepoint=0x9FFF)
ESCAPES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "HTML": lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    "HTML in HTML": lambda text: "".join(f"&amp;#x{ord(sign):x};" for sign in text),
    "JSON": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "on lines": "\n".join,
    "in an address": quote,
    "in words of a search": "\u200b".join,
}
PAGE = "<!doctype html><title>页</title><p class='kp'>一段文字&amp;别的</p><script>x = 1</script>"
# No reference is cut in two: that would be no page.
PLACES = [place for place in range(len(PAGE)) if not 0 < place - PAGE.index("&amp;") < len("&amp;")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(LETTERS, min_size=4, max_size=30), st.sampled_from(PLACES))
@example("ｗｉｄｑｚ", 40)
@example("ßﬁǅꜲ", 0)
@example("ábcdefgh", 60)
def test_a_text_is_found_wherever_it_is_planted(
    town: Repository, monkeypatch: pytest.MonkeyPatch, text: str, place: int
) -> None:
    if set(text.lower()) <= set("abcdef") and len(text) < 8:
        return  # a hexadecimal number that any commit's id may hold
    if text.lower() in said_by_the_program(town.root):
        return
    monkeypatch.setattr(own_words, "texts", lambda _: ())  # reading them takes long
    secrets = secrets_of(town, json.dumps(text, ensure_ascii=False))
    # Some ways of writing may be the same; a leak names the first file.
    pages = {PAGE[:place] + escape(text) + PAGE[place:]: name for name, escape in ESCAPES.items()}
    files = [(name, page.encode()) for page, name in pages.items()]
    assert sorted(files_with_leaks(secrets, *files)) == sorted(pages.values())


@cache
def said_by_the_program(root: Path) -> str:
    return " ".join(text.lower() for text, _ in own_words.texts(root))


def test_a_leak_says_where_it_is_and_not_what(town: Repository) -> None:
    internal = (
        "\n  evidence:\n    - file: 谈话.pdf\n    - file: 王大锤.pdf\n  王大锤的说法: 另有隐情"
    )
    secrets = secrets_of(town, internal)
    files = [("b.html", "王大锤.pdf".encode()), ("a/c.csv", "王大锤的说法,另有隐情".encode())]
    found = leaks.compare(secrets, files)
    assert [(leak.path, leak.line, leak.name, leak.file) for leak in found] == [
        (PATH, 8, "文件", "b.html"),
        (PATH, 9, "", "a/c.csv"),
    ]
    with pytest.raises(MachineError, match="原来的没有改动") as caught:
        leaks.refuse(found)
    told = caught.value.message + caught.value.hint
    assert f"{PATH} 第 8 行（internal 的“文件”）出现在 b.html" in told
    assert not any(word in told for word in ("王大锤", "隐情", "说法"))


def test_a_file_that_cannot_be_read_back_is_not_passed(town: Repository) -> None:
    secrets = secrets_of(town, "张三")
    for name in ("a.pdf", "a.xlsx", "a.gz"):
        with pytest.raises(MachineError, match="读不回来"):
            leaks.compare(secrets, [(name, b"damaged")])


def test_many_leaks_are_counted(town: Repository) -> None:
    texts = [f"第{sign}件不能说的事" for sign in "甲乙丙丁戊己庚辛壬癸子丑"]
    secrets = secrets_of(town, "".join(f"\n  - {text}" for text in texts))
    found = leaks.compare(secrets, [("a.html", "\n".join(texts).encode())])
    with pytest.raises(MachineError, match="共 12 处"):
        leaks.refuse(found)


def test_only_what_was_compared_and_the_themes_own_files_are_left_out(tmp_path: Path) -> None:
    theme = own_words.theme_folder()
    assert theme is not None
    style = next((theme / "assets/stylesheets").glob("main*.css"))
    site = tmp_path / "assets/stylesheets"
    site.mkdir(parents=True)
    (site / style.name).write_bytes(style.read_bytes())
    (tmp_path / "a.pdf").write_bytes(b"same")
    (tmp_path / "b.pdf").write_bytes(b"same")
    compared = {"a.pdf": tmp_path / "a.pdf"}
    assert [name for name, _ in leaks.rest(tmp_path, compared)] == ["b.pdf"]
    (site / style.name).write_bytes(style.read_bytes() + b"\n")
    assert len(list(leaks.rest(tmp_path, {}))) == 3


def test_a_leak_in_many_files_is_told_once(town: Repository) -> None:
    secrets = secrets_of(town, "\n  details: 谈判底价不得外泄。\n  contact: 牛犇羴")
    page = "<p>谈判底价不得外泄。</p>".encode()
    found = leaks.compare(secrets, [(f"{number:02}.html", page) for number in range(91)])
    found += leaks.compare(secrets, [("a.html", "牛犇羴".encode())])
    with pytest.raises(MachineError) as caught:
        leaks.refuse(found)
    assert caught.value.message.splitlines()[1:] == [
        f"  {PATH} 第 6 行（internal 的“经过”）出现在 00.html 等 91 个文件",
        f"  {PATH} 第 7 行（internal 的“联系人”）出现在 a.html",
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "pdf"])
def test_nothing_is_exported_that_holds_an_internal_text(
    town: Repository, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    from kpigen import exporting  # noqa: PLC0415
    from kpigen.inspection import inspect  # noqa: PLC0415
    from kpigen.reporting import report_of  # noqa: PLC0415

    town.record("tianshu/guijian/a", RECORD)
    report = report_of(town.root, inspect(town.root))
    secrets = secrets_of(town, "商铺线路老化起火", RECORD.replace("商铺线路老化起火", "起火"))
    place = town.root / f"a.{kind}"
    monkeypatch.chdir(town.root)
    with pytest.raises(MachineError, match="没有写出"):
        exporting.export(
            report, kind, place, communities=("tianshu",), blank=False, secrets=secrets
        )
    assert not place.exists()


def test_the_demonstration_can_be_exported(tmp_path: Path) -> None:
    done = run("-C", str(PROJECT), "export", "json", "-o", str(tmp_path / "a.json"))
    assert (done.returncode, (tmp_path / "a.json").exists()) == (0, True), done.stderr
