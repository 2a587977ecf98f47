"""`kpigen export pdf` for the prints besides the detail tables."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from kpigen.cli import kpigen
from kpigen.errors import UsageError
from tests.conftest import PROJECT

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
    ],
)
def test_what_cannot_be_meant_is_said(asked: list[str], says: str, tmp_path: Path) -> None:
    place = tmp_path / "one.pdf"
    with pytest.raises(UsageError) as caught:
        run(*asked, "-o", str(place))
    assert says in caught.value.message
    assert caught.value.hint
    assert not place.exists()
