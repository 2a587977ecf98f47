"""Finds a person's name beside a word that needs care: 低保户张三, 张某（残疾）.

The rule. A name is a surname of the list with one or two more characters, or with 某, × or * in
their place. It stands beside a word when only people's words (户、人员、患者 …), a mark or a
linking word (系、患 …) stand between the two. A whole name is believed only where its end (after
the word) or its beginning (before it) shows: at a mark, at the text's end, at 的、未、家 and the
like; a veiled name (张某) is one wherever it stands. An ordinary word (高龄, 方案) is never taken
for a name.

Sets and loops, because patterns with hundreds of Chinese characters take longer to compile than a
town's texts to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kpigen.privacy.numbers import half_width


class NameBeside(NamedTuple):
    """A delicate word and the name that stands beside it."""

    word: str
    name: str


_VEILS = frozenset("某×✕xX*〇○□")
# Characters that hardly any given name has and that ordinary words around a name are full of.
_NOT_GIVEN = frozenset("的了是不在有与及等未无没其该此这那各每个户人次项条们被把将系患属社区镇县街")
_PERSON = (
    *("户主", "户", "主", "对象", "人员", "人士", "人", "员", "者", "家庭", "家属", "患者", "病人"),
    *("老人", "儿童", "居民", "村民", "群众", "职工", "学生", "党员", "妇女", "子女", "当事人"),
    *("信徒", "教徒", "之一"),
)
# What follows a word that speaks of the matter and of nobody.
_MATTER = (
    *(
        "资料",
        "台账",
        "名单",
        "政策",
        "工作",
        "标准",
        "宣传",
        "材料",
        "信息",
        "数据",
        "档案",
        "系统",
    ),
    *(
        "文件",
        "培训",
        "救助",
        "事务",
        "服务",
        "事项",
        "问题",
        "专干",
        "办理",
        "审核",
        "核查",
        "评议",
    ),
    *("公示", "申报", "申请", "复核", "抽查", "动态", "会议", "窗口", "补贴", "资金", "津贴", "案"),
)
_MARKS = frozenset(':、(“" ')
_ENDS_A_NAME = frozenset(
    "的被因在未没无不系是为属患家户等及和与同向对死去住办申要已于到从将由也有提所之本夫妻父母子女先"
    "漏错迟领报补走脱仍又再反上"
)
_BEFORE_A_NAME = frozenset("民众员主生友童属将把对给为由因名老查中志")
_LINK = (
    '(?:系|是|为|属于?|患有?|确诊|享受|申请|申报|办理|申办|领取|家|一?户|一家)?[(:、,“" ]?'
    "(?:系|是|为|属|患有?)?(?:一[名户个])?"
)
_FAR, _NEAR = 12, 8
_SENTENCE_END = frozenset("。;!?")


class Names:
    """Looks for names beside the words of one year's list."""

    def __init__(
        self, words: Iterable[str], surnames: Iterable[str], ordinary: Iterable[str]
    ) -> None:
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        self._words = re.compile("|".join(map(re.escape, longest_first)))
        self._surnames = frozenset(surnames)
        self._ordinary = frozenset(ordinary)
        self._longest = max(map(len, self._ordinary), default=0)

    def beside(self, text: str) -> NameBeside | None:
        """Find the first name beside a word."""
        plain = half_width(text)
        for word in self._words.finditer(plain):
            for start, end in (
                *self._veiled(plain, word.start(), word.end()),
                *self._after(plain, word.end()),
                *self._before(plain, word.start()),
            ):
                return NameBeside(word[0], plain[start:end])
        return None

    def _after(self, plain: str, end: int) -> Iterator[tuple[int, int]]:
        """Give the whole names that begin where a word, and the people's words after it, end."""
        for begin in _past_people(plain, end):
            start = begin + (plain[begin : begin + 1] in _MARKS)
            for stop in self._whole(plain, start):
                if stop == len(plain) or not _han(plain[stop]) or plain[stop] in _ENDS_A_NAME:
                    yield start, stop

    def _before(self, plain: str, begin: int) -> Iterator[tuple[int, int]]:
        """Give the whole names that a mark leads in and nothing but a link parts from a word."""
        for start in range(max(0, begin - _FAR), begin):
            lead = plain[start - 1 : start]
            if lead and _han(lead) and lead not in _BEFORE_A_NAME:
                continue
            for stop in self._whole(plain, start):
                if stop <= begin and re.fullmatch(_LINK, plain[stop:begin]):
                    yield start, stop

    def _veiled(self, plain: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the veiled names near a word, in its sentence."""
        for start in range(max(0, begin - _FAR), min(len(plain), end + _FAR)):
            length = self._surname(plain, start)
            stop = start + length
            if not length or plain[stop : stop + 1] not in _VEILS:
                continue
            while plain[stop : stop + 1] in _VEILS and plain[stop : stop + 1]:
                stop += 1
            if stop <= begin:
                near = _reaches(plain, stop, begin, end)
            else:
                near = start >= end and _reached(plain, end, start)
            if near:
                yield start, stop

    def _whole(self, plain: str, start: int) -> Iterator[int]:
        """Give the ends that a whole name beginning here can have, the longer one first."""
        length = self._surname(plain, start)
        if length:
            for given in (2, 1):
                stop = start + length + given
                name = plain[start + length : stop]
                if len(name) == given and all(_han(c) and c not in _NOT_GIVEN for c in name):
                    yield stop

    def _surname(self, plain: str, start: int) -> int:
        """Give the length of the surname that stands here, 0 if none does."""
        length = next((n for n in (2, 1) if plain[start : start + n] in self._surnames), 0)
        return 0 if length and self._is_ordinary(plain, start) else length

    def _is_ordinary(self, plain: str, place: int) -> bool:
        """Tell whether the character belongs to an ordinary word."""
        return any(
            plain[start:end] in self._ordinary
            for start in range(max(0, place - self._longest + 1), place + 1)
            for end in range(place + 1, start + self._longest + 1)
        )


def _han(char: str) -> bool:
    return "㐀" <= char <= "鿿"


def _past_people(plain: str, end: int) -> list[int]:
    """Give the places after none, one, two or three people's words."""
    places = [end]
    for place in places:
        places += [
            place + len(word)
            for word in _PERSON
            if plain.startswith(word, place) and place + len(word) not in places
        ]
    return places


def _reaches(plain: str, stop: int, begin: int, end: int) -> bool:
    """Tell whether a veiled name before a word is near it; past a comma a person must follow."""
    gap = plain[stop:begin]
    if len(gap) > _NEAR or not _SENTENCE_END.isdisjoint(gap):
        return False
    if "," not in gap:
        return True
    rest = plain[end:]
    return gap.startswith(",") and (not rest or not _han(rest[0]) or rest.startswith(_PERSON))


def _reached(plain: str, end: int, start: int) -> bool:
    """Tell whether a veiled name after a word is near it and the word speaks of a person."""
    if plain.startswith(_MATTER, end):
        return False
    gap = plain[max(_past_people(plain, end)) : start]
    return len(gap) <= _NEAR and _SENTENCE_END.isdisjoint(gap) and "," not in gap[1:]
