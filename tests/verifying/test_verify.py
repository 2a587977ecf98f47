"""Documents that somebody had in hand: what was done to them is found, and nothing else is."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from pypdf import PdfWriter
from pypdfium2 import PdfBitmap, PdfDocument, PdfImage, PdfMatrix

from kpigen.verifying import examination, remaking
from tests.conftest import Repository
from tests.office import XLSX, needs_office, saved_again
from tests.test_cli import run
from tests.typefaces.fonts import RARE, font
from tests.verifying.town import BASE, RECORD, town

Change = Callable[[bytes], bytes]
KINDS = ("xlsx", "pdf", "json", "csv")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The demonstration and its documents in the folder 导出."""
    repository = town(tmp_path_factory.mktemp("verify") / "town")
    _export(repository, "导出")
    return repository


def _export(repository: Repository, folder: str) -> None:
    for kind in KINDS:
        done = run("export", kind, "-C", str(repository.root), "-o", str(repository.root / folder))
        assert done.returncode == 0, done.stderr


def _verify(repository: Repository, name: str, data: bytes) -> tuple[str, int]:
    place = repository.root / "收到" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    done = run("verify", "-C", str(repository.root), str(place))
    assert done.stderr == ""
    return done.stdout, done.returncode


def untouched(data: bytes) -> bytes:
    return data


def book(change: Callable[[Workbook], None]) -> Change:
    def changed(data: bytes) -> bytes:
        opened = load_workbook(io.BytesIO(data))
        change(opened)
        target = io.BytesIO()
        opened.save(target)
        return target.getvalue()

    return changed


def _set(place: str, value: object) -> Callable[[Workbook], None]:
    def change(opened: Workbook) -> None:
        opened.worksheets[0][place].value = value

    return change


def _named(opened: Workbook) -> None:
    opened.defined_names["甲"] = DefinedName("甲", attr_text="考核明细表!$A$1")


def _noted(opened: Workbook) -> None:
    opened.worksheets[0]["A1"].comment = Comment("改过", "某人")


def _hidden(opened: Workbook) -> None:
    opened.worksheets[0].row_dimensions[6].hidden = True


def _shown_otherwise(opened: Workbook) -> None:
    sheet = opened.worksheets[0]
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            if cell.data_type in {"n", "f"} and cell.value is not None:
                cell.number_format = '"9"0'
                return


def _without_stamp(opened: Workbook) -> None:
    opened.properties.keywords = None


def parts(change: Callable[[str, bytes], bytes | None], **more: bytes) -> Change:
    """Change the files within a zip; None leaves one out."""

    def changed(data: bytes) -> bytes:
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as before,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            for part in before.infolist():
                content = change(part.filename, before.read(part))
                if content is not None:
                    after.writestr(part, content)
            for name, content in more.items():
                after.writestr(name.replace("__", "/"), content)
        return target.getvalue()

    return changed


def _bomb(name: str, content: bytes) -> bytes:
    return b"<a>" * 70_000_000 if name.endswith("sheet1.xml") else content


def _entities(name: str, content: bytes) -> bytes:
    declared = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>'
    if not name.endswith("sheet1.xml"):
        return content
    return content.replace(b"<worksheet", declared + b"<worksheet", 1)


def _libreoffice(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in.xlsx").write_bytes(data)
        return (saved_again(place, XLSX, place / "in.xlsx") / "in.xlsx").read_bytes()


def pdf(change: Callable[[PdfDocument], None]) -> Change:
    def changed(data: bytes) -> bytes:
        document = PdfDocument(data)
        change(document)
        target = io.BytesIO()
        document.save(target)
        document.close()
        return target.getvalue()

    return changed


def _stuck_over(document: PdfDocument) -> None:
    """Put a black square over a corner of the first page: no text changes."""
    bitmap = PdfBitmap.new_native(8, 8, 2)  # FPDFBitmap_BGR: black
    image = PdfImage.new(document)
    image.set_bitmap(bitmap)
    image.set_matrix(PdfMatrix().scale(60, 60).translate(200, 200))
    page = document[0]
    page.insert_obj(image)
    page.gen_content()


def _without_last(document: PdfDocument) -> None:
    del document[len(document) - 1]


def scores(change: Callable[[dict[str, Any]], object]) -> Change:
    def changed(data: bytes) -> bytes:
        whole = json.loads(data)
        change(whole)
        return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"

    return changed


def made_by(creator: str, producer: str = "") -> Change:
    """Have a print say that another program made it."""

    def changed(data: bytes) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(data))
        writer.add_metadata({"/Creator": creator, "/Producer": producer})
        target = io.BytesIO()
        writer.write(target)
        return target.getvalue()

    return changed


def _ods(_: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    return target.getvalue()


FROM_BOOK = "不能核验。这是由工作簿另存的 PDF，不是 kpigen 的打印件"
UNPROVED = "（只是文件里写着的，不能证明内容没有改动）"
SAME_NOW = "一字不差，与现在的数据（版本 "
SAME, RESAVED, DIFFERENT = "一字不差，与版本 ", "内容未改，与版本 ", "生成的不同，有 "
BROKEN = "不能核验。"
CASES: dict[str, tuple[str, Change, tuple[str, ...], int]] = {
    "workbook untouched": ("tianshu.xlsx", untouched, (SAME, "（2021年2月28日）"), 0),
    "blank untouched": ("blank.xlsx", untouched, (SAME,), 0),
    "summary untouched": ("summary.xlsx", untouched, (SAME,), 0),
    "saved again": ("tianshu.xlsx", book(lambda _: None), (RESAVED,), 0),
    "a title": (
        "tianshu.xlsx",
        book(_set("A1", "假表")),
        ("A1：文件里是“假表”", UNPROVED),
        1,
    ),
    "a formula": ("tianshu.xlsx", book(_set("A1", "=1+1")), ("A1 的公式：文件里是“=1+1”",), 1),
    "another cell": ("tianshu.xlsx", book(_set("Z99", "甲")), ("Z99：文件里是“甲”，应是空的",), 1),
    "a control sign": ("tianshu.xlsx", book(_set("Z99", "甲\n\u202e乙")), ("“甲 <U+202E>乙”",), 1),
    "a name": ("tianshu.xlsx", book(_named), ("名称“甲”：文件里是“考核明细表!$A$1”",), 1),
    "a comment": ("tianshu.xlsx", book(_noted), (DIFFERENT, "文件里多了批注"), 1),
    "a hidden row": ("tianshu.xlsx", book(_hidden), ("隐藏的",), 1),
    "a number's format": ("tianshu.xlsx", book(_shown_otherwise), ("的数字格式",), 1),
    "one more sheet": (
        "blank.xlsx",
        book(lambda b: b.create_sheet("多")),
        ("“多”：文件里多了",),
        1,
    ),
    "no stamp": ("tianshu.xlsx", book(_without_stamp), ("没有 kpigen 的印记", "内容与用现在"), 1),
    "no stamp, no name": ("某表.xlsx", book(_without_stamp), ("没有 kpigen 的印记",), 1),
    "workbook cut": ("tianshu.xlsx", lambda data: data[:4000], (BROKEN, "坏了"), 1),
    "too much": ("tianshu.xlsx", parts(_bomb), (BROKEN, "太大"), 1),
    "entities": ("tianshu.xlsx", parts(_entities), (BROKEN, "坏了"), 1),
    "old format": ("tianshu.xls", lambda _: b"\xd0\xcf\x11\xe0" + bytes(600), ("旧格式",), 1),
    "print untouched": ("tianshu.pdf", untouched, (SAME,), 0),
    "blank print": ("blank.pdf", untouched, (SAME,), 0),
    "print saved again": ("tianshu.pdf", pdf(lambda _: None), (RESAVED,), 0),
    "stuck over": (
        "tianshu.pdf",
        pdf(_stuck_over),
        ("第 1 页：文字相同，屏幕上或打印",),
        1,
    ),
    "a page less": ("tianshu.pdf", pdf(_without_last), ("页数：文件里是",), 1),
    "print of Excel": ("tianshu.pdf", made_by("Microsoft® Excel® 2019"), (FROM_BOOK,), 1),
    "print of WPS": ("tianshu.pdf", made_by("WPS 表格"), (FROM_BOOK, "核验原来的 xlsx"), 1),
    "print of Calc": ("tianshu.pdf", made_by("Calc", "LibreOffice 7.4"), (FROM_BOOK,), 1),
    "print through Draw": ("tianshu.pdf", made_by("Draw", "LibreOffice 7.4"), (RESAVED,), 0),
    "print cut": ("tianshu.pdf", lambda data: data[:9000], (BROKEN, "坏了"), 1),
    "no print": ("tianshu.pdf", lambda _: b"%PDF-1.7\n" + b"\x00\xff" * 5000, (BROKEN,), 1),
    "packed print": (
        "tianshu.pdf",
        lambda data: data + b"stream\n" + zlib.compress(bytes(110_000_000), 9),
        (BROKEN, "太大"),
        1,
    ),
    "scores untouched": ("scores.json", untouched, (SAME,), 0),
    "scores laid out": (
        "scores.json",
        lambda data: json.dumps(json.loads(data)).encode(),
        (RESAVED,),
        0,
    ),
    "a total": (
        "scores.json",
        scores(lambda whole: whole["communities"][1].update(total="199.99")),
        ("communities › tianxuan › total：文件里是“199.99”，应为",),
        1,
    ),
    "a figure for a text": (
        "scores.json",
        scores(lambda whole: whole["communities"][1].update(total=194)),
        ("tianxuan › total：文件里是“194”，应为",),
        1,
    ),
    "a record less": (
        "scores.json",
        scores(lambda whole: whole["communities"][0]["items"][0]["records"].clear()),
        ("communities › tianshu › items › 1.1 › records › 2020/tianshu", "文件里没有"),
        1,
    ),
    "a community less": (
        "scores.json",
        scores(lambda whole: whole["communities"].pop()),
        ("communities › ", "文件里没有"),
        1,
    ),
    "a digest": (
        "scores.json",
        scores(lambda whole: whole.update(digest="0" * 64)),
        ("digest：文件里是“0000", "（数据算出来的是 "),
        1,
    ),
    "a name twice": (
        "scores.json",
        lambda data: data.replace(b'"year"', b'"year": 1, "year"', 1),
        (BROKEN, "坏了"),
        1,
    ),
    "deep": ("scores.json", lambda _: b'{"communities":' + b"[" * 200_000, (BROKEN, "坏了"), 1),
    "other data": ("scores.json", lambda _: b'{"a": 1}', (BROKEN, "不是 kpigen 写的 JSON"), 1),
    "a schema": (
        "scores.schema.json",
        untouched,
        (BROKEN, "这是 JSON Schema", "只有 scores.json 可以核验"),
        1,
    ),
    "lines untouched": ("deductions.csv", untouched, (SAME_NOW,), 0),
    "lines ended otherwise": (
        "scores.csv",
        lambda data: data.replace(b"\r\n", b"\n"),
        ("内容未改，与现在的数据（版本 ",),
        0,
    ),
    "a line": (
        "scores.csv",
        lambda data: data.replace("天枢".encode(), "天机".encode(), 1),
        ("第 2 行：文件里是“tianshu,天机社区",),
        1,
    ),
    "other lines": ("甲.csv", lambda _: "甲,乙".encode(), (BROKEN, "不是 kpigen 写的 CSV"), 1),
    "open document": ("天枢.ods", _ods, (BROKEN, "不读 .ods", "另存为 .xlsx 再核验"), 1),
    "no file": ("甲.txt", lambda _: b"", (BROKEN, "文件是空的"), 1),
    "no kind": ("甲.txt", lambda _: b"\x7fELF", (BROKEN, "认不出"), 1),
}


@pytest.mark.parametrize(("name", "change", "says", "code"), CASES.values(), ids=CASES)
def test_what_was_done_to_a_file_is_said(
    demo: Repository, name: str, change: Change, says: tuple[str, ...], code: int
) -> None:
    source = demo.root / "导出" / name
    if not source.exists():
        source = demo.root / "导出" / "tianshu.xlsx"
    told, left = _verify(demo, name, change(source.read_bytes()))
    assert left == code, told
    for words in says:
        assert words in told
    assert DIFFERENT not in told or "与数据算出来的相同" not in told


@needs_office
@pytest.mark.parametrize(
    ("kind", "says"), [("pdf", FROM_BOOK), ("ods", "不能核验。不读 .ods")], ids=["pdf", "ods"]
)
def test_what_an_office_program_made_of_a_workbook_is_refused_as_that(
    demo: Repository, tmp_path: Path, kind: str, says: str
) -> None:
    made = saved_again(tmp_path, kind, demo.root / "导出" / "tianshu.xlsx") / f"tianshu.{kind}"
    told, code = _verify(demo, made.name, made.read_bytes())
    assert (code, says in told) == (1, True), told


@needs_office
@pytest.mark.parametrize("name", ["tianshu", "blank", "summary"])
def test_a_workbook_that_an_office_program_saved_again_is_unchanged(
    demo: Repository, name: str
) -> None:
    data = (demo.root / "导出" / f"{name}.xlsx").read_bytes()
    told, code = _verify(demo, f"{name}.xlsx", _libreoffice(data))
    assert (code, RESAVED in told) == (0, True), told


@pytest.mark.parametrize("options", [[], ["--community", "tianshu"], ["--as-of", "2020-06-30"]])
def test_what_score_writes_can_be_verified(demo: Repository, options: list[str]) -> None:
    written = run("score", "-C", str(demo.root), "--format", "json", *options).stdout
    told, code = _verify(demo, "得分.json", written.encode())
    assert (code, SAME in told) == (0, True), told


@pytest.fixture
def copy(demo: Repository, tmp_path: Path) -> Repository:
    """A repository of its own, with the documents of the demonstration."""
    shutil.copytree(demo.root, tmp_path / "town")
    return Repository(tmp_path / "town")


def _reworded(repository: Repository) -> None:
    text = (repository.root / RECORD).read_text(encoding="utf-8")
    repository.write(RECORD, re.sub(r"(?m)^reason: .*$", "reason: 改了原因。", text))


@pytest.mark.parametrize("kind", ["xlsx", "pdf", "json"])
def test_a_document_is_held_against_its_own_commit_not_the_newest(
    copy: Repository, kind: str
) -> None:
    _reworded(copy)
    copy.commit("2021-03-02")
    name = "scores.json" if kind == "json" else f"tianshu.{kind}"
    told, code = _verify(copy, name, (copy.root / "导出" / name).read_bytes())
    assert (code, "（2021年2月28日）生成的相同" in told) == (0, True), told


OUTDATED = "此后数据有改动："
HEAVIER = ("count: 1", "count: 2")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("tianshu.xlsx", "现在总分 192.86、社区第 5 名；要签字、盖章、公布的，请用新导出的。"),
        ("tianshu.pdf", "现在总分 192.86、社区第 5 名；"),
        ("scores.json", "现在的内容已经不同；"),
        ("summary.xlsx", "现在的内容已经不同；"),
        ("notice.pdf", "现在的内容已经不同；"),
        ("department-guijian.pdf", "现在的内容已经不同；"),
        ("department-jingfa.pdf", ""),
        ("blank.xlsx", ""),
        ("blank.pdf", ""),
        ("appeal.pdf", ""),
        ("jingzhe.xlsx", ""),
    ],
)
@pytest.mark.parametrize("is_committed", [True, False])
def test_a_true_document_that_is_outdated_is_told_as_such(
    copy: Repository, name: str, says: str, *, is_committed: bool
) -> None:
    copy.replace(RECORD, *HEAVIER)
    if is_committed:
        copy.commit("2021-03-02")
    told, code = _verify(copy, name, (copy.root / "导出" / name).read_bytes())
    assert code == 0, told
    assert f"{OUTDATED}{says}" in told if says else OUTDATED not in told, told


def _without_the_community(copy: Repository) -> None:
    copy.replace("data/rubric/2020/communities.yaml", "id: tianshu", "id: tianshu2")
    (copy.root / "data/deductions/2020/tianshu").rename(copy.root / "data/deductions/2020/tianshu2")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda copy: copy.replace(RECORD, "date: ", "datum: "), None),
        (lambda copy: copy.write("data/rubric/2020/notes.md", "甲"), None),
        (lambda copy: shutil.rmtree(copy.root / "data"), None),
        (_without_the_community, "照现在的数据已经没有这份文件"),
    ],
    ids=["unsound", "nothing that counts", "no data", "no such community"],
)
def test_data_that_give_no_such_document_never_touch_the_verdict(
    copy: Repository, change: Callable[[Repository], object], says: str | None
) -> None:
    change(copy)
    told, code = _verify(copy, "t.xlsx", (copy.root / "导出" / "tianshu.xlsx").read_bytes())
    assert (code, SAME in told) == (0, True), told
    assert says in told if says else OUTDATED not in told, told


def test_the_present_data_are_not_scored_where_they_are_the_commits(
    demo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remaking, "present", None)
    data = (demo.root / "导出" / "tianshu.xlsx").read_bytes()
    found = examination.examine(demo.root, "tianshu.xlsx", data)
    assert (found.unchanged, found.since) == (True, None)


def test_a_print_is_set_in_the_fonts_of_its_commit(copy: Repository) -> None:
    copy.write("assets/fonts/song.otf", font())
    copy.replace(BASE, "demo: true", "fonts: [assets/fonts]\ndemo: true")
    copy.replace(RECORD, "reason: ", f"reason: {RARE}祥")
    copy.commit("2021-02-28")
    _export(copy, "导出")
    (copy.root / "assets/fonts/song.otf").unlink()
    copy.replace(BASE, "fonts: [assets/fonts]\n", "")
    copy.replace(RECORD, f"reason: {RARE}祥", "reason: ")
    copy.commit("2021-03-01")
    data = (copy.root / "导出/tianshu.pdf").read_bytes()
    said, code = _verify(copy, "天枢.pdf", data)
    assert (code, "一字不差" in said) == (0, True), said


@pytest.mark.parametrize("kind", ["xlsx", "pdf", "json"])
def test_a_document_under_another_commits_name_is_found_out(copy: Repository, kind: str) -> None:
    before = copy.git("rev-parse", "HEAD").strip()
    _reworded(copy)
    copy.commit("2021-03-02")
    after = copy.git("rev-parse", "HEAD").strip()
    out = copy.root / f"t.{kind}"
    done = run("export", kind, "-C", str(copy.root), "--community", "tianshu", "-o", str(out))
    assert done.returncode == 0, done.stderr
    if kind == "xlsx":
        forged = parts(lambda _, content: content.replace(after.encode(), before.encode()))(
            out.read_bytes()
        )
    else:
        forged = out.read_bytes().replace(after.encode(), before.encode())
    told, code = _verify(copy, out.name, forged)
    assert code == 1
    assert "改了原因" in told
    assert "（数据算出来的是 " in told or kind == "json"  # whose digest is that of the year


def test_uncommitted_data_vouch_for_nothing(copy: Repository) -> None:
    _reworded(copy)
    out = copy.root / "t.pdf"
    run("export", "pdf", "-C", str(copy.root), "--community", "tianshu", "-o", str(out))
    told, code = _verify(copy, "t.pdf", out.read_bytes())
    assert code == 1
    assert "文件自称：2020 年度天枢社区的考核明细表，版本 " in told
    assert "生成时数据里有还没提交的改动" in told
    assert "另有尚未提交的改动）生成的一字不差" in told


def test_a_print_of_another_version_is_held_against_the_words_alone(copy: Repository) -> None:
    copy.write(RECORD, f"{(copy.root / RECORD).read_text(encoding='utf-8')}# 还没提交\n")
    out = copy.root / "t.pdf"
    run("export", "pdf", "-C", str(copy.root), "--community", "tianshu", "-o", str(out))
    copy.replace(RECORD, "集贸市场", "集贸菜场")
    copy.commit("2021-03-02")
    told, code = _verify(copy, "t.pdf", out.read_bytes())
    assert (code, "生成的比较，有 2 处不同" in told) == (1, True), told


@pytest.mark.parametrize(("kind", "same"), [("csv", SAME_NOW), ("json", SAME)])
def test_the_data_of_one_community_are_known_as_such(
    demo: Repository, kind: str, same: str
) -> None:
    out = demo.root / "收到" / f"一个.{kind}"
    run("export", kind, "-C", str(demo.root), "--community", "tianshu", "-o", str(out))
    told, code = _verify(demo, out.name, out.read_bytes())
    assert (code, same in told, "天枢社区的" in told) == (0, True, True), told


@pytest.mark.parametrize(
    ("options", "title"),
    [
        (("--notice",), "这是 2020 年度公示稿。"),
        (("--town",), "这是 2020 年度合订本。"),
        (("--department", "guijian"), "这是 2020 年度规建环保办的扣分清单。"),
        (("--appeal", RECORD), "这是 2020 年度记录 2020/tianshu/guijian/2020-05-12-xiaofang 的"),
    ],
)
def test_every_print_is_named(demo: Repository, options: tuple[str, ...], title: str) -> None:
    out = demo.root / "收到" / "打印件.pdf"
    done = run("export", "pdf", "-C", str(demo.root), *options, "-o", str(out))
    assert done.returncode == 0, done.stderr
    told, code = _verify(demo, out.name, out.read_bytes())
    assert (code, SAME in told, title in told) == (0, True, True), told


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        ("another", "这个仓库里没有那个版本"),
        ("no git", "这里不是 git 仓库"),
        ("unsound", "检查有错误，重新生成不了"),
    ],
)
def test_where_the_commit_cannot_be_asked_that_is_said(
    copy: Repository, prepare: str, says: str
) -> None:
    data = (copy.root / "导出" / "tianshu.pdf").read_bytes()
    if prepare == "unsound":
        copy.replace(RECORD, "date: ", "datum: ")
        copy.commit("2021-03-02")
        before, after = copy.git("rev-parse", "HEAD~1", "HEAD").split()
        data = data.replace(before.encode(), after.encode())
    else:
        shutil.rmtree(copy.root / ".git")
    if prepare == "another":
        copy.commit("2021-03-02")
    told, code = _verify(copy, "tianshu.pdf", data)
    assert (code, says in told) == (1, True), told


def test_a_file_that_is_not_there_is_wrong_usage(demo: Repository) -> None:
    done = run("verify", "-C", str(demo.root), "没有.pdf")
    assert done.returncode == 2
    assert "没有“没有.pdf”这个文件" in done.stderr
