"""One shape for everything that can be wrong with the data: where, what, and what to write."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kpigen.privacy.numbers import hidden


class Severity(StrEnum):
    """Errors stop a build; warnings are shown and published data is still good."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """Where a value stands: path relative to the repository, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


class Diagnostic(NamedTuple):
    """One finding; the field order is the order in which findings are shown."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str

    def as_data(self) -> dict[str, str | int]:
        """Give the finding as other programs read it."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "hint": self.hint,
        }


class Example(NamedTuple):
    """A file of the demonstration spoilt and mended; the tests run every one of them.

    `wrong` and `right` replace `replaces` in the file at `path`; an empty `replaces` means that
    `wrong` and `right` are whole files at `path`, and an empty text that there is no such file.
    `beside` is a second file (path, text) that it takes to go wrong.
    """

    path: str
    wrong: str
    right: str
    replaces: str = ""
    beside: tuple[str, str] | None = None


class Code(NamedTuple):
    """A kind of finding: its number never changes and never gets another meaning.

    `instance` describes a case where no text can show one: an encoding, a link, a size.
    """

    number: str
    severity: Severity
    title: str
    explanation: str
    example: Example | None = None
    instance: str = ""

    def at(self, place: Place, message: str, hint: str) -> Diagnostic:
        """Make the finding of this kind at one place; private numbers that it quotes are hidden."""
        return Diagnostic(
            hidden(place.path),
            place.line,
            place.column,
            self.number,
            self.severity,
            hidden(message.translate(_ONE_LINE)),
            hidden(hint.translate(_ONE_LINE)),
        )


# A quoted value must not end the line, or steer the terminal, that a finding is printed on.
_ONE_LINE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), "␤")


def in_order(findings: tuple[Diagnostic, ...] | list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place and drop exact repeats."""
    return tuple(sorted(set(findings)))


def has_errors(findings: tuple[Diagnostic, ...]) -> bool:
    """Tell whether any finding must stop a build."""
    return any(finding.severity is Severity.ERROR for finding in findings)
