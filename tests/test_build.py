"""One whole build of the demonstration, read back: outputs agree, repeat, never half-exist."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from kpigen import build as building
from kpigen.engine.running import Engine
from kpigen.errors import MachineError
from tests.conftest import PROJECT, YEAR, Repository
from tests.test_cli import run


class Quiet:
    def step(self, title: str) -> None:
        pass

    def tick(self, done: int, total: int) -> None:
        pass


def town(root: Path) -> Repository:
    for name in ("data", "site_templates"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
    made = Repository(root)
    made.write(".gitignore", "/.kpigen/\n/site/\n")
    made.commit("2021-02-28")  # the demonstration goes on to the appeals after the year
    return made


def build(root: Path) -> building.Built:
    return building.build(root, years=None, progress=Quiet())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "town"
    root.mkdir()
    town(root)
    assert build(root).pages is not None
    return root / "site" / str(YEAR)


@pytest.fixture(scope="module")
def scores(built: Path) -> dict[str, Any]:
    text = (built / "data/scores.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def figures(community: dict[str, Any]) -> list[str]:
    return [item["score"] for item in community["items"] if item["score"] is not None]


def test_the_site_has_every_page(built: Path, scores: dict[str, Any]) -> None:
    names = [community["id"] for community in scores["communities"]]
    for name in names:
        assert (built / f"communities/{name}.html").is_file()
        assert (built / f"downloads/{name}.xlsx").is_file()
        assert (built / f"downloads/{name}.pdf").is_file()
    assert len(list((built / "departments").glob("*.html"))) >= 17
    assert len(list((built / "categories").glob("*.html"))) >= 18
    for page in ("index", "deductions", "readings", "scoring", "downloads"):
        assert (built / f"{page}.html").is_file()
    for name in ("summary.xlsx", "blank.xlsx", "blank.pdf"):
        assert (built / "downloads" / name).is_file()


def rows_of(page: str) -> list[list[str]]:
    """The cells of the assessment table, row by row."""
    table = page[page.index('<table class="kp-table kp-form"') :]
    table = table[table.index("<tbody") : table.index("<tfoot")]
    rows = []
    for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        rows.append([html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells])
    return rows


def test_site_and_json_agree(built: Path, scores: dict[str, Any]) -> None:
    for community in scores["communities"]:
        page = (built / f"communities/{community['id']}.html").read_text(encoding="utf-8")
        assert community["total"] in page
        last_cells = [row[-1] for row in rows_of(page) if row]
        shown = [cell for cell in last_cells if re.fullmatch(r"\d+(\.\d+)?", cell)]
        assert shown[: len(figures(community))] == figures(community)
        for item in community["items"]:
            for record in item["records"]:
                assert f'id="d-{"-".join(record["id"].split("/")[2:])}"' in page


def test_workbook_and_json_agree(built: Path, scores: dict[str, Any]) -> None:
    for community in scores["communities"]:
        book = openpyxl.load_workbook(built / f"downloads/{community['id']}.xlsx", data_only=True)
        sheet = book.worksheets[0]
        column = [sheet.cell(row, 10).value for row in range(4, 56)]
        shown = [
            str(value)
            for value, item in zip(column, community["items"], strict=True)
            if item["score"] is not None
        ]
        assert shown == figures(community)
        assert format(sheet.cell(56, 10).value, ".2f") == community["total"]


def test_print_and_json_agree(built: Path, scores: dict[str, Any]) -> None:
    for community in scores["communities"][:4]:
        reader = pypdf.PdfReader(built / f"downloads/{community['id']}.pdf")
        laid_out = [page.extract_text(extraction_mode="layout") for page in reader.pages]
        words = Counter("\n".join(laid_out).split())
        assert words >= Counter([community["total"], *figures(community)])
        bare = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
        for item in community["items"]:
            for record in item["records"]:
                if record["status"] not in {"withdrawn", "pending"}:
                    reason = re.sub(r"\s", "", record["reason"]).rstrip("。")
                    assert reason[:12] in bare


def test_csv_and_json_agree(built: Path, scores: dict[str, Any]) -> None:
    text = (built / "data/deductions.csv").read_text(encoding="utf-8-sig")
    lines = {line["记录编号"]: line for line in csv.DictReader(io.StringIO(text))}
    records = [
        record
        for community in scores["communities"]
        for item in community["items"]
        for record in item["records"]
    ]
    assert {record["id"] for record in records} == set(lines)
    for record in records:
        assert lines[record["id"]]["计扣"] == record["deduct"]
        assert lines[record["id"]]["应扣"] == record["asked"]
        assert lines[record["id"]]["折合失分"] == (record["cost"] or "")
    text = (built / "data/scores.csv").read_text(encoding="utf-8-sig")
    table = {line["社区编号"]: line for line in csv.DictReader(io.StringIO(text))}
    for community in scores["communities"]:
        line = table[community["id"]]
        assert line["总分"] == community["total"]
        assert line["名次"] == str(community["rank"])
        for item in community["items"]:
            assert line[item["id"]] == (item["score"] or "")


def test_totals_follow_from_the_items(scores: dict[str, Any]) -> None:
    for community in scores["communities"]:
        total = sum(map(Decimal, figures(community))) + Decimal(community["adjustments"])
        assert total == Decimal(community["total_exact"])


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_of_one_commit_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    clone = tmp_path / "另一处"
    shutil.copytree(built.parents[1], clone, ignore=shutil.ignore_patterns("site", ".kpigen"))
    assert build(clone).pages is not None
    assert digests(clone / "site") == digests(built.parent)


def times(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in digests(folder)}


def test_a_second_build_touches_nothing(built: Path, tmp_path: Path) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    before = times(clone / "site")
    done = run("-C", str(clone), "build")
    assert "个页面，与原来的完全相同" in done.stdout
    assert times(clone / "site") == before


def test_a_changed_record_changes_only_the_files_that_show_it(built: Path, tmp_path: Path) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    with Engine() as engine:
        builder = building.Builder(clone, engine, years=None, progress=Quiet(), preview=True)
        assert builder.build().changed == len(digests(builder.place))
        for reason in ("改过一次。", "又改了一次。"):
            digested, dated = digests(builder.place), times(builder.place)
            edit(clone / RECORD, reason)
            changed = builder.build().changed
            now = digests(builder.place)
            touched = {name for name, time in times(builder.place).items() if time != dated[name]}
            assert touched == {name for name in now if now[name] != digested[name]}
            assert len(touched) == changed
            of_one = ("/communities/", "/downloads/")
            assert {name for name in touched if any(folder in name for folder in of_one)} == {
                "2020/communities/tianshu.html",
                "2020/downloads/tianshu.pdf",
                "2020/downloads/tianshu.xlsx",
                "2020/downloads/summary.xlsx",
                "2020/downloads/department-caizheng.pdf",
            }
    shutil.rmtree(clone / ".kpigen")
    with Engine() as engine:
        cold = building.Builder(clone, engine, years=None, progress=Quiet(), preview=True)
        cold.build()
        assert digests(cold.place) == now


RECORD = "data/deductions/2020/tianshu/caizheng/2020-12-18-shenpi.yaml"


def edit(path: Path, reason: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^reason: .*$", f"reason: {reason}", text), encoding="utf-8")


def test_a_preview_is_no_public_site(built: Path, tmp_path: Path) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    before = digests(clone / "site")
    with Engine() as engine:
        builder = building.Builder(clone, engine, years=None, progress=Quiet(), preview=True)
        builder.build()
    assert digests(clone / "site") == before
    footer = "预览：版本"
    assert footer in (builder.place / "2020/index.html").read_text(encoding="utf-8")
    assert footer not in (clone / "site/2020/index.html").read_text(encoding="utf-8")


def test_another_hand_in_the_preview_is_mended(built: Path, tmp_path: Path) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    with Engine() as engine:
        builder = building.Builder(clone, engine, years=None, progress=Quiet(), preview=True)
        builder.build()
        whole = digests(builder.place)
        (builder.place / "index.html").unlink()
        (builder.place / "2020/index.html").write_text("另外写的", encoding="utf-8")
        (builder.place / "another.html").touch()
        assert builder.build().changed == 3
        assert digests(builder.place) == whole


def test_what_others_put_into_the_site_is_left_alone(built: Path, tmp_path: Path) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    theirs = [clone / "site" / name for name in (".git/HEAD", "CNAME", "mine/a.html")]
    for path in theirs:
        path.parent.mkdir(exist_ok=True)
        path.write_text("要紧", encoding="utf-8")
    pages = build(clone).pages
    done = run("-C", str(clone), "build")
    assert "site/ 里有 3 项不是 kpigen 写的，没有动：.git、CNAME、mine/a.html" in done.stderr
    assert f"完成：{pages} 个页面，与原来的完全相同" in done.stdout
    assert {path.read_text(encoding="utf-8") for path in theirs} == {"要紧"}


ENDED = """
import os, sys
from pathlib import Path
from kpigen import cli
replace = Path.replace
left = [int(sys.argv.pop())]
def ending(path, target):
    if path.name == "tianshu.html" and left:
        os.kill(os.getpid(), left.pop())
    return replace(path, target)
Path.replace = ending
cli.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上没有这些信号")
@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_signal_while_publishing_leaves_no_half_site(
    built: Path, tmp_path: Path, end: str
) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    before = digests(clone / "site")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    edit(clone / RECORD, "改过一次。")
    number = getattr(signal, end)
    done = subprocess.run(
        [sys.executable, "-c", ENDED, "-C", str(clone), "build", str(int(number))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "TMPDIR": str(temporary)},
    )
    if end == "SIGKILL":
        assert done.returncode == -number
        (clone / "data/deductions/2020/tianshu/jingfa/bad.yaml").write_text("[", encoding="utf-8")
        assert "已恢复原来的网站" in run("-C", str(clone), "build").stderr
    else:
        assert done.returncode == 130
        assert "已中断" in done.stderr
    assert digests(clone / "site") == before
    assert not list(temporary.iterdir())


def test_errors_leave_the_old_site_alone(built: Path, tmp_path: Path) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    before = digests(clone)
    bad = clone / "data/deductions/2020/tianshu/jingfa/bad.yaml"
    bad.write_text("date: 2020-05-01\nrule: 2.5-9\nreason: 错\nbasis: 无\n", encoding="utf-8")
    assert build(clone).pages is None
    bad.unlink()
    assert digests(clone) == before


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("not_a_setting_of_mkdocs: 1", "mkdocs.yml 里的 not_a_setting_of_mkdocs MkDocs 不接受"),
        ("not_a_setting_of_mkdocs: [", r"^mkdocs\.yml 第 \d+ 行"),
    ],
)
def test_wrong_settings_leave_the_old_site_alone(
    built: Path, tmp_path: Path, settings: str, says: str
) -> None:
    clone = tmp_path / "town"
    shutil.copytree(built.parents[1], clone)
    before = digests(clone / "site")
    with (clone / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"\n{settings}\n")
    with pytest.raises(MachineError, match=says) as fault:
        build(clone)
    assert "原来的网站没有改动" in fault.value.message
    assert digests(clone / "site") == before


@pytest.mark.parametrize(
    ("template", "text", "says"),
    [
        ("home.md", "# x\n{{ }}\n", "home.md 第 2 行写法不对"),
        ("home.html", "\n{% if %}", "home.html 第 2 行写法不对"),
        ("home.md", "\n\n{{ nothing.here }}", "home.md 第 3 行用了没有的名称"),
        ("home.md", "{% include 'nothing.html' %}", "home.md 第 1 行要用的 nothing.html 不存在"),
        ("row.html", "\n{{ row() }}", "row.html 第 2 行用不了"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(
    tmp_path: Path, template: str, text: str, says: str
) -> None:
    shutil.copytree(PROJECT / "data/rubric", tmp_path / "data/rubric")
    shutil.copytree(PROJECT / "site_templates", tmp_path / "site_templates")
    (tmp_path / "site_templates/pages" / template).write_text(text, encoding="utf-8")
    done = run("-C", str(tmp_path), "build")
    assert done.returncode == 3
    assert f"网页模板 site_templates/pages/{says}；原来的网站没有改动" in done.stderr
    assert "jinja" not in done.stderr.lower()
    log = (tmp_path / ".kpigen/templates.log").read_text(encoding="utf-8")
    assert template in log


def test_findings_of_all_years_end_with_the_errors_and_one_count(tmp_path: Path) -> None:
    for year in (2020, 2021):
        shutil.copytree(PROJECT / "data/rubric/2020", tmp_path / f"data/rubric/{year}")
        path = tmp_path / f"data/rubric/{year}/assessment.yaml"
        text = path.read_text(encoding="utf-8").replace("2020-", f"{year}-")
        path.write_text(text.replace("year: 2020", f"year: {year}"), encoding="utf-8")
    town = Repository(tmp_path)
    town.record("tianshu/guijian/a", "rule: 1.1-1\nreason: 缺日期。\nbasis: 演示〔2020〕1号\n")
    for name in ("a", "b"):  # much alike, which is a warning
        record = f"date: 2021-05-12\nrule: 1.1-1\nreason: 起火{name}。\nbasis: 演示〔2021〕1号\n"
        town.write(f"data/deductions/2021/tianshu/guijian/{name}.yaml", record)
    done = run("-C", str(tmp_path), "build")
    assert done.returncode == 1
    kinds = [line.split()[1] for line in done.stderr.splitlines() if re.match(r"data/\S+:\d", line)]
    assert kinds == sorted(kinds, key=["警告", "错误"].index)
    assert {"警告", "错误"} == set(kinds)
    assert done.stderr.count("检查了") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
def test_a_repository_may_be_named_by_a_link(built: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(built.parents[1])
    before = digests(built.parent)
    assert build(tmp_path / "link").changed == 0
    assert digests(built.parent) == before


def test_data_alone_is_enough(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "data/rubric", tmp_path / "data/rubric")
    assert build(tmp_path).pages is not None
    page = (tmp_path / "site/2020/index.html").read_text(encoding="utf-8")
    assert "天枢社区" in page


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建符号链接要特殊权限")
@pytest.mark.parametrize("link", [".kpigen", ".kpigen/source", ".kpigen/site-new", "site"])
def test_nothing_behind_a_link_is_emptied(repository: Repository, link: str) -> None:
    precious = repository.root.parent / "precious"
    (precious / "below").mkdir(parents=True)
    (precious / "below" / "file.txt").write_text("要紧", encoding="utf-8")
    place = repository.root / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(precious)
    done = run("-C", str(repository.root), "build")
    assert done.returncode == 3
    assert "是一个链接" in done.stderr
    assert (precious / "below" / "file.txt").read_text(encoding="utf-8") == "要紧"
