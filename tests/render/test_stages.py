"""What a page says of the stage its year is in: built once, with a year in each stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpigen import inspection
from kpigen.assessing import scoring
from kpigen.model import Assessment, Deadlines, Stage
from kpigen.versions.history import Revision
from kpigen.view import report as view
from kpigen.view.values import Report
from tests.conftest import PROJECT, YEAR
from tests.render.browser import Browser
from tests.render.test_site import Page, build, page

YEARS = {
    2016: Stage.FILING,
    2017: Stage.CHECKING,
    2018: Stage.PUBLICITY,
    2019: Stage.APPROVAL,
    2020: Stage.ARCHIVED,
}
OVER = 2014
BARE = 2015
IN_PUBLICITY = date(2021, 1, 29)
SAID = {
    2016: "2016 年度填报阶段2020年1月1日至2021年1月8日。数据仍在填报，得分会变动。",
    2017: "2017 年度核实阶段2021年1月11日至1月22日。数据仍在核实，得分会变动。",
    2018: "2018 年度公示期2021年1月25日至2月5日（10 个工作日）。对扣分有异议的社区、村，"
    "请在2021年2月5日以前（含当天）申诉：写明记录的链接和理由，由社区、村盖章后送党政办。",
    2019: "2019 年度审定阶段2021年2月8日至2月26日。公示已经结束，不再受理申诉；"
    "审定以前，得分还可能变动。",
    2020: "2020 年度已归档自2021年3月1日起封存，得分和记录不再变动。",
    OVER: "2014 年度公示期2021年1月25日至2月5日（10 个工作日）。"
    "公示已于2021年2月5日结束，等待审定。",
    BARE: "2015 年度公示期对扣分有异议的社区、村，可以申诉。",
}


def report_in(year: int, day: date, **changed: object) -> Report:
    """Lay out the demonstration as if its year were another one, in another stage."""
    dataset = inspection.inspect(PROJECT, YEAR).dataset
    assert dataset is not None
    assessment = Assessment(**{**dataset.rubric.assessment._asdict(), **changed})
    rubric = dataset.rubric._replace(assessment=assessment)
    dataset = dataset._replace(rubric=rubric, newest_commit=day)
    report = view.report(dataset, scoring.score(dataset), Revision(None, None, made=None))
    few = tuple(c for c in report.communities if c.id in {"kaiyang", "jingzhe"})
    return replace(report, year=year, communities=few, standing=few, groups=report.groups[:0])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [report_in(year, IN_PUBLICITY, stage=stage) for year, stage in YEARS.items()]
    no_dates: dict[str, object] = {
        "stages": (),
        "deadlines": Deadlines(None, None, None),
        "appeal_to": "",
    }
    reports.append(report_in(BARE, IN_PUBLICITY, stage=Stage.PUBLICITY, **no_dates))
    reports.append(report_in(OVER, date(2021, 2, 18), stage=Stage.PUBLICITY))
    return build(tmp_path_factory.mktemp("stages"), tuple(reports))


def squeezed(read: Page) -> str:
    return "".join(line.strip() for line in read.text.splitlines())


@pytest.mark.parametrize("year", SAID)
def test_every_page_of_a_year_says_its_stage(built: Path, year: int) -> None:
    paths = sorted((built / str(year)).rglob("*.html"))
    assert len(paths) > 20
    for path in paths:
        assert SAID[year] in squeezed(page(path)), path


def test_pages_of_no_year_speak_of_the_newest(built: Path) -> None:
    for name in ("index.html", "404.html", "help/codes.html"):
        assert SAID[2020] in squeezed(page(built / name))


def test_the_home_page_speaks_of_every_year(built: Path) -> None:
    text = squeezed(page(built / "index.html")).replace("　", "")
    for year, said in SAID.items():
        assert said.removeprefix(f"{year} 年度") in text


@pytest.mark.parametrize(("year", "stage"), YEARS.items())
def test_the_overview_lists_the_stages(built: Path, year: int, stage: Stage) -> None:
    read = page(built / str(year) / "index.html")
    text = squeezed(read)
    assert "stages" in read.ids
    states = ["已结束"] * list(Stage).index(stage) + ["当前阶段"]
    states += ["未开始"] * (len(Stage) - len(states))
    places = [
        text.index(f"{name}{period}{state}")
        for name, period, state in zip(
            Stage,
            (
                "2020年1月1日至2021年1月8日",
                "2021年1月11日至1月22日",
                "2021年1月25日至2月5日",
                "2021年2月8日至2月26日",
                "2021年3月1日起",
            ),
            states,
            strict=True,
        )
    ]
    assert places == sorted(places)
    assert "申诉提出后 10 个工作日内决定。" in text
    assert "公示不少于 5 个工作日。" in text


def test_a_year_without_dates_has_no_such_list(built: Path) -> None:
    for name in ("index.html", "scoring.html"):
        read = page(built / str(BARE) / name)
        assert "stages" not in read.ids
        assert not [address for address in read.addresses if "#stages" in address]
        assert "各阶段和期限" not in read.text


def test_an_open_appeal_says_by_when_it_is_decided(built: Path) -> None:
    said = "2021年1月28日提出申诉，尚未决定"
    text = squeezed(page(built / "2018" / "communities" / "jingzhe.html"))
    assert f"{said}，最迟2021年2月10日决定申诉理由" in text
    text = squeezed(page(built / str(OVER) / "communities" / "jingzhe.html"))
    assert f"{said}，最迟2021年2月10日决定，已逾期申诉理由" in text
    assert "现在就可以申诉" not in text
    assert "可以申诉：" not in text
    text = squeezed(page(built / str(BARE) / "communities" / "jingzhe.html"))
    assert f"{said}申诉理由" in text


@pytest.mark.parametrize("width", [360, 1440])
def test_the_notice_fits_the_screen(built: Path, chromium: Browser, width: int) -> None:
    chromium.width(width)
    chromium.open(built / "2018" / "index.html")
    measured = chromium.run(
        "const room = document.documentElement,"
        " box = document.querySelector('.kp-notice').getBoundingClientRect();"
        "return [room.scrollWidth - room.clientWidth, box.left, box.width - room.clientWidth,"
        " box.height > 20]"
    )
    assert measured == [0, 0, 0, True]
