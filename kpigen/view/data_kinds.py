"""What a value in a data file can be: the kinds by which fields are declared.

A kind says how it is written to a reader of the page (`notation`) and, where it is a text, which
texts it can be (`pattern`, a regular expression that JSON Schema, JavaScript and Python share).
"""

from __future__ import annotations

from dataclasses import dataclass

# What a spreadsheet takes for the beginning of a formula; Excel in Chinese also the full-width
# signs. A CSV's text never begins with one: the writer puts an apostrophe before it.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
# What a cell says of what is so; of what is not, it says nothing.
YES = "是"


@dataclass(frozen=True, slots=True)
class Text:
    """Words as people wrote them."""

    notation = "文字"
    pattern = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a fixed form: an id, a commit, a file's name."""

    notation: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact decimal figure as text; `signed` always has its sign, `places` are always there."""

    signed: bool = False
    places: int | None = None

    @property
    def notation(self) -> str:
        """Say how the figure is written."""
        if self.signed:
            return "带正负号的数字，写成文本"
        return "数字，写成文本" if self.places is None else f"{self.places} 位小数，写成文本"

    @property
    def pattern(self) -> str:
        """Give the texts that are such a figure: no exponent, no needless zero."""
        sign = "[+-]" if self.signed else "-?"
        tail = r"(\.[0-9]*[1-9])?" if self.places is None else rf"\.[0-9]{{{self.places}}}"
        return f"{sign}(0|[1-9][0-9]*){tail}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    notation = "日期，年-月-日"
    pattern = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, 1 or more."""

    notation = "整数"
    pattern = "[1-9][0-9]*"


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no: true and false in JSON, 是 and an empty cell in CSV."""

    notation = "是、否"
    pattern = YES


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words, each with what it means (empty where the word says it)."""

    words: tuple[tuple[str, str], ...]
    notation = "其中之一"


@dataclass(frozen=True, slots=True)
class ListOf:
    """Any number of one kind, in the order of the file."""

    member: Kind

    @property
    def notation(self) -> str:
        """Say of what the list is."""
        return "列表" if isinstance(self.member, Group) else f"列表，每个是：{self.member.notation}"


@dataclass(frozen=True, slots=True)
class Group:
    """Named values that belong together; `of` names one such thing: 社区, 记录."""

    of: str
    fields: tuple[Field, ...]
    notation = "一组"


Kind = Text | Written | Figure | Day | Whole | Truth | OneOf | ListOf | Group


@dataclass(frozen=True, slots=True)
class Field:
    """A name in a data file: its title, what it means, its kind.

    `null` allows null in JSON and an empty cell in CSV; a field that is not `always` there may be
    missing in JSON. `source` is the attribute of the view that a CSV's column shows; dots lead
    inside.
    """

    name: str
    title: str
    meaning: str
    kind: Kind
    null: bool = False
    always: bool = True
    source: str = ""
