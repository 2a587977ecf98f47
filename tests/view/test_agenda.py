"""The dates of the stages: last days included, deadlines by working days."""

from __future__ import annotations

from kpigen.versions.history import Revision
from kpigen.view.agenda import agenda
from kpigen.view.chronicle_values import AgendaView
from tests.conftest import YEAR, Repository

NOWHERE = Revision(None, None, None)
ASSESSMENT = f"data/rubric/{YEAR}/assessment.yaml"


def made(repository: Repository) -> AgendaView:
    return agenda(repository.dataset().rubric, NOWHERE)


def days(found: AgendaView) -> dict[str, tuple[str, str]]:
    """Give first day and the day after the last, by what the title ends with."""
    return {date.title.rpartition("：")[2]: (date.first, date.after) for date in found.dates}


def test_stages_and_deadlines(dated_repository: Repository) -> None:
    found = made(dated_repository)
    assert days(found) == {
        "填报": ("20200101", "20210109"),
        "核实": ("20210111", "20210123"),
        "公示": ("20210125", "20210206"),
        "审定": ("20210208", "20210227"),
        "归档开始": ("20210301", "20210302"),
        "公示满 5 个工作日": ("20210129", "20210130"),
        "申诉截止": ("20210205", "20210206"),
        # Ten working days on, over the Spring Festival (11 to 17 February; 7 and 20 are worked).
        "申诉决定截止": ("20210224", "20210225"),
    }
    assert found.stamp == "19800101T000000Z"
    assert all(date.title.startswith("【演示】南桐镇2020年度社区考核：") for date in found.dates)
    assert all("均为虚构" in date.text for date in found.dates)
    assert len({date.uid for date in found.dates}) == len(found.dates)


def test_the_real_year_bears_no_mark(dated_repository: Repository) -> None:
    dated_repository.replace(ASSESSMENT, "demo: true\n", "")
    found = made(dated_repository)
    assert found.name == "南桐镇2020年度社区考核"
    assert not any("演示" in date.title + date.text for date in found.dates)


def test_an_open_publicity_ends_when_it_lasted_long_enough(dated_repository: Repository) -> None:
    text = (dated_repository.root / ASSESSMENT).read_text(encoding="utf-8")
    start, end = (
        text.index("  - stage: 审定"),
        text.index("# 期限" if "# 期限" in text else "deadlines:"),
    )
    text = text[:start] + text[end:].lstrip()
    text = text.replace("    from: 2021-01-25\n    to: 2021-02-05\n", "    from: 2021-01-25\n")
    dated_repository.write(ASSESSMENT, text)
    assert days(made(dated_repository))["申诉截止"] == ("20210129", "20210130")


def test_where_holidays_are_unknown_it_says_so(dated_repository: Repository) -> None:
    (dated_repository.root / f"data/rubric/{YEAR}/calendar.yaml").unlink()
    texts = [date.text for date in made(dated_repository).dates]
    assert sum("工作日历里还没有 2021 年的放假安排" in text for text in texts) == 2


def test_without_dates_there_is_nothing_to_remember(repository: Repository) -> None:
    assert made(repository).dates == ()
