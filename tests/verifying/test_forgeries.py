"""What a forger might try with a document is found out, though every value may be as it was."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule
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
        (_footer, "的页脚：文件里是"),
        (_column, "J 列：文件里是“隐藏的”"),
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


def _titled(print_: Pdf) -> None:
    print_.docinfo[Name.Title] = "总分199.99"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_stamped_on_paper, "屏幕上或打印出来的样子不同"),
        (_attached, "附件数：文件里是“1”"),
        (_titled, "标题：文件里是“总分199.99”"),
    ],
)
def test_a_print_with_something_more_is_found_out(
    demo: Repository, change: Callable[[Pdf], None], says: str
) -> None:
    with pikepdf.open(demo.root / "导出" / "天枢.pdf") as print_:
        change(print_)
        saved = io.BytesIO()
        print_.save(saved)
    code, told = verified(demo, "天枢.pdf", saved.getvalue())
    assert (code, says in told) == (1, True), told


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
