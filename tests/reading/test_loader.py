from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kpigen.errors import UsageError
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from tests.conftest import YEAR, Repository

GOOD = "date: 2020-05-12\nrule: 2.5-1\nreason: 未按要求协助。\nbasis: 演示〔2020〕1号\n"


def test_a_record_takes_year_community_and_department_from_its_path(repository: Repository) -> None:
    repository.record("tianshu/jingfa/2020-05-12-xuanchuan", GOOD)
    (record,) = repository.dataset().deductions
    assert record.id == "2020/tianshu/jingfa/2020-05-12-xuanchuan"
    assert (record.community, record.department) == ("tianshu", "jingfa")
    assert record.at("rule") == (record.path, 2, 1)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("data/deductions/2020/tianshu/jingfa/a b.yaml", "KPI305"),
        ("data/deductions/2020/tianshu/jingfa/消防.yaml", "KPI305"),
        ("data/deductions/2020/tianshu/jingfa/a.yml", "KPI305"),
        ("data/deductions/2020/tianshu/jingfa/a.yaml.bak", "KPI305"),
        ("data/deductions/2020/tianshu/jingfa/more/a.yaml", "KPI304"),
        ("data/deductions/2020/tianshu/a.yaml", "KPI304"),
        ("data/deductions/2020/a.yaml", "KPI304"),
        ("data/deductions/2021/tianshu/jingfa/a.yaml", "KPI304"),
        ("data/deductions/2020/nowhere/jingfa/a.yaml", "KPI302"),
        ("data/deductions/2020/tianshu/nobody/a.yaml", "KPI303"),
        ("data/rubric/2020/other.yaml", "KPI304"),
        ("data/rubric/2020/categories/other.txt", "KPI305"),
        ("data/deductions/2020/tianshu/jingfa/.a.yaml", "KPI305"),
        ("data/deductions/2020/tianshu/jingfa/a.yaml.md", "KPI305"),
        ("data/deductions/2020/tianshu/jingfa/con.yaml", "KPI305"),
        ("data/deduction/2020/tianshu/jingfa/a.yaml", "KPI304"),
        ("data/a.yaml", "KPI304"),
        ("data/rubric/2019x/assessment.yaml", "KPI304"),
    ],
)
def test_a_file_in_the_wrong_place_is_never_ignored(
    repository: Repository, path: str, code: str
) -> None:
    repository.write(path, GOOD)
    assert repository.codes() == [code]


def test_notes_and_what_systems_leave_behind_are_left_alone(repository: Repository) -> None:
    for name in ("README.md", "2020/README.md", "2020/tianshu/jingfa/.gitkeep", ".DS_Store"):
        repository.write(f"data/deductions/{name}", "说明")
    assert repository.codes() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特别的权限")
def test_links_are_refused(repository: Repository, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: 绝密", encoding="utf-8")
    repository.record("tianshu/jingfa/a", GOOD)
    (repository.root / "data/deductions/2020/tianshu/jingfa/b.yaml").symlink_to(secret)
    (finding,) = repository.findings()
    assert finding.code == "KPI114"
    assert "绝密" not in finding.message + finding.hint


@pytest.mark.skipif(sys.platform != "linux", reason="别的系统不允许这样的文件名")
def test_a_file_name_that_is_no_text_is_named_all_the_same(repository: Repository) -> None:
    repository.record("tianshu/jingfa/a", GOOD)
    folder = os.fsencode(repository.root / "data/deductions/2020/tianshu/jingfa")
    with open(folder + b"/\xff\xfe.yaml", "wb") as file:  # noqa: PTH123  # bytes have no Path
        file.write(GOOD.encode())
    (finding,) = repository.findings()
    assert finding.code == "KPI305"
    finding.path.encode("utf-8")


@pytest.mark.parametrize("name", ["assessment.yaml", "departments.yaml", "communities.yaml"])
def test_a_missing_rubric_file_is_named(repository: Repository, name: str) -> None:
    (repository.root / f"data/rubric/2020/{name}").unlink()
    (finding,) = repository.findings()
    assert (finding.code, finding.path) == ("KPI301", f"data/rubric/2020/{name}")


def test_a_broken_rubric_does_not_hide_what_is_wrong_with_records(repository: Repository) -> None:
    repository.write("data/rubric/2020/departments.yaml", "departments: &x []\n")
    repository.record("tianshu/jingfa/a", GOOD.replace("date: 2020-05-12", "date: 五月"))
    assert repository.codes() == ["KPI206", "KPI107"]


def test_years(repository: Repository, tmp_path: Path) -> None:
    assert loader.years(Folder(repository.root)) == (YEAR,)
    with pytest.raises(UsageError, match="没有考核表"):
        loader.years(Folder(tmp_path / "empty"))
    with pytest.raises(UsageError, match="2019"):
        loader.load(Folder(repository.root), 2019, None)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("data/rubric/2020/categories/zz.yaml", "KPI304"),
        ("data/rubric/2020/assessment.yaml", "KPI304"),
        ("data/deductions/2020/tianshu/jingfa/a.yaml", "KPI304"),
    ],
)
def test_a_folder_where_a_file_belongs(repository: Repository, path: str, code: str) -> None:
    (repository.root / path).unlink(missing_ok=True)
    (repository.root / path).mkdir(parents=True)
    assert code in repository.codes()


@pytest.mark.parametrize("path", ["data/deductions", "data/deductions/2020"])
def test_a_file_where_a_folder_belongs(repository: Repository, path: str) -> None:
    repository.write(path, "")
    assert repository.codes() == ["KPI304"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有命名管道文件")
@pytest.mark.parametrize(
    "path", ["data/rubric/2020/categories/zz.yaml", "data/deductions/2020/tianshu/jingfa/a.yaml"]
)
def test_a_pipe_keeps_nobody_waiting(repository: Repository, path: str) -> None:
    place = repository.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(place)
    assert repository.codes() == ["KPI304"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特别的权限")
@pytest.mark.parametrize("level", ["data/deductions", "data/deductions/2020"])
def test_a_linked_folder_is_refused(repository: Repository, tmp_path: Path, level: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    place = repository.root / level
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(tmp_path / "elsewhere")
    assert repository.codes() == ["KPI304"]


@pytest.mark.parametrize(
    "name", ["communities.yaml", "assessment.yaml", "categories/16-jiafen.yaml"]
)
def test_a_rubric_file_of_comments_only_is_named(repository: Repository, name: str) -> None:
    repository.write(f"data/rubric/2020/{name}", "# 暂时不用\n")
    assert repository.codes() == ["KPI112"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("a.YAML", ["KPI305"]),
        ("A.yaml", ["KPI305"]),
        (".kpigen-x1y2", []),  # what an interrupted command left
        ("b.yaml", ["KPI417"]),
    ],
)
def test_names_that_differ_by_case(repository: Repository, name: str, codes: list[str]) -> None:
    text = "date: 2020-05-12\nrule: 1.1-1\nreason: 起火{}。\nbasis: 演示〔2020〕1号\n"
    folder = "data/deductions/2020/tianshu/guijian"
    repository.write(f"{folder}/a.yaml", text.format("一"))
    if (repository.root / folder / name).exists():
        pytest.skip("这个文件系统不分大小写")
    repository.write(f"{folder}/{name}", text.format("二"))
    assert [code for code in repository.codes() if code != "KPI417"] == [
        code for code in codes if code != "KPI417"
    ]


def test_a_number_in_a_file_s_name_is_not_repeated(repository: Repository) -> None:
    repository.record("tianshu/guijian/2020-05-13-13812345678", "rule: 99.9-9\n")
    findings = repository.findings()
    assert findings
    assert not [found for found in findings if "13812345678" in "".join(map(str, found))]
