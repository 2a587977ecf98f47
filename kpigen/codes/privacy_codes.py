"""KPI6xx: what must not be published, found before it is committed.

The numbers in the examples are nobody's: the one that the standard for ID numbers prints, a
telephone company's own line, a card number for testing.
"""

from kpigen.codes.examples import RECORD, record
from kpigen.diagnostics import Code, Example, Severity


def _written(words: str) -> Example:
    wrong = f"入户走访时，居民（{words}）反映未收到通知。"
    return _written_in(wrong, "入户走访时，一户居民反映未收到通知。")


def _written_in(wrong: str, right: str) -> Example:
    return Example(RECORD, record(f"reason: {wrong}"), record(f"reason: {right}"))


ID_NUMBER = Code(
    "KPI601",
    Severity.ERROR,
    "公布的文字里有身份证号",
    "18 位号码的校验位对得上，就是身份证号。网站、表格、打印件都会公布这段文字，"
    "提交以后历史里也去不掉。需要留存的写在 internal 里。",
    _written("11010519491231002X"),
)
LIKE_AN_ID_NUMBER = Code(
    "KPI602",
    Severity.WARNING,
    "公布的文字里有像身份证号的号码",
    "长度和里面的出生日期像身份证号，校验位对不上，可能是抄错了一位，也可能是 15 位的旧号码；"
    "抄错的号码同样不能公布。确实是案号、单号的，可以不改。",
    _written("110105194912310021"),
)
MOBILE = Code(
    "KPI603",
    Severity.ERROR,
    "公布的文字里有手机号",
    "手机号不公布，中间加空格、连字符或用全角数字也一样。需要留存的写在 internal 里。",
    _written("138 0013 8000"),
)
BANK_CARD = Code(
    "KPI604",
    Severity.ERROR,
    "公布的文字里有银行卡号",
    "16 至 19 位、校验位对得上的是银行卡号，不公布。需要留存的写在 internal 里。",
    _written("4111 1111 1111 1111"),
)
EMAIL = Code(
    "KPI605",
    Severity.ERROR,
    "公布的文字里有电子邮箱",
    "电子邮箱能找到具体的人，不公布。",
    _written("zhangsan@example.com"),
)
LANDLINE = Code(
    "KPI606",
    Severity.WARNING,
    "公布的文字里有座机号码",
    "住宅电话不公布；是办公电话的，可以不改。",
    _written("023-62345678"),
)
HOUSE_NUMBER = Code(
    "KPI607",
    Severity.WARNING,
    "公布的文字里像有门牌号",
    "写到楼栋、单元、门牌就能找到具体的人家；写到村、小区、路段为止。",
    _written("幸福路12号"),
)
NAME_BESIDE_WORD = Code(
    "KPI608",
    Severity.WARNING,
    "姓名与需要小心的情况写在一起",
    "低保、残疾、患病、信访、信仰等情况与姓名写在一起，就公布了一个人的隐私，写成“张某”也能认出来。"
    "词和姓氏在 data/rubric/年度/privacy.yaml 里，可以增减。",
    _written_in("低保户张三的资料没有更新。", "一户低保户的资料没有更新。"),
)
