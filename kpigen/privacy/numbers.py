"""Finds the numbers and addresses that belong to one person in a text, and hides them.

Nothing of kpigen is imported here: every message that quotes the data passes through `hidden`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

# Full-width digits, letters and signs mean the same to whoever reads them; one for one, so that
# places stay what they are.
HALF_WIDTH = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0x3000, 0xA0), " "),
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-"),
}
# What a text must show before it is worth a closer look: a run of digits and what parts them, an @.
DIGITS = "[0-9０-９][0-9０-９ 　—–－)）-]{9}"
AT_SIGNS = ("@", "＠")
SUSPICIOUS = f"{DIGITS}|[@＠]"

_BIRTHDAY = r"(?:18|19|20)[0-9]{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01])"
_SHORT_BIRTHDAY = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_REGION = r"[1-8][0-9]{5}"
_ID = (
    rf"(?<![0-9])(?:{_REGION}[ -]?{_BIRTHDAY}[ -]?[0-9]{{3}}[ -]?[0-9Xx]"
    rf"|[1-8][0-9]{{16}}[Xx]|{_REGION}{_SHORT_BIRTHDAY}[0-9]{{3}})(?![0-9A-Za-z])"
)
_CARD = (
    "(?<![0-9])(?:3[5-7]|4[0-9]|5[1-9]|6[0-8]|9[0-9])"
    "(?:[0-9]{14,17}|[0-9]{2}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?)(?![0-9A-Za-z])"
)
_MOBILE = (
    r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?1[3-9]"
    r"(?:[0-9](?:[ -]?[0-9]{4}){2}|[0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{4}|[0-9]{3}[ -]?[0-9]{6})"
    r"(?![0-9])"
)
_AREA = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = (
    rf"(?<![0-9])(?:\({_AREA}\)|{_AREA})[ -]?[2-9]"
    "(?:[0-9]{6,7}|[0-9]{2,3}[ -][0-9]{4})(?![0-9])"
)
_EMAIL = r"[A-Za-z0-9_%+-][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"

_ID_LENGTH = 18
_SHOWN = 2


class Private(Enum):
    """The kinds of private numbers, by the words in which a finding names them."""

    ID = "身份证号"
    LIKE_AN_ID = "像身份证号的号码"
    CARD = "银行卡号"
    MOBILE = "手机号"
    LANDLINE = "座机号码"
    EMAIL = "电子邮箱"


# Tried in this order: what one of them took is no other. The entry page searches with these very
# patterns, and with those of `houses`: so they hold nothing that JavaScript reads otherwise.
PATTERNS = (
    (Private.ID, _ID),
    (Private.CARD, _CARD),
    (Private.MOBILE, _MOBILE),
    (Private.LANDLINE, _LANDLINE),
    (Private.EMAIL, _EMAIL),
)


class Found(NamedTuple):
    """A private number in a text: its kind, where it begins and ends."""

    kind: Private
    start: int
    end: int


def half_width(text: str) -> str:
    """Write full-width digits, letters, blanks and dashes as half-width ones, one for one."""
    return text.translate(HALF_WIDTH)


def find(text: str) -> tuple[Found, ...]:
    """Find every private number in a text, in order of place."""
    if not re.search(SUSPICIOUS, text):
        return ()
    plain = half_width(text)
    taken: list[Found] = []
    for found in _candidates(plain):
        if all(found.end <= other.start or other.end <= found.start for other in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda found: found.start))


def _candidates(plain: str) -> Iterator[Found]:
    """Give all that looks like one, the surest kind first."""
    for looks_like, pattern in PATTERNS:
        for match in re.finditer(pattern, plain):
            kind = _checked(looks_like, _compact(match[0]))
            if kind is not None:
                yield Found(kind, *match.span())


def _checked(looks_like: Private, number: str) -> Private | None:
    """Tell by its checksum what a number is that looks like one; None if it is none."""
    if looks_like is Private.ID:
        return _kind_of_id(number)
    if looks_like is Private.CARD and not _is_card(number):
        return None
    return looks_like


def _compact(number: str) -> str:
    return number.replace(" ", "").replace("-", "").upper()


def _kind_of_id(number: str) -> Private | None:
    """Tell an ID number by its checksum; a slip of the pen is as private, and old ones had none."""
    if len(number) != _ID_LENGTH:
        return Private.LIKE_AN_ID
    # Few files hold a candidate, and only they pay for the library.
    from stdnum.cn import ric, uscc  # noqa: PLC0415

    if ric.calc_check_digit(number) == number[-1]:
        return Private.ID
    return None if uscc.is_valid(number) else Private.LIKE_AN_ID


def _is_card(number: str) -> bool:
    """Tell a bank card by its checksum; a company's public 统一社会信用代码 is none."""
    from stdnum import luhn  # noqa: PLC0415  # see above
    from stdnum.cn import uscc  # noqa: PLC0415  # see above

    return luhn.is_valid(number) and not uscc.is_valid(number)


def masked(text: str) -> str:
    """Show so much of a private text that it can be found again, and no more."""
    return f"{text[:_SHOWN]}…（{len(_compact(text))} 位）"


def hidden(text: str) -> str:
    """Hide every private number in a text that is going to be shown."""
    shown = ""
    end = 0
    for found in find(text):
        shown += text[end : found.start] + masked(text[found.start : found.end])
        end = found.end
    return shown + text[end:]
