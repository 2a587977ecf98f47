"""The calendar held against RFC 5545 by a small strict reader of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.inspection import inspect
from kpigen.render import Selection, ics
from kpigen.reporting import report_of
from kpigen.versions import main_line
from kpigen.view.chronicle_values import AgendaView, DateView
from tests.conftest import YEAR, Repository

Event = dict[str, str]


def parsed(content: bytes) -> tuple[dict[str, str], list[Event]]:
    """Read a calendar as the RFC has it, and refuse all that it does not allow."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    unfolded: list[str] = []
    for octets in lines:
        text = octets.decode("utf-8")  # strict: no character is cut
        if text.startswith(" "):
            unfolded[-1] += text[1:]
        else:
            unfolded.append(text)
    assert (unfolded[0], unfolded[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    calendar: dict[str, str] = {}
    events: list[Event] = []
    inside: Event | None = None
    for line in unfolded[1:-1]:
        name, colon, value = line.partition(":")
        assert colon
        if line == "BEGIN:VEVENT":
            assert inside is None
            inside = {}
        elif line == "END:VEVENT":
            assert inside is not None
            events.append(inside)
            inside = None
        else:
            held = calendar if inside is None else inside
            assert name not in held
            held[name] = value
    assert inside is None
    return calendar, events


def plain(value: str) -> str:
    """Take a TEXT value's escapes back; nothing may stand unescaped."""
    found, characters = "", iter(value)
    for character in characters:
        assert character not in ",;"
        if character == "\\":
            escaped = next(characters)
            assert escaped in "\\;,n"
            character = "\n" if escaped == "n" else escaped  # noqa: PLW2901  # what it stands for
        found += character
    return found


def test_the_stages_of_the_demonstration(dated_repository: Repository) -> None:
    dated_repository.commit(day="2021-01-31")
    inspection = inspect(dated_repository.root, YEAR)
    line = main_line.read(dated_repository.root, inspection.revision.commit)
    report = report_of(dated_repository.root, inspection, line=line)
    (file,) = ics.render(report, Selection())
    assert file.name == "stages.ics"
    calendar, events = parsed(file.content)
    assert calendar == {
        "VERSION": "2.0",
        "PRODID": "-//kpigen//stages//ZH",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
        "NAME": "【演示】南桐镇2020年度社区考核",
        "X-WR-CALNAME": "【演示】南桐镇2020年度社区考核",
    }
    assert len(events) == 8
    for event in events:
        assert set(event) == {
            *("UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE"),
            *("SUMMARY", "DESCRIPTION", "TRANSP"),
        }
        assert event["DTSTAMP"] == "20210131T040000Z"
        assert event["DTSTART;VALUE=DATE"] < event["DTEND;VALUE=DATE"]
        assert "【演示】" in plain(event["SUMMARY"])
    assert len({event["UID"] for event in events}) == 8
    publicity = next(event for event in events if event["SUMMARY"].endswith("：公示"))
    assert publicity["DTSTART;VALUE=DATE"] == "20210125"
    assert publicity["DTEND;VALUE=DATE"] == "20210206"  # the day after the last


def made(title: str, text: str) -> AgendaView:
    return AgendaView(
        title, "20210131T040000Z", (DateView("u", "20210101", "20210102", title, text),)
    )


def test_texts_are_escaped() -> None:
    _, (event,) = parsed(ics.text(made("甲,乙;丙\\丁", "一\n二\r\n三\x00\tEND:VEVENT")).encode())
    assert plain(event["SUMMARY"]) == "甲,乙;丙\\丁"
    assert plain(event["DESCRIPTION"]) == "一\n二\n三 END:VEVENT"


@given(st.text(max_size=200))
def test_whatever_the_text_the_calendar_stays_whole(text: str) -> None:
    calendar, (event,) = parsed(ics.text(made(text, f"{text}。\U0001f600" * 3)).encode())
    assert set(event) >= {"SUMMARY", "DESCRIPTION", "UID"}
    kept = "".join(char for char in text.replace("\t", " ") if char.isprintable())
    assert [char for char in plain(event["SUMMARY"]) if char.isprintable()] == list(kept)
    assert plain(calendar["NAME"]) == plain(event["SUMMARY"])


@pytest.mark.parametrize("length", range(60, 90))
def test_a_line_breaks_between_characters(length: int) -> None:
    title = "x" * length + "社区" * 30
    _, (event,) = parsed(ics.text(made(title, "")).encode())
    assert plain(event["SUMMARY"]) == title


def test_without_dates_there_is_no_calendar(repository: Repository) -> None:
    report = report_of(repository.root, inspect(repository.root, YEAR))
    assert list(ics.render(report, Selection())) == []
    assert list(ics.render(replace(report, agenda=made("甲", "乙")), Selection()))
