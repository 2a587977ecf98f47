"""The dates of the year's stages as an iCalendar file (RFC 5545), for people's own calendars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpigen.render import File, Selection
from kpigen.view.chronicle_values import AgendaView, DateView
from kpigen.view.values import Report

NAME = "stages.ics"
_WIDTH = 75  # octets a line may have, its end not counted
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\t": " "})


def render(report: Report, selection: Selection) -> Iterator[File]:
    """Give `stages.ics`, where the stages have dates."""
    del selection
    if report.agenda.dates:
        yield File(NAME, text(report.agenda).encode("utf-8"))


def text(agenda: AgendaView) -> str:
    """Write the calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kpigen//stages//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(agenda.name)}",
        f"X-WR-CALNAME:{_text(agenda.name)}",
        *(line for date in agenda.dates for line in _event(date, agenda.stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(date: DateView, stamp: str) -> tuple[str, ...]:
    return (
        "BEGIN:VEVENT",
        f"UID:{_text(date.uid)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{date.first}",
        f"DTEND;VALUE=DATE:{date.after}",
        f"SUMMARY:{_text(date.title)}",
        f"DESCRIPTION:{_text(date.text)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _text(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).translate(_ESCAPED)


def _folded(line: str) -> str:
    """Break a line where it gets too long, never inside a character; a blank goes on with it."""
    parts, width = [""], 0
    for character in line:
        size = len(character.encode("utf-8"))
        if width + size > _WIDTH:
            parts.append("")
            width = 1  # the blank
        parts[-1] += character
        width += size
    return "\r\n ".join(parts)
