"""What a forger might try with a document is found out, though every value may be as it was."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.header_footer import HeaderFooterItem
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image as Picture

from tests.conftest import Repository
from tests.test_cli import run
from tests.verifying.town import town


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = town(tmp_path_factory.mktemp("forged") / "town")
    for kind in ("xlsx", "pdf"):
        out = made.root / "导出" / f"天枢.{kind}"
        done = run("export", kind, "-C", str(made.root), "--community", "tianshu", "-o", str(out))
        assert done.returncode == 0, done.stderr
    return made


def verified(demo: Repository, name: str, content: bytes) -> tuple[int, str]:
    received = demo.root / "收到" / name
    received.parent.mkdir(exist_ok=True)
    received.write_bytes(content)
    done = run("verify", "-C", str(demo.root), str(received))
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout


def _number_format(book: Workbook) -> None:
    book.worksheets[0]["J56"].number_format = "0"


def _condition(book: Workbook) -> None:
    look = DifferentialStyle(numFmt=NumberFormat(numFmtId=199, formatCode='"199.99"'))
    rule = Rule(type="expression", formula=["TRUE"], dxf=look)
    book.worksheets[0].conditional_formatting.add("J56", rule)


def _picture(book: Workbook) -> None:
    drawn = io.BytesIO()
    Picture.new("RGB", (90, 20), "white").save(drawn, "PNG")
    drawn.seek(0)
    book.worksheets[0].add_image(Image(drawn), "J56")


def _footer(book: Workbook) -> None:
    footer = HeaderFooterItem()
    footer.center.text = "本表作废"
    book.worksheets[0].oddFooter = footer


def _first_page(book: Workbook) -> None:
    around = book.worksheets[0].HeaderFooter
    around.differentFirst = True
    around.firstFooter = around.oddFooter
    assert around.firstHeader is not None
    around.firstHeader.left.text = "总分199.99"


def _narrow(book: Workbook) -> None:
    book.worksheets[0].column_dimensions["J"].width = 0.2


def _low(book: Workbook) -> None:
    book.worksheets[0].row_dimensions[56].height = 0.5


def _white(book: Workbook) -> None:
    book.worksheets[0]["J56"].font = Font(color="FEFEFE")


def _tiny(book: Workbook) -> None:
    book.worksheets[0]["J56"].font = Font(size=1)


def _painted(book: Workbook) -> None:
    book.worksheets[0]["J56"].fill = PatternFill("solid", fgColor="000000")


def _shown_as_it_is(book: Workbook) -> None:
    """A figure in quotes, which without them is a figure's place."""
    book.worksheets[0]["J56"].number_format = '"0.00"'


def _text_for_text(book: Workbook) -> None:
    book.worksheets[0]["A1"].number_format = '0;0;0;"作废"'


def _coloured(book: Workbook) -> None:
    look = DifferentialStyle(font=Font(color="FFFFFF"))
    rule = Rule(type="expression", formula=["TRUE"], dxf=look)
    book.worksheets[0].conditional_formatting.add("J56", rule)


def _named(book: Workbook) -> None:
    book.properties.title = "总分199.99"


def _described(book: Workbook) -> None:
    book.properties.description = "已归档"


def _column(book: Workbook) -> None:
    book.worksheets[0].column_dimensions["J"].hidden = True


def _sheet(book: Workbook) -> None:
    book.worksheets[1].sheet_state = "veryHidden"


def _digest(book: Workbook) -> None:
    told = str(book.properties.keywords)
    book.properties.keywords = told[: told.index("digest:")] + "digest:" + "0" * 64


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_number_format, "J56 的数字格式"),
        (_condition, "J56 的条件格式"),
        (_picture, "文件里多了图片或图形"),
        (_footer, "的页脚（中）：文件里是“本表作废”"),
        (_first_page, "的首页页眉（左）：文件里是“总分199.99”"),
        (_column, "J 列：文件里是“隐藏的”"),
        (_narrow, "J 列：文件里是“隐藏的”"),
        (_low, "第 56 行：文件里是“隐藏的”"),
        (_white, "J56：字的颜色和底色几乎一样"),
        (_tiny, "J56：字小得看不见"),
        (_painted, "J56：字的颜色和底色几乎一样"),
        (_shown_as_it_is, "J56 的数字格式"),
        (_text_for_text, "A1 的数字格式"),
        (_coloured, "J56 的条件格式"),
        (_named, "属性里的标题：文件里是“总分199.99”"),
        (_described, "属性里的备注：文件里是“已归档”"),
        (_sheet, "工作表“扣分记录”：文件里是“隐藏的”"),
        (_digest, "印记里的摘要：文件里是“0000 0000 0000 0000”"),
    ],
)
def test_a_workbook_that_shows_another_thing_is_found_out(
    demo: Repository, change: Callable[[Workbook], None], says: str
) -> None:
    book = load_workbook(demo.root / "导出" / "天枢.xlsx")
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    code, told = verified(demo, "天枢.xlsx", saved.getvalue())
    assert (code, says in told) == (1, True), told


def _stamped_on_paper(print_: Pdf) -> None:
    look = pikepdf.Stream(print_, b"1 0 0 rg 0 0 300 300 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 300])
    # Printed (4), but not shown (32).
    print_.pages[0].Annots = Array(
        [
            print_.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Stamp,
                    F=36,
                    Rect=Array([100, 100, 400, 400]),
                    AP=Dictionary(N=print_.make_indirect(look)),
                )
            )
        ]
    )


def _attached(print_: Pdf) -> None:
    print_.attachments["甲.txt"] = pikepdf.AttachedFileSpec(print_, b"x", filename="a.txt")


def _layered(print_: Pdf) -> None:
    layer = print_.make_indirect(Dictionary(Type=Name.OCG, Name="甲"))
    print_.Root[Name("/OCProperties")] = Dictionary(OCGs=Array([layer]), D=Dictionary())


def _linked(print_: Pdf) -> None:
    """A link shows nothing."""
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 300, 300]))
    print_.pages[0].Annots = Array([print_.make_indirect(link)])


def _enlarged(print_: Pdf) -> None:
    print_.pages[0].UserUnit = 2


def _scripted(print_: Pdf) -> None:
    print_.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('199')"))


def _read_aloud(print_: Pdf) -> None:
    element = print_.Root.StructTreeRoot.K
    while isinstance(element, Array):
        element = element[0]
    element.ActualText = "199.99"


def _titled(print_: Pdf) -> None:
    print_.docinfo[Name.Title] = "总分199.99"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_stamped_on_paper, "屏幕上或打印出来的样子不同"),
        (_attached, "打印件：文件里多了附件"),
        (_layered, "文件里多了可以开关的图层"),
        (_linked, "第 1 页：批注、图章、链接或表单的数目不同"),
        (_enlarged, "文件里多了页面的放大倍数"),
        (_scripted, "文件里多了打开时自动做的事"),
        (_read_aloud, "文件里多了朗读时代替印出来的字的话"),
        (_titled, "标题：文件里是“总分199.99”"),
    ],
)
def test_a_print_with_something_more_is_found_out(
    demo: Repository, change: Callable[[Pdf], None], says: str
) -> None:
    with pikepdf.open(demo.root / "导出" / "天枢.pdf") as print_:
        change(print_)
        saved = io.BytesIO()
        # Packed, so that names are not there to be read.
        print_.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    code, told = verified(demo, "天枢.pdf", saved.getvalue())
    assert (code, says in told) == (1, True), told


@pytest.mark.parametrize("packed", list(pikepdf.ObjectStreamMode))
def test_a_print_saved_again_by_qpdf_is_unchanged(
    demo: Repository, packed: pikepdf.ObjectStreamMode
) -> None:
    with pikepdf.open(demo.root / "导出" / "天枢.pdf") as print_:
        saved = io.BytesIO()
        print_.save(saved, object_stream_mode=packed, linearize=True)
    code, told = verified(demo, "天枢.pdf", saved.getvalue())
    assert (code, "内容未改" in told) == (0, True), told


def test_a_locked_print_is_found_out(demo: Repository) -> None:
    with pikepdf.open(demo.root / "导出" / "天枢.pdf") as print_:
        saved = io.BytesIO()
        print_.save(saved, encryption=pikepdf.Encryption(owner="甲", user=""))
    code, told = verified(demo, "天枢.pdf", saved.getvalue())
    assert (code, "文件里多了密码保护" in told) == (1, True), told


def test_a_print_that_would_take_all_memory_is_refused(demo: Repository) -> None:
    with pikepdf.open(demo.root / "导出" / "天枢.pdf") as print_:
        inner = pikepdf.Stream(print_, b"0 0 1 1 re f")
        inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        for _ in range(8):
            outer = pikepdf.Stream(print_, b"/X Do " * 20)
            outer.Type, outer.Subtype, outer.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
            outer.Resources = Dictionary(XObject=Dictionary(X=print_.make_indirect(inner)))
            inner = outer
        page = print_.pages[0]
        page.add_resource(print_.make_indirect(inner), Name.XObject, Name.Bomb)
        page.contents_add(b"/Bomb Do")
        saved = io.BytesIO()
        print_.save(saved)
    code, told = verified(demo, "天枢.pdf", saved.getvalue())
    assert (code, "太大或者太复杂" in told) == (1, True), told


def test_a_table_with_an_endless_cell_is_refused(demo: Repository) -> None:
    out = demo.root / "导出" / "天枢.csv"
    done = run("export", "csv", "-C", str(demo.root), "--community", "tianshu", "-o", str(out))
    assert done.returncode == 0, done.stderr
    code, told = verified(demo, "天枢.csv", out.read_bytes() + b"x" * 300_000 + b"\r\n")
    assert (code, "有一格太长" in told) == (1, True), told


@pytest.mark.parametrize("output", ["data", "data/deductions/x.xlsx"])
def test_nothing_is_exported_into_the_data(demo: Repository, output: str) -> None:
    chosen = ["--community", "tianshu"] if output.endswith("xlsx") else []
    target = demo.root / output
    done = run("export", "xlsx", "-C", str(demo.root), *chosen, "-o", str(target))
    assert (done.returncode, "那里只放考核表和扣分记录" in done.stderr) == (2, True), done.stderr


def test_what_is_exported_has_a_name_that_fits(demo: Repository) -> None:
    for name in ("长" * 300 + ".csv", "长" * 300):
        output = str(demo.root / "导出" / name)
        done = run("export", "csv", "-C", str(demo.root), "-o", output)
        assert (done.returncode, "文件名太长：长" in done.stderr) == (3, True), done.stderr


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("first", [True, False])
def test_a_workbook_with_a_part_twice_is_refused(
    demo: Repository,
    first: bool,  # noqa: FBT001  # a table's column
) -> None:
    """Of two parts of one name one program reads this, another that."""
    target = io.BytesIO()
    part = "xl/worksheets/sheet2.xml"
    with (
        zipfile.ZipFile(demo.root / "导出" / "天枢.xlsx") as before,
        zipfile.ZipFile(target, "w") as after,
    ):
        forged = before.read(part).replace("全镇".encode(), "全真".encode())
        if first:
            after.writestr(part, forged)
        for name in before.namelist():
            after.writestr(name, before.read(name))
        if not first:
            after.writestr(part.upper(), forged)
    code, told = verified(demo, "天枢.xlsx", target.getvalue())
    assert (code, "这个工作簿坏了" in told) == (1, True), told


def test_what_is_no_file_is_called_so(demo: Repository) -> None:
    (demo.root / "收到" / "目录.pdf").mkdir(parents=True, exist_ok=True)
    for name, says in (
        ("目录.pdf", "不是普通文件"),
        ("没有.pdf", "没有“"),
        ("长" * 300, "没有“"),
    ):
        done = run("verify", "-C", str(demo.root), str(demo.root / "收到" / name))
        assert (done.returncode, says in done.stderr) == (2, True), done.stderr


def test_a_figure_written_as_a_text_and_the_other_way_are_told_apart(demo: Repository) -> None:
    out = demo.root / "导出" / "scores.json"
    done = run("export", "json", "-C", str(demo.root), "-o", str(out))
    assert done.returncode == 0, done.stderr
    told = json.loads(out.read_bytes())
    total = told["communities"][0]["total"]
    forged = out.read_text(encoding="utf-8").replace(f'"total": "{total}"', f'"total": {total}', 1)
    forged = forged.replace('"year": 2020', '"year": "2020"', 1)
    code, said = verified(demo, "scores.json", forged.encode())
    assert code == 1
    assert f"total：写成了数字，应是带引号的文字：{total}" in said
    assert "year：写成了文字，应是数字：2020" in said
