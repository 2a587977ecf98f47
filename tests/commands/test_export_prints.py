"""`kpigen export pdf` for the prints besides the detail tables."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from kpigen.cli import kpigen
from kpigen.errors import UsageError
from tests.conftest import PROJECT
from tests.test_cli import run as in_a_process

RECORD = "2020/tianquan/dangzheng/2020-01-14-queqin"


def run(*arguments: str) -> int:
    result = CliRunner().invoke(
        kpigen,
        ["-C", str(PROJECT), "export", *arguments],
        standalone_mode=False,
        catch_exceptions=False,
    )
    if result.exception is not None:
        raise result.exception
    code: int = result.return_value
    return code


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (["--notice"], "结果的公示"),
        (["--department", "规建环保办"], "规建环保办"),
        (["--department", "guijian"], "规建环保办"),
        (["--appeal", RECORD], "申诉表"),
        (["--appeal", "空白"], "申诉表"),
        (["--appeal", f"data/deductions/{RECORD}.yaml"], "申诉表"),
        (["--appeal", "communities/tianquan.html#d-dangzheng-2020-01-14-queqin"], "申诉表"),
    ],
)
def test_what_is_asked_for_is_printed(asked: list[str], title: str, tmp_path: Path) -> None:
    place = tmp_path / "one.pdf"
    assert run("pdf", *asked, "-o", str(place)) == 0
    metadata = pypdf.PdfReader(place).metadata
    assert metadata is not None
    assert title in str(metadata.title)


def test_all_but_the_town_s_are_written_into_a_folder(tmp_path: Path) -> None:
    assert run("pdf", "-o", str(tmp_path / "all")) == 0
    names = {path.name for path in (tmp_path / "all").iterdir()}
    assert names >= {"tianshu.pdf", "blank.pdf", "notice.pdf", "appeal.pdf"}
    assert "town.pdf" not in names  # it grows with the town
    assert len([name for name in names if name.startswith("department-")]) == 17


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["xlsx", "--notice"], "只用于 pdf"),
        (["pdf", "--notice", "--town"], "一次只写一个"),
        (["pdf", "--notice", "--blank"], "只用于 pdf"),
        (["pdf", "--town", "--community", "tianshu"], "只用于 pdf"),
        (["pdf", "--department", "不存在"], "没有“不存在”这个部门"),
        (["pdf", "--appeal", "2020/no/such/record"], "没有“2020/no/such/record”这条记录"),
        (["pdf", "--appeal", ""], "--appeal 后面没有写是哪条记录"),
        (["pdf", "--appeal"], "--appeal 后面没有写是哪条记录"),  # and takes -o for it
    ],
)
def test_what_cannot_be_meant_is_said(asked: list[str], says: str, tmp_path: Path) -> None:
    place = tmp_path / "one.pdf"
    with pytest.raises(UsageError) as caught:
        run(*asked, "-o", str(place))
    assert says in caught.value.message
    assert caught.value.hint
    assert not place.exists()


@pytest.mark.parametrize(
    ("name", "hint"), [("z.xlsx", "-o z.pdf"), ("天枢.2020", "-o 天枢.2020.pdf"), ("z", "-o z.pdf")]
)
def test_the_name_that_is_proposed_has_one_suffix(name: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        run("pdf", "--blank", "-o", str(tmp_path / name))
    assert caught.value.hint == f"例如 {hint}"


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (RECORD, ""),
        ("空白", ""),
        ("2020/mangzhong/jiwei/2020-12-10-daipi", "还没有批准，现在不计分"),
        ("2020/yaoguang/dangqun/2020-01-08-xinxi", "已经撤销，不计分：2020年"),
        ("2020/tianji/nongfu/2020-11-19-xunhe", "已有决定，决定是最终的：2020年"),
    ],
)
def test_an_appeal_without_a_point_is_told_and_written(
    record: str, says: str, tmp_path: Path
) -> None:
    place = tmp_path / "one.pdf"
    options = ("export", "pdf", "--appeal", record, "-o", str(place))
    done = in_a_process("-C", str(PROJECT), *options)
    assert (done.returncode, place.exists()) == (0, True)
    assert says in done.stderr
    assert ("注意：" in done.stderr) is bool(says)
