"""Finds house numbers in a text: what leads to one household, but no document's number."""

from __future__ import annotations

import re

from kpigen.privacy.numbers import half_width

# What a text must show before it is worth a closer look. Each choice begins with a plain sign, or
# a year of texts would take five times as long.
_SIGNS = (
    "[路街巷弄村组社队院园苑坊湾庄屯寨牌][ 　]?[0-9０-９一二三四五六七八九十百]"
    "|胡同[0-9０-９一二三四五六七八九十]|大道[ 　]?[0-9０-９一二三四五六七八九十]|门牌号"
    "|[栋幢座室](?<=[0-9０-９一二三四五六七八九十零〇A-Za-z].)"
    "|单元(?<=[0-9０-９一二三四五六七八九十]..)|号楼(?<=[0-9０-９一二三四五六七八九十A-Za-z]..)"
)
_CHAIN_SIGN = "[0-9０-９][—–－-][0-9０-９]{1,2}[—–－-][0-9０-９]{3}"
SIGNS = (_SIGNS, _CHAIN_SIGN)

_N = "[0-9一二三四五六七八九十百零〇]"
# 路12号杆, 渠道3号闸, 桥2号隐患点: things with a number, not doors.
_NO_DOOR = (
    "[文令杆闸桥井泵机塔箱柜变线点桩渠池库塘洞口坑段标路街车哨岗卡函阀墩坝]"
    "|公告|通知|通报|方案|会议|工单|网格|片区|地块|隐患|监控|摄像|垃圾|提案|议案|建议"
)
_DOOR = (
    r"(?<=[一-鿿0-9])(?:路|街|巷|弄|胡同|大道|村|组|社|队|院|园|苑|坊|湾|庄|屯|寨) ?"
    rf"(?:(?!(?:19|20)[0-9]{{2}})[0-9]{{1,4}}(?:-[0-9]{{1,3}})?|{_N}{{1,5}})号(?!{_NO_DOOR})"
)
_BUILDING = rf"(?:{_N}{{1,3}}|[A-Za-z])(?:[栋幢座]|号楼)"
# 三栋楼, 七栋三百户 count buildings; 三栋二单元, 3栋501 name a home.
_ROOM = (
    rf"{_BUILDING}(?:{_N}{{1,3}}单元|(?:[0-9]{{1,2}}-)?[0-9]{{3,4}}(?![0-9户人平余多间套个])"
    rf"|{_N}{{1,5}}[室号])"
    rf"|(?:{_N}{{1,3}}|[A-Za-z])号楼|{_N}{{1,3}}单元"
    r"|[0-9]{1,4}(?:-[0-9]{1,4}){1,3}室|[0-9]{3,4}室"
)
_CHAIN = r"(?<![0-9-])[0-9]{1,3}-[0-9]{1,2}-(?!(?:19|20)[0-9]{2})[0-9]{3,4}(?![0-9-])"
_PLATE = rf"门牌号?[:为是 ]{{0,2}}{_N}{{1,5}}"
HOUSE = f"{_ROOM}|{_DOOR}|{_CHAIN}|{_PLATE}"


def house(text: str) -> str:
    """Give the first house number in a text, empty if there is none."""
    if not any(re.search(sign, text) for sign in SIGNS):
        return ""
    found = re.search(HOUSE, half_width(text))
    return "" if found is None else found[0]
